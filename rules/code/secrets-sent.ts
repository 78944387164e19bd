import { commandsIn } from '../../src/code/flow/acts.ts';
import { atOnce } from '../../src/code/flow/at-once.ts';
import { commandText, startsProcess } from '../../src/code/flow/command.ts';
import { copiesIn } from '../../src/code/flow/copies.ts';
import { lineOf, type SourceKind } from '../../src/code/flow/flow.ts';
import { hostsOf } from '../../src/code/flow/hosts.ts';
import { logsIn } from '../../src/code/flow/logins.ts';
import {
  beginningsOf,
  type Flow,
  inWords,
  isStarted,
  type Module,
  type Node,
  type Reach,
  runsUnasked,
  together,
  type Ways,
} from '../../src/code/flow/module.ts';
import type { Script } from '../../src/code/flow/script.ts';
import { NAMES_CLIENT } from '../../src/code/flow/services.ts';
import { textsBehind } from '../../src/code/flow/texts.ts';
import { isOwnEntry, isWhole, ownName, takesOne } from '../../src/code/flow/whole.ts';
import type { Leak } from '../../src/code/scripts/shell-flow.ts';
import { CARRIES } from '../../src/code/scripts/shell-programs.ts';
import {
  asksForOne,
  CLIENT_CONFIG,
  DOTENV,
  isCredentialName,
  isWorkingPlace,
  namedVendor,
} from '../../src/code/secrets.ts';
import { propertyName } from '../../src/code/tree/calls.ts';
import { isFunction, isWithin, parentOf } from '../../src/code/tree/walk.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { takesAt, vendorOfCommand, vendorsNamed } from '../data/vendors.ts';

const COLLECTED: ReadonlySet<SourceKind> = new Set([
  ...(['environment', 'secret file', 'secret command', 'clipboard', 'recording'] as const),
]);
const SENDS: ReadonlySet<Flow['sink']['kind']> = new Set(['network', 'service', 'handed']);
/** Of these a program may take what is its own. */
const SHARED = new Set(['process.env', DOTENV]);

export default defineRule({
  id: 'secrets-sent',
  title: 'Collects credentials and sends them away',
  why: 'The whole environment, a credential file or what is typed, followed through the code to a network call, is a theft in progress: no honest program sends any of them to anybody unasked.',
  fix: 'Do not install it. If you did, revoke every credential this machine holds.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552', 'T1041', 'T1567'],
    atlas: ['AML.T0055', 'AML.T0025'],
    cwe: ['CWE-200', 'CWE-506'],
  },
  signal: 'data.sent',
  severity: 'critical',
  confidence: 'high',
  // Collecting in one file and sending in another is one theft: both kinds of files have to be read.
  words: new RegExp(
    `${/\benv\b|clipboard|screen|key-?listener|iohook|readFile|createReadStream|openSync|exec(?:File)?(?:Sync)?\b|spawn|['"`](?:node:)?(?:zx|https?|http2|net|tls|dgram|dns|axios|got|undici|ws|needle|node-fetch)['"`]|\bfetch\s*\(|sendBeacon|WebSocket\b|sqlite|\.(?:ssh|npmrc|netrc|git-credentials|gnupg)\b|application_default_credentials|fastPut/.source}|${NAMES_CLIENT.source}`,
  ),
  *script(script): Iterable<ModuleHit> {
    for (const leak of script.leaks) if (leak.kind !== 'identity') yield* leaked(script, leak);
  },
  *module(module): Iterable<ModuleHit> {
    const sent = module.flows.filter(
      ({ sink, source, steps }) =>
        SENDS.has(sink.kind) &&
        COLLECTED.has(source.kind) &&
        (!SHARED.has(source.detail) || isWhole(module.code, steps, source.under)) &&
        !(source.detail === CLIENT_CONFIG && isOwnEntry(module.code, steps, module.package)) &&
        !isOwnItem(module, source),
    );
    for (const flows of Map.groupBy(sent, ({ sink }) => sink.node).values()) {
      const places = new Set(flows.map(({ source }) => source.detail));
      for (const ways of together(flows))
        yield* chain(module, ways, nameOf(ways[0]), (reach) => weightOf(module, ways[0], reach, places.size > 1));
    }
    yield* manyVariables(module);
    for (const flow of carriedOff(module))
      yield* chain(module, [flow], nameOf(flow), (reach) => weightOf(module, flow, reach, false));
  },
});

