import { backwards } from '../../src/code/flow/flow.ts';
import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { propertyName } from '../../src/code/tree/calls.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { isFunction, parentOf } from '../../src/code/tree/walk.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';

const HIDDEN_COPY = /^(?:bcc|Bcc|BCC|bccRecipients|bcc_recipients|blindCopy)$/;
const RECIPIENTS = /^(?:to|To|TO|cc|Cc|CC|recipients|toRecipients|ToAddresses|CcAddresses|rcptTo)$/;
const ADDRESS = /^[^@\s<>]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;
/** What people write for documentation and tests (RFC 2606, RFC 6761); nobody calls his own host so below `.example`. */
const RESERVED = /(?:^|\.)(?:example\.(?:com|org|net)|test|invalid|localhost|domain\.com|acme\.com|email\.com)$/i;

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
  words: /bcc|send_?mail|sendEmail|send_email|nodemailer|postmark|sendgrid|mailgun|\bsmtp\b|TextBody|envelope/i,
  *module(module): Iterable<ModuleHit> {
    const renamed = namesForCopies(module);
    for (const { key, value, node } of fieldsIn(module)) {
      if ((HIDDEN_COPY.test(key) || renamed.has(key)) && isAddressHeld(module, value))
        yield copied(module, node, 'hidden copy', { message: 'copies messages to an address written in its code' });
      else if (RECIPIENTS.test(key) && addsItsOwn(module, value))
        yield copied(module, node, 'one recipient more', {
          message: 'adds an address written in its code to the recipients it is given',
          severity: 'medium',
        });
    }
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
  ];
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

function isAddress(text: string | undefined): boolean {
  const domain = text === undefined ? undefined : ADDRESS.exec(text)?.[1];
  return domain !== undefined && !RESERVED.test(domain);
}

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
  const parts = partsOf(module, value);
  return parts.some((part) => isAddress(textIn(module, part))) && parts.some((part) => module.text(part) === undefined);
}

function partsOf(module: Module, value: Node): readonly Node[] {
  if (value.type === 'ArrayExpression') return value.elements.filter((item) => item !== null);
  if (value.type === 'TemplateLiteral') return [...value.quasis, ...(value.expressions as Node[])];
  if (value.type === 'BinaryExpression' && value.operator === '+')
    return [...partsOf(module, value.left), ...partsOf(module, value.right)];
  const joined = value.type === 'CallExpression' && value.callee.type === 'MemberExpression' ? value.callee : undefined;
  return joined && keyText(joined.property) === 'join' ? partsOf(module, joined.object) : [value];
}

const textIn = (module: Module, part: Node): string | undefined => module.text(part)?.replace(/^[\s,;]+|[\s,;]+$/g, '');
