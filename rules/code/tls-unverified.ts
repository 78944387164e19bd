import { inWords, type Module, type Node, runsUnasked } from '../../src/code/flow/module.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { isFunction, isWithin, parentOf } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'tls-unverified',
  title: 'Switches off the check of who answers',
  why: 'Without the check of certificates anybody on the way can read and change what is sent, keys and all. Set for the whole process it switches off the check of every other package, too; thieves set it so that a server without a certificate will do.',
  fix: 'Ask the author to verify certificates, and to let the user name an own authority (`NODE_EXTRA_CA_CERTS`) where one is needed.',
  mapping: { owasp: ['MCP07'], attack: ['T1557'], atlas: ['AML.T0025'], cwe: ['CWE-295'] },
  signal: 'code.odd',
  severity: 'medium',
  confidence: 'medium',
  words: /NODE_TLS_REJECT_UNAUTHORIZED|rejectUnauthorized|checkServerIdentity/,
  *module(module): Iterable<ModuleHit> {
    for (const node of module.code.nodes.assignments) {
      if (!switchesOff(module, node)) continue;
      yield module.dated(node, (reach) => ({
        message: `switches off the check of certificates for the whole process ${inWords(reach)}`,
        severity: runsUnasked(reach) && !isAsked(node) ? 'medium' : 'low',
        evidence: [module.at(node, 'for every connection')],
      }));
    }
    for (const node of [...module.code.nodes.assignments, ...module.code.nodes.properties]) {
      const dropped = refusalDropped(module, node);
      if (!dropped) continue;
      yield {
        message: 'only seems to check who answers: what it finds wrong is dropped',
        evidence: [module.at(dropped, 'never told to anybody')],
      };
    }
    for (const node of module.code.nodes.properties) {
      if (!isUnchecked(node)) continue;
      yield {
        message: 'does not check certificates of some connections',
        severity: 'low',
        evidence: [module.at(node, 'not checked')],
      };
    }
  },
});

function switchesOff(module: Module, node: Node): boolean {
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return false;
  if (module.name(node.left as Node) !== 'process.env.NODE_TLS_REJECT_UNAUTHORIZED') return false;
  const { right } = node;
  const literal = right.type === 'NumericLiteral' || right.type === 'BooleanLiteral' ? String(right.value) : undefined;
  return /^(?:0|false)$/.test(literal ?? module.text(right) ?? '');
}

function isUnchecked(node: Node): boolean {
  if (node.type !== 'ObjectProperty' || keyText(node.key, node.computed) !== 'rejectUnauthorized') return false;
  return node.value.type === 'BooleanLiteral' && !node.value.value;
}

/** `checkServerIdentity: (host, cert) => (fits(host, cert) ? undefined : new Error(host)) && undefined`: the error that nobody gets. */
function refusalDropped({ code, calls }: Module, node: Node): Node | undefined {
  const [key, value] = namedValue(node);
  if (key !== 'checkServerIdentity' || !value || !isFunction(value)) return undefined;
  if (!(code.results.get(value) ?? []).every(isNothing)) return undefined;
  const errors = calls.filter(({ isNew, name }) => isNew && /Error$/.test(name ?? ''));
  return errors.find(({ node: error }) => isWithin(value, error) && isLost(value, error))?.node;
}

function namedValue(node: Node): readonly [string | undefined, Node | undefined] {
  if (node.type === 'ObjectProperty') return [keyText(node.key, node.computed), node.value];
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [undefined, undefined];
  return [keyText(node.left.property, node.left.computed), node.right];
}

/** What is no error, whatever stands before it. */
function isNothing(result: Node): boolean {
  if (result.type === 'LogicalExpression') return result.operator === '&&' && isNothing(result.right);
  if (result.type === 'SequenceExpression') return isNothing(result.expressions.at(-1) as Node);
  if (result.type === 'UnaryExpression') return result.operator === 'void';
  return result.type === 'NullLiteral' || (result.type === 'Identifier' && result.name === 'undefined');
}

/** What is made and given to nothing: neither thrown nor logged, nor kept under a name. */
function isLost(fn: Node, made: Node): boolean {
  let at = parentOf(made);
  while (at && at !== fn && HANDS_UP.has(at.type)) at = parentOf(at);
  return at === fn;
}

const HANDS_UP = new Set([
  ...['ConditionalExpression', 'LogicalExpression', 'SequenceExpression', 'ParenthesizedExpression', 'UnaryExpression'],
  ...['ReturnStatement', 'ExpressionStatement', 'BlockStatement', 'IfStatement'],
]);

/** Behind a condition it is most often an option that the user sets. */
function isAsked(node: Node): boolean {
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression' || at.type === 'LogicalExpression')
      return true;
  }
  return false;
}
