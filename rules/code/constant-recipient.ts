import { writtenOut } from '../../src/code/flow/feeds.ts';
import { backwards } from '../../src/code/flow/flow.ts';
import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { UNKNOWN } from '../../src/code/flow/registered.ts';
import { functionsOf, propertyName } from '../../src/code/tree/calls.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { isFunction, parentOf } from '../../src/code/tree/walk.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import { isForge } from '../data/forges.ts';
import { isNear } from '../data/hosts.ts';
import { isAddress, isReserved } from '../data/reserved.ts';

const HIDDEN_COPY = /^(?:bcc|Bcc|BCC|bccRecipients|bcc_recipients|blindCopy)$/;
const RECIPIENTS =
  /^(?:to|To|TO|cc|Cc|CC|recipients|toRecipients|ToAddresses|CcAddresses|rcptTo|attendees|invitees|requiredAttendees|optionalAttendees)$/;

export default defineRule({
  id: 'constant-recipient',
  title: 'Sends a copy to an address written in its code',
  why: 'A server that mails for you has no reason to copy somebody you never named. One widely used mail server was changed by a single line to copy every message to its author.',
  fix: 'Do not install it. If it ran, everything it sent was also read by that address.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1114.003', 'T1041'],
    atlas: ['AML.T0104', 'AML.T0086'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'recipient.unexplained',
  severity: 'high',
  confidence: 'medium',
  // The field may be put together; what is written is looked for only beside words of mail.
  words:
    /bcc|send_?mail|sendEmail|send_email|nodemailer|postmark|sendgrid|mailgun|\bsmtp\b|TextBody|envelope|attendees|invitees|['"`]push['"`]|\bgit push\b/i,
  *module(module): Iterable<ModuleHit> {
    const renamed = namesForCopies(module);
    for (const { key, value, node } of fieldsIn(module)) {
      const hidden = HIDDEN_COPY.test(key) || renamed.has(key);
      if (hidden && (isAddressHeld(module, value) || addsItsOwn(module, value)))
        yield copied(module, node, 'hidden copy', { message: 'copies messages to an address written in its code' });
      else if (RECIPIENTS.test(key) && addsItsOwn(module, value))
        yield copied(module, node, 'one recipient more', {
          message: 'adds an address written in its code to the recipients it is given',
          severity: 'medium',
        });
    }
    for (const { node, host } of copiesPushed(module))
      yield copied(module, node, 'pushed here', {
        message: `pushes a copy of a repository to ${quote(host, 80)}, which is written in its code`,
        severity: 'medium',
      });
  },
});

/** What else a message has. */
const OTHERS = /^(?:from|subject|text_?body|html_?body|text|html|body)$/i;

/** `{ to: 'To', cc: 'Cc', b: 'Bcc', subject: 'Subject' }`: by which names the fields of a message go before they get their own. */
function namesForCopies(module: Module): ReadonlySet<string> {
  const tables = Map.groupBy(module.code.nodes.properties, (node) => parentOf(node));
  const names = [...tables.values()].map((properties) => properties.flatMap((node) => nameGiven(node) ?? []));
  const tablesOfMail = names.filter(
    (fields) => fields.filter(({ name }) => RECIPIENTS.test(name) || OTHERS.test(name)).length > 1,
  );
  return new Set(tablesOfMail.flat().flatMap(({ key, name }) => (HIDDEN_COPY.test(name) ? [key] : [])));
}

function nameGiven(node: Node): { readonly key: string; readonly name: string } | undefined {
  if (node.type !== 'ObjectProperty' || node.value.type !== 'StringLiteral') return undefined;
  const key = keyText(node.key, node.computed);
  return key === undefined ? undefined : { key, name: node.value.value };
}

function copied(module: Module, node: Node, note: string, hit: Pick<Hit, 'message' | 'severity'>): ModuleHit {
  return module.dated(
    module.code.file.program,
    (reach) => reach !== 'nowhere' && { ...hit, evidence: [module.at(node, note)] },
  );
}

interface Field {
  readonly key: string;
  readonly value: Node;
  readonly node: Node;
}

/** What is put under a name: in a literal, by an assignment, by `append` and its like. */
function fieldsIn(module: Module): readonly Field[] {
  const { nodes } = module.code;
  return [
    ...nodes.properties.flatMap((node) => written(module, node) ?? []),
    ...nodes.assignments.flatMap((node) => assigned(module, node) ?? []),
    ...module.calls.flatMap((call) => appended(module, call) ?? []),
    ...[...module.code.results].flatMap(([fn, values]) => givenBack(fn, values)),
  ];
}

/** What a function is named for: `buildAttendees`, `resolve_bcc`. */
const NAMED_FOR = /(?:^|[a-z\d]_?)(bcc|recipients|attendees|invitees)$/i;

/** `function buildAttendees(given) { return [...given, …] }`: what it gives back becomes a field of that name, here or in another module. */
function givenBack(fn: Node, values: readonly Node[]): readonly Field[] {
  const up = parentOf(fn);
  const own = 'id' in fn && fn.id ? fn.id : 'key' in fn ? fn.key : undefined;
  const name = own ?? (up?.type === 'VariableDeclarator' ? up.id : undefined);
  const key = name && NAMED_FOR.exec(keyText(name as Node) ?? '')?.[1]?.toLowerCase();
  return key ? values.map((value) => ({ key, value, node: value })) : [];
}

function written(module: Module, node: Node): Field | undefined {
  if (node.type !== 'ObjectProperty' || isFunction(node.value)) return undefined;
  const key = node.computed ? module.text(node.key) : keyText(node.key);
  return key === undefined ? undefined : { key, value: node.value, node };
}

function assigned({ code }: Module, node: Node): Field | undefined {
  if (node.type !== 'AssignmentExpression') return undefined;
  const key = propertyName(code, node.left);
  return key === undefined ? undefined : { key, value: node.right, node };
}

function appended(module: Module, { method, args: [name, value], node }: Call): Field | undefined {
  if (method === undefined || !PUTS.has(method) || !name || !value) return undefined;
  const key = module.text(name);
  return key === undefined ? undefined : { key, value, node };
}

const PUTS = new Set(['append', 'set', 'setHeader', 'addHeader', 'header']);

/** An address that is written out, as it is or put into a list. */
function isAddressHeld(module: Module, value: Node): boolean {
  if (isAddress(module.text(value))) return true;
  if (value.type !== 'Identifier' && value.type !== 'ArrayExpression') return false;
  if (value.type === 'ArrayExpression' && value.elements.some((item) => item && isAddress(module.text(item))))
    return true;
  return backwards(module.code, value).some(({ node }) => node.type === 'StringLiteral' && isAddress(node.value));
}

/** `[to, 'copy@host']`, in a list or put behind each other: somebody beside those who were named. */
function addsItsOwn(module: Module, value: Node): boolean {
  return ways(module, value).some((way) => {
    const parts = partsOf(module, way);
    return (
      parts.length > 1 &&
      parts.some((part) => isOwn(module, part)) &&
      parts.some((part) => module.text(part) === undefined && !isOwn(module, part))
    );
  });
}

/** What a value may come to: one side of a question, what a schema makes of what it was given (`list.transform(fn)`). */
function ways(module: Module, value: Node, depth = MAX_WAYS): readonly Node[] {
  if (depth === 0) return [value];
  if (value.type === 'ConditionalExpression')
    return [value.consequent, value.alternate].flatMap((side) => ways(module, side, depth - 1));
  if (value.type !== 'CallExpression' || value.callee.type !== 'MemberExpression') return [value];
  const { code } = module;
  const method = propertyName(code, value.callee) ?? '';
  const [fn] = value.arguments as Node[];
  const made = fn && CHANGES.test(method) ? functionsOf(code, fn).flatMap((one) => code.results.get(one) ?? []) : [];
  const before = CHAINED.test(method) ? [value.callee.object] : [];
  return [value, ...[...made, ...before].flatMap((one) => ways(module, one, depth - 1))];
}

const MAX_WAYS = 8;
/** What schemas and promises do with what they have. */
const CHANGES = /^(?:transform|preprocess|overwrite|then)$/;
const CHAINED = /^(?:transform|overwrite|then|pipe|describe|optional|nullable|default|min|max|refine|meta|catch)$/;

/** An address that is written out, or all that a list of them has that is put in with the others. */
function isOwn(module: Module, part: Node): boolean {
  if (part.type === 'SpreadElement') return holdsOnlyAddresses(module, part.argument);
  if (part.type === 'ObjectExpression')
    return part.properties.some(
      (one) =>
        one.type === 'ObjectProperty' && MAIL.test(keyText(one.key, one.computed) ?? '') && isOwn(module, one.value),
    );
  return isAddress(textIn(module, part));
}

const MAIL = /^(?:email|emailAddress|address|mail)$/;

/** True where a list comes from addresses that are written out, and from nobody who calls. */
function holdsOnlyAddresses({ code }: Module, list: Node): boolean {
  if (list.type !== 'Identifier') return false;
  const before = [...backwards(code, list)].map(({ node }) => node);
  return (
    before.some((node) => node.type === 'StringLiteral' && isAddress(node.value)) &&
    !before.some((node) => node.type === 'Identifier' && code.bindingOf(node)?.kind === 'param')
  );
}

function partsOf(module: Module, value: Node): readonly Node[] {
  // One address, in however many pieces: `['archive', 'host'].join('@')`.
  if (isAddress(textIn(module, value))) return [value];
  if (value.type === 'ArrayExpression')
    return value.elements.flatMap((item) => (item ? partsSpread(module, item) : []));
  if (value.type === 'TemplateLiteral') return [...value.quasis, ...(value.expressions as Node[])];
  if (value.type === 'BinaryExpression' && value.operator === '+')
    return [...partsOf(module, value.left), ...partsOf(module, value.right)];
  if (value.type === 'NewExpression') return partsWrapped(module, value);
  if (value.type !== 'CallExpression') return [value];
  if (value.callee.type !== 'MemberExpression') return partsWrapped(module, value);
  const method = keyText(value.callee.property);
  if (method === 'join') return partsOf(module, value.callee.object);
  if (method !== 'concat') return [value];
  return [value.callee.object, ...(value.arguments as Node[])].flatMap((one) => partsOf(module, one));
}

/** `...[a, b]`, `...new Set([a, b])` */
function partsSpread(module: Module, item: Node): readonly Node[] {
  const inner = item.type === 'SpreadElement' ? partsOf(module, item.argument) : [];
  return inner.length > 1 ? inner : [item];
}

/** `new Set([a, b])`, `unique([a, b])`, `uniqueBy([a, b], (one) => one.email)`: what is made of one list. */
function partsWrapped(
  module: Module,
  call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>,
): readonly Node[] {
  const [list, ...more] = call.arguments as Node[];
  return list?.type === 'ArrayExpression' && more.every(isFunction) ? partsOf(module, list) : [call];
}

const textIn = (module: Module, part: Node): string | undefined => module.text(part)?.replace(/^[\s,;]+|[\s,;]+$/g, '');

interface Push {
  readonly node: Node;
  /** Where to, if that is written out. */
  readonly host: string | undefined;
  readonly isWhole: boolean;
}

/** Pushes to a host that is written out, of all there is or beside one to where the user wants it. What goes to one place only may be how something is deployed. */
function copiesPushed(module: Module): readonly (Push & { readonly host: string })[] {
  if (!/\bgit\b/i.test(module.source)) return [];
  const pushes = module.code.nodes.strings.flatMap((node) => pushedAt(module, node) ?? []);
  const isBesides = pushes.some(({ host }) => host === undefined);
  return pushes.flatMap((push) =>
    push.host !== undefined && isOfSomebody(push.host) && (push.isWhole || isBesides)
      ? [{ ...push, host: push.host }]
      : [],
  );
}

function isOfSomebody(host: string): boolean {
  return !isNear(host) && !isReserved(host) && !isForge(host);
}

const REMOTE = /^(?:(?:https?|ssh|git):\/\/(?:[^@/]*@)?|[\w.-]+@)([a-z\d-]+(?:\.[a-z\d-]+)+)(?=$|[:/])/i;
const WHOLE = /^--(?:mirror|all)$/;
/** What stands before the word of a command: the program and options of it, with what they are set to. */
const BEFORE = /^(?:git|-.*|[\w.]+=.*)$/;

/** `['push', '--mirror', url]`, `git push ${url}` */
function pushedAt({ code, text }: Module, node: Node): Push | undefined {
  const up = parentOf(node);
  const words =
    up?.type === 'ArrayExpression' && text(node) === 'push'
      ? up.elements.flatMap((one) => (one ? [writtenOut(code, one, UNKNOWN)] : []))
      : mayPush(node)
        ? writtenOut(code, node, UNKNOWN).split(/\s+/)
        : [];
  const at = words.indexOf('push');
  if (at < 0 || !words.slice(0, at).every((word) => BEFORE.test(word) || word === UNKNOWN)) return undefined;
  const rest = words.slice(at + 1);
  const remote = rest.find((word) => !word.startsWith('-'));
  if (remote === undefined) return undefined;
  return { node, host: REMOTE.exec(remote)?.[1]?.toLowerCase(), isWhole: rest.some((word) => WHOLE.test(word)) };
}

function mayPush(node: Node): boolean {
  if (node.type === 'StringLiteral') return node.value.startsWith('git ');
  return node.type === 'TemplateLiteral' && node.quasis[0]?.value.cooked?.startsWith('git ') === true;
}
