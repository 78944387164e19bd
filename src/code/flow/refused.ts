/** Patterns by which a module leaves alone what is called so. */

import { propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';

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
  return questions.length > 0 && questions.every(leadsAway);
}

function leadsAway(question: Node): boolean {
  let at = question;
  let isDenied = false;
  for (let up = parentOf(at); up; up = parentOf(at)) {
    if (up.type === 'UnaryExpression' && up.operator === '!') isDenied = !isDenied;
    else if (up.type !== 'LogicalExpression' && up.type !== 'ParenthesizedExpression') break;
    at = up;
  }
  const asked = parentOf(at);
  return asked?.type === 'IfStatement' && asked.test === at ? leaves(asked.consequent) !== isDenied : isDenied;
}

/** An error that is thrown, or a way out with nothing that was found. */
function leaves(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  if (last?.type === 'ReturnStatement') return !last.argument || GIVES_NOTHING.test(last.argument.type);
  return last !== undefined && /^(?:Throw|Continue|Break)Statement$/.test(last.type);
}

const GIVES_NOTHING = /Literal$|^ObjectExpression$/;
