/** Functions that are written into a text which becomes code: `eval('(' + fn + ')()')`, `spawn('node', ['-e', text])`. */
import { callOf, functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import type { Func, Node } from '../tree/walk.ts';
import { becomesCode } from './sinks.ts';
import { isProcess } from './sources.ts';

/** Texts people write are put together in a few steps. */
const MAX_PARTS = 60;

/** Functions that run because a call runs the text they are written into. */
export function functionsWritten(code: Linked, node: Node): readonly Func[] {
  const { name, args } = callOf(code, node) ?? {};
  if (name === undefined || !args || !(becomesCode(name) || isProcess(name))) return NONE;
  const found: Func[] = [];
  const seen = new Set(args);
  for (const part of seen) {
    const { texts, values } = partsOf(code, part);
    found.push(...values.flatMap((value) => functionsOf(code, value)));
    if (seen.size < MAX_PARTS) for (const text of [...texts, ...values]) seen.add(text);
  }
  return found;
}

const NONE: readonly Func[] = [];

interface Parts {
  /** What the text is, or may be. */
  readonly texts: readonly Node[];
  /** What is written into it, whatever that is. */
  readonly values: readonly Node[];
}

const texts = (...nodes: readonly (Node | null | undefined)[]): Parts => ({
  texts: nodes.filter((node) => !!node),
  values: [],
});

function partsOf(code: Linked, node: Node): Parts {
  switch (node.type) {
    case 'TemplateLiteral':
      return { texts: [], values: node.expressions as Node[] };
    case 'BinaryExpression':
      return { texts: [], values: node.operator === '+' ? [node.left, node.right] : [] };
    case 'ArrayExpression':
      return texts(...node.elements);
    case 'ConditionalExpression':
      return texts(node.consequent, node.alternate);
    case 'Identifier':
      return texts(
        ...(code.bindingOf(node)?.definitions ?? []).flatMap(({ value, path }) => (path.length === 0 ? [value] : [])),
      );
    case 'CallExpression':
      return ofCall(code, node);
    default:
      return texts();
  }
}

const WRITES_ITSELF = new Set(['toString', 'replace', 'replaceAll', 'trim', 'concat', 'join', 'slice']);
const TAKES_TEXT = /^(?:encodeURIComponent|encodeURI|btoa|Buffer\.from)$/;

/** `fn.toString()`, `String(fn)`, and what is done to texts on their way. */
function ofCall(code: Linked, { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>): Parts {
  const name = nameOf(code, callee as Node);
  if (name === 'String') return { texts: [], values: args.slice(0, 1) as Node[] };
  if (name !== undefined && TAKES_TEXT.test(name)) return texts(args[0]);
  const method = propertyName(code, callee as Node);
  if (callee.type !== 'MemberExpression' || method === undefined || !WRITES_ITSELF.has(method)) return texts();
  return method === 'toString' ? { texts: [], values: [callee.object] } : texts(callee.object, ...(args as Node[]));
}
