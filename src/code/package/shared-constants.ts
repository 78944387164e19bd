/** What a module exports that is written out: texts, numbers, lists and objects of them, for the other modules that use it. */

import { nameOf } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { fold } from '../tree/strings.ts';
import { isFunction, type Node } from '../tree/walk.ts';
import { type Across, behindExport, type Place } from './across.ts';
import { exportsOf, passesOf } from './exports.ts';
import { ahead, open, resolved, sizeOf, sourceOf, type World } from './world.ts';

/** Plain data. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Bytes of a module that is parsed for a constant alone. */
const MAX_SHARING = 100_000;
const MAX_DEPTH = 4;
const MAX_PARTS = 200;

/** What lies in a module under some names, one in the other. */
export function constantIn(world: World, path: string, names: readonly string[]): Plain | undefined {
  if (path.endsWith('.json')) return within(jsonIn(world, path), names);
  const [name = 'default', ...rest] = names;
  const own = within(exported(world, path, name), rest);
  return own !== undefined || name === 'default' ? own : within(exported(world, path, 'default'), names);
}

function jsonIn(world: World, path: string): Plain | undefined {
  return remember(world, world.constants, `${path}\n`, () => {
    try {
      return isSmall(world, path) ? (JSON.parse(sourceOf(world.pkg, path)) as Plain) : undefined;
    } catch {
      return undefined;
    }
  });
}

/** Once, and not while it is being found out. */
function remember<T>(world: World, known: Map<string, T | undefined>, key: string, find: () => T | undefined) {
  if (known.has(key)) return known.get(key);
  return ahead(world, () => {
    known.set(key, undefined);
    const value = find();
    known.set(key, value);
    return value;
  });
}

function exported(world: World, path: string, name: string): Plain | undefined {
  const across: Across<Linked> = {
    module: (place) => sharing(world, place),
    passes: passesOf,
    resolve: (specifier, from) => resolved(world, specifier, from),
  };
  return remember(world, world.constants, `${path}\n${name}`, () =>
    behindExport(across, { path, names: [name] }, (code, { names: [own = ''] }) => ownConstant(code, own)),
  );
}

/** The tree of a module that may have something written out under a name. */
function sharing(world: World, { path, names: [name = ''] }: Place): Linked | undefined {
  return isSmall(world, path) && mayShare(sourceOf(world.pkg, path), name) ? open(world, path) : undefined;
}

