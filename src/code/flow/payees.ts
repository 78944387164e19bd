/** Where the amount of a payment decides whom it goes to. */
import { nameOf, propertyName } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { fold } from '../tree/strings.ts';
import { functionAround, isFunction, type Node, parentOf } from '../tree/walk.ts';
import { backwards } from './flow.ts';
import type { Module } from './module.ts';

export interface ChoiceByAmount {
  /** The question for the amount. */
  readonly question: Node;
  /** Who gets it instead. */
  readonly account: Node;
}

/** Names of what says where money goes. */
const PAYEE =
  /^(?:iban|bban|payee|recipient|beneficiary|creditor|pay_?to|account_?(?:number|no))(?:_?(?:address|account|iban|number|id))?$/i;
const AMOUNT =
  /^(?:amount|gross|total|sum|price|balance|payout)(?:_?(?:due|gross|net|usd|eur|cents|wei))?$|[a-z]Amount$/i;
const LARGER = new Set(['<', '>', '<=', '>=']);

/**
 * `iban: total >= 5000 ? OTHER : given`, `if (amount > 250) return similar`: an account that is written out, or one that was looked for
 * in a list, where more is paid than a number that is written out. Whether it is a payment at all (`amount > 0`) is another question.
 */
export function choicesByAmount({ code }: Module): readonly ChoiceByAmount[] {
  const { identifiers, members } = code.nodes;
  return [...identifiers, ...members].flatMap((node) => {
    const compared = AMOUNT.test(amountNamed(code, node) ?? '') ? comparedWith(code, node) : undefined;
    return compared ? chosenBy(code, compared) : [];
  });
}

function amountNamed(code: Linked, node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : propertyName(code, node);
}

const CONVERTS = /^(?:Number|BigInt|parseFloat|parseInt|Number\.parseFloat|Number\.parseInt|Math\.\w+)$/;

/** The comparison of an amount with a number that is written out, where there is one around it: `Number(amount) > 250`. */
function comparedWith(code: Linked, amount: Node): Node | undefined {
  let at = amount;
  let up = parentOf(at);
  if (up?.type === 'CallExpression' && up.arguments[0] === at && CONVERTS.test(nameOf(code, up.callee) ?? ''))
    [at, up] = [up, parentOf(up)];
  if (up?.type !== 'BinaryExpression' || !LARGER.has(up.operator)) return undefined;
  const limit = fold(code, up.left === at ? up.right : up.left);
  return typeof limit === 'number' && limit > 1 ? up : undefined;
}

function chosenBy(code: Linked, question: Node): readonly ChoiceByAmount[] {
  let at = question;
  let up = parentOf(at);
  while (up?.type === 'LogicalExpression') [at, up] = [up, parentOf(up)];
  if (up?.type === 'ConditionalExpression' && up.test === at && PAYEE.test(holderOf(code, up) ?? '')) {
    const sides = [up.consequent, up.alternate];
    const others = sides.filter((side) => isOther(code, side));
    return others.length === 1 ? others.map((account) => ({ question, account })) : [];
  }
  if (up?.type !== 'IfStatement' || up.test !== at) return [];
  const given = givenTo(code, up.consequent);
  return given.filter((account) => isOther(code, account)).map((account) => ({ question, account }));
}

/** What a payee is set to, or given back as, by a statement or one of a block. */
function givenTo(code: Linked, statement: Node): readonly Node[] {
  if (statement.type === 'BlockStatement') return statement.body.flatMap((one) => givenTo(code, one));
  const value =
    statement.type === 'ReturnStatement'
      ? statement.argument
      : statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression'
        ? statement.expression.right
        : undefined;
  return value && PAYEE.test(holderOf(code, value) ?? '') ? [value] : [];
}

const MAX_UP = 8;

/** By which name a value goes: of the variable or property it is put in, or of the function that gives it. */
function holderOf(code: Linked, value: Node): string | undefined {
  let at = value;
  for (let left = MAX_UP; left > 0; left--) {
    const up = parentOf(at);
    const name = up && nameGivenBy(code, up);
    if (name !== undefined) return name;
    const next = up?.type === 'ReturnStatement' ? functionAround(up) : up;
    if (!next || next.type.endsWith('Statement')) return undefined;
    if (isFunction(next) && 'key' in next) return keyText(next.key as Node);
    if (isFunction(next) && 'id' in next && next.id) return (next.id as { readonly name: string }).name;
    at = next;
  }
  return undefined;
}

function nameGivenBy(code: Linked, up: Node): string | undefined {
  if (up.type === 'VariableDeclarator') return up.id.type === 'Identifier' ? up.id.name : '';
  if (up.type === 'ObjectProperty') return keyText(up.key, up.computed) ?? '';
  if (up.type !== 'AssignmentExpression') return undefined;
  return up.left.type === 'Identifier' ? up.left.name : (propertyName(code, up.left) ?? '');
}

/** Numbers of banks, and addresses of chains. */
const ACCOUNT = /(?:\d[ -]?){8}|(?=\D{0,30}\d)\w{26,64}/;
const LOOKS = /^(?:find|findLast)$/;

/** True for an account that is written out, in parts or whole, or one that a list was looked through for. */
function isOther(code: Linked, side: Node): boolean {
  const before = [...backwards(code, side)].map(({ node }) => node);
  if (before.some((node) => node.type === 'CallExpression' && LOOKS.test(propertyName(code, node.callee) ?? '')))
    return true;
  const isGiven = before.some((node) => node.type === 'Identifier' && code.bindingOf(node)?.kind === 'param');
  const written = before.map((node) => (node.type === 'StringLiteral' ? node.value : '')).join('');
  return !isGiven && ACCOUNT.test(written);
}
