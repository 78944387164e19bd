/**
 * Checks a parsed file against a shape and reads it in one go. Errors name the place in the file, the path to the value
 * and what belongs there. Used for what users write by hand: the policy and the lock.
 */
import { quote } from '../quote.ts';
import { fault, type Node, parseDocument, type Syntax } from './document.ts';

export interface Where {
  readonly file: string;
  /** `servers.weather.tools`. */
  readonly path: string;
}

/** Reads a node or throws `UsageError` with its position. `undefined` is a key that is not there. */
export type Read<T> = (node: Node | undefined, where: Where) => T;

/** Reads a whole file. An empty one counts as an empty object. Keys that stand twice are errors. */
export function readFileAs<T>(file: string, text: string, read: Read<T>, syntax?: Syntax): T {
  const { roots, duplicates } = parseDocument(file, text, syntax);
  const [duplicate] = duplicates;
  if (duplicate !== undefined) throw fault(file, duplicate.span, `${quote(duplicate.key)} stands twice`);
  if (roots.length > 1) throw fault(file, roots[1]?.span, 'holds more than one document');
  const root = roots[0] ?? { kind: 'object', span: { line: 1, column: 1, endLine: 1, endColumn: 1 }, members: [] };
  return read(root, { file, path: '' });
}

function wrong(node: Node | undefined, { file, path }: Where, belongs: string): never {
  const name = path === '' ? 'the file' : quote(path);
  throw fault(file, node?.span, `${name} ${node === undefined ? 'is missing' : 'is wrong'}: ${belongs} belongs here`);
}

export const text: Read<string> = (node, where) =>
  node?.kind === 'scalar' && node.value !== null && typeof node.value !== 'boolean'
    ? node.text
    : wrong(node, where, 'a text');

/** A text that says something. */
export const words: Read<string> = (node, where) => {
  const found = text(node, where);
  return found.trim() === '' ? wrong(node, where, 'a text that is not empty') : found;
};

/** A text of a file that programs write, where a number is a slip. */
export const string: Read<string> = (node, where) =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : wrong(node, where, 'a text');

export const flag: Read<boolean> = (node, where) =>
  node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : wrong(node, where, 'true or false');

export const count: Read<number> = (node, where) =>
  node?.kind === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= 0
    ? node.value
    : wrong(node, where, 'a whole number');

/** True for a day as `2027-01-31`; a month that is too short for it has none, although dates roll over into the next. */
export function isDay(text: string): boolean {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : '');
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}

/** A day as `2027-01-31`. */
export const day: Read<string> = (node, where) => {
  const value = node?.kind === 'scalar' ? node.text.slice(0, 10) : '';
  return isDay(value) ? value : wrong(node, where, 'a day such as 2027-01-31');
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Read<T> {
  return (node, where) => {
    const found = allowed.find((value) => node?.kind === 'scalar' && node.text === value);
    return found ?? wrong(node, where, `one of ${allowed.join(', ')}`);
  };
}

export function list<T>(read: Read<T>): Read<readonly T[]> {
  return (node, where) =>
    node?.kind === 'list'
      ? node.items.map((item, index) => read(item, { ...where, path: `${where.path}[${index}]` }))
      : wrong(node, where, 'a list');
}

/** An object with any keys, sorted by key. */
export function mapOf<T>(read: Read<T>): Read<Readonly<Record<string, T>>> {
  return (node, where) => {
    if (node?.kind !== 'object') return wrong(node, where, 'an object');
    const pairs = node.members.map(({ key, value }) => [key, read(value, under(where, key))] as const);
    return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
}

export function optional<T, F>(read: Read<T>, fallback: F): Read<T | F> {
  return (node, where) =>
    node === undefined || (node.kind === 'scalar' && node.value === null) ? fallback : read(node, where);
}

type Shape = Readonly<Record<string, Read<unknown>>>;
type Shaped<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

/** An object with exactly these keys; others are errors, so that a slip of the pen is not a policy that does nothing. */
export function object<S extends Shape>(shape: S): Read<Shaped<S>> {
  return (node, where) => {
    if (node?.kind !== 'object') return wrong(node, where, 'an object');
    const stranger = node.members.find(({ key }) => !Object.hasOwn(shape, key));
    if (stranger !== undefined)
      throw fault(
        where.file,
        stranger.keySpan,
        `${quote(under(where, stranger.key).path)} is unknown: ${Object.keys(shape).join(', ')} are known`,
      );
    const pairs = Object.entries(shape).map(([key, read]) => {
      const value = node.members.find((member) => member.key === key)?.value;
      return [key, value === undefined ? missing(read, node, under(where, key)) : read(value, under(where, key))];
    });
    return Object.fromEntries(pairs) as Shaped<S>;
  };
}

/** Reads a key that is not there; the error stands at the object it is missing from. */
function missing(read: Read<unknown>, parent: Node, where: Where): unknown {
  try {
    return read(undefined, where);
  } catch {
    throw fault(where.file, parent.span, `${quote(where.path)} is missing`);
  }
}

/** Reads a value together with its line, for messages about it later. */
export function located<T>(read: Read<T>): Read<{ readonly value: T; readonly line: number }> {
  return (node, where) => ({ value: read(node, where), line: node?.span.line ?? 1 });
}

function under(where: Where, key: string): Where {
  return { file: where.file, path: where.path === '' ? key : `${where.path}.${key}` };
}
