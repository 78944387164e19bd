/** What the world answers for an API that nobody knows: what most clients look for is there. */
import { expect, test } from 'vitest';

interface Module {
  readonly FORMS: number;
  answerResource(method: string, pathname: string, form?: number): Readonly<Record<string, unknown>>;
}
const path = new URL('../sandbox/sink/resources.mjs', import.meta.url).href;
const { FORMS, answerResource } = (await import(path)) as Module;

test.each([
  ['GET', '/v0/meta/bases', 'bases'],
  ['GET', '/api/v2/projects/acme/flags', 'flags'],
  ['POST', '/v1/search', 'results'],
  ['GET', '/2.0/items/query', 'items'],
  ['GET', '/repos/acme/api/issues.json', 'issues'],
  ['GET', '/v1/documents:list', 'documents'],
])('%s %s is answered by an empty list', (method, pathname, name) => {
  expect(answerResource(method, pathname)).toMatchObject({ ok: true, [name]: [], data: [], total: 0 });
});

test.each([
  ['GET', '/v0/meta/bases/1'],
  ['GET', '/me'],
  ['GET', '/account/address'],
  ['POST', '/api/v2/projects'],
  ['DELETE', '/v1/messages/7'],
  ['GET', '/'],
])('%s %s is answered by one thing', (method, pathname) => {
  expect(answerResource(method, pathname)).toMatchObject({ ok: true, id: '1048', data: { id: '1048' } });
});

test('one thing has the lists that clients look for, and the name of its kind', () => {
  const lists = { items: [], results: [], records: [], value: [] };
  expect(answerResource('POST', '/v1/extract')).toMatchObject({ ...lists, data: lists });
  expect(answerResource('GET', '/api/v2/issues/7')).toMatchObject({ issue: { id: '1048' } });
  expect(answerResource('POST', '/categories.json')).toMatchObject({ category: { id: '1048' } });
});

test('every form of an answer is another one', () => {
  for (const pathname of ['/v1/issues', '/v1/issues/7', '/']) {
    const all = Array.from({ length: FORMS }, (_, form) => JSON.stringify(answerResource('GET', pathname, form)));
    expect(new Set(all).size).toBe(FORMS);
  }
});

test('a path that names what every object has gives an object all the same', () => {
  expect(answerResource('GET', '/__proto__s')).toMatchObject({ __proto__s: [] });
  expect(Object.getPrototypeOf(answerResource('GET', '/x/constructors'))).toBe(Object.prototype);
});
