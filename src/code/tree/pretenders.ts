/**
 * Functions that go by the name of a compiler's helper and do something else. What a helper does is turned back without a look at its code, so
 * that whoever gives its name to other code would have hidden every call of it.
 */
import type { File } from '@babel/types';
import { patternNames } from './declare.ts';
import { rootName } from './rewrite.ts';
import { isFunction, type Node, walk } from './walk.ts';

/** What helpers are made of; with these alone nothing leaves. */
const HARMLESS = new Set(
  'undefined arguments NaN Infinity Symbol Object Array TypeError ReferenceError Error SuppressedError Promise Iterator Reflect WeakSet WeakMap Map Set Number String Boolean Math Date RegExp parseInt isNaN exports'.split(
    ' ',
  ),
);
/** Packages of helpers. */
const OF_COMPILERS = /^(?:tslib$|@babel\/runtime|@swc\/helpers|regenerator-runtime)/;
const NAMED = /^_/;

/** The names of a file that are those of helpers, and stand for something that is none. */
export function pretendersIn(file: File, isHelper: (name: string) => boolean): ReadonlySet<string> {
  const declared = declaredIn(file);
  const known = new Map<string, boolean>();
  const isHarmless = (name: string): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    // Until it is known, so that helpers that call each other end here.
    known.set(name, true);
    const harmless = declared.get(name)?.every((value) => isHonest(name, value, isHarmless)) ?? isUnknown(name);
    known.set(name, harmless);
    return harmless;
  };
  return new Set([...declared.keys()].filter((name) => isHelper(name) && !isHarmless(name)));
}

function isHonest(name: string, value: Value, isHarmless: (name: string) => boolean): boolean {
  if (value === FOREIGN || !isMadeOf(value, isHarmless)) return false;
  return !MAKES_CLASSES.test(name) || !callsGiven(value);
}

/** What makes a class calls nothing that it is given. */
const MAKES_CLASSES = /create_?class|define_?propert|_inherits|__extends/i;

/** What nobody has declared here: of the language, or a helper that is left out. */
const isUnknown = (name: string): boolean => HARMLESS.has(name) || NAMED.test(name);

/** Stands for what another module gives. */
const FOREIGN = 'of another module';

type Value = Node | typeof FOREIGN;

/** Everything that each name of a file is given, wherever. */
function declaredIn(file: File): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, Value[]>();
  walk(file.program, (node) => {
    for (const [name, value] of declaredBy(node)) {
      const list = found.get(name);
      if (list) list.push(value);
      else found.set(name, [value]);
    }
  });
  return found;
}

function declaredBy(node: Node): readonly (readonly [string, Value])[] {
  switch (node.type) {
    case 'FunctionDeclaration':
      return node.id ? [[node.id.name, node]] : [];
    case 'VariableDeclarator': {
      const value = node.init && valueGiven(node.init);
      return value ? patternNames(node.id).map(({ name }) => [name, value]) : [];
    }
    case 'AssignmentExpression':
      return node.left.type === 'Identifier' ? [[node.left.name, valueGiven(node.right)]] : [];
    case 'ImportDeclaration':
      return OF_COMPILERS.test(node.source.value) ? [] : node.specifiers.map(({ local }) => [local.name, FOREIGN]);
    default:
      return [];
  }
}

/** What is loaded from a package of helpers is one, or holds them. */
function valueGiven(value: Node): Value {
  const from = loadedFrom(value);
  if (from === undefined) return value;
  return OF_COMPILERS.test(from) ? ({ type: 'NullLiteral' } as Node) : FOREIGN;
}

/** `require('./a')`, `require('./a').b`, `interop(require('./a'))` */
function loadedFrom(value: Node): string | undefined {
  if (value.type === 'MemberExpression') return loadedFrom(value.object);
  if (value.type !== 'CallExpression') return undefined;
  const [first] = value.arguments as Node[];
  const isLoader = value.callee.type === 'Identifier' && value.callee.name === 'require';
  if (isLoader) return first?.type === 'StringLiteral' ? first.value : '';
  return first && loadedFrom(first);
}

/** True for what is made only of names that are declared in it, and of harmless ones. */
function isMadeOf(value: Node, isHarmless: (name: string) => boolean): boolean {
  const own = namesInside(value);
  const keys = new Set<Node>();
  let harmless = true;
  walk(value, (node) => {
    if (!harmless) return false;
    if (node.type === 'ImportExpression' || node.type === 'Import') harmless = false;
    if (node.type === 'MemberExpression' && !node.computed) keys.add(node.property);
    if ((node.type === 'ObjectProperty' || node.type === 'ObjectMethod') && !node.computed) keys.add(node.key);
    if (node.type === 'Identifier' && !keys.has(node) && !own.has(node.name)) harmless = isHarmless(node.name);
    return harmless;
  });
  return harmless;
}

function namesInside(value: Node): ReadonlySet<string> {
  const own = new Set<string>();
  walk(value, (node) => {
    for (const pattern of patternsOf(node)) for (const { name } of patternNames(pattern)) own.add(name);
  });
  return own;
}

/** What a node gives names to. */
function patternsOf(node: Node): readonly Node[] {
  const id = 'id' in node && node.id && typeof node.id === 'object' ? [node.id as Node] : [];
  if (isFunction(node)) return [...id, ...(node.params as Node[])];
  return node.type === 'CatchClause' && node.param ? [node.param] : id;
}

/** True for a function that calls what it is given, or a method of that. */
function callsGiven(value: Node): boolean {
  const params = isFunction(value) ? value.params.flatMap((one) => patternNames(one as Node)) : [];
  const given = new Set(params.map(({ name }) => name));
  let calls = false;
  walk(value, (node) => {
    if (node.type === 'CallExpression') calls ||= given.has(rootName(node.callee as Node));
    return !calls;
  });
  return calls;
}
