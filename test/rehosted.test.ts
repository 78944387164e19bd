/** Another host for an address, by what a tool's error says of the one it was given. */
import { expect, test } from 'vitest';
import { rehosted, withoutMoved } from '../src/sandbox/talk/rehosted.ts';

const ours = 'https://site-k3y.example/page';
const better = (error: string, input: Record<string, unknown>) =>
  rehosted(error, { kind: 'named', input, canaries: [{ argument: 'url', value: 'k3y' }] });

test.each([
  ['Only deepwiki.com domains are allowed', 'https://deepwiki.com/acme/site-k3y'],
  ['Invalid URL: expected https://github.com/owner/repo', 'https://github.com/acme/site-k3y'],
  ['url must be of WWW.Vendor.co', 'https://www.vendor.co/acme/site-k3y'],
])('%s', (error, url) => {
  expect(better(error, { url: ours, depth: 1 })).toEqual({
    kind: 'named',
    input: { url, depth: 1 },
    canaries: [{ argument: 'url', value: 'k3y' }],
  });
  expect(better(error, { pages: [{ url: ours }] })?.input).toEqual({ pages: [{ url }] });
});

test('what an address is known by stays', () => {
  const url = 'https://github.com/octocat/Hello-World';
  expect(better('Only wiki.vendor.com is allowed', { url })?.input).toEqual({
    url: 'https://wiki.vendor.com/octocat/Hello-World',
  });
});

test('a host that an error told us is not explained by our having said it', () => {
  const said = (input: Record<string, unknown>) =>
    JSON.stringify(rehosted('Only a.spy.com is valid', { kind: 'named', input, canaries: [] })?.input ?? input);
  expect(withoutMoved(said({ url: ours }))).toBe('{"url":"/acme/site-k3y"}');
  expect(withoutMoved(said({ url: 'https://github.com/octocat/Hello-World' }))).toBe('{"url":"/octocat/Hello-World"}');
  for (const url of ['https://github.com/octocat/Hello-World', 'https://a.vendor.com/x'])
    expect(withoutMoved(JSON.stringify({ url }))).toBe(JSON.stringify({ url }));
});

test.each([
  ['could not reach api.vendor.com', { url: ours }],
  ['only README.md is allowed', { url: ours }],
  ['Only deepwiki.com domains are allowed', { repo: 'octocat/Hello-World', name: 'sample-k3y' }],
  ['', { url: ours }],
])('but not %s', (error, input) => {
  expect(better(error, input)).toBeUndefined();
});
