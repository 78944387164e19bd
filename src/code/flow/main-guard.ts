/** Code that runs only where its module is the program itself: `if (require.main === module) main()` and its like. */
import { keyText, type Linked } from '../tree/scope.ts';
import { type Node, parentOf, walk } from '../tree/walk.ts';

/** Whether a node stands in such code, as far as the top of the module goes. */
export function inMainGuard(code: Linked, node: Node): boolean {
  const { start } = node;
  return typeof start === 'number' && guardedIn(code).some((part) => start >= part.start && start < part.end);
}

interface Part {
  readonly start: number;
  readonly end: number;
}

const GUARDED = new WeakMap<Linked, readonly Part[]>();

function guardedIn(code: Linked): readonly Part[] {
  const known = GUARDED.get(code) ?? code.nodes.members.filter(tellsMain).flatMap(guardedBy);
  GUARDED.set(code, known);
  return known;
}

/** `require.main`, `import.meta.main`, `import.meta.url`, or `module.parent`, which only the program itself has not. */
function tellsMain(node: Node): boolean {
  if (node.type !== 'MemberExpression') return false;
  const property = keyText(node.property as Node);
  const { object } = node;
  if (object.type === 'MetaProperty') return property === 'main' || property === 'url';
  if (object.type !== 'Identifier') return false;
  return (object.name === 'require' && property === 'main') || (object.name === 'module' && property === 'parent');
}

/** What the question decides: the part that runs where the answer is yes. Nothing where something else is asked. */
function guardedBy(asked: Node): readonly Part[] {
  let at = answered(asked);
  let parent = at && parentOf(at);
  while (at && parent?.type === 'LogicalExpression' && parent.operator === '&&') {
    if (parent.left === at && parentOf(parent)?.type === 'ExpressionStatement') return partOf(parent.right);
    at = parent;
    parent = parentOf(at);
  }
  if (parent?.type !== 'IfStatement' && parent?.type !== 'ConditionalExpression') return [];
  return parent.test === at ? partOf(parent.consequent) : [];
}

/** The expression that is true in the program itself: `… === module`, `!module.parent`, or `import.meta.main` as it is. */
function answered(asked: Node): Node | undefined {
  if (asked.type === 'MemberExpression' && asked.object.type === 'MetaProperty')
    return keyText(asked.property as Node) === 'main' ? asked : comparedWithProgram(asked);
  const parent = parentOf(asked);
  if (isParent(asked)) return parent?.type === 'UnaryExpression' && parent.operator === '!' ? parent : undefined;
  if (parent?.type !== 'BinaryExpression' || !/^={2,3}$/.test(parent.operator)) return undefined;
  const other = parent.left === asked ? parent.right : parent.left;
  return other.type === 'Identifier' && other.name === 'module' ? parent : undefined;
}

function isParent(node: Node): boolean {
  return node.type === 'MemberExpression' && keyText(node.property as Node) === 'parent';
}

function partOf({ start, end }: Node): readonly Part[] {
  return typeof start === 'number' && typeof end === 'number' ? [{ start, end }] : [];
}

/** `import.meta.url === pathToFileURL(process.argv[1]).href`, in whatever way the two are made alike. */
function comparedWithProgram(url: Node): Node | undefined {
  let at = url;
  let parent = parentOf(at);
  while (parent?.type === 'CallExpression' || parent?.type === 'MemberExpression') {
    at = parent;
    parent = parentOf(at);
  }
  if (parent?.type !== 'BinaryExpression' || !/^={2,3}$/.test(parent.operator)) return undefined;
  return namesProgram(parent.left === at ? parent.right : (parent.left as Node)) ? parent : undefined;
}

function namesProgram(node: Node): boolean {
  let found = false;
  walk(node, (part) => {
    found ||= part.type === 'MemberExpression' && keyText(part.property as Node) === 'argv';
  });
  return found;
}
