/**
 * What a module tells of its exports to those that declare tools with them: texts that may be orders, hints, and what is done to
 * files. It is found out where somebody asks, as most modules are never asked.
 */
import type { Evidence } from '../../types.ts';
import { deedsOf, type ForeignDeed, parametersBehind } from '../flow/deeds.ts';
import { evidenceAt, type Where } from '../flow/module.ts';
import { MOST_SEARCHED, mayBeOrder } from '../tools/orders.ts';
import { textsIn } from '../tools/says.ts';
import { errorsOf, hintsOf } from '../tools/tools.ts';
import { callsOf, functionsOf, localTarget } from '../tree/calls.ts';
import { ownerOf } from '../tree/members.ts';
import { objectBehind } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { type Func, isFunction, type Node } from '../tree/walk.ts';
import { type Across, behindExport, type Place } from './across.ts';
import { exportsOf, type Passes, passesOf } from './exports.ts';

/** A text of another module. */
export interface Told {
  readonly text: string;
  /** True for what a function gives, and not the value itself. */
  readonly given: boolean;
  readonly origin: Evidence;
  /** True where it is only known when it runs whether it is this one. */
  readonly among?: boolean;
  /** Under which name it lies in JSON. */
  readonly key?: string | undefined;
}

/** One export, or what it holds: `TEXTS`, then `add`, `description`. */
export interface Answer {
  readonly path: readonly string[];
  readonly says: readonly Told[];
  readonly hints: readonly (readonly [string, boolean])[];
  readonly does: readonly ForeignDeed[];
}

export interface Answers extends Passes {
  readonly answers: readonly Answer[];
  /** True where what holds others does not tell what they do. */
  readonly leaves?: boolean;
}

/** What is asked about the other modules. */
export interface Asking {
  resolve(specifier: string, from: string): string | undefined;
  /** The files that a path with `*` for some of its names may be. */
  matching(pattern: string, from: string): readonly string[];
  answers(path: string): Answers | undefined;
  /** How many modules are asked one for another: the last of them is not told what others do. */
  depth(): number;
}

const MOST = 400;
const MOST_TEXTS = 40;
/** More is not searched for orders, and that is told. */
const LONGEST = MOST_SEARCHED + 1;
const MAX_DEPTH = 3;

/** What the other modules of a package tell of a name. */
export function askedOf(from: string, name: string, asking: Asking): readonly Answer[] {
  const target = localTarget(name);
  if (target?.specifier.includes('*')) return amongFiles(asking, asking.matching(target.specifier, from));
  const path = target && asking.resolve(target.specifier, from);
  if (path === undefined) return [];
  const names = target?.path ?? [];
  return answersAt(asking, { path, names }) ?? answersAt(asking, { path, names: ['default', ...names] }) ?? [];
}

function amongFiles(asking: Asking, paths: readonly string[]): readonly Answer[] {
  const answers = paths.flatMap((path) => asking.answers(path)?.answers ?? []);
  return answers.map((answer) => ({ ...answer, says: answer.says.map((told) => ({ ...told, among: true })) }));
}

function answersAt(asking: Asking, place: Place): readonly Answer[] | undefined {
  const across: Across<Answers> = {
    module: ({ path }) => asking.answers(path),
    passes: (answers) => answers,
    resolve: asking.resolve,
  };
  return behindExport(across, place, ({ answers, leaves }, { names }) => {
    const own = answers.filter((answer) => isOf(answer, names, leaves));
    return own.length > 0 ? own : undefined;
  });
}

/** True for what is asked for; where only leaves tell something, for those of a branch. */
function isOf({ path }: Answer, wanted: readonly string[], leaves = false): boolean {
  return (leaves || path.length === wanted.length) && wanted.every((key, i) => path[i] === key);
}

/** `code.outside` has to be set, for what it has from others. */
export function answersOf(code: Linked, where: Where): Answers {
  const deeds = deedsIn(code, where);
  const answers = partsOf(code).flatMap(({ path, node }): Answer[] => {
    const answer = {
      path,
      says: saidBy(code, where, node),
      hints: isFunction(node) ? [] : hintsOf(code, node).map(([hint, { value }]) => [hint, value] as const),
      does: functionsOf(code, node).flatMap((fn) => deeds.get(fn) ?? []),
    };
    return answer.says.length + answer.hints.length + answer.does.length > 0 ? [answer] : [];
  });
  return { answers, ...passesOf(code) };
}

/** Catalogues of translations write a long text in several lines, each in quotes. */
const GOES_ON = /"[ \t]{0,8}\r?\n[ \t]{0,40}"/g;

