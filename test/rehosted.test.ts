/** Another host for an address, by what a tool's error says of the one it was given. */
import { expect, test } from 'vitest';
import { rehosted } from '../src/sandbox/talk/rehosted.ts';

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

test('what an address is known by stays, and one of that host stays as it is', () => {
  const error = 'Only wiki.vendor.com is allowed';
  const url = 'https://wiki.vendor.com/octocat/Hello-World';
  expect(better(error, { url: 'https://github.com/octocat/Hello-World' })?.input).toEqual({ url });
  expect(better(error, { url })).toBeUndefined();
});

test.each([
  ['could not reach api.vendor.com', { url: ours }],
  ['only README.md is allowed', { url: ours }],
  ['Only deepwiki.com domains are allowed', { repo: 'octocat/Hello-World', name: 'sample-k3y' }],
  ['', { url: ours }],
])('but not %s', (error, input) => {
  expect(better(error, input)).toBeUndefined();
});
