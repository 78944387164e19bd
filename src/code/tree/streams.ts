/** What is written to a stream that a module makes itself comes to the function that it is made with. */
import { memberKey, methodsOf } from './members.ts';
import type { Linked } from './scope.ts';
import { type Func, isFunction, type Node } from './walk.ts';

type CallNode = Extract<Node, { type: 'CallExpression' }>;

const WRITTEN = new Set(['write', 'end', 'enqueue']);
const PIPED = new Set(['pipe', 'pipeTo', 'pipeThrough']);
/** Functions of a stream that are told of what is written to it. */
const TAKES = ['write', 'transform', '_write', '_transform'];

/** What comes to which function of a stream of this module, as its first argument. */
export function streamed(linked: Linked, call: Node): readonly (readonly [Func, Node])[] {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return NONE;
  const method = memberKey(linked, call.callee) ?? '';
  const [first] = call.arguments as Node[];
  if (!first) return NONE;
  if (WRITTEN.has(method)) return takersOf(linked, call.callee.object).map((fn) => [fn, first]);
  if (PIPED.has(method)) return takersOf(linked, first).map((fn) => [fn, (call.callee as { object: Node }).object]);
  return method === 'pipeline' ? along(linked, call) : NONE;
}

const NONE: readonly (readonly [Func, Node])[] = [];

/** `pipeline(source, cipher, new Writable({ write }))`: each gets what the one before it has. */
function along(linked: Linked, call: CallNode): readonly (readonly [Func, Node])[] {
  const streams = call.arguments as Node[];
  return streams.flatMap((stream, i) => {
    const before = streams[i - 1];
    return before ? takersOf(linked, stream).map((fn) => [fn, before] as const) : [];
  });
}

/** The functions by which a stream of this module takes what is written: of its options, or of its class. */
function takersOf(linked: Linked, stream: Node): readonly Func[] {
  const made = stream.type === 'Identifier' ? (linked.bindingOf(stream)?.definitions ?? []) : [];
  const streams = [stream, ...made.flatMap(({ value, path }) => (path.length === 0 ? [value] : []))];
  return streams.flatMap((one) => {
    if (one.type !== 'NewExpression') return [];
    const holder = one.arguments[0]?.type === 'ObjectExpression' && !isOwn(linked, one) ? one.arguments[0] : one;
    const keys = holder === one ? TAKES.slice(2) : TAKES.slice(0, 2);
    return keys.flatMap((key) => (methodsOf(linked, holder as Node, key) ?? []).filter((fn) => isFunction(fn)));
  });
}

/** True for an instance of a class of this module. */
function isOwn(linked: Linked, { callee }: Extract<Node, { type: 'NewExpression' }>): boolean {
  return callee.type === 'Identifier' && (linked.bindingOf(callee)?.kind ?? 'import') === 'class';
}
