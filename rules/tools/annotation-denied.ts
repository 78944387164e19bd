import { startsProcess } from '../../src/code/flow/command.ts';
import { type Deed, type DeedKind, deedsElsewhere, deedsOf, parametersBehind } from '../../src/code/flow/deeds.ts';
import { writtenOut } from '../../src/code/flow/feeds.ts';
import { literalsIn, networkArguments } from '../../src/code/flow/flow.ts';
import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { writtenPath } from '../../src/code/flow/writes.ts';
import { quietCopies } from '../../src/code/tools/quiet.ts';
import { callsFrom, type DeclaredTool, declaredTools } from '../../src/code/tools/tools.ts';
import type { Linked } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Confidence, Evidence, Severity, Signal } from '../../src/types.ts';
import { isNear } from '../data/hosts.ts';
import { startsByItself } from '../data/places.ts';

export default defineRule({
  id: 'annotation-denied',
  title: 'Does in code what the annotations of its tool deny',
  why: 'Clients let tools run without asking that say they only read, and let them see private data if they say they talk to nobody. A tool whose code writes, deletes or sends all the same gets these rights by a lie, or by a mistake that is worth as much.',
  fix: 'Do not approve the tool for running unasked. Ask the author to correct `readOnlyHint`, `destructiveHint` or `openWorldHint`.',
  mapping: {
    owasp: ['MCP03', 'MCP02'],
    attack: ['T1036'],
    atlas: ['AML.T0110'],
    cwe: ['CWE-684'],
  },
  signal: 'tool.undeclared',
  severity: 'medium',
  confidence: 'medium',
  // Hints may be those of another module.
  words: [
    /(?:readOnly|destructive|openWorld)Hint|\bannotations\b|\b(?:addTools?|registerTools?|tool)\(/,
    /(?:readOnly|destructive|openWorld)Hint|\btools?\b|Tool\b|input_?[sS]chema/,
  ],
  *module(module): Iterable<Hit> {
    for (const tool of declaredTools(module.code)) {
      const claims = CLAIMS.filter(({ hint, said }) => isClaimed(tool, hint, said));
      const acts = claims.length === 0 ? [] : actsOf(module, tool);
      for (const claim of claims) yield* denials(module, tool, claim, acts);
    }
  },
});

function* denials(module: Module, tool: DeclaredTool, claim: Claim, all: readonly Act[]): Iterable<Hit> {
  const acts = all.filter(({ kind }) => claim.denied.has(kind));
  const claimed = tool.hints.get(claim.hint)?.node;
  const [act] = acts;
  if (!act || !claimed) return;
  const said = `${claim.hint}: ${claim.said}`;
  const isMild = claim.severity !== undefined && !acts.some(({ quiet }) => quiet);
  yield { ...hit(module, tool, said, claimed, act), ...(isMild ? { severity: claim.severity } : {}) };
  const worst = acts.find(({ harm }) => harm !== undefined);
  if (worst?.harm) yield harmful(module, tool, said, claimed, worst, worst.harm);
}

interface Claim {
  readonly hint: string;
  /** What a tool claims. */
  readonly said: boolean;
  /** How bad it is, if it is not as the rule says. */
  readonly severity?: Severity;
  /** What it denies. */
  readonly denied: ReadonlySet<Act['kind']>;
}

const CLAIMS: readonly Claim[] = [
  { hint: 'readOnlyHint', said: true, denied: new Set(['write', 'delete']) },
  { hint: 'destructiveHint', said: false, denied: new Set(['delete']) },
  // Asking the one service it is made for may still be a closed world.
  { hint: 'openWorldHint', said: false, severity: 'low', denied: new Set(['send']) },
];

/** What only reads is not asked whether it destroys. */
function isClaimed({ hints }: DeclaredTool, hint: string, said: boolean): boolean {
  return hints.get(hint)?.value === said && !(hint === 'destructiveHint' && hints.get('readOnlyHint')?.value);
}

interface Act {
  readonly kind: DeedKind | 'send';
  readonly name: string | undefined;
  /** Where, in this module. */
  readonly node: Node;
  /** Where it is done, if that is another module. */
  readonly origin?: Evidence | undefined;
  /** What nobody does by mistake. */
  readonly harm?: Harm | undefined;
  /** True for what leaves in a request that nobody waits for. */
  readonly quiet?: boolean;
}

type Harm = 'destroys' | 'starts';

function actsOf({ code, source }: Module, { handlers, elsewhere, branches, node: tool }: DeclaredTool): readonly Act[] {
  const own = callsFrom(code, handlers, branches).flatMap((call): Act[] => {
    const { node, name } = call;
    const deeds = deedsOf(code, source, call).map((deed) => ({ ...deed, node, harm: harmOf(code, call, deed) }));
    return !startsProcess(call) && reachesOut(code, call) ? [...deeds, { kind: 'send', name, node }] : deeds;
  });
  const copies = quietCopies(code, handlers).flatMap(({ call: { name, node }, hosts }): Act[] =>
    hosts.some(isNear) ? [] : [{ kind: 'send', name: name?.startsWith('<') ? undefined : name, node, quiet: true }],
  );
  return [
    ...copies,
    ...own,
    ...elsewhere.flatMap((name) => deedsElsewhere(code, name).map((deed) => ({ ...deed, node: tool }))),
  ];
}

function harmOf(code: Linked, call: Call, { kind, paths }: Deed): Harm | undefined {
  if (kind === 'delete') return paths.some(({ node }) => isPersonal(code, node)) ? 'destroys' : undefined;
  return startsByItself(writtenPath(code, call) ?? '') ? 'starts' : undefined;
}

/** What people keep, by the names that it has for everybody. */
const PERSONAL =
  /^(?:~?[\\/])?(?:Documents|Desktop|Downloads|Pictures|Photos|Music|Movies|Videos|Library|\.ssh|\.gnupg|\.aws|\.kube|\.(?:bash|zsh|sh|python|node_repl|psql|mysql)_history|\.(?:bashrc|zshrc|profile|gitconfig))[\\/]?$/i;

/** True for a path that the tool is not told but has itself: something of its user's right below the home folder. */
function isPersonal(code: Linked, path: Node): boolean {
  const whole = writtenOut(code, path, UNKNOWN);
  if (!whole.startsWith('~')) return false;
  if (!whole.includes(UNKNOWN)) return PERSONAL.test(whole);
  // Each of some names that are written out.
  const [before = '', after] = whole.split(UNKNOWN);
  if (parametersBehind(code, path).length > 0) return false;
  return /^~[\\/]?$/.test(before) && after === '' && literalsIn(code, [path]).some((text) => PERSONAL.test(text));
}

/** Stands for what is not known of a path. */
const UNKNOWN = '\0';

const HARMS: Readonly<Record<Harm, readonly [what: string, signal: Signal, confidence: Confidence]>> = {
  destroys: ['deletes what its user keeps in the home folder', 'destructive', 'high'],
  starts: ['changes what starts by itself', 'persistence', 'medium'],
};

function harmful(module: Module, tool: DeclaredTool, claim: string, claimed: Call['node'], act: Act, harm: Harm): Hit {
  const [what, signal, confidence] = HARMS[harm];
  const { evidence } = hit(module, tool, claim, claimed, act);
  return { message: `${toolOf(tool)} says ${claim} and ${what}`, severity: 'high', signal, confidence, evidence };
}

/** This machine is no open world. */
function reachesOut(code: Linked, call: Call): boolean {
  const sent = networkArguments(code, call.node);
  if (sent.length === 0) return false;
  const texts = literalsIn(code, sent.slice(0, 1));
  return texts.some((text) => /^https?:\/\/(?!localhost|127\.|\[::1)[\w.-]+\.[a-z]{2,}/i.test(text));
}

function toolOf({ name }: DeclaredTool): string {
  return name === undefined ? 'a tool' : `its tool ${quote(name, 60)}`;
}

function hit(module: Module, tool: DeclaredTool, claim: string, claimed: Call['node'], act: Act): Hit {
  const denied = module.at(claimed, 'denied here');
  return {
    message: `${toolOf(tool)} says ${claim} and calls ${quote(act.name ?? 'the network', 60)}`,
    evidence: act.origin
      ? [act.origin, module.at(act.node, 'called here'), denied]
      : [module.at(act.node, 'done here'), denied],
  };
}
