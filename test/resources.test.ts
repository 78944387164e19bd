/** What the world answers for an API that nobody knows: what most clients look for is there. */
import { expect, test } from 'vitest';

interface Module {
  answerResource(method: string, pathname: string): Readonly<Record<string, unknown>>;
}
const path = new URL('../sandbox/sink/resources.mjs', import.meta.url).href;
const { answerResource } = (await import(path)) as Module;

test.each([
  ['GET', '/v0/meta/bases', 'bases'],
  ['GET', '/api/v2/projects/acme/flags', 'flags'],
  ['POST', '/v1/search', 'results'],
  ['GET', '/2.0/items/query', 'items'],
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
  expect(answerResource(method, pathname)).toMatchObject({ ok: true, id: '10482', data: { id: '10482' } });
});

test('a path that names what every object has gives an object all the same', () => {
  expect(answerResource('GET', '/__proto__s')).toMatchObject({ ['__proto__s']: [] });
  expect(Object.getPrototypeOf(answerResource('GET', '/x/constructors'))).toBe(Object.prototype);
});
