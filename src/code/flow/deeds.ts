/** What a call does to files: writes and deletes, here or in a function of another module of the package. */
import type { Evidence } from '../../types.ts';
import { type Call, nameOf, propertyName } from '../tree/calls.ts';
import { objectBehind, propertyOf } from '../tree/objects.ts';
import type { Linked } from '../tree/scope.ts';
import { type Func, type Node, parentOf } from '../tree/walk.ts';
import { commandLines, startsProcess } from './command.ts';
import { literalsIn, partsBehind } from './feeds.ts';
import { isTemporary, mayBeTemporary } from './temporary.ts';

export type DeedKind = 'write' | 'delete';

/** What a function of another module does to a path that it is given. */
export interface ForeignDeed {
  readonly kind: DeedKind;
  /** What is called in the end: `fs.rm`. */
  readonly name: string;
  readonly origin: Evidence;
  /** What of its arguments the path is made of. */
  readonly given: readonly Given[];
  /** Modules between that one and the one that does it. */
  readonly through: number;
}

/** An argument, or what it holds by a name. */
export interface Given {
  readonly index: number;
  readonly key: string | undefined;
}

/** One that a call does. */
export interface Deed {
  readonly kind: DeedKind;
  readonly name: string;
  /** What it changes, or what holds that by a name. */
  readonly paths: readonly { readonly node: Node; readonly key?: string | undefined }[];
  /** Where it is done, if that is another module. */
  readonly origin?: Evidence;
  readonly through?: number;
}

const DELETES =
  /^(?:fs(?:\.promises)?\.(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|remove|removeSync|emptyDir)|rimraf)$/;
const WRITES =
  /^fs(?:\.promises)?\.(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|rename|renameSync|copyFile|copyFileSync|cp|cpSync|truncate|truncateSync)$|^Bun\.write$/;
/** Files of its own that nobody minds, by what they are called. */
const ASIDE = /\b(?:te?mp|cache|logs?|debug|pids?|lock ?file)\b|\.(?:log|pid|lock)$/i;

/** Through more modules than these it may be done in some cases only, which are not those of the tool. */
const MAX_THROUGH: Readonly<Record<DeedKind, number>> = { delete: 1, write: 0 };

/** What a call does to files that somebody minds. */
export function deedsOf(code: Linked, source: string, call: Call): readonly Deed[] {
  const { name, args } = call;
  if (name?.startsWith('<')) return foreignDeeds(code, source, name, args);
  if (startsProcess(call)) return deedsByCommand(code, source, call);
  const kind = name === undefined ? undefined : DELETES.test(name) ? 'delete' : WRITES.test(name) ? 'write' : undefined;
  if (name === undefined || !kind) return [];
  const paths = changed(name, args);
  return paths.every((path) => isAside(code, source, path))
    ? []
    : [{ kind, name, paths: paths.map((node) => ({ node })) }];
}

const REMOVES = /^\s*(?:sudo\s+)?(?:rm|rmdir|unlink|shred|del|Remove-Item)\s/i;

/** `rm -rf`, of what is no folder to be thrown away. */
function deedsByCommand(code: Linked, source: string, call: Call): readonly Deed[] {
  const [command = '', ...others] = commandLines(code, call);
  const [line, list] = call.args;
  const path = list?.type === 'ArrayExpression' ? list : line;
  if (!path || others.length > 0 || !REMOVES.test(command) || mayBeTemporary(code, path) || isAside(code, source, path))
    return [];
  return [{ kind: 'delete', name: command.trim(), paths: [{ node: path }] }];
}

/** What a handler of another module does to paths that its tool is given. */
export function deedsElsewhere(code: Linked, name: string): readonly ForeignDeed[] {
  if (ASIDE.test(inWords(name))) return [];
  const does = code.outside?.does(name) ?? [];
  return does.filter(
    ({ kind, given, through }) => through <= MAX_THROUGH[kind] && given.some(({ index }) => index === 0),
  );
}

/** Done in another module, with what this one was given itself. */
function foreignDeeds(code: Linked, source: string, name: string, args: readonly Node[]): readonly Deed[] {
  if (ASIDE.test(inWords(name))) return [];
  return (code.outside?.does(name) ?? []).flatMap(({ kind, name: done, origin, given, through }) => {
    const paths = given.flatMap((one) => givenAs(code, args, one));
    const minded = paths.some(({ node }) => !isAside(code, source, node) && parametersBehind(code, node).length > 0);
    return minded && through <= MAX_THROUGH[kind] ? [{ kind, name: done, paths, origin, through }] : [];
  });
}

/** What of some arguments is meant. */
function givenAs(code: Linked, args: readonly Node[], { index, key }: Given): Deed['paths'] {
  const arg = args[index];
  const object = arg && key !== undefined ? objectBehind(code, arg) : undefined;
  const node = object && key !== undefined ? propertyOf(code, object, key) : arg;
  return node ? [{ node, key: object ? undefined : key }] : [];
}

/** The paths at which something is not as it was: what is renamed is gone from where it was, what is copied is not. */
function changed(name: string, args: Call['args']): Call['args'] {
  if (/\.rename(?:Sync)?$/.test(name)) return args.slice(0, 2);
  return /\.c(?:opyFile|p)(?:Sync)?$/.test(name) ? args.slice(1, 2) : args.slice(0, 1);
}

function isAside(code: Linked, source: string, path: Node): boolean {
  if (isTemporary(code, path)) return true;
  const text = source.slice(path.start ?? 0, path.end ?? 0);
  return ASIDE.test(inWords([text, ...variablesIn(code, path), ...literalsIn(code, [path])].join(' ')));
}

/** Names of variables of the environment that a path is made of. */
function variablesIn(code: Linked, path: Node): readonly string[] {
  return [...partsBehind(code, [path])].flatMap((node) => {
    const name = node.type === 'MemberExpression' ? nameOf(code, node) : undefined;
    return name?.startsWith('process.env.') ? [name.slice('process.env.'.length)] : [];
  });
}

function inWords(names: string): string {
  return names.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
}

/** A parameter, or what it holds by a name. */
interface Parameter extends Given {
  readonly fn: Func;
}

/** Parameters that a value is made of. */
export function parametersBehind(code: Linked, value: Node): readonly Parameter[] {
  return [...partsBehind(code, [value])].flatMap((node) => {
    const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    if (!binding?.param) return [];
    const at = parentOf(node);
    const taken = at?.type === 'MemberExpression' && at.object === node ? propertyName(code, at) : undefined;
    const { index, path } = binding.param;
    return [{ fn: binding.node as Func, index, key: path[0] ?? taken }];
  });
}
