/** Values by which a request says who asks. */

import { keyText } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';

const HEADER = /^(?:proxy-)?authorization$|^(?:[\w-]+-)?(?:api-?key|(?:access-|auth-)?token)$/i;

/** True where a way goes through a header that logs in: `{ authorization: 'Bearer ' + key }`. */
export function logsIn(steps: readonly Node[]): boolean {
  return steps.some((step) => {
    const part = parentOf(step);
    if (part?.type !== 'ObjectProperty' || part.value !== step) return false;
    return HEADER.test(keyText(part.key, part.computed) ?? '');
  });
}
