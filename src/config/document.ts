/**
 * One tree for JSON with comments, TOML and YAML, in which everything knows where it stands in the file. Config files
 * are attackers' text in a pull request: size, depth and alias expansion are bounded, and a file that cannot be read
 * whole is an error with a position, never a smaller tree.
 */
import { type ParseError as JsonError, type Node as JsonNode, parseTree, printParseErrorCode } from 'jsonc-parser';
import { parseTOML, type AST as Toml, ParseError as TomlError } from 'toml-eslint-parser';
import * as yaml from 'yaml';
import { reasonOf, UsageError } from '../errors.ts';
import { quote } from '../quote.ts';

/** Largest config read, in bytes. `~/.claude.json` keeps history and reaches a few megabytes. */
export const SIZE_LIMIT = 8 * 1024 * 1024;
/** Largest TOML or YAML file, in characters: their parsers take kilobytes for each value. The largest catalogs have 700,000. */
export const COSTLY_LIMIT = 1024 * 1024;
/** Deepest nesting read; real configs stay below 12. */
export const DEPTH_LIMIT = 64;
/** Most values read from one file, aliases expanded. */
export const NODE_LIMIT = 400_000;

/** Most aliases followed in one YAML file; following one costs a walk over the file. */
export const ALIAS_LIMIT = 200;

/** A place in a file: lines and columns count from 1, the end is exclusive, columns are UTF-16 units as in SARIF. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Node = ObjectNode | ListNode | ScalarNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly span: Span;
  /** In the order of the file, duplicates included. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly value: string | number | boolean | null;
  /** What a client passes on as text: the string itself, or the scalar as written. */
  readonly text: string;
}

/** A key that stands twice in one object. Most clients keep the last one, a reader of the diff may see only the first. */
export interface Duplicate {
  readonly key: string;
  readonly span: Span;
  readonly first: Span;
}

export interface Document {
  readonly path: string;
  /** One root, or one for each document of a YAML stream; none for an empty file. */
  readonly roots: readonly Node[];
  readonly duplicates: readonly Duplicate[];
}

export type Syntax = 'json' | 'toml' | 'yaml';

/** The syntax a file name promises. Everything that is not TOML or YAML is read as JSON with comments. */
export function syntaxOf(path: string): Syntax {
  if (/\.toml$/i.test(path)) return 'toml';
  return /\.(?:ya?ml|md)$/i.test(path) ? 'yaml' : 'json';
}

/** Decodes a file that must be text. Throws `UsageError` for binary, UTF-16 and oversized files. */
export function decode(path: string, bytes: Uint8Array): string {
  if (bytes.length > SIZE_LIMIT) throw fault(path, undefined, `is larger than ${SIZE_LIMIT} bytes`);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw fault(path, undefined, 'is UTF-16, not UTF-8');
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw fault(path, undefined, `is not text: a NUL byte stands at offset ${nul}`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault(path, undefined, 'is not valid UTF-8');
  }
}

/** Parses a config. Throws `UsageError` with `path:line:column` for whatever cannot be read whole. */
export function parseDocument(path: string, text: string, syntax: Syntax = syntaxOf(path)): Document {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (syntax !== 'json' && source.length > COSTLY_LIMIT)
    throw fault(path, undefined, `is larger than ${COSTLY_LIMIT} characters`);
  const reader = startReader(path, source);
  try {
    const roots = PARSERS[syntax](reader, source);
    return { path, roots, duplicates: reader.duplicates };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // The parsers recurse; only a file made to do so exhausts their stack.
    if (error instanceof RangeError) throw fault(path, firstTooDeep(reader, source), 'is nested too deeply');
    throw fault(path, undefined, `cannot be read: ${quote(reasonOf(error))}`);
  }
}

/** The values of an object under this key; several where the key stands twice. */
export function childrenOf(node: Node | undefined, key: string): readonly Node[] {
  if (node?.kind !== 'object') return [];
  return node.members.filter((member) => member.key === key).map((member) => member.value);
}

