/**
 * What an API that nobody here knows may answer: the members that most of them share, under the names that most of them use. Lists
 * are empty, because an empty one fits whatever a client expects of what is in it.
 */

/** Shorter than what a chat is called by: what is handed on from here names nobody. */
const ID = '1048';
const THING = {
  id: ID,
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
const LISTS = [
  ...['data', 'items', 'results', 'records', 'values', 'value', 'entries', 'hits', 'rows', 'list'],
  ...['nodes', 'edges', 'elements', 'objects', 'documents', 'resources'],
];
const END = { total: 0, totalCount: 0, count: 0, page: 1, hasMore: false, has_more: false, next: null, nextPage: null };
const FINE = { ok: true, success: true };

/** Words at the end of a path that ask for many things. */
const MANY = /^(search|query|list|all|find|lookup|batch)$|[^s]s$/i;
/** Longest name that is taken from a path. */
const NAME = 60;

const lists = (content, names = LISTS) => Object.fromEntries(names.map((name) => [name, content]));

/** Of what a path asks for many: `/v1/issues.json`, `/documents:list`. */
function wordOf(pathname) {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? '';
  return last
    .replace(/\.json$/i, '')
    .split(':')
    .at(-1)
    .slice(0, NAME);
}

/** What the thing of a path is called: `/issues/7` has an `issue`, `/me/account` an `account`. */
function kindOf(pathname) {
  const words = pathname.split('/').map((word) => word.replace(/\.json$/i, '').slice(0, NAME));
  const kind = words.findLast((word) => /^[a-z][a-z_-]+$/i.test(word)) ?? '';
  return kind.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}

function manyThings(pathname, content) {
  return { ...FINE, ...lists(content, [...LISTS, wordOf(pathname)]), ...END };
}

function oneThing(pathname) {
  const thing = { ...lists([]), ...THING };
  const kind = kindOf(pathname);
  const named = kind === '' || kind in thing ? {} : { [kind]: thing };
  return { ...FINE, ...named, ...thing, data: thing, result: thing };
}

/** Ways to answer, where a client does not like the first one. */
export const FORMS = 5;

/** The answer to a request, by its method and path; `form` is one of `FORMS`. */
export function answerResource(method, pathname, form = 0) {
  const last = wordOf(pathname);
  const many = MANY.test(last) && (method === 'GET' || !/s$/i.test(last));
  const [first, second] = many ? [manyThings, oneThing] : [oneThing, manyThings];
  return [
    () => first(pathname, []),
    () => second(pathname, []),
    () => [],
    () => [THING],
    () => manyThings(pathname, [THING]),
  ][form]();
}
