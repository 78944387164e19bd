/** Values by which a request says who asks. */

import { keyText } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';

const LOGIN = /^(?:proxy-)?authorization$|^(?:[\w-]+-)?(?:api-?key|(?:access-|auth-)?token)$/i;

/** True where a way goes through a header that logs in: `{ headers: { authorization: 'Bearer ' + key } }`. */
export function logsIn(steps: readonly Node[]): boolean {
  const keys = steps.flatMap((step) => {
    const part = parentOf(step);
    return part?.type === 'ObjectProperty' && part.value === step ? (keyText(part.key, part.computed) ?? []) : [];
  });
  const login = keys.findIndex((key) => LOGIN.test(key));
  // A body may call anything a token.
  return login >= 0 && keys.slice(login + 1).some((key) => /headers$/i.test(key));
}
