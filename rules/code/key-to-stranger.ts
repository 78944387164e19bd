import { isCall } from '../../src/code/flow/feeds.ts';
import { hostsOf, hostsWritten } from '../../src/code/flow/hosts.ts';
import {
  beginningsOf,
  inWords,
  isStarted,
  type Module,
  type Node,
  type Reach,
  runsUnasked,
  together,
  type Ways,
} from '../../src/code/flow/module.ts';
import { functionsOf } from '../../src/code/tree/calls.ts';
import type { Linked } from '../../src/code/tree/scope.ts';
import { type Func, functionAround, parentOf } from '../../src/code/tree/walk.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';
import { takesAt, type Vendor, vendorOf } from '../data/vendors.ts';

export default defineRule({
  id: 'key-to-stranger',
  title: 'Sends the key of a vendor to somebody else',
  why: 'A key that is read by name and sent to its own vendor is what a server is for. The same key sent to a host of another name is in other hands: those of a gateway that the user knows about, or of a thief.',
  fix: 'Find out who runs the host and why it needs this key. If nobody told you, revoke the key.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552', 'T1041'],
    atlas: ['AML.T0055', 'AML.T0025'],
    cwe: ['CWE-201'],
  },
  signal: 'data.sent',
  severity: 'medium',
  confidence: 'low',
  words: /\benv\b/,
  *module(module): Iterable<ModuleHit> {
    for (const ways of together(module.flows)) {
      const [{ source, sink }] = ways;
      if (source.kind !== 'variable' || sink.kind !== 'network') continue;
      const opens = opensDatabase(source.detail, ways) ? A_DATABASE : undefined;
      const vendor = vendorOf(source.detail) ?? opens;
      const host = vendor && strangerIn(module, ways, vendor);
      if (!vendor || host === undefined) continue;
      const what = `sends ${source.detail}, a key of ${vendor.name}, to ${quote(host, 80)}`;
      const evidence = [
        module.at(sink.node, `sent to ${quote(host, 80)}`),
        ...beginningsOf(module, ways, `the key of ${vendor.name}`),
      ] as const;
      const hit = (reach: Reach): Hit => ({ message: `${what} ${inWords(reach)}`, evidence });
      const worse = { severity: 'high', confidence: 'medium' } as const;
      yield module.dated(sink.node, (reach) =>
        isUnasked(reach) ? { ...hit(reach), ...worse } : reach !== 'nowhere' && hit(reach),
      );
      yield module.dated(
        sink.node,
        (reach) => isUnasked(reach) && { ...hit(reach), ...worse, signal: 'secret.collected' },
      );
    }
  },
});

/** Whoever starts a server has chosen it; whoever installs or imports a package has not chosen to send anything. */
function isUnasked(reach: Reach): boolean {
  return runsUnasked(reach) && !isStarted(reach);
}

/** Whoever keeps it: such a key holds its address, and is sent to nobody over HTTP. */
const A_DATABASE: Vendor = {
  name: 'a database',
  variable:
    /(?:^|_)(?:DATABASE|DB|POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO(?:DB)?|REDIS)_(?:UR[LI]|DSN|CONNECTION_STRING)$/,
  domains: [],
};

/** What opens a database, with a password in it; as an address of a request it is one. */
function opensDatabase(variable: string, ways: Ways): boolean {
  return (
    A_DATABASE.variable.test(variable) &&
    ways.every(({ sink, steps }) => {
      const [address] = 'arguments' in sink.node ? (sink.node.arguments as Node[]) : [];
      return address?.type === 'ObjectExpression' || !steps.some((step) => step === address);
    })
  );
}

/** The one other host that a request goes to, where every host that is written out for it is one. */
function strangerIn(module: Module, ways: Ways, vendor: Vendor): string | undefined {
  const [{ source, sink }] = ways;
  const hosts = hostsOfCaller(module.code, ways) ?? hostsOf(module.code, sink.node);
  const known = (host: string) =>
    takesAt(vendor, host) || isNear(host) || namedAfter(host, source.detail, module.package);
  return hosts.some(known) ? undefined : hosts[0];
}

/** Of a function that is told where to send, the hosts of the call that gives it the key: other calls send other things elsewhere. */
function hostsOfCaller(code: Linked, ways: Ways): readonly string[] | undefined {
  const helper = functionAround(ways[0].sink.node);
  const calls = helper ? code.nodes.calls.filter((call) => isCall(call) && enters(code, call, helper)) : [];
  const giving = calls.filter((call) => ways.some(({ steps }) => steps.some((step) => parentOf(step) === call)));
  const hostsOfCall = (call: Node) => ('arguments' in call ? hostsWritten(code, call.arguments as Node[]) : []);
  return giving.length > 0 && calls.some((call) => hostsOfCall(call).length > 0)
    ? giving.flatMap(hostsOfCall)
    : undefined;
}

function enters(code: Linked, call: Node, fn: Func): boolean {
  return 'callee' in call && functionsOf(code, call.callee as Node).includes(fn);
}

/** A domain of whoever wrote the package. What the key is named after stands in look-alikes of its vendor too. */
function namedAfter(host: string, variable: string, id: string): boolean {
  const domain = host.split('.').slice(-2).join('.');
  const words = id
    .replace(/@[^@]*$/, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some(
    (word) => word.length >= 4 && !GENERIC.has(word) && !variable.toLowerCase().includes(word) && domain.includes(word),
  );
}

/** Words of what a package is or does, which anybody's domain may have. */
const GENERIC = new Set([
  ...[
    'server',
    'client',
    'tool',
    'tools',
    'http',
    'node',
    'example',
    'agent',
    'proxy',
    'gateway',
    'service',
    'manager',
  ],
  ...[
    'query',
    'search',
    'data',
    'database',
    'file',
    'files',
    'image',
    'images',
    'mail',
    'email',
    'docs',
    'code',
    'text',
  ],
]);