/** The texts of a file that is no code: those of JSON one by one, or all of it. */
export function answersOfFile(where: Where): Answers {
  const whole = { path: ['default'], text: where.source.replace(GOES_ON, '') };
  const answers = where.path.endsWith('.json') ? stringsIn(parsed(where.source), []) : [whole];
  const origin = { at: `file:${where.package}/${where.path}`, note: 'its text', snippet: '' };
  const told = answers
    .filter(({ text }) => mayBeOrder(text))
    .map(({ path, text }) => ({
      path,
      says: [{ text: text.slice(0, LONGEST), given: false, origin, key: path.at(-1) }],
      hints: [],
      does: [],
    }));
  return { answers: told.slice(0, MOST_TEXTS), leaves: true, passes: new Map(), passesAll: [] };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The schema of a tool is nested: a list, `inputSchema`, `properties`, a name, `oneOf`, one of them, its title. */
const DEEPEST = 16;

interface Text {
  readonly path: readonly string[];
  readonly text: string;
}

function stringsIn(value: unknown, path: readonly string[]): readonly Text[] {
  if (typeof value === 'string') return [{ path: ['default', ...path], text: value }];
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, [...path, key]));
}

// ---------------------------------------------------------------- what is exported

interface Part {
  readonly path: readonly string[];
  readonly node: Node;
}

/** Every export, and what it holds by name: values of objects, methods of classes and of what functions make. */
function partsOf(code: Linked): readonly Part[] {
  const roots: Part[] = [
    ...[...exportsOf(code)].flatMap(([name, values]) => values.map((node) => ({ path: [name], node }))),
    ...classesIn(code),
  ];
  const all: Part[] = [];
  for (const root of roots) addBelow(code, root, all);
  return all;
}

function classesIn(code: Linked): readonly Part[] {
  return code.nodes.imports.flatMap((node): Part[] => {
    const declaration = node.type === 'ExportNamedDeclaration' ? node.declaration : undefined;
    return declaration?.type === 'ClassDeclaration' && declaration.id
      ? [{ path: [declaration.id.name], node: declaration }]
      : [];
  });
}

/** A part and what is below it, until there are as many as are looked at. */
function addBelow(code: Linked, part: Part, all: Part[]): void {
  if (all.length >= MOST) return;
  all.push(part);
  if (part.path.length > MAX_DEPTH) return;
  for (const { path, node } of membersOf(code, part.node)) {
    if (node !== part.node) addBelow(code, { path: [...part.path, ...path], node }, all);
  }
}

/** What is reached from a value by one name; of a function, from what it gives. */
function membersOf(code: Linked, node: Node): readonly Part[] {
  const made = functionsOf(code, node).flatMap((fn) => code.results.get(fn) ?? []);
  return [...(isFunction(node) ? [] : [node]), ...made].flatMap((value) => {
    const owner = objectBehind(code, value) ?? ownerOf(code, value);
    const members =
      owner?.type === 'ObjectExpression' ? owner.properties : owner && 'body' in owner ? inClass(owner) : [];
    return members.flatMap((member): Part[] => {
      const key =
        'key' in member ? keyText(member.key as Node, 'computed' in member && member.computed === true) : undefined;
      const held = isFunction(member) ? member : 'value' in member ? (member.value as Node | null) : undefined;
      return key === undefined || key.startsWith('#') || !held ? [] : [{ path: [key], node: held }];
    });
  });
}

function inClass(owner: Node): readonly Node[] {
  return owner.type === 'ClassDeclaration' || owner.type === 'ClassExpression' ? owner.body.body : [];
}

// ---------------------------------------------------------------- what it tells

/** What a value says, and what a function gives or throws, also where that is exported by its name: `exports.explain = explain`. */
function saidBy(code: Linked, where: Where, node: Node): readonly Told[] {
  const functions = isFunction(node) || node.type === 'Identifier' ? functionsOf(code, node) : [];
  const given = [...functions.flatMap((fn) => code.results.get(fn) ?? []), ...errorsOf(code, functions)];
  const told = (roots: readonly Node[], gives: boolean) =>
    textsIn(code, roots, gives)
      .filter(({ text }) => mayBeOrder(text))
      .map(({ text, node: at, origin, among = false }) => ({
        text: text.slice(0, LONGEST),
        given: gives,
        origin: origin ?? evidenceAt(where, at, 'its text'),
        among,
      }));
  return [...told(given, true), ...(isFunction(node) ? [] : told([node], false))].slice(0, MOST_TEXTS);
}

/** Deeds that are followed back to parameters; each costs a walk. */
const MOST_DEEDS = 100;

/** What the functions of a module do to paths they are given. */
function deedsIn(code: Linked, where: Where): ReadonlyMap<Func, readonly ForeignDeed[]> {
  const deeds = callsOf(code).flatMap((call) => deedsOf(code, where.source, call).map((deed) => ({ ...deed, call })));
  const found = new Map<Func, ForeignDeed[]>();
  for (const { kind, name, paths, origin, through, call } of deeds.slice(0, MOST_DEEDS)) {
    const done = { kind, name, through: through === undefined ? 0 : through + 1 };
    const from = origin ?? evidenceAt(where, call.node, 'done here');
    const given = paths.flatMap(({ node, key }) =>
      // What is handed on as it is holds the path by the same name.
      parametersBehind(code, node).map(({ fn, index, key: own }) => ({ fn, index, key: own ?? key })),
    );
    for (const [fn, parameters] of Map.groupBy(given, (one) => one.fn)) {
      const all = found.get(fn) ?? [];
      all.push({ ...done, given: parameters.map(({ index, key }) => ({ index, key })), origin: from });
      found.set(fn, all);
    }
  }
  return found;
}