const PASSES_ON = /\bexport\s*(?:\*|\{[^}]*\}\s*from\b)|__exportStar/;
const HAS_DEFAULT =
  /\bexport\s+default\s*(?:[{['"`]|[A-Za-z_$][\w$]*\s*(?:;|$))|\bas\s+default\b|\bmodule\.exports\s*=/m;

/** False where a module's text shows that what it exports under a name is not written out: a function, a class, a call. */
function mayShare(source: string, name: string): boolean {
  if (!/^[\w$]{1,80}$/.test(name)) return false;
  if (PASSES_ON.test(source) || name === 'default') return PASSES_ON.test(source) || HAS_DEFAULT.test(source);
  if (!source.includes(name)) return false;
  const key = name.replaceAll('$', '\\$');
  const value = '(?:[\'"`\\[{\\d]|Object\\.freeze|Buffer\\b|atob\\b|String\\b)';
  const isSet = `(?:\\b(?:const|let|var)\\s+${key}\\s*(?::[^=;\\n]{1,80})?=|[.]${key}\\s*=|\\b${key}['"]?\\s*:)\\s*${value}`;
  return new RegExp(`${isSet}|\\bas\\s+${key}\\b|[{,]\\s*${key}\\s*[,}]`).test(source);
}

/** Modules that do something to the world: what is passed on of others is not worth parsing for. */
const LOADS =
  /['"`](?:node:)?(?:fs|fs\/promises|os|https?|http2|net|tls|dns|dgram|child_process|vm|zlib|worker_threads|process|module|axios|undici|got|ws|node-fetch|fs-extra|execa)['"`]/;

/** `exports.fs = require('fs')`, `export * as os from 'node:os'`: by which name goes what a module passes on under another. */
export function passedOnAs(world: World, path: string, name: string): string | undefined {
  return remember(world, world.passing, `${path}\n${name}`, () => {
    const source = isSmall(world, path) ? sourceOf(world.pkg, path) : '';
    const code = LOADS.test(source) && mayPass(source, name) ? open(world, path) : undefined;
    return code && (namedExport(code, name) ?? loadedExport(code, name));
  });
}

function mayPass(source: string, name: string): boolean {
  if (name === 'default') return /\bmodule\.exports\s*=|\bexport\s+default\b|\bas\s+default\b/.test(source);
  const key = name.replaceAll('$', '\\$');
  return (
    /^[\w$]{1,80}$/.test(name) &&
    new RegExp(
      `\\b${key}['"]?\\s*[:=]\\s*(?:[\\w$.]+\\s*[;,\\n}]|require\\b|await\\b|(?:[\\w$]+\\.)?promisify\\b|$)|[{,]\\s*${key}\\s*[,}]|\\bas\\s+${key}\\b`,
    ).test(source)
  );
}

/** What is exported under a name, where that is no function of the module's own. */
function namedExport(code: Linked, name: string): string | undefined {
  const names = (exportsOf(code).get(name) ?? []).flatMap((value) =>
    isFunction(value) ? [] : (nameOf(code, value) ?? []),
  );
  const [found, ...more] = new Set(names);
  return found !== undefined && more.length === 0 && !/^[<(]|\(\)/.test(found) && LOADED.test(found)
    ? found
    : undefined;
}

const LOADED =
  /^(?:fs|os|https?|http2|net|tls|dns|dgram|child_process|vm|zlib|worker_threads|process|module|axios|undici|got|ws|node-fetch|execa)(?:\.|$)/;

/** `export { default as fs } from 'node:fs'`, `export * as os from 'node:os'`. */
function loadedExport(code: Linked, name: string): string | undefined {
  for (const node of code.nodes.imports) {
    if (node.type !== 'ExportNamedDeclaration' || !node.source) continue;
    const part = node.specifiers.find((one) => keyText(one.exported) === name);
    const from = node.source.value.replace(/^node:/, '');
    if (!part || !LOADED.test(from)) continue;
    const own = part.type === 'ExportSpecifier' ? keyText(part.local) : undefined;
    return own === undefined || own === 'default' ? from : `${from}.${own}`;
  }
  return undefined;
}

/** True where a module exports a text or a list that is written out. */
export function shares(world: World, path: string): boolean {
  return isSmall(world, path) && SHARES.test(sourceOf(world.pkg, path));
}

function isSmall({ pkg }: World, path: string): boolean {
  return sizeOf(pkg, path) <= MAX_SHARING;
}

const SHARES =
  /\bexport\s+(?:const|let|var)\s+[\w$]+\s*(?::[^=;\n]{1,80})?=\s*['"`[{]|\bexports\.[\w$]+\s*=\s*['"`[{]|\bmodule\.exports\s*=\s*(?:['"`[]|\{\s*[\w$]+\s*:\s*['"`[{])/;

function ownConstant(code: Linked, name: string): Plain | undefined {
  const [value, ...more] = exportsOf(code).get(name) ?? [];
  return value && more.length === 0 ? plainOf(code, value) : undefined;
}

/** The value of an expression as plain data; undefined where any of it is only known when it runs. */
function plainOf(code: Linked, node: Node, depth = 0): Plain | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const value = fold(code, node);
  if (value !== undefined) return value instanceof Uint8Array ? undefined : (value as Plain);
  const inner = (part: Node): Plain | undefined => plainOf(code, part, depth + 1);
  switch (node.type) {
    case 'ObjectExpression':
      return recordOf(node, inner);
    case 'ArrayExpression':
      return listOf(node, inner);
    case 'Identifier': {
      const [only, ...more] = code.bindingOf(node)?.definitions ?? [];
      return only && more.length === 0 && only.path.length === 0 ? inner(only.value) : undefined;
    }
    case 'CallExpression': {
      const frozen = keyText('property' in node.callee ? node.callee.property : node.callee) === 'freeze';
      return frozen && node.arguments[0] ? inner(node.arguments[0] as Node) : undefined;
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return inner(node.expression);
    default:
      return undefined;
  }
}

type Inner = (part: Node) => Plain | undefined;

function listOf({ elements }: Extract<Node, { type: 'ArrayExpression' }>, inner: Inner): Plain | undefined {
  const items = elements.slice(0, MAX_PARTS).map((item) => item && inner(item));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The parts that are known: an object of settings may have others beside them. */
function recordOf({ properties }: Extract<Node, { type: 'ObjectExpression' }>, inner: Inner): Plain {
  return Object.fromEntries(
    properties.slice(0, MAX_PARTS).flatMap((part) => {
      const key = part.type === 'ObjectProperty' ? keyText(part.key, part.computed) : undefined;
      const value = part.type === 'ObjectProperty' ? inner(part.value) : undefined;
      return key === undefined || key === '__proto__' || value === undefined ? [] : [[key, value] as const];
    }),
  );
}

/** What lies in plain data under some names. */
function within(value: Plain | undefined, path: readonly string[]): Plain | undefined {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, key)?.value as Plain | undefined;
  }
  return at;
}
