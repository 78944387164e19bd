/** Our own source as the architecture test sees it: what a file imports, and which globals it touches. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type ParserOptions, parse } from '@babel/parser';

export interface Import {
  /** As written: `node:fs`, `pacote`; for our own files the path from the project's root, `src/types.ts`. */
  readonly from: string;
  readonly names: readonly string[];
  /** Erased when the code runs. */
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** `process.exit`, `console.log`, `fetch`, `eval`: names used that nothing in the file declares an import for. */
  readonly globals: readonly string[];
}

/** Every TypeScript file under these folders of the project. */
export async function readSource(root: string, folders: readonly string[]): Promise<readonly SourceFile[]> {
  const perFolder = folders.map(async (folder) => {
    const entries = await readdir(join(root, folder), { recursive: true }).catch(() => []);
    return entries.filter((entry) => entry.endsWith('.ts')).map((entry) => posix.join(folder, entry));
  });
  const paths = (await Promise.all(perFolder)).flat().sort();
  return Promise.all(paths.map(async (path) => parseSource(path, await readFile(join(root, path), 'utf8'))));
}

const OPTIONS: ParserOptions = { sourceType: 'module', plugins: ['typescript'] };

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

export function parseSource(path: string, code: string): SourceFile {
  const nodes = [...walk(parse(code, OPTIONS).program as unknown as Node)];
  return { path, imports: nodes.flatMap((node) => importOf(path, node)), globals: nodes.flatMap(globalOf) };
}

function* walk(node: Node): Iterable<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function importOf(path: string, node: Node): readonly Import[] {
  const source = node.source;
  if (node.type === 'ImportExpression' || (node.type === 'CallExpression' && callee(node) === 'import')) {
    const what = isNode(source) ? source : (node.arguments as Node[] | undefined)?.[0];
    const from = what?.type === 'StringLiteral' ? located(path, String(what.value)) : '(computed)';
    return [{ from, names: ['*'], typeOnly: false, dynamic: true }];
  }
  const statement = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type);
  if (!statement || !isNode(source)) return [];
  const specifiers = (node.specifiers as Node[] | undefined) ?? [];
  const erased = (one: Node): boolean => one.importKind === 'type' || one.exportKind === 'type';
  return [
    {
      from: located(path, String(source.value)),
      names: specifiers.map(nameOf),
      typeOnly: erased(node) || (specifiers.length > 0 && specifiers.every(erased)),
      dynamic: false,
    },
  ];
}

const callee = (node: Node): string => (isNode(node.callee) && node.callee.type === 'Import' ? 'import' : '');

function nameOf(specifier: Node): string {
  const imported = specifier.imported ?? specifier.local;
  return isNode(imported) ? String(imported.name ?? imported.value) : '*';
}

const located = (path: string, from: string): string =>
  from.startsWith('.') ? posix.join(posix.dirname(path), from) : from;

const WATCHED = new Set(['process', 'console']);
const CALLED = new Set(['fetch', 'eval', 'Function', 'require', 'WebSocket']);

function globalOf(node: Node): readonly string[] {
  const { object, property } = node as { object?: unknown; property?: unknown };
  if (
    node.type === 'MemberExpression' &&
    isNode(object) &&
    object.type === 'Identifier' &&
    WATCHED.has(String(object.name))
  ) {
    return isNode(property) ? [`${object.name}.${property.name ?? property.value}`] : [];
  }
  if (node.type === 'CallExpression' || node.type === 'NewExpression') {
    const called = node.callee;
    if (isNode(called) && called.type === 'Identifier' && CALLED.has(String(called.name))) return [String(called.name)];
  }
  return [];
}