/** What is written or copied to a file that a command then takes away. */
function carriedOff(module: Module): readonly Flow[] {
  const kept = [...writtenDown(module), ...copiedTo(module)];
  if (kept.length === 0) return [];
  return commandsIn(module).flatMap((call) => {
    const text = commandText(module.code, call);
    const taken = CARRIES.test(text) ? kept.filter(({ path }) => names(text, path)) : [];
    return taken.map(({ source }) => ({
      source,
      sink: { kind: 'network', name: 'a command', node: call.node } as const,
      steps: [source.node, call.node],
      context: undefined,
    }));
  });
}

interface Kept {
  readonly path: string;
  readonly source: Flow['source'];
}

function writtenDown(module: Module): readonly Kept[] {
  return module.flows.flatMap(({ source, sink, steps }) => {
    const isSecret = COLLECTED.has(source.kind) && isWhole(module.code, steps, source.under);
    if (!isSecret || (sink.kind !== 'write' && sink.kind !== 'dropped')) return [];
    const [path] = 'arguments' in sink.node ? (sink.node.arguments as Node[]) : [];
    const text = path && module.text(path);
    return text === undefined ? [] : [{ path: text, source }];
  });
}

function copiedTo(module: Module): readonly Kept[] {
  return [...copiesIn(module.code).values()].flatMap(({ path, detail, node }) =>
    path === undefined ? [] : [{ path, source: { kind: 'secret file' as const, detail, node } }],
  );
}

/** A command that names the file, or the folder that it makes a commit of. */
function names(command: string, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return command.includes(path) || (folder.length > 3 && /\bpush\b/.test(command) && command.includes(folder));
}

type Weight = 'critical' | 'medium' | 'low';

/** What its vendor's own tools read and send on every start is told; with something else beside it, it is a collection. */
function weightOf(module: Module, flow: Flow, reach: Reach, several: boolean): Weight {
  const { source, sink } = flow;
  if (reach === 'nowhere') return 'low';
  if (reach !== 'call' && !isStarted(reach)) return 'critical';
  // A tool that is asked for a picture of the screen may have it looked at elsewhere.
  if (source.kind === 'recording' && reach === 'call') return 'low';
  const working = isWorking(source);
  const own = !several && isOwn(module, flow);
  const strange = reach !== 'typed' && isForStranger(module, source.detail, sink.node);
  if (strange && working && isGivenAway(module, flow)) return usual(reach);
  if ((strange || isStarted(reach)) && isDoubtful(module, flow, own && working)) return 'medium';
  return own ? 'low' : usual(reach);
}

function isOwn(module: Module, flow: Flow): boolean {
  const { source, sink } = flow;
  return isWorking(source) || isVendors(module, source.detail, sink.node) || isOwnLogin(module, flow);
}

function isWorking({ detail }: Flow['source']): boolean {
  return detail.endsWith('credentials') && isWorkingPlace(detail);
}

function usual(reach: Reach): Weight {
  return reach === 'call' ? 'medium' : 'critical';
}

/** What a server may do at its start and mean well, or not: nobody has asked it for anything yet. */
function isDoubtful(module: Module, { source, steps }: Flow, working: boolean): boolean {
  // Servers look for their own settings there, by whatever name their user gave them.
  if (source.detail === CLIENT_CONFIG) return takesOne(module.code, steps);
  return source.kind === 'recording' || (working && isAsItIs(module, steps));
}

/** True where all that a file holds is sent: who logs in with a key takes it out, or puts the only one there is into a header. */
function isAsItIs({ code }: Module, steps: readonly Node[]): boolean {
  return (isWhole(code, steps) || !steps.some((step) => isRead(code, step))) && !logsIn(steps);
}

