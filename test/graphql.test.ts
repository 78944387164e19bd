/** The sink's answers to GraphQL: every field that was asked for has a value of a shape that clients take. */
import { describe, expect, test } from 'vitest';
import { cpuOf } from './support/cpu.ts';

interface Answers {
  readonly queryOf: (url: URL, method: string, body: Buffer) => string | undefined;
  readonly answerQuery: (query: string) => { readonly data: unknown };
}
// Another program: it is only reached by its path.
const path = new URL('../sandbox/sink/graphql.mjs', import.meta.url).href;
const { queryOf, answerQuery } = (await import(path)) as Answers;

describe('a query', () => {
  const none = Buffer.from('');
  test('stands in the address or in the body', () => {
    expect(queryOf(new URL('https://x.example/g?query=%7B+schema+%7D'), 'GET', none)).toBe('{ schema }');
    const body = Buffer.from(JSON.stringify({ query: 'mutation { a }', variables: {} }));
    expect(queryOf(new URL('https://x.example/g'), 'POST', body)).toBe('mutation { a }');
  });

  test.each(['shoes', 'select 1', '{"json": true'])('is none: %s', (text) => {
    const url = new URL(`https://x.example/search?query=${encodeURIComponent(text)}`);
    expect(queryOf(url, 'GET', none)).toBe(text.startsWith('{') ? text : undefined);
    expect(queryOf(new URL('https://x.example/'), 'POST', Buffer.from('no json'))).toBeUndefined();
  });
});

test.each([
  ['{ schema }', { schema: 'OK' }],
  ['query A($a: In = {x: 1}) { me: viewer { id } }', { me: { id: '1' } }],
  ['{ repos(first: 3, q: "}") { nodes { name } totalCount } }', { repos: { nodes: [{ name: 'OK' }], totalCount: 1 } }],
  ['fragment F on T { url } query { a { ...F, ... on U { isOpen } } }', { a: { url: 'OK', isOpen: true } }],
  ['{ a @include(if: true) @skip(if: false) { createdAt } }', { a: { createdAt: '2026-01-15T09:00:00Z' } }],
])('%s', (query, data) => expect(answerQuery(query)).toEqual({ data }));

test('whatever it is asked, it answers in bounded time', () => {
  const work = cpuOf(() => {
    for (const part of ['{a', '}', '...F ', 'fragment F on T {a ...F}', '(', '"', '{__proto__{x}', '@a('])
      expect(answerQuery(`{ ${part.repeat(20_000)}`)).toHaveProperty('data');
  });
  expect(work).toBeLessThan(5_000);
});