/** The value that counts under this key: the last one, as in `JSON.parse`. */
export function childOf(node: Node | undefined, key: string): Node | undefined {
  return childrenOf(node, key).at(-1);
}

/** The text of a scalar, `undefined` for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** An error about a file the user can mend, with its place. */
export function fault(path: string, span: Span | undefined, what: string): UsageError {
  const place = span === undefined ? quote(path) : `${quote(path)}:${span.line}:${span.column}`;
  return new UsageError(`${place}: ${what}`, 'Mend the file: one that cannot be read whole is not judged at all');
}

// ---------------------------------------------------------------- reading, common to all three

interface Reader {
  readonly path: string;
  readonly duplicates: Duplicate[];
  readonly span: (from: number, to: number) => Span;
  /** The offset behind the last character before `to` that is no white space: a block of YAML ends with its line breaks. */
  readonly lastOf: (to: number) => number;
  /** Counts a value against the limits. */
  readonly count: (depth: number, from: number) => void;
  readonly countAlias: (from: number) => void;
}

function startReader(path: string, source: string): Reader {
  const place = locator(source);
  const span = (from: number, to: number): Span => {
    const [line, column] = place(from);
    const [endLine, endColumn] = place(to);
    return { line, column, endLine, endColumn };
  };
  const lastOf = (to: number): number => {
    let last = to;
    while (last > 0 && /\s/.test(source[last - 1] ?? '')) last -= 1;
    return last;
  };
  let nodes = 0;
  const count = (depth: number, from: number): void => {
    if (depth > DEPTH_LIMIT) throw fault(path, span(from, from), `is nested deeper than ${DEPTH_LIMIT} levels`);
    nodes += 1;
    if (nodes > NODE_LIMIT) throw fault(path, span(from, from), `holds more than ${NODE_LIMIT} values`);
  };
  let aliases = 0;
  const countAlias = (from: number): void => {
    aliases += 1;
    if (aliases > ALIAS_LIMIT) throw fault(path, span(from, from), `follows more than ${ALIAS_LIMIT} aliases`);
  };
  return { path, duplicates: [], span, lastOf, count, countAlias };
}

/** Turns offsets into lines and columns, both from 1. */
export function locator(source: string): (offset: number) => [line: number, column: number] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - (starts[low] ?? 0) + 1];
  };
}

function noteDuplicates(reader: Reader, members: readonly Member[]): readonly Member[] {
  const seen = new Map<string, Span>();
  for (const { key, keySpan } of members) {
    const first = seen.get(key);
    if (first !== undefined) reader.duplicates.push({ key, span: keySpan, first });
    else seen.set(key, keySpan);
  }
  return members;
}

/** A guess good enough for an error: the first bracket beyond the depth limit. */
function firstTooDeep(reader: Reader, source: string): Span {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charCodeAt(at);
    if (character === 0x5b || character === 0x7b) depth += 1;
    else if (character === 0x5d || character === 0x7d) depth -= 1;
    if (depth > DEPTH_LIMIT) return reader.span(at, at + 1);
  }
  return reader.span(0, 0);
}

const PARSERS: Record<Syntax, (reader: Reader, source: string) => readonly Node[]> = {
  json: parseJson,
  toml: parseToml,
  yaml: parseYaml,
};

// ---------------------------------------------------------------- JSON with comments and trailing commas

function parseJson(reader: Reader, source: string): readonly Node[] {
  const errors: JsonError[] = [];
  const root = parseTree(source, errors, {
    allowTrailingComma: true,
    disallowComments: false,
    allowEmptyContent: true,
  });
  const [error] = errors;
  if (error !== undefined) {
    const span = reader.span(error.offset, error.offset + error.length);
    throw fault(reader.path, span, `is not JSON: ${wordsOf(printParseErrorCode(error.error))}`);
  }
  return root === undefined ? [] : [fromJson(reader, root, 0)];
}

