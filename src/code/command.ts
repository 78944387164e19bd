/** Which program a started process is, as far as the code fixes it. */
import type { Call } from './calls.ts';
import type { Linked } from './scope.ts';
import { textOf } from './strings.ts';
import type { Node } from './walk.ts';

/**
 * The words a command line or program name is sure to start with: `open` of `` `open ${url}` ``. Empty where its first
 * word is only known when it runs.
 */
export function commandStart(code: Linked, call: Call): string {
  const [first] = call.args;
  if (!first) return '';
  return textOf(code, first) ?? /^(?:.*\s)?/s.exec(startOf(code, first, 0))?.[0] ?? '';
}

const MAX_DEPTH = 20;

function startOf(code: Linked, node: Node, depth: number): string {
  const whole = textOf(code, node);
  if (whole !== undefined || depth > MAX_DEPTH) return whole ?? '';
  if (node.type === 'TemplateLiteral') return node.quasis[0]?.value.cooked ?? '';
  if (node.type === 'BinaryExpression' && node.operator === '+') return startOf(code, node.left as Node, depth + 1);
  if (node.type !== 'Identifier') return '';
  const definitions = code.bindingOf(node)?.definitions ?? [];
  const [only] = definitions;
  return only && definitions.length === 1 && only.path.length === 0 ? startOf(code, only.value, depth + 1) : '';
}
