import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { objectBehind, propertyOf } from '../../src/code/tree/objects.ts';
import { keyText, type Linked } from '../../src/code/tree/scope.ts';
import { textOf } from '../../src/code/tree/strings.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';
import { isReserved } from '../data/reserved.ts';

export default defineRule({
  id: 'constant-proxy',
  title: 'Sends its requests through a proxy written in its code',
  why: 'Whoever runs a proxy learns whom a program talks to and when, and reads and changes everything that is not encrypted, or all of it where the program does not check who answers. Which proxy there is depends on the network of the user, so an honest package asks for it.',
  fix: 'Find out who runs the proxy. Ask the author to take it from the environment (`HTTPS_PROXY`) or a setting.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1557', 'T1090'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-300', 'CWE-200'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words: [/[pP]roxy|PROXY/, /(?:https?|socks\w*):|\bhost\b/],
  *module(module): Iterable<ModuleHit> {
    const [place] = placesIn(module);
    if (!place) return;
    const host = quote(place.host, 80);
    yield module.dated(
      place.node,
      (reach) =>
        reach !== 'nowhere' && {
          message: `sends requests through a proxy at ${host}, which is written in its code`,
          evidence: [module.at(place.node, `through ${host}`)],
        },
    );
  },
});

interface Place {
  readonly node: Node;
  readonly host: string;
}

function* placesIn(module: Module): Iterable<Place> {
  for (const call of module.calls) yield* placeIn(module, call.node, proxyOf(module, call));
  for (const node of module.code.nodes.assignments) {
    if (node.type !== 'AssignmentExpression' || !VARIABLE.test(module.name(node.left as Node) ?? '')) continue;
    yield* placeIn(module, node, node.right);
  }
  for (const node of module.code.nodes.properties) {
    if (node.type === 'ObjectProperty' && isOption(node)) yield* placeIn(module, node, node.value);
  }
}

/** `undici.ProxyAgent`, `https-proxy-agent.HttpsProxyAgent`, `socks-proxy-agent.SocksProxyAgent` */
const AGENT = /(?:^|\.)(?:https?|socks|pac)?-?proxy-?agent$/i;
const VARIABLE = /^process\.env\.(?:https?_proxy|all_proxy|npm_config_(?:https?_)?proxy)$/i;
/** What an agent calls it: `new ProxyAgent({ uri })`. */
const ADDRESS = ['uri', 'url', 'host', 'hostname'];

/** What says where the proxy is, of a call that makes an agent for one. */
function proxyOf({ code }: Module, { name, isNew, args: [first] }: Call): Node | undefined {
  if (!first || !isNew || !AGENT.test(name ?? '')) return undefined;
  const options = objectBehind(code, first);
  if (!options) return first;
  return ADDRESS.flatMap((key) => propertyOf(code, options, key) ?? [])[0];
}

/** `axios.get(url, { proxy: { host } })`; one that is put into the environment of a program counts as well. */
function isOption({ key, computed }: Extract<Node, { type: 'ObjectProperty' }>): boolean {
  const name = keyText(key, computed) ?? '';
  return name === 'proxy' || VARIABLE.test(`process.env.${name}`);
}

function* placeIn({ code }: Module, node: Node, value: Node | undefined): Iterable<Place> {
  if (!value) return;
  const object = value.type === 'ObjectExpression' ? value : undefined;
  const address = object
    ? ['host', 'hostname', 'server'].flatMap((key) => propertyOf(code, object, key) ?? [])
    : [value];
  const texts = address.flatMap((one) => writtenFor(code, one));
  const host = texts
    .flatMap((text) => (object ? HOST.exec(text) : URL_OF_PROXY.exec(text))?.[1] ?? [])[0]
    ?.toLowerCase();
  if (host !== undefined && !isNear(host) && !isReserved(host)) yield { node, host };
}

/** Names and choices between an option and the text that is written for it. */
const MAX_STEPS = 6;

/** The texts that a value may be as it is; what other parts of the same options hold is none of it. */
function writtenFor(code: Linked, value: Node, steps = MAX_STEPS): readonly string[] {
  const text = textOf(code, value);
  if (text !== undefined || steps === 0) return text === undefined ? [] : [text];
  return choicesOf(code, value).flatMap((one) => writtenFor(code, one, steps - 1));
}

function choicesOf(code: Linked, value: Node): readonly Node[] {
  switch (value.type) {
    case 'ConditionalExpression':
      return [value.consequent, value.alternate];
    case 'LogicalExpression':
      return [value.left, value.right];
    case 'Identifier':
      return (code.bindingOf(value)?.definitions ?? []).flatMap((one) => (one.path.length === 0 ? [one.value] : []));
    default:
      return [];
  }
}

const URL_OF_PROXY =
  /^(?:https?|socks[45]?[ah]?):\/\/(?:[^/@\s]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z0-9]{1,24})(?=$|[/:?#])/i;
const HOST = /^(?:(?:https?|socks[45]?[ah]?):\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z0-9]{1,24})(?=$|[/:?#])/i;
