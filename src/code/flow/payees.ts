/** Where the amount of a payment, or how often it was asked for, decides whom it goes to. */
import { nameOf, propertyName } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { fold, textOf } from '../tree/strings.ts';
import { type Func, functionAround, isFunction, isWithin, type Node, parentOf } from '../tree/walk.ts';
import { backwards } from './flow.ts';
import type { Module } from './module.ts';

export interface ChoiceByAmount {
  /** The question for the amount. */
  readonly question: Node;
  /** Who gets it instead. */
  readonly account: Node;
  /** What it asks for, in words. */
  readonly of: string;
}

/** Names of what says where money goes. */
const PAYEE =
  /^(?:iban|bban|payee|recipient|beneficiary|creditor|pay_?to|account_?(?:number|no))(?:_?(?:address|account|iban|number|id))?$/i;
const AMOUNT =
  /^(?:amount|gross|total|sum|price|balance|payout)(?:_?(?:due|gross|net|usd|eur|cents|wei))?$|[a-z]Amount$/i;
const LARGER = new Set(['<', '>', '<=', '>=']);

/** Numbers that tell one account from another in honest code, however large they are. */
const TELLS_APART =
  /[cC]hain|[nN]etwork|[vV]ersion|^v$|^id$|I[dD]$|_id$|[iI]ndex|[lL]ength|[sS]ize|[hH]eight|[bB]lock|[dD]epth|[dD]ecimals/;

/**
 * `iban: total >= 5000 ? OTHER : given`, `if (amount > 250) return similar`: an account that is written out, or one that was looked for
 * in a list, where more is paid than a number that is written out. Whether it is a payment at all (`amount > 0`) is another question.
 * `return seen > 3 ? OTHER : address`: the same by any number that a function is given beside an account, which else it gives back.
 */
export function choicesByAmount({ code }: Module): readonly ChoiceByAmount[] {
  const { identifiers, members } = code.nodes;
  return [...identifiers, ...members].flatMap((node) => {
    const question = comparedWith(code, node);
    if (!question) return [];
    const isAmount = AMOUNT.test(amountNamed(code, node) ?? '');
    const accounts = isAmount || isNumberGiven(code, node) ? chosenBy(code, question, isAmount) : [];
    return accounts.map((account) => ({ question, account, of: isAmount ? 'the amount' : 'a number' }));
  });
}

function amountNamed(code: Linked, node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : propertyName(code, node);
}

function isNumberGiven(code: Linked, node: Node): boolean {
  return node.type === 'Identifier' && !TELLS_APART.test(node.name) && code.bindingOf(node)?.kind === 'param';
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

/** The other accounts that are chosen by a question: for what goes by the name of a payee, if it is one for an amount; or for an account that is given. */
function chosenBy(code: Linked, question: Node, isAmount: boolean): readonly Node[] {
  let at = question;
  let up = parentOf(at);
  while (up?.type === 'LogicalExpression') [at, up] = [up, parentOf(up)];
  if (up?.type === 'ConditionalExpression' && up.test === at) {
    const { consequent, alternate } = up;
    const others = [consequent as Node, alternate].filter((side) => isOther(code, side));
    const isChoice = (isAmount && PAYEE.test(holderOf(code, up) ?? '')) || isInsteadOfGiven(code, up, others);
    return isChoice && others.length === 1 ? others : [];
  }
  if (up?.type !== 'IfStatement' || up.test !== at) return [];
  const others = valuesOf(up.consequent).filter((value) => isOther(code, value));
  return others.filter(
    (value) => (isAmount && PAYEE.test(holderOf(code, value) ?? '')) || isInsteadOfGiven(code, value, others),
  );
}

/** True for a result of a function that else gives back the account it is given; of what goes by other names than a payee's, an address of a chain. */
function isInsteadOfGiven(code: Linked, result: Node, others: readonly Node[]): boolean {
  const fn = functionAround(result);
  const results = (fn && code.results.get(fn)) ?? [];
  if (!fn || !results.includes(result)) return false;
  const ways = results.flatMap((one): readonly Node[] =>
    one.type === 'ConditionalExpression' ? [one.consequent, one.alternate] : [one],
  );
  const given = ways.filter((one) => !others.includes(one)).flatMap((one) => [...parametersBehind(code, one, fn)]);
  if (given.some((name) => PAYEE.test(name))) return true;
  return given.some((name) => ADDRESS.test(name)) && others.every((one) => isOfChain(code, one));
}

const ADDRESS = /(?:^|[a-z_])(?:addr|address|wallet)$/i;

function* parametersBehind(code: Linked, value: Node, fn: Func): Iterable<string> {
  for (const { node } of backwards(code, value))
    if (node.type === 'Identifier' && code.bindingOf(node)?.node === fn) yield node.name;
}

const OF_CHAIN = /^(?:0x(?!0{40}|e{40}|f{40})[0-9a-f]{40}|bc1[a-z0-9]{25,60}|[13T][1-9A-HJ-NP-Za-km-z]{25,33})$/i;

function isOfChain(code: Linked, value: Node): boolean {
  return [...backwards(code, value)].some(({ node }) => OF_CHAIN.test(textOf(code, node) ?? ''));
}

/** What is put into something, or given back, by a statement or one of a block. */
function valuesOf(statement: Node): readonly Node[] {
  if (statement.type === 'BlockStatement') return statement.body.flatMap(valuesOf);
  if (statement.type === 'ReturnStatement') return statement.argument ? [statement.argument] : [];
  const put = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
  return put?.type === 'AssignmentExpression' ? [put.right] : [];
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
  const before = [...backwards(code, side)];
  if (before.some(({ node }) => node.type === 'CallExpression' && LOOKS.test(propertyName(code, node.callee) ?? '')))
    return true;
  const isGiven = before.some(({ node, steps }) => {
    const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    // What another function is given from here is gone back to.
    const isOfHere = binding?.kind === 'param' && binding.node && isWithin(binding.node, side);
    return isOfHere && !onlyFinds(code, steps());
  });
  const written = before.map(({ node }) => (node.type === 'StringLiteral' ? node.value : '')).join('');
  return !isGiven && ACCOUNT.test(written);
}

/** `TABLE.get(bank)`: what is looked up by is no part of what is found. */
function onlyFinds(code: Linked, steps: readonly Node[]): boolean {
  return steps.some((call, i) => {
    const key = steps[i - 1];
    return (
      key &&
      call.type === 'CallExpression' &&
      propertyName(code, call.callee) === 'get' &&
      call.arguments.some((arg) => arg === key)
    );
  });
}
