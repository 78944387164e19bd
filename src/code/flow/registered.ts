/** What a module has a service keep: a webhook, a right, a key. */
import { propertyName } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { isFunction, type Node, parentOf } from '../tree/walk.ts';
import { writtenOut } from './feeds.ts';
import { backwards } from './flow.ts';
import type { Call, Module } from './module.ts';

/** By what it is known that something is added to what a service keeps of a kind. */
export interface Register {
  /** The end of a path where services keep it: `/repos/${repo}/hooks`. */
  readonly keptAt: RegExp;
  /** Functions that add one, whatever their object: `createWebhook`. */
  readonly adds: RegExp;
  /** Lists of clients, whose `add` and its like adds one: `stripe.webhookEndpoints.create`. */
  readonly lists: RegExp;
}

/** Where something is added, and what may be it. */
export interface Registration {
  readonly node: Node;
  readonly given: readonly Node[];
}

/** Stands for what is not written out; it is no part of a host's name. */
export const UNKNOWN = '\0';

/** Calls, and rows of tables that a loop makes calls of: `['POST', '/hooks', { … }]`. */
export function* registrationsIn({ code, calls }: Module, register: Register): Iterable<Registration> {
  for (const call of calls) {
    const given = addedBy(code, call, register);
    if (given.length > 0) yield { node: call.node, given };
  }
  for (const path of code.nodes.strings) {
    const row = path.type === 'StringLiteral' && register.keptAt.test(path.value) ? parentOf(path) : undefined;
    if (row?.type !== 'ArrayExpression') continue;
    const parts = row.elements.filter((part) => part !== null);
    if (parts.some((part) => isMethod(code, part))) yield { node: row, given: parts };
  }
}

/** The objects that what is given is made of. */
export function* objectsGiven(code: Linked, { given }: Registration) {
  for (const { node } of given.flatMap((arg) => [...backwards(code, arg)]))
    if (node.type === 'ObjectExpression' && !isShown(node)) yield node;
}

/** Under what name what is given stands where it only shows how something looks. */
const SHOWS = /example|sample|schema|mock|fixture|^docs?$/i;
const MAX_UP = 12;

function isShown(object: Node): boolean {
  let up = parentOf(object);
  for (let left = MAX_UP; up && left > 0; left--, up = parentOf(up)) {
    if (up.type === 'ObjectProperty' && SHOWS.test(keyText(up.key, up.computed) ?? '')) return true;
    if (isFunction(up) || up.type.endsWith('Statement')) return false;
  }
  return false;
}

const ADDS = /^(?:post|put|request|fetch|create|send|api|call)$/i;
const INTO_LIST = /^(?:create|add|register|insert)$/;
const METHOD = /^(?:POST|PUT|PATCH)$/;
/** Arguments among which a path is looked for. */
const MAX_PATHS = 3;

function addedBy(code: Linked, { node, method, name, args }: Call, { keptAt, adds, lists }: Register): readonly Node[] {
  const does = method ?? name ?? '';
  if (adds.test(does)) return args;
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const list = callee?.type === 'MemberExpression' ? propertyName(code, callee.object) : undefined;
  if (INTO_LIST.test(does) && lists.test(list ?? '')) return args;
  if (args.length < 2 || !(ADDS.test(does) || args.some((arg) => isMethod(code, arg)))) return [];
  const path = args.slice(0, MAX_PATHS).find((arg) => keptAt.test(endOf(code, arg)));
  return path ? args.filter((arg) => arg !== path) : [];
}

function isMethod(code: Linked, node: Node): boolean {
  return METHOD.test(textOf(code, node) ?? '');
}

/** How a path ends, also one that a function makes of its parts: `path('projects', id, 'hooks')`. */
function endOf(code: Linked, path: Node): string {
  const written = writtenOut(code, path, UNKNOWN);
  if (written !== UNKNOWN || path.type !== 'CallExpression') return written;
  const last = path.arguments.length > 1 ? (path.arguments.at(-1) as Node) : undefined;
  return last ? `/${textOf(code, last) ?? ''}` : '';
}