/** True where strangers get a file whole: a header is a login with it only where nobody knows whose it is. */
function isGivenAway({ code }: Module, { source, steps }: Flow): boolean {
  return isWhole(code, steps) && (!logsIn(steps) || vendorsNamed(source.detail).length > 0);
}

const READS_IN = /^(?:parse|load|safeLoad|json|match|matchAll|exec|split|find)$/;

/** A step at which a text becomes what it says, of which parts can be taken; before that, only what holds the text has some. */
function isRead(code: Module['code'], step: Node): boolean {
  return 'callee' in step && READS_IN.test(propertyName(code, step.callee as Node) ?? '');
}

/** Hosts of a cluster, a cloud or a machine itself. */
const OWN = /(?:^|\.)(?:svc|local|internal|localhost)$|^127\.|^169\.254\./;

/** True where it is written out whom a request is for, and that is not the vendor: `https://sts.${region}.amazonaws.com` is AWS. */
function isForStranger({ code }: Module, place: string, request: Node): boolean {
  const hosts = hostsOf(code, request);
  const [vendor] = vendorsNamed(place);
  const text = vendor && 'arguments' in request ? textsBehind(code, request.arguments as Node[]).join(' ') : '';
  const isVendor = vendor?.domains.some((domain) => text.includes(domain)) ?? false;
  return hosts.length > 0 && !hosts.every((host) => OWN.test(host)) && !isVendor;
}

/** `gh auth token`, sent to GitHub. */
function isVendors({ code }: Module, command: string, request: Node): boolean {
  const vendor = vendorOfCommand(command);
  const hosts = vendor ? hostsOf(code, request) : [];
  return vendor !== undefined && hosts.length > 0 && hosts.every((host) => takesAt(vendor, host));
}

