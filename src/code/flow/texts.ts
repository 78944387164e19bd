/** Constant texts that arguments are made of. */

import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { literalsIn } from './flow.ts';
import { isBundle } from './module.ts';

const MOST = 400;

/**
 * As `literalsIn`, but in a bundle only what stands right there: one function is called from everywhere in it, and what all
 * its callers give together says nothing of any of them.
 */
export function textsBehind(code: Linked, nodes: readonly Node[]): readonly string[] {
  return isBundle(code) ? writtenThere(code, nodes) : literalsIn(code, nodes);
}

function writtenThere(code: Linked, nodes: readonly Node[]): readonly string[] {
  const seen = new Set(nodes);
  const found = new Set<string>();
  for (const node of seen) {
    const text = textOf(code, node);
    if (text !== undefined) found.add(text);
    else if (seen.size < MOST) for (const part of partsOf(code, node)) seen.add(part);
  }
  return [...found];
}

function partsOf(code: Linked, node: Node): readonly Node[] {
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.filter((item) => item !== null);
    case 'ObjectExpression':
      return node.properties.flatMap((item) => (item.type === 'ObjectProperty' ? [item.value] : []));
    case 'TemplateLiteral':
      return [...node.quasis, ...(node.expressions as Node[])];
    case 'BinaryExpression':
      return [node.left as Node, node.right];
    case 'CallExpression':
    case 'NewExpression':
      return node.arguments as Node[];
    case 'Identifier':
      return held(code, node);
    default:
      return [];
  }
}

/** What a variable holds that is no parameter. */
function held(code: Linked, name: Extract<Node, { type: 'Identifier' }>): readonly Node[] {
  const binding = code.bindingOf(name);
  if (!binding || binding.kind === 'param') return [];
  return binding.definitions.flatMap(({ value, path }) => (path.length === 0 ? [value] : []));
}