/** `CommaExpected` → `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function fromJson(reader: Reader, node: JsonNode, depth: number): Node {
  reader.count(depth, node.offset);
  const span = reader.span(node.offset, node.offset + node.length);
  if (node.type === 'array')
    return { kind: 'list', span, items: (node.children ?? []).map((item) => fromJson(reader, item, depth + 1)) };
  if (node.type !== 'object') return { kind: 'scalar', span, value: node.value, text: String(node.value) };
  const members = (node.children ?? []).map(({ children: [key, value] = [] }) => {
    if (key === undefined || value === undefined) throw fault(reader.path, span, 'is not JSON: value expected');
    const keySpan = reader.span(key.offset, key.offset + key.length);
    return { key: String(key.value), keySpan, value: fromJson(reader, value, depth + 1) };
  });
  return { kind: 'object', span, members: noteDuplicates(reader, members) };
}

// ---------------------------------------------------------------- TOML

/** An object under construction: TOML may add to a table from several places of the file. */
interface Table {
  readonly kind: 'object';
  span: Span;
  readonly members: { key: string; keySpan: Span; value: Node }[];
}

function parseToml(reader: Reader, source: string): readonly Node[] {
  const root: Table = { kind: 'object', span: reader.span(0, source.length), members: [] };
  for (const part of tomlTop(reader, source).body) {
    if (part.type === 'TOMLKeyValue') addPair(reader, root, part, 1);
    else addTable(reader, root, part);
  }
  return [root];
}

function tomlTop(reader: Reader, source: string): Toml.TOMLTopLevelTable {
  try {
    return parseTOML(source).body[0];
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const span = reader.span(error.index, error.index);
    throw fault(reader.path, span, `is not TOML: ${quote(error.message).toLowerCase()}`);
  }
}

function addTable(reader: Reader, root: Table, part: Toml.TOMLTable): void {
  const names = part.key.keys.map(nameOf);
  let table = root;
  part.key.keys.forEach((key, index) => {
    reader.count(index + 1, key.range[0]);
    const last = index === part.key.keys.length - 1;
    table = descend(reader, table, key, last && part.kind === 'array', reader.span(...part.range), names);
  });
  for (const pair of part.body) addPair(reader, table, pair, names.length + 1);
}

