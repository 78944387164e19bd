/** Texts that fit a pattern which is never run. */
import { expect, test } from 'vitest';
import { textLike } from '../src/sandbox/talk/pattern.ts';

const CANARY = 'k3yk3yk3yk3yk3yk3';
const mark = () => CANARY;

test.each([
  '^[a-zA-Z0-9_-]{11}$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  '^(asc|desc)$',
  '^https?://[^/]+/.*$',
  '^(?:[A-Z]{2,3})(-\\d+)?$',
  '^[^\\s/]+/[^\\s/]+$',
  '^#[0-9a-fA-F]{6}$',
  '^(?!-)[\\w.-]+@[\\w.-]+\\.\\w+$',
  'a|b|',
])('%s', (pattern) => {
  expect(textLike(pattern, mark)).toMatch(new RegExp(pattern));
});

test('holds what tells it apart where there is room, once', () => {
  expect(textLike('^[a-z0-9-]+/[a-z0-9-]{1,40}$', mark)).toBe(`${CANARY}/a`);
  expect(textLike('^[a-z0-9]{1,10}$', mark)).toBe('a');
  expect(textLike('^[a-z]+$', mark)).toBe('a');
});

test.each([
  '((((',
  '[',
  '\\',
  '{',
  '(?',
  '(?<',
  '[a-',
  'a{',
  '*',
  '(a{9999}){9999}',
  '('.repeat(5_000),
  'a|'.repeat(5_000),
])('nonsense and plenty give a short text: %s', (pattern) => {
  expect(textLike(pattern, mark).length).toBeLessThanOrEqual(400);
});
