import { evidenceOf, grouped, hitOf, inputOf, isNamedAfter, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior, Observation } from '../../src/types.ts';

export default defineRule({
  id: 'annotation-disproved',
  title: 'A tool does what its annotations deny',
  why: 'Clients decide by annotations what may run without asking: a tool that calls itself read-only is often approved once and for all. One that writes, deletes or connects all the same uses an approval it was never given.',
  fix: 'Ask for confirmation of this tool whatever it says of itself, and report the wrong annotation to its author.',
  mapping: {
    owasp: ['MCP03', 'MCP02'],
    attack: ['T1036'],
    atlas: ['AML.T0110'],
    cwe: ['CWE-451', 'CWE-732'],
  },
  signal: 'tool.undeclared',
  severity: 'medium',
  confidence: 'medium',
  *behavior(behavior, { root }): Iterable<Hit> {
    const closed: Seen<'http'>[] = [];
    for (const tool of behavior.tools) {
      const { readOnlyHint, openWorldHint, destructiveHint } = tool.annotations;
      const own = behavior.observations.filter((one) => one.tool === tool.name && one.kind !== 'mcp');
      if (readOnlyHint === true) yield* denied(changes(own), tool.name, 'readOnlyHint', 'writes');
      if (destructiveHint === false || readOnlyHint === true) {
        const hint = readOnlyHint === true ? 'readOnlyHint' : 'destructiveHint: false';
        yield* denied(deletions(behavior, own), tool.name, hint, 'deletes');
      }
      if (openWorldHint === false)
        closed.push(...(own.filter((one) => one.kind === 'http') as readonly Seen<'http'>[]));
    }
    yield* connected(behavior, closed, root.name);
  },
});

/** Where programs keep what is theirs: caches, logs, settings, temporary files, and the names of their threads. */
const OWN_PLACE =
  /^\/proc\/\d+\/(?:task\/\d+\/)?comm$|^\/(?:tmp|var\/tmp|dev\/shm)\/|^memfd:|\/\.[^/]+\/|\/(?:logs?|cache|node_modules)\/|\.(?:log|lock|pid|tmp)$/i;

function changes(own: readonly Observation[]): readonly Seen<'write'>[] {
  return own.filter((one) => one.kind === 'write' && one.ok && !OWN_PLACE.test(one.path)) as readonly Seen<'write'>[];
}

/** Deleting what the run itself made is tidying up. */
function deletions(behavior: Behavior, own: readonly Observation[]): readonly Seen<'delete'>[] {
  const made = new Set(observed(behavior, 'write').map((one) => `${one.run} ${one.path}`));
  const gone = own.filter((one) => one.kind === 'delete' && one.ok) as readonly Seen<'delete'>[];
  return gone.filter((one) => !OWN_PLACE.test(one.path) && !made.has(`${one.run} ${one.path}`));
}

function* denied(group: readonly Seen<'write' | 'delete'>[], tool: string, hint: string, verb: string): Iterable<Hit> {
  for (const same of grouped(group, (one) => one.path.replace(/^\/home\/[^/]+/, '~'))) {
    const path = same[0].path.replace(/^\/home\/[^/]+/, '~');
    yield hitOf(same, `its tool ${tool} ${verb} ${path}, and declares ${hint}`, (one) =>
      evidenceOf(one, `${verb} it while ${tool} is called`, one.path),
    );
  }
}

/**
 * The service that a server is made for is its closed world, as memory is that of another. Of all others, telemetry may be on
 * its way: sure is who sends the input there. Who contacts the address it was given does as it was told.
 */
function* connected(behavior: Behavior, calls: readonly Seen<'http'>[], name: string): Iterable<Hit> {
  const home = hostsExplained(behavior, 'documentation', 'configuration');
  for (const host of keyHolders(behavior)) home.add(host);
  const given = hostsExplained(behavior, 'input');
  const isHome = (host: string): boolean => home.has(host) || isNamedAfter(host, name);
  const away = calls.filter(({ host }) => !/^(localhost|127\.|::1)/.test(host) && !isHome(host));
  for (const same of grouped(away, (one) => (given.has(one.host) ? '' : one.host))) {
    const asked = given.has(same[0].host);
    const host = asked ? 'the address it is given' : same[0].host;
    const tools = [...new Set(same.map((one) => one.tool ?? ''))].sort();
    const which =
      tools.length === 1 ? `its tool ${tools[0]} contacts` : `its tools ${tools.slice(0, 5).join(', ')} contact`;
    const sure = !asked && same.some((one) => sendsInput(behavior, one));
    yield hitOf(
      same,
      `${which} ${host}, and ${tools.length === 1 ? 'declares' : 'declare'} openWorldHint: false`,
      (one) => evidenceOf(one, `sent while ${one.tool ?? 'a tool'} is called`, one.url),
      sure ? {} : { confidence: 'low' },
    );
  }
}

function hostsExplained(behavior: Behavior, ...by: readonly Seen<'recipient'>['explained'][]): Set<string> {
  const named = observed(behavior, 'recipient').filter((one) => one.what === 'host' && by.includes(one.explained));
  return new Set(named.map(({ value }) => value));
}

/** Hosts that are given the key the server asks its user for. */
function keyHolders(behavior: Behavior): readonly string[] {
  const keys = new Set(
    observed(behavior, 'decoy').flatMap((one) => (one.asked && one.channel === 'network' ? [one.in] : [])),
  );
  return observed(behavior, 'http').flatMap(({ seq, host }) => (keys.has(seq) ? [host] : []));
}

/** Whether a text of the tool's input, long enough not to be there by chance, is part of what was sent. */
function sendsInput(behavior: Behavior, one: Seen<'http'>): boolean {
  const input = inputOf(behavior, one)?.text ?? '';
  const texts = [...input.matchAll(/"([^"\\]{6,200})"/g)].map(([, text = '']) => text);
  return texts.some(
    (text) => text !== one.tool && text !== 'arguments' && `${one.url} ${one.body.text}`.includes(text),
  );
}
