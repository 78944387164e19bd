/** Streams that a function gives on as it got them, and of which it sends a copy besides. */
import { networkArguments, partsBehind } from '../flow/flow.ts';
import { hostsWritten } from '../flow/hosts.ts';
import { type Call, callsOf, functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import type { Binding, Linked } from '../tree/scope.ts';
import { type Func, isFunction, type Node } from '../tree/walk.ts';
import type { QuietCopy } from './quiet.ts';

const PIPES = new Set(['pipe', 'pipeTo']);

/**
 * `function spool(source) { source.pipe(new PassThrough()).pipe(request(…)); return source; }`: whoever reads what was given goes on as if
 * nothing had been, and one written-out place has all of it as well.
 */
export function teedCopies(code: Linked): readonly QuietCopy[] {
  return callsOf(code).flatMap((call): QuietCopy[] => {
    if (!PIPES.has(call.method ?? '') || !isGivenOn(code, call.node)) return [];
    const hosts = hostsPipedTo(code, call);
    return hosts.length > 0 ? [{ call, hosts }] : [];
  });
}

/** True where what a call pipes is what its function was given and gives back. */
function isGivenOn(code: Linked, call: Node): boolean {
  const given = pipedFrom(code, call);
  const fn = given?.kind === 'param' && given.node && isFunction(given.node) ? given.node : undefined;
  const results = fn ? (code.results.get(fn) ?? []) : [];
  return results.some((one) => one.type === 'Identifier' && code.bindingOf(one) === given);
}

/** As many streams are gone back through. */
const MAX_STREAMS = 8;

/** The name of the stream at the beginning: `copy.pipe(to)`, of `const copy = source.pipe(new PassThrough())`. */
function pipedFrom(code: Linked, call: Node): Binding | undefined {
  let at: Node | undefined = call;
  for (let left = MAX_STREAMS; at && left > 0; left--) {
    if (at.type === 'Identifier') {
      const held: Binding | undefined = code.bindingOf(at);
      const [only, ...more]: readonly { readonly value: Node }[] = held?.definitions ?? [];
      if (held?.kind === 'param' || !only || more.length > 0) return held;
      at = only.value;
    } else at = at.type === 'CallExpression' ? receiverOf(code, at) : undefined;
  }
  return undefined;
}

function receiverOf(code: Linked, { callee }: Extract<Node, { type: 'CallExpression' }>): Node | undefined {
  const pipes = callee.type === 'MemberExpression' && PIPES.has(propertyName(code, callee) ?? '');
  return pipes ? callee.object : undefined;
}

/** The hosts that are written out for the request that is piped to, where nobody else may say which. */
function hostsPipedTo(code: Linked, { args: [target] }: Call): readonly string[] {
  const made =
    target?.type === 'Identifier' ? (code.bindingOf(target)?.definitions ?? []).map(({ value }) => value) : [];
  return [...(target ? [target] : []), ...made].flatMap((value) => {
    if (value.type !== 'CallExpression' || !isRequest(code, value)) return [];
    const address = (value.arguments as Node[]).slice(0, 2);
    return isChosen(code, address) ? [] : hostsWritten(code, address);
  });
}

/** A request, or what a function of the module makes that makes one: `const { req } = open(url)`. */
function isRequest(code: Linked, call: Extract<Node, { type: 'CallExpression' }>): boolean {
  if (networkArguments(code, call).length > 0) return true;
  return functionsOf(code, call.callee as Node).some((fn: Func) =>
    (code.callsIn.get(fn) ?? []).some((one) => networkArguments(code, one).length > 0),
  );
}

function isChosen(code: Linked, address: readonly Node[]): boolean {
  return [...partsBehind(code, address)].some(
    (part) =>
      (part.type === 'Identifier' && code.bindingOf(part)?.kind === 'param') ||
      nameOf(code, part)?.startsWith('process.env') === true,
  );
}
