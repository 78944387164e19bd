import { isWhole, lineOf, type SourceKind } from '../../src/code/flow.ts';
import { type Flow, inWords, type Module, type Reach, runsUnasked } from '../../src/code/module.ts';
import { DOTENV, isCredentialName, isWorkingPlace } from '../../src/code/secrets.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

const COLLECTED: ReadonlySet<SourceKind> = new Set(['environment', 'secret file', 'secret command', 'clipboard']);
/** Of these a program may take what is its own. */
const SHARED = new Set(['process.env', DOTENV]);

export default defineRule({
  id: 'secrets-sent',
  title: 'Collects credentials and sends them away',
  why: 'The whole environment or a credential file, followed through the code to a network call, is a theft in progress: no honest program sends either to anybody.',
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
  words:
    /\benv\b|clipboard|readFile|createReadStream|openSync|execSync|exec\b|spawn|['"](?:node:)?(?:https?|http2|net|tls|dgram|dns|axios|got|undici|ws|needle|node-fetch)['"]|\bfetch\s*\(/,
  *module(module): Iterable<ModuleHit> {
    const sent = module.flows.filter(
      ({ sink, source, steps }) =>
        sink.kind === 'network' &&
        COLLECTED.has(source.kind) &&
        (!SHARED.has(source.detail) || isWhole(module.code, steps)),
    );
    for (const flows of Map.groupBy(sent, ({ sink }) => sink.node).values()) {
      const places = new Set(flows.map(({ source }) => source.detail));
      for (const flow of flows)
        yield* chain(module, flow, nameOf(flow), (reach) => weightOf(flow, reach, places.size > 1));
    }
    yield* manyVariables(module);
  },
});

type Weight = 'critical' | 'medium' | 'low';

/** What its vendor's own tools read and send on every start is told; with something else beside it, it is a collection. */
function weightOf({ source }: Flow, reach: Reach, several: boolean): Weight {
  const own = !several && source.detail.endsWith('credentials') && isWorkingPlace(source.detail);
  if (reach === 'nowhere' || (own && (reach === 'call' || reach === 'start'))) return 'low';
  return reach === 'call' ? 'medium' : 'critical';
}

function nameOf({ source }: Flow): string {
  return source.kind === 'environment' ? 'the whole environment' : source.detail;
}

/** Two hits: what is collected and what is sent, so that the verdict can ask for both. */
function* chain(module: Module, flow: Flow, what: string, weight: (reach: Reach) => Weight): Iterable<ModuleHit> {
  const steps = [...new Set(flow.steps.map(lineOf))].slice(0, 6).map((node) => module.at(node, 'on its way'));
  const { node, origin } = flow.source;
  const source = origin ? { ...origin, note: `collects ${what}` } : module.at(node, `collects ${what}`);
  const sink = module.at(flow.sink.node, `sends it with ${flow.sink.name}`);
  yield module.dated(flow.sink.node, (reach) => ({
    message: `collects ${what} ${inWords(reach)}`,
    signal: weight(reach) === 'critical' ? 'secret.collected' : 'secret.read',
    severity: weight(reach),
    evidence: [source],
  }));
  yield module.dated(flow.sink.node, (reach) => ({
    message: `sends ${what} over the network ${inWords(reach)}`,
    signal: weight(reach) === 'critical' ? 'data.sent' : 'network.send',
    severity: weight(reach),
    evidence: [sink, ...steps, source],
  }));
}

/** One key sent is a login; three keys of different vendors in one message are a collection. */
function* manyVariables(module: Module): Iterable<ModuleHit> {
  const bySink = Map.groupBy(
    module.flows.filter(
      ({ sink, source }) => sink.kind === 'network' && source.kind === 'variable' && isCredentialName(source.detail),
    ),
    ({ sink }) => sink.node,
  );
  for (const flows of bySink.values()) {
    const vendors = new Set(flows.map(({ source }) => source.detail.split('_')[0]));
    const [first] = flows;
    if (vendors.size < 3 || !first) continue;
    const names = [...new Set(flows.map(({ source }) => source.detail))].sort().slice(0, 5).join(', ');
    const weight = (reach: Reach) => (runsUnasked(reach) ? 'critical' : 'medium');
    yield* chain(module, first, `credentials of several vendors (${names})`, weight);
  }
}
