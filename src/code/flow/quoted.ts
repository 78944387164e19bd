/** Text that stands in code as a text: `new Function('d', 'return {' + JSON.stringify(column) + ': d[0] }')`. */
import { functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { type Node, walk } from '../tree/walk.ts';
import { literalsIn } from './feeds.ts';

/** What keeps a text that is written out as one. */
const KEEPS = /^(?:map|flatMap|join|concat)$/;
/** What makes code of such a text again. */
const READS = /\b(?:eval|Function|constructor|import|require|atob|Buffer|parse)\b/;

/** True where what becomes code at `sink` was written out with its quotes on the way, and nothing reads it again. */
export function isQuoted(code: Linked, steps: readonly Node[], sink: Node): boolean {
  const at = steps.findLastIndex((step) => writesOut(code, step) || writesOutEach(code, step));
  const later = steps.slice(at + 1).filter((step) => step !== sink);
  const isKept = (step: Node): boolean =>
    !('callee' in step) || KEEPS.test(propertyName(code, step.callee as Node) ?? '');
  const given = 'arguments' in sink ? (sink.arguments as Node[]) : [];
  return at >= 0 && later.every(isKept) && !literalsIn(code, given).some((text) => READS.test(text));
}

function writesOut(code: Linked, node: Node): boolean {
  return node.type === 'CallExpression' && nameOf(code, node.callee) === 'JSON.stringify';
}

/** `names.map((name) => JSON.stringify(name) + ': 1')`: nothing else becomes of each. */
function writesOutEach(code: Linked, step: Node): boolean {
  if (step.type !== 'CallExpression' || propertyName(code, step.callee) !== 'map') return false;
  const [fn, ...others] = step.arguments[0] ? functionsOf(code, step.arguments[0] as Node) : [];
  if (!fn || others.length > 0) return false;
  const isEach = (node: Node | undefined): boolean => {
    const binding = node?.type === 'Identifier' ? code.bindingOf(node) : undefined;
    return binding?.param?.index === 0 && binding.node === fn;
  };
  let [uses, written] = [0, 0];
  walk(fn.body, (node) => {
    if (isEach(node)) uses++;
    if (writesOut(code, node) && 'arguments' in node && isEach(node.arguments[0] as Node | undefined)) written++;
  });
  return uses > 0 && uses === written;
}
