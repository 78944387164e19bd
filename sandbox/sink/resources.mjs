/**
 * What an API that nobody here knows may answer: the members that most of them share, under the names that most of them use. Lists
 * are empty, because an empty one fits whatever a client expects of what is in it.
 */

const THING = {
  id: '10482',
  key: 'ACME',
  name: 'acme',
  title: 'acme',
  description: 'acme',
  status: 'active',
  type: 'default',
  version: 1,
  created_at: '2026-01-12T09:30:00Z',
  createdAt: '2026-01-12T09:30:00Z',
  updated_at: '2026-01-12T09:30:00Z',
  updatedAt: '2026-01-12T09:30:00Z',
};
const LISTS = ['data', 'items', 'results', 'records', 'values', 'entries', 'hits'];
const END = { total: 0, totalCount: 0, count: 0, page: 1, hasMore: false, has_more: false, next: null, nextPage: null };

/** Words at the end of a path that ask for many things. */
const MANY = /^(search|query|list|all|find|lookup|batch)$|[^s]s$/i;

/** The answer to a request, by its method and path. */
export function answerResource(method, pathname) {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? '';
  const many = MANY.test(last) && (method === 'GET' || !/s$/i.test(last));
  if (!many) return { ok: true, success: true, ...THING, data: THING, result: THING };
  return {
    ok: true,
    success: true,
    ...Object.fromEntries([...LISTS, last.slice(0, 60)].map((name) => [name, []])),
    ...END,
  };
}
