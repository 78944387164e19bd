/** Which of several sources reach one sink together, and which in each other's stead. */
import { functionsOf } from '../tree/calls.ts';
import type { Binding, Linked } from '../tree/scope.ts';
import { type Node, parentOf, walk } from '../tree/walk.ts';
import { isCall } from './feeds.ts';
import type { Flow } from './flow.ts';

/** What comes together in a value: the ways behind each of the nodes it is made of. */
interface Joint {
  readonly ways: Map<Node, Joint>;
  readonly ends: Set<string>;
}

const joint = (): Joint => ({ ways: new Map(), ends: new Set() });

/**
 * The largest set of things that the flows of one sink can bring at a time, each named by `nameOf`. `a || b` and a variable that is
 * set here or there bring one of them, an object or a text that holds both brings both.
 */
export function atOnce(code: Linked, flows: readonly Flow[], nameOf: (flow: Flow) => string): ReadonlySet<string> {
  const root = joint();
  for (const flow of flows) {
    let at = root;
    for (const node of flow.steps.toReversed()) {
      const next = at.ways.get(node) ?? joint();
      at.ways.set(node, next);
      at = next;
    }
    at.ends.add(nameOf(flow));
  }
  return largest(code, undefined, root);
}

function largest(code: Linked, node: Node | undefined, { ways, ends }: Joint): ReadonlySet<string> {
  const parts = [...ways].map(([from, behind]) => ({ from, names: largest(code, from, behind) }));
  const choices = parts.filter(({ from }) => node !== undefined && isChoice(code, node, from));
  const all = parts.filter((part) => !choices.includes(part));
  const chosen = choices.reduce<ReadonlySet<string>>(
    (most, { names }) => (names.size > most.size ? names : most),
    new Set(),
  );
  return new Set([...ends, ...chosen, ...all.flatMap(({ names }) => [...names])]);
}

/** True where a value is this or something else, and not made of both. */
function isChoice(code: Linked, node: Node, from: Node): boolean {
  if (node.type === 'LogicalExpression' || node.type === 'ConditionalExpression') return true;
  // What a function gives back is one of its results.
  if (isCall(node)) return functionsOf(code, node.callee as Node).some((fn) => code.results.get(fn)?.includes(from));
  const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
  const set = binding?.definitions.some(({ value }) => value === from) ?? false;
  return set && !binding?.definitions.some(({ value }) => addsTo(code, binding, value));
}

/** `s += a`, `s = s + a`: what was there before is part of it. */
function addsTo(code: Linked, binding: Binding, value: Node): boolean {
  const parent = parentOf(value);
  if (parent?.type === 'AssignmentExpression' && !/^(?:\|\||&&|\?\?)?=$/.test(parent.operator)) return true;
  let found = false;
  walk(value, (part) => {
    found ||= part.type === 'Identifier' && code.bindingOf(part) === binding;
    return !found;
  });
  return found;
}
