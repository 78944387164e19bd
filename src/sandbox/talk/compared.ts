/**
 * What a package's code holds answers against before it believes them, `if (data.status !== 'OK') throw …`, and what it takes out of
 * them, `const { success, url } = response.data`. Pure, by its words alone: it is an answer to try where a tool did not like
 * another, never a fact.
 */
import type { Wanted } from './wanted.ts';

/** Members by which services say that all is well. */
const NAMES =
  'status|state|success|ok|result|ret|code|retcode|ret_code|resultCode|result_code|errcode|errCode|errno|err_no|error_code|errorCode|infocode|returnCode|return_code';
const VALUE = `(?:"([\\w .-]{1,30})"|'([\\w .-]{1,30})'|(\\d{1,6})(?![\\w.]))`;
const AFTER = new RegExp(`\\.(${NAMES})\\s{0,3}!==?\\s{0,3}${VALUE}`, 'g');
/** As minifiers write it. */
const BEFORE = new RegExp(`${VALUE}\\s{0,3}!==?\\s{0,3}[\\w$.]{1,60}\\.(${NAMES})\\b`, 'g');

/** Codes of errors of the system and of Node, and what a promise comes to: no answer of a service. */
const OTHERS = /^E[A-Z]{3,}|^ERR_|NOT_FOUND|^(?:fulfilled|rejected)$/;

/** What is taken out of an answer by name. */
const TAKEN =
  /\{([\w$\s,:]{1,300})\}\s{0,3}=\s{0,3}(?:(?:await|yield)\s{1,3})?\(?(?:[\w$]{1,30}\.){0,2}(?:res|resp|response|answer|result|reply)\.(?:data|body|json\(\))/g;
/** What any answer holds, and what it had better not hold. */
const HELD =
  /^(?:data|items|results?|records|values?|entries|hits|rows|list|nodes|meta|headers|id|name|status|success|ok)$/;
const AMISS = /err|fail|message|msg|reason|warn|next|cursor|more/i;
/** Most that is given by such names, and what: a text is also a page, an address and a member of nothing. */
const MOST_TAKEN = 8;
const TEXT = 'acme';

function takenIn(text: string): readonly string[] {
  const names = [...text.matchAll(TAKEN)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.split(':')[0]?.trim() ?? ''),
  );
  return names.filter((name) => /^[\w$]{2,40}$/.test(name) && !HELD.test(name) && !AMISS.test(name));
}

/** For each member, what it is most often wanted to be. */
export function comparedIn(sources: Iterable<string>): readonly Wanted[] {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  for (const text of sources) {
    for (const name of takenIn(text)) if (taken.size < MOST_TAKEN) taken.add(name);
    const after = [...text.matchAll(AFTER)].map(([, name, ...value]) => keyOf(name, value));
    const before = [...text.matchAll(BEFORE)].map(([, double, single, number, name]) =>
      keyOf(name, [double, single, number]),
    );
    for (const key of [...after, ...before]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const often = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const given = [...taken].map((name) => ({ kind: 'any', path: [name], value: TEXT }) as const);
  const wanted = [...often.flatMap(([key]) => wantedBy(JSON.parse(key))), ...given];
  return [...new Map(wanted.toReversed().map((one) => [one.path[0], one])).values()];
}

const keyOf = (name = '', [double, single, number]: readonly (string | undefined)[]): string =>
  JSON.stringify([name, double ?? single ?? Number(number)]);

type Compared = Extract<Wanted, { readonly path: unknown }>;

function wantedBy([name, value]: readonly [string, string | number]): readonly Compared[] {
  // The status of HTTP is told by the answer itself.
  const isHttp = name === 'status' && typeof value === 'number' && value >= 100 && value < 600;
  return isHttp || OTHERS.test(String(value)) ? [] : [{ kind: 'any', path: [name], value }];
}
