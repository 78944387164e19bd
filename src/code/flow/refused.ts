/** Patterns by which a module leaves alone what is called so. */

import { functionsOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { functionAround, type Node, parentOf } from '../tree/walk.ts';
import { isCall } from './feeds.ts';

/** True where everything that is asked of a pattern leads away: `if (SECRET.test(name)) continue`, `.filter((name) => !SECRET.test(name))`. */
export function isRefused(code: Linked, pattern: Node): boolean {
  const holder = parentOf(pattern);
  const name = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? holder.id : undefined;
  const binding = name && code.bindingOf(name);
  const questions = code.nodes.calls.filter((node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
    const { object } = node.callee;
    const isOfIt =
      object === pattern || (object.type === 'Identifier' && binding && code.bindingOf(object) === binding);
    return isOfIt && propertyName(code, node.callee) === 'test';
  });
  return questions.length > 0 && questions.every((one) => leadsAway(code, one));
}

/** Functions that ask one for another. */
const MOST_CALLS = 3;

/** True where yes to a question leads away. */
export function leadsAway(code: Linked, question: Node, calls = MOST_CALLS): boolean {
  let at = question;
  let isDenied = false;
  for (let up = parentOf(at); up; up = parentOf(at)) {
    if (up.type === 'UnaryExpression' && up.operator === '!') isDenied = !isDenied;
    else if (up.type !== 'LogicalExpression' && up.type !== 'ParenthesizedExpression') break;
    at = up;
  }
  const answers = callersAnswered(code, at);
  if (answers && calls > 0) return answers.every((call) => leadsAway(code, call, calls - 1) !== isDenied);
  const asked = parentOf(at);
  return asked?.type === 'IfStatement' && asked.test === at ? leaves(asked.consequent) !== isDenied : isDenied;
}

/** Of what a function gives back, its calls; undefined for what is no answer, or that of a callback. */
function callersAnswered(code: Linked, answer: Node): readonly Node[] | undefined {
  const fn = functionAround(answer);
  const isCallback = fn && isCall(parentOf(fn) ?? fn);
  if (!fn || isCallback || !code.results.get(fn)?.includes(answer)) return undefined;
  return code.nodes.calls.filter((call) => isCall(call) && functionsOf(code, call.callee as Node).includes(fn));
}

/** An error that is thrown, or a way out with nothing that was found. */
function leaves(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  if (last?.type === 'ReturnStatement') return !last.argument || GIVES_NOTHING.test(last.argument.type);
  return last !== undefined && /^(?:Throw|Continue|Break)Statement$/.test(last.type);
}

const GIVES_NOTHING = /Literal$|^ObjectExpression$/;
