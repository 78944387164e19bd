/** What a request is answered that fails: its error has the whole answer, which may hold anything. */
import { nameOf, propertyName } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { isFunction, isWithin, type Node, parentOf } from '../tree/walk.ts';
import { isCall } from './feeds.ts';

/** `try { await axios.get(url) } catch (error) { error.response }`, `got(url).catch((error) => error.response)`. */
export function isAnswerCaught(code: Linked, node: Node, isRequest: (name: string) => boolean): boolean {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return false;
  const { object } = node;
  if (object.type !== 'Identifier' || propertyName(code, node) !== 'response') return false;
  const binding = code.bindingOf(object);
  const asks = (call: Node) => isCall(call) && isRequest(nameOf(code, call.callee as Node) ?? '');
  const tried = parentOf(binding?.node ?? node);
  if (binding?.node?.type === 'CatchClause' && tried?.type === 'TryStatement')
    return code.nodes.calls.some((call) => isWithin(tried.block, call) && asks(call));
  const thrown = binding?.param?.index === 0 && isFunction(binding.node) ? parentOf(binding.node) : undefined;
  const callee = thrown?.type === 'CallExpression' ? thrown.callee : undefined;
  return callee?.type === 'MemberExpression' && propertyName(code, callee) === 'catch' && asks(callee.object);
}
