/** Which program a started process is, as far as the code fixes it. */
import type { Call } from './calls.ts';
import type { Linked } from './scope.ts';
import { isProcess } from './sources.ts';
import { textOf } from './strings.ts';
import { textsBehind } from './texts.ts';
import { type Node, walk } from './walk.ts';

export function startsProcess({ name }: Call): boolean {
  return name !== undefined && isProcess(name);
}

/** Every constant text among a command, its arguments and its options, in one line. */
export function commandText(code: Linked, { args }: Call): string {
  return textsBehind(code, args).join(' ');
}

/** True where the child is made to outlive its parent (`detached: true`). */
export function isDetached(code: Linked, { args }: Call): boolean {
  return args.slice(1).some((options) => {
    let found = false;
    for (const node of objectsIn(code, options)) {
      walk(node, (part) => {
        if (part.type === 'ObjectProperty' && 'name' in part.key && part.key.name === 'detached') {
          found ||= part.value.type !== 'BooleanLiteral' || part.value.value;
        }
        return !found;
      });
    }
    return found;
  });
}

function objectsIn(code: Linked, node: Node): readonly Node[] {
  if (node.type === 'ObjectExpression') return [node];
  if (node.type !== 'Identifier') return [];
  const definitions = code.bindingOf(node)?.definitions ?? [];
  return definitions.flatMap(({ value }) => (value.type === 'ObjectExpression' ? [value] : []));
}

/**
 * The words a command line or program name is sure to start with: `open` of `` `open ${url}` ``. Empty where its first
 * word is only known when it runs.
 */
export function commandStart(code: Linked, call: Call): string {
  const [first] = call.args;
  if (!first) return '';
  return textOf(code, first) ?? /^(?:.*\s)?/s.exec(startOf(code, first, 0))?.[0] ?? '';
}

/** The same, and the arguments behind it that are constant. */
export function commandWords(code: Linked, call: Call): string {
  const [, list] = call.args;
  const words = list?.type === 'ArrayExpression' ? list.elements.map((item) => item && textOf(code, item)) : [];
  const unknown = words.findIndex((word) => typeof word !== 'string');
  return [commandStart(code, call), ...words.slice(0, unknown < 0 ? undefined : unknown), ''].join(' ');
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
