/**
 * Modules of the package that are loaded under names only known when it runs: `require('./plugins/' + name)`, and whatever
 * lies in a folder that is listed.
 */
import { isLoader } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { namesOwnFile, partsBehind, writtenOut } from './feeds.ts';

/** Stands for what is not known of a path. */
const UNKNOWN = '\0';
/** What puts a path together. */
const JOINS = new Set(['CallExpression', 'TemplateLiteral', 'BinaryExpression', 'NewExpression']);
/** Most beginnings of one call. */
const MOST = 8;

/** How their paths begin, seen from the module; none where a call loads no module, or one that is named. */
export function beginningsLoaded(code: Linked, node: Node): readonly string[] {
  const given = loadedBy(code, node);
  if (!given || given.type === 'StringLiteral') return [];
  const found = new Set<string>();
  for (const part of partsBehind(code, [given])) {
    const start = JOINS.has(part.type) ? beginningOf(code, part) : undefined;
    if (start !== undefined && found.size < MOST) found.add(start);
  }
  return [...found];
}

function loadedBy(code: Linked, node: Node): Node | undefined {
  if (node.type === 'ImportExpression') return node.source;
  if (node.type !== 'CallExpression' || !isLoader(code, node.callee)) return undefined;
  return node.arguments[0] as Node | undefined;
}

/** Undefined for a path that is known to its end, for one that is not the package’s, and where every file may be meant. */
function beginningOf(code: Linked, path: Node): string | undefined {
  const written = writtenOut(code, path, UNKNOWN).replace(/^file:\/\//, '');
  // An ECMAScript module works its folder out.
  const isOwn = written.startsWith(`${UNKNOWN}/`) && namesOwnFile(code, path);
  const from = isOwn ? `.${written.slice(1)}` : written;
  const end = from.indexOf(UNKNOWN);
  const start = from.slice(0, Math.max(end, 0)).replace(/^(?:\.\/)+/, './');
  return /^\.{1,2}\/[^/]/.test(start) ? start : undefined;
}
