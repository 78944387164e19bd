/**
 * Writes out what minifiers fold together, so that the rest of the code knows one way to write it: `a&&b(),c()` is
 * `if (a) { b(); } c();`, `return a(),b` is `a(); return b;`, and `!0` is `true`.
 */
import type { File } from '@babel/types';
import { type Node, walk } from './walk.ts';

/** Characters in a line, on average, beyond which nobody wrote a file by hand; what people write stands at thirty or forty. */
const LONG_LINES = 50;

/** Changes the tree that a text was parsed to. */
export function writePlain(file: File, source: string): void {
  if (!isFolded(source)) return;
  walk(file.program, (node) => {
    switch (node.type) {
      case 'Program':
      case 'BlockStatement':
        node.body = node.body.flatMap(unfolded) as typeof node.body;
        return;
      case 'SwitchCase':
        node.consequent = node.consequent.flatMap(unfolded) as typeof node.consequent;
        return;
      case 'IfStatement':
        node.consequent = oneOf(node.consequent) as typeof node.consequent;
        if (node.alternate) node.alternate = oneOf(node.alternate) as typeof node.alternate;
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
        node.body = oneOf(node.body) as typeof node.body;
        return;
      case 'ArrowFunctionExpression':
        writeBody(node);
        return;
      case 'UnaryExpression':
        writeBoolean(node);
    }
  });
}

function isFolded(source: string): boolean {
  const text = source.trimEnd();
  const most = text.length / LONG_LINES;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) if (++lines > most) return false;
  return lines <= most;
}

/** The statements that one stands for. */
function unfolded(statement: Node): Node[] {
  switch (statement.type) {
    case 'ExpressionStatement':
      return done(statement.expression);
    case 'ReturnStatement':
    case 'ThrowStatement': {
      const [before, last] = split(statement.argument);
      return before.length > 0 ? [...before, { ...statement, argument: last } as Node] : [statement];
    }
    case 'IfStatement': {
      const [before, last] = split(statement.test);
      return before.length > 0 ? [...before, { ...statement, test: last } as Node] : [statement];
    }
    default:
      return [statement];
  }
}

/** What a list of expressions does before its last one, which is its value. */
function split(value: Node | null | undefined): [Node[], Node | null | undefined] {
  if (value?.type !== 'SequenceExpression') return [[], value];
  return [value.expressions.slice(0, -1).flatMap(done), value.expressions.at(-1)];
}

/** What an expression does whose value nobody takes. */
function done(expression: Node): Node[] {
  switch (expression.type) {
    case 'SequenceExpression':
      return expression.expressions.flatMap(done);
    case 'ConditionalExpression':
      return [asked(expression, expression.test, expression.consequent, expression.alternate)];
    case 'LogicalExpression':
      if (expression.operator === '??') break;
      return [
        asked(expression, expression.operator === '&&' ? expression.left : not(expression.left), expression.right),
      ];
  }
  return [placed(expression, { type: 'ExpressionStatement', expression })];
}

function asked(at: Node, test: Node, yes: Node, no?: Node): Node {
  const [before, last] = split(test);
  const question = placed(at, {
    type: 'IfStatement',
    test: last,
    consequent: block(yes, done(yes)),
    alternate: no && block(no, done(no)),
  });
  return before.length > 0 ? block(at, [...before, question]) : question;
}

const not = (argument: Node): Node =>
  placed(argument, { type: 'UnaryExpression', operator: '!', prefix: true, argument });

const block = (at: Node, body: readonly Node[]): Node => placed(at, { type: 'BlockStatement', body, directives: [] });

function placed({ start, end, loc }: Node, fields: object): Node {
  return { ...fields, start, end, loc } as unknown as Node;
}

/** One statement in the place of one. */
function oneOf(statement: Node): Node {
  const [only, ...more] = unfolded(statement);
  return only && more.length === 0 ? only : block(statement, unfolded(statement));
}

/** `(a) => (b(), c)` */
function writeBody(node: Extract<Node, { type: 'ArrowFunctionExpression' }>): void {
  if (node.body.type !== 'SequenceExpression') return;
  const [before, last] = split(node.body);
  const given = placed(last as Node, { type: 'ReturnStatement', argument: last });
  Object.assign(node, { body: block(node.body, [...before, given]), expression: false });
}

function writeBoolean(node: Extract<Node, { type: 'UnaryExpression' }>): void {
  if (node.operator !== '!' || node.argument.type !== 'NumericLiteral') return;
  Object.assign(node, { type: 'BooleanLiteral', value: node.argument.value === 0 });
}
