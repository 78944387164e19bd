/** What a package asks of its surroundings, told from its code: variables it reads and hosts it names. */
import type { Package } from '../../types.ts';
import { variableRead } from '../flow/env-readers.ts';
import type { Module } from '../flow/module.ts';
import { eachModule } from '../package/modules.ts';
import { decode } from '../scripts/entries.ts';
import { nameOf } from '../tree/calls.ts';
import { type Linked, patternNames } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';

const USES_ENV = /\benv\b/;

/** Names of the environment variables a package reads, sorted: `process.env.X`, destructured, by a constant, through aliases and functions. */
export function environmentReads(pkg: Package): readonly string[] {
  const select = (source: string, joins: boolean): true | undefined => joins || USES_ENV.test(source) || undefined;
  const { value } = eachModule(pkg, { root: true, select, look: variableReads });
  return [...new Set(value.flat().map(({ name }) => name))].sort();
}

interface VariableRead {
  readonly name: string;
  readonly node: Node;
}

const READS = new WeakMap<Linked, readonly VariableRead[]>();

/** Every place where a module reads a variable by its name. Found once: a bundle has millions of names. */
export function variableReads(module: Module): readonly VariableRead[] {
  const known = READS.get(module.code) ?? readsIn(module);
  READS.set(module.code, known);
  return known;
}

function readsIn(module: Module): readonly VariableRead[] {
  const { members, identifiers, calls } = module.code.nodes;
  const reads: VariableRead[] = [];
  const note = (node: Node): void => {
    const name = variableIn(nameOf(module.code, node));
    if (name !== undefined) reads.push({ name, node });
  };
  for (const node of members) if (!isObject(node)) note(node);
  for (const node of identifiers) if (!isKey(node)) note(node);
  for (const node of calls) {
    const name = variableRead(module.code, node);
    if (name !== undefined) reads.push({ name, node });
  }
  return [...reads, ...destructured(module)];
}

function variableIn(name: string | undefined): string | undefined {
  if (name === undefined || !/^(?:process|Bun)\.env\./.test(name)) return undefined;
  return /^(?:process|Bun)\.env\.([A-Za-z_]\w{0,99})(?=$|[.(])/.exec(name)?.[1];
}

/** `x.y` inside `x.y.z`: the whole is looked at instead. */
function isObject(node: Node): boolean {
  const parent = parentOf(node);
  return parent?.type === 'MemberExpression' && parent.object === node && nameIsEnv(parent);
}

function nameIsEnv(node: Node): boolean {
  return 'property' in node && (node.property as { name?: string }).name === 'env';
}

function isKey(node: Node): boolean {
  const parent = parentOf(node);
  return parent?.type === 'MemberExpression' && parent.property === node && !parent.computed;
}

/** `const { TOKEN, KEY = 'x' } = process.env`, used or not. */
function destructured(module: Module): VariableRead[] {
  return module.code.nodes.patterns.flatMap((pattern) => {
    const parent = parentOf(pattern);
    const value = parent?.type === 'VariableDeclarator' ? parent.init : undefined;
    if (!value || nameOf(module.code, value) !== 'process.env') return [];
    return patternNames(pattern).flatMap(({ path: [name] }) => (name === undefined ? [] : [{ name, node: pattern }]));
  });
}

const HOST = /\b(?:https?|wss?):\/\/(?:[^\s/@'"`<>]{1,200}@)?([a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24})(?![\w.-]*@)/gi;
const READABLE = /\.(?:[mc]?[jt]sx?|json|md|markdown|txt|ya?ml|toml)$|^[^.]+$/i;
const MAX_READ = 8 * 1024 * 1024;

/** Host names a package writes out as URLs anywhere in its code, documentation and manifest, sorted, in lower case. */
export function hostsIn(pkg: Package): readonly string[] {
  const hosts = new Set<string>();
  for (const [path, bytes] of pkg.files) {
    if (bytes.length > MAX_READ || !READABLE.test(path)) continue;
    for (const match of decode(bytes).matchAll(HOST)) hosts.add((match[1] as string).toLowerCase());
  }
  return [...hosts].sort();
}
