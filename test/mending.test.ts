/** Answers of the world that are made to fit what was wanted. */
import { describe, expect, test } from 'vitest';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
interface Mending {
  mended(method: string, url: URL, make: (form: number) => Answer): Answer;
  mend(complaint: { readonly since: number; readonly wanted: readonly object[]; readonly first?: boolean }): boolean;
  unmend(): void;
}
interface Rest {
  answerResource(method: string, pathname: string, form: number): object;
  find(url: URL): Answer | undefined;
}
// Another program: it is only reached by its path.
const from = (file: string) => import(new URL(`../sandbox/sink/${file}`, import.meta.url).href);
const { mend, mended, unmend } = (await from('mending.mjs')) as Mending;
const { answerResource, find } = { ...(await from('resources.mjs')), ...(await from('services.mjs')) } as Rest;

const json = (value: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(value),
});

let calls = 0;

/** What one call of a tool asks, on a host of its own. */
function call() {
  const host = `api-${++calls}.example`.replace(/\d/, (digit) => 'abcdefghijklmnopqrstuvwxyz'.charAt(Number(digit)));
  const since = Date.now() / 1000;
  const ask = (path: string, method = 'GET', at = host) => {
    const url = new URL(`https://${at}${path}`);
    const known = find(url);
    const make = (form: number) => known ?? json(answerResource(method, url.pathname, form));
    const { status, text } = mended(method, url, make);
    return { status, value: text === '' ? undefined : JSON.parse(text) };
  };
  return { host, ask, complain: (...wanted: object[]) => mend({ since, wanted }) };
}

describe('what was wanted is answered', () => {
  test('where it should have stood, beside what was there', () => {
    const { ask, complain } = call();
    ask('/v0/base');
    expect(complain({ kind: 'array', path: ['rows', 0, 'fields'] }, { kind: 'number', path: ['id'] })).toBe(true);
    expect(ask('/v0/base').value).toMatchObject({ rows: [{ fields: [] }], id: 1048, name: 'acme' });
  });

  test('to requests that differ in what a tool was called with', () => {
    const { ask, complain } = call();
    ask('/v0/sample-a1b2/records');
    complain({ kind: 'array', path: [] });
    expect(ask('/v0/sample-c3d4/records').value).toEqual([]);
    expect(ask('/v0/sample-c3d4/teams').value).toMatchObject({ teams: [] });
    expect(ask('/v0/sample-c3d4/records', 'PATCH').value).toMatchObject({ ok: true });
  });

  test('by the last request that lacked it, then by those before', () => {
    const { ask, complain } = call();
    const both = () => [ask('/me').value, ask('/events', 'PUT').value].map((one) => 'wanted' in one);
    const want = { kind: 'any', path: ['wanted'] };
    expect(both()).toEqual([false, false]);
    complain(want);
    expect(both()).toEqual([false, true]);
    complain(want);
    expect(both()).toEqual([true, true]);
  });

  test.each([
    ['a choice', { kind: 'any', path: ['type'], value: 'Note' }, { type: 'Note' }],
    ['a member that is too much', { kind: 'absent', path: ['name'] }, { name: undefined }],
    ['what a name suggests', { kind: 'any', path: ['tags'] }, { tags: [] }],
    ['what another name suggests', { kind: 'any', path: ['owner'] }, { owner: {} }],
    ['a date', { kind: 'date', path: ['name'] }, { name: expect.stringMatching(/^2026-/) }],
    ['nothing', { kind: 'null', path: ['name'] }, { name: null }],
    ['a name that every object has', { kind: 'any', path: ['toString'] }, { toString: 'acme' }],
  ])('%s', (_name, want, expected) => {
    const { ask, complain } = call();
    ask('/me');
    complain(want);
    const { value } = ask('/me');
    for (const [key, one] of Object.entries(expected))
      expect(Object.hasOwn(value, key) ? value[key] : undefined).toEqual(one);
  });

  test('an address is one of whoever asked', () => {
    const { host, ask, complain } = call();
    ask('/me');
    complain({ kind: 'url', path: ['html_url'] }, { kind: 'string', path: ['avatar_url'] });
    expect(ask('/me').value).toMatchObject({ html_url: `https://${host}/1048`, avatar_url: `https://${host}/1048` });
  });

  test('a status, by what is asked', () => {
    const { ask, complain } = call();
    expect(ask('/things', 'POST').status).toBe(200);
    complain({ kind: 'status' });
    expect(ask('/things', 'POST').status).toBe(201);
    ask('/things/7', 'DELETE');
    complain({ kind: 'status' });
    expect(ask('/things/7', 'DELETE')).toEqual({ status: 204, value: undefined });
  });

  test('by a service that is known as well', () => {
    const { ask, complain } = call();
    ask('/repos/acme/api', 'GET', 'api.github.com');
    complain({ kind: 'string', path: ['node_id'] });
    expect(ask('/repos/acme/web', 'GET', 'api.github.com').value).not.toHaveProperty('node_id');
    expect(ask('/repos/acme/api', 'GET', 'api.github.com').value).toMatchObject({ node_id: '1048', private: false });
  });
});

describe('where nobody says what was wanted', () => {
  test('the last answer gets one form after the other, and then there is no other', () => {
    const { ask, complain } = call();
    const seen = [JSON.stringify(ask('/v1/rows').value)];
    while (complain()) seen.push(JSON.stringify(ask('/v1/rows').value));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain('[]');
    expect(seen.length).toBeGreaterThan(3);
  });

  test('nothing is answered otherwise that was asked before the call', () => {
    const before = call();
    before.ask('/v1/rows');
    expect(mend({ since: Date.now() / 1000 + 1, wanted: [{ kind: 'array', path: [] }] })).toBe(false);
    expect(before.ask('/v1/rows').value).toMatchObject({ ok: true });
  });
});

test('what did not help is forgotten, and what was learned before is not', () => {
  const earlier = call();
  earlier.ask('/me');
  earlier.complain({ kind: 'any', path: ['wanted'] });
  const { ask, host } = call();
  const complain = (first: boolean) => mend({ since: Date.now() / 1000 - 1, wanted: [], first });
  ask('/v1/rows');
  for (const first of [true, false, false]) complain(first);
  expect(ask('/v1/rows').value).not.toMatchObject({ rows: [], total: 0 });
  unmend();
  expect(ask('/v1/rows', 'GET', host).value).toMatchObject({ rows: [], total: 0 });
  expect(earlier.ask('/me').value).toHaveProperty('wanted');
});

test('what is learned is bounded', () => {
  const { ask, complain } = call();
  for (let round = 0; round < 300; round++) {
    ask('/me');
    complain({ kind: 'string', path: [`k${round}`] });
  }
  expect(Object.keys(ask('/me').value).length).toBeLessThan(250);
});
