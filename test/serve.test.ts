/** What tools that only fail say, of which more is learnt. */
import { expect, test } from 'vitest';
import { complaintsOf } from '../src/sandbox/phases/serve.ts';
import type { Conversation } from '../src/sandbox/talk/driver.ts';

const said = (method: string, text: string, worked: readonly string[] = []) =>
  complaintsOf([
    {
      calls: { called: new Set(['forecast']), worked: new Set(worked) },
      messages: [{ time: 1, phase: 'call', direction: 'received', method, tool: 'forecast', text }],
    } as unknown as Conversation,
  ]);

test.each([
  ['error', '{"code":-32603,"message":"ACME_CLIENT_ID is missing"}'],
  ['result', '{"content":[{"type":"text","text":"set ACME_CLIENT_ID"}],"isError":true}'],
  ['result', '{"content":[{"type":"text","text":"Error: set ACME_CLIENT_ID"}]}'],
])('a complaint as %s: %s', (method, text) => {
  expect(said(method, text)).toBe(text);
});

test('none is an answer, or what a tool says that worked another time', () => {
  expect(said('result', '{"content":[{"type":"text","text":"sunny"}]}')).toBe('');
  expect(said('error', '{"code":-32603,"message":"ACME_CLIENT_ID is missing"}', ['forecast'])).toBe('');
});