/** What a keychain holds under the name of the package: `security find-generic-password -s weather-mcp -w`. */
function isOwnItem(module: Module, source: Flow['source']): boolean {
  return commandOf(module, source)
    .split(/[\s'"]+/)
    .includes(ownName(module.package));
}

/**
 * One secret of a store, or a login for a host that is asked for and told to, which a request logs in with: keys are kept there so that they
 * lie in no file.
 */
function isOwnLogin(module: Module, { source, sink, steps }: Flow): boolean {
  const command = commandOf(module, source);
  // Of `https://api.${host}` only a beginning is written out.
  const isForHost =
    /\s--hostname\b/.test(command) && hostsOf(module.code, sink.node).every((host) => host.endsWith('.'));
  return logsIn(steps) && (asksForOne(command) || isForHost);
}

/** The command that prints a secret; empty for what comes from elsewhere. */
function commandOf(module: Module, { kind, node, detail }: Flow['source']): string {
  if (kind !== 'secret command') return '';
  const call = module.calls.find((one) => one.node === node);
  // A helper of another module is given only a part of it.
  return call && startsProcess(call) ? commandText(module.code, call) : detail;
}

function nameOf({ source }: Flow): string {
  return source.kind === 'environment' ? 'the whole environment' : source.detail;
}

/** Two hits: what is collected and what is sent, so that the verdict can ask for both. */
function* chain(module: Module, ways: Ways, what: string, weight: (reach: Reach) => Weight): Iterable<ModuleHit> {
  const { sink } = ways[0];
  // Which object it is, only its name tells.
  const unsure = ways.every((way) => way.sink.kind === 'handed') ? ({ confidence: 'low' } as const) : {};
  const steps = stepsOf(ways).map((node) => module.at(node, 'on its way'));
  const collected = beginningsOf(module, ways, `collects ${what}`);
  yield module.dated(sink.node, (reach) => ({
    message: `collects ${what} ${inWords(reach)}`,
    signal: weight(reach) === 'critical' ? 'secret.collected' : 'secret.read',
    severity: weight(reach),
    ...unsure,
    evidence: collected,
  }));
  yield module.dated(sink.node, (reach) => ({
    message: `sends ${what} over the network ${inWords(reach)}`,
    signal: weight(reach) === 'critical' ? 'data.sent' : 'network.send',
    severity: weight(reach),
    ...unsure,
    evidence: [module.at(sink.node, `sends it with ${sink.name}`), ...steps, ...collected],
  }));
}

/** The same two of a script of a shell or of Python. */
function* leaked({ at, dated }: Script, leak: Leak): Iterable<ModuleHit> {
  const { what, from, program, command } = leak;
  const collected = { at, note: `collects ${quote(what)}`, snippet: quote(from) };
  const sent = { at, note: `sends it with ${quote(program)}`, snippet: quote(command) };
  const weight = (reach: Reach): Weight => (isAsked(leak, reach) ? 'medium' : 'critical');
  yield dated((reach) => ({
    message: `collects ${quote(what)} ${inWords(reach)}`,
    signal: weight(reach) === 'critical' ? 'secret.collected' : 'secret.read',
    severity: weight(reach),
    evidence: [collected],
  }));
  yield dated((reach) => ({
    message: `sends ${quote(what)} over the network ${inWords(reach)}`,
    signal: weight(reach) === 'critical' ? 'data.sent' : 'network.send',
    severity: weight(reach),
    evidence: [sent, collected],
  }));
}

/** What a person who starts a command may want it to log in with. */
function isAsked({ kind, what }: Leak, reach: Reach): boolean {
  return reach === 'call' || (isStarted(reach) && (kind === 'secret command' || isWorkingPlace(what)));
}

const MAX_STEPS = 12;

/** The lines on the way, those that several ways share once. */
function stepsOf(ways: Ways): readonly Node[] {
  const lines = ways.flatMap(({ steps }) => [...new Set(steps.map(lineOf))].slice(0, MAX_STEPS / 2));
  return [...new Set(lines)].slice(0, MAX_STEPS);
}

/** True for a request, and for what a client hands on to somebody whose name stands in the code: of any other its user says whom it is for. */
function isWrittenOut({ code }: Module, { kind, node }: Flow['sink']): boolean {
  return kind === 'network' || (kind === 'service' && hostsOf(code, node).some((host) => !OWN.test(host)));
}

/** One key sent is a login; three keys of different vendors in one message are a collection. */
function* manyVariables(module: Module): Iterable<ModuleHit> {
  const listed = module.flows.filter(({ sink, source }) => source.kind === 'variables' && isWrittenOut(module, sink));
  for (const flow of listed) {
    if (isOneByOne(module, flow)) continue;
    yield* chain(module, [flow], `credentials of several vendors (${flow.source.detail})`, ofMany);
  }
  const bySink = Map.groupBy(
    module.flows.filter(
      ({ sink, source }) => source.kind === 'variable' && isCredentialName(source.detail) && isWrittenOut(module, sink),
    ),
    ({ sink }) => sink.node,
  );
  for (const flows of bySink.values()) {
    // A key that may be set under several names is one key.
    const whose = flows.filter(({ source }) => namedVendor(source.detail) !== undefined);
    const vendors = atOnce(module.code, whose, ({ source }) => namedVendor(source.detail) ?? '');
    if (vendors.size < 3) continue;
    const names = [...new Set(flows.map(({ source }) => source.detail))].sort().slice(0, 5).join(', ');
    yield* chain(module, flows as [Flow, ...Flow[]], `credentials of several vendors (${names})`, ofMany);
  }
}

const ofMany = (reach: Reach): Weight => (runsUnasked(reach) ? 'critical' : 'medium');

const PICKS = /^(?:find|findLast|at|pop|shift|next)$/;

/** True where of each of a list one is sent, or of all of them the first there is. */
function isOneByOne({ code }: Module, { source, sink, steps }: Flow): boolean {
  if (steps.some((step) => 'callee' in step && PICKS.test(propertyName(code, step.callee as Node) ?? ''))) return true;
  if (!isWhole(code, steps)) return true;
  for (let at = parentOf(source.node); at; at = parentOf(at)) {
    if (isFunction(at) || /^For(?:Of|In)?Statement$/.test(at.type)) return isWithin(at, sink.node);
  }
  return false;
}
