import { isCall, partsBehind } from '../../src/code/flow/feeds.ts';
import { type Call, inWords, type Module, type Node } from '../../src/code/flow/module.ts';
import { propertyName } from '../../src/code/tree/calls.ts';
import { objectBehind } from '../../src/code/tree/objects.ts';
import { keyText, type Linked } from '../../src/code/tree/scope.ts';
import { parentOf } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'covert-channel',
  title: 'Carries packed data where nobody looks for any',
  why: 'A name that is looked up reaches the servers of whoever owns its zone even where nothing else may leave, and headers as `If-None-Match` or `Referer` are in no log of what is sent. Text that is encoded in labels or packed into such a header is on its way to somebody who unpacks it there.',
  fix: 'Find out what is packed. If it is anything but a checksum or an identifier, do not install the package.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1071.004', 'T1572'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words: [/\bdns\b|[hH]eaders/, /\b(?:hex|base64(?:url)?|base32)\b|\bbtoa\b|[dD]eflate|[gG]zip|brotliCompress/],
  *module(module): Iterable<ModuleHit> {
    const [place] = placesIn(module);
    if (!place) return;
    yield module.dated(
      place.node,
      (reach) =>
        reach !== 'nowhere' && {
          message: `${place.how} ${inWords(reach)}`,
          evidence: [module.at(place.node, place.as), module.at(place.packed, 'packed here')],
        },
    );
  },
});

interface Place {
  readonly node: Node;
  readonly how: string;
  readonly as: string;
  readonly packed: Node;
}

function* placesIn(module: Module): Iterable<Place> {
  // To follow each header back takes time, and few modules pack anything.
  if (!module.calls.some(({ node }) => ENCODES(module, node))) return;
  const compresses = module.calls.some(({ node }) => COMPRESSES(module, node));
  for (const call of module.calls) {
    const packed = inName(module, call);
    const how = 'looks up names that packed text is part of';
    if (packed) yield { node: call.node, how, as: 'looked up', packed };
  }
  for (const { name, value } of headersIn(module)) {
    if ((!compresses && !isOrdinary(name)) || module.text(value) !== undefined) continue;
    const packed = packedIn(module, value, isOrdinary(name) ? ENCODES : COMPRESSES);
    const how = `sends packed text in ${name === undefined ? 'a header' : `the header ${name}`}`;
    if (packed) yield { node: value, how, as: 'sent as a header', packed };
  }
}

const LOOKS_UP = /^dns(?:\.promises)?(?:\.Resolver\(\))?\.(?:resolve\w*|lookup)$/;

function inName(module: Module, { name, args: [asked] }: Call): Node | undefined {
  if (!asked || !LOOKS_UP.test(name ?? '')) return undefined;
  return packedIn(module, asked, ENCODES);
}

interface Header {
  readonly name: string | undefined;
  readonly value: Node;
}

function* headersIn({ code }: Module): Iterable<Header> {
  for (const node of code.nodes.properties) yield* headersGiven(code, node);
  for (const node of code.nodes.assignments) yield* headerPut(code, node);
}

/** `{ headers: { 'if-none-match': tag } }`, `{ headers: tag ? { 'if-none-match': tag } : {} }` */
function* headersGiven(code: Linked, node: Node): Iterable<Header> {
  if (node.type !== 'ObjectProperty' || !HEADERS.test(keyText(node.key, node.computed) ?? '')) return;
  const { value } = node;
  const chosen = value.type === 'ConditionalExpression' ? [value.consequent, value.alternate] : [value];
  for (const one of chosen) yield* valuesOf(objectBehind(code, one));
}

/** `headers['x-part'] = piece` */
function* headerPut(code: Linked, node: Node): Iterable<Header> {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return;
  const { object, property, computed } = node.left;
  const holder = object.type === 'Identifier' ? object.name : propertyName(code, object);
  if (HEADERS.test(holder ?? '')) yield { name: keyText(property, computed), value: node.right };
}

const HEADERS = /^headers$/i;

function* valuesOf(headers: ReturnType<typeof objectBehind>): Iterable<Header> {
  for (const part of headers?.properties ?? []) {
    if (part.type === 'ObjectProperty') yield { name: keyText(part.key, part.computed), value: part.value };
  }
}

/** Headers of which everybody knows what they hold, and that it is nothing of this kind. */
const isOrdinary = (name = ''): boolean =>
  /^(?:if-(?:none-)?match|if-(?:un)?modified-since|if-range|etag|referer|origin|user-agent|accept(?:-\w+)?|cache-control|pragma|range|date|via|from)$/i.test(
    name,
  );

type Packs = (module: Module, node: Node) => boolean;

/** Nobody packs what fits a header, but to hide it. */
const COMPRESSES: Packs = ({ name }, node) =>
  isCall(node) && /^zlib\.(?:deflate|deflateRaw|gzip|brotliCompress)(?:Sync)?$/.test(name(node.callee as Node) ?? '');

const ENCODES: Packs = (module, node) => {
  if (!isCall(node)) return false;
  const [form] = node.arguments as Node[];
  if (propertyName(module.code, node.callee as Node) === 'toString')
    return /^(?:hex|base64(?:url)?)$/.test(form ? (module.text(form) ?? '') : '');
  const name = module.name(node.callee as Node) ?? '';
  return COMPRESSES(module, node) || /^btoa$|base32(?:\.\w+)?$|(?:^|\.)base32\w*\.(?:encode|stringify)$/i.test(name);
};

/** What packs a value on its way; a checksum and what was drawn by lot tell nobody anything. */
function packedIn(module: Module, value: Node, packs: Packs): Node | undefined {
  const parts = [...partsBehind(module.code, [value])];
  if (parts.some((node) => isCall(node) && SAYS_NOTHING.test(module.name(node.callee as Node) ?? ''))) return undefined;
  return parts.find((node) => packs(module, node) && !isForLogin(node));
}

/** `headers.authorization = 'Basic ' + Buffer.from(login).toString('base64')`, of the same options. */
function isForLogin(packed: Node): boolean {
  for (let at = parentOf(packed); at && !/Statement$/.test(at.type); at = parentOf(at)) {
    const key = at.type === 'AssignmentExpression' ? at.left : at.type === 'ObjectProperty' ? at.key : undefined;
    const name = key?.type === 'MemberExpression' ? keyText(key.property, key.computed) : key && keyText(key);
    if (/authorization$/i.test(name ?? '')) return true;
  }
  return false;
}

const SAYS_NOTHING =
  /^crypto\.(?:create(?:Hash|Hmac)|hash$|random\w+|(?:webcrypto\.)?(?:subtle\.digest|getRandomValues))|digest$/;
