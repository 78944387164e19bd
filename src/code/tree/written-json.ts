/** Data that bundlers write as `JSON.parse('{…}')`, because engines read that faster than the object it stands for. */
import { keyText } from './declare.ts';
import type { Node } from './walk.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

/** Without this a text holds no such data. */
export const PARSES_TEXT = /\bJSON\.parse\(\s*(['"`])[{[]/;

/** Characters of data that is worth looking into, and values in it: what is longer is a table. */
const MAX_TEXT = 20_000;
const MAX_VALUES = 1_000;
const MAX_DEPTH = 16;

/** The object or list that such a call gives, as if it were written there; undefined for any other call. */
export function writtenJson({ callee, arguments: [text, ...more] }: CallNode): Node | undefined {
  if (callee.type !== 'MemberExpression' || keyText(callee.property, callee.computed) !== 'parse') return undefined;
  if (callee.object.type !== 'Identifier' || callee.object.name !== 'JSON' || more.length > 0) return undefined;
  const written = plainText(text as Node | undefined);
  if (written === undefined || written.length > MAX_TEXT) return undefined;
  try {
    return literal(JSON.parse(written), { start: text?.start, end: text?.end, left: MAX_VALUES }, 0);
  } catch {
    return undefined;
  }
}

function plainText(node: Node | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  const [only, ...more] = node?.type === 'TemplateLiteral' ? node.quasis : [];
  return only && more.length === 0 ? (only.value.cooked ?? undefined) : undefined;
}

interface Where {
  readonly start: number | null | undefined;
  readonly end: number | null | undefined;
  /** Values that may still be made. */
  left: number;
}

/** The tree of a value, all of it where the text stands. Throws where that is too much. */
function literal(value: unknown, where: Where, depth: number): Node {
  if (where.left-- <= 0 || depth > MAX_DEPTH) throw new RangeError('a table');
  const made = (fields: object): Node => ({ ...fields, start: where.start, end: where.end }) as Node;
  if (typeof value === 'string') return made({ type: 'StringLiteral', value });
  if (typeof value === 'number') return made({ type: 'NumericLiteral', value });
  if (typeof value === 'boolean') return made({ type: 'BooleanLiteral', value });
  if (typeof value !== 'object' || value === null) return made({ type: 'NullLiteral' });
  if (Array.isArray(value))
    return made({ type: 'ArrayExpression', elements: value.map((item) => literal(item, where, depth + 1)) });
  const properties = Object.entries(value).map(([name, part]) => {
    const key = made({ type: 'StringLiteral', value: name });
    return made({ type: 'ObjectProperty', key, computed: false, value: literal(part, where, depth + 1) });
  });
  return made({ type: 'ObjectExpression', properties });
}