function nameOf(key: Toml.TOMLBare | Toml.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

/** The table under this key, made where it is not there; `[[key]]` appends one to the list of that name. */
function descend(
  reader: Reader,
  table: Table,
  key: Toml.TOMLBare | Toml.TOMLQuoted,
  append: boolean,
  span: Span,
  names: readonly string[],
): Table {
  const name = nameOf(key);
  const found = table.members.find((member) => member.key === name)?.value;
  const fresh: Table = { kind: 'object', span, members: [] };
  if (append && found?.kind === 'list') {
    (found.items as Node[]).push(fresh);
    return fresh;
  }
  if (found?.kind === 'object') return found as Table;
  const inner = found?.kind === 'list' ? found.items.at(-1) : undefined;
  if (inner?.kind === 'object') return inner as Table;
  if (found !== undefined) throw fault(reader.path, span, `is not TOML: ${quote(names.join('.'))} is no table`);
  table.members.push({
    key: name,
    keySpan: reader.span(...key.range),
    value: append ? { kind: 'list', span, items: [fresh] } : fresh,
  });
  return fresh;
}

function addPair(reader: Reader, table: Table, pair: Toml.TOMLKeyValue, depth: number): void {
  const keys = pair.key.keys;
  const last = keys.at(-1);
  if (last === undefined) return;
  const names = keys.map(nameOf);
  const span = reader.span(...pair.range);
  let home = table;
  for (const key of keys.slice(0, -1)) home = descend(reader, home, key, false, span, names);
  const value = fromToml(reader, pair.value, depth + keys.length);
  home.members.push({ key: nameOf(last), keySpan: reader.span(...last.range), value });
}

function fromToml(reader: Reader, node: Toml.TOMLContentNode, depth: number): Node {
  reader.count(depth, node.range[0]);
  const span = reader.span(...node.range);
  if (node.type === 'TOMLArray')
    return { kind: 'list', span, items: node.elements.map((item) => fromToml(reader, item, depth + 1)) };
  if (node.type === 'TOMLInlineTable') {
    const table: Table = { kind: 'object', span, members: [] };
    for (const pair of node.body) addPair(reader, table, pair, depth + 1);
    return table;
  }
  const value = node.value instanceof Date ? node.value.toISOString() : node.value;
  return { kind: 'scalar', span, value, text: String(value) };
}

// ---------------------------------------------------------------- YAML

function parseYaml(reader: Reader, source: string): readonly Node[] {
  const documents = yaml.parseAllDocuments(source, { uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const what = quote(error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
      throw fault(reader.path, reader.span(...error.pos), `is not YAML: ${what}`);
    }
    return document.contents === null ? [] : [fromYaml(reader, document, document.contents, 0)];
  });
}

type YamlDocument = yaml.Document.Parsed;

function fromYaml(reader: Reader, document: YamlDocument, node: unknown, depth: number): Node {
  const [from, to] = (yaml.isNode(node) && node.range) || [0, 0];
  reader.count(depth, from);
  const span = reader.span(from, Math.max(from, reader.lastOf(to)));
  if (yaml.isAlias(node)) reader.countAlias(from);
  if (yaml.isAlias(node)) return aliased(reader, document, node, depth, span);
  if (yaml.isSeq(node))
    return { kind: 'list', span, items: node.items.map((item) => fromYaml(reader, document, item, depth + 1)) };
  if (!yaml.isMap(node)) return yamlScalar(node, span);
  const members = node.items.map((pair) => yamlMember(reader, document, pair, depth, span));
  return { kind: 'object', span, members: merged(noteDuplicates(reader, members)) };
}

/** Aliases are expanded under the limits, which is what stops a billion laughs and a loop. */
function aliased(reader: Reader, document: YamlDocument, alias: yaml.Alias, depth: number, span: Span): Node {
  const target = alias.resolve(document);
  if (target === undefined) throw fault(reader.path, span, `is not YAML: unknown alias ${quote(alias.source)}`);
  return { ...fromYaml(reader, document, target, depth + 1), span };
}

function yamlMember(reader: Reader, document: YamlDocument, pair: yaml.Pair, depth: number, outer: Span): Member {
  const key = yaml.isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
  const range = yaml.isNode(pair.key) ? pair.key.range : undefined;
  const keySpan = range ? reader.span(range[0], range[1]) : outer;
  const empty: Node = { kind: 'scalar', span: keySpan, value: null, text: '' };
  return { key, keySpan, value: pair.value === null ? empty : fromYaml(reader, document, pair.value, depth + 1) };
}

/** `<<: *defaults` adds the members of what is merged in, where the object does not have them itself. */
function merged(members: readonly Member[]): readonly Member[] {
  const own = members.filter(({ key }) => key !== '<<');
  if (own.length === members.length) return own;
  const taken = new Set(own.map(({ key }) => key));
  const sources = members.filter(({ key }) => key === '<<').flatMap(({ value }) => objectsIn(value));
  const added = sources.flatMap(({ members }) => members).filter(({ key }) => !taken.has(key) && taken.add(key));
  return [...added, ...own];
}

function objectsIn(value: Node): readonly ObjectNode[] {
  if (value.kind === 'object') return [value];
  return value.kind === 'list' ? value.items.flatMap(objectsIn) : [];
}

function yamlScalar(node: unknown, span: Span): ScalarNode {
  const value = yaml.isScalar(node) ? node.value : null;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null)
    return { kind: 'scalar', span, value, text: value === null ? '' : String(value) };
  // Numbers keep their spelling: `1.10` is a version, not 1.1.
  const source = yaml.isScalar(node) ? node.source : undefined;
  const number = typeof value === 'number' ? value : String(value);
  return { kind: 'scalar', span, value: number, text: source ?? String(value) };
}
