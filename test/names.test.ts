/** Names that could be taken for others: each kind of confusion, what is left alone, and how long a look-up takes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownElsewhere, popularNames } from '../rules/data/popular-names.ts';
import { lookalikesOf, makeNameIndex } from '../src/names.ts';
import { unclaimed } from '../src/resolve/nearest.ts';

const index = makeNameIndex([
  'express',
  'lodash',
  'cross-env',
  'fs-extra',
  'ms',
  '@azure/core-http',
  '@types/node-fetch',
  'mongodb-mcp-server',
  'base32',
  'commander',
]);
const kinds = (name: string): string[] => lookalikesOf(name, index).map(({ kind, known }) => `${kind} ${known}`);

describe('a name', () => {
  it.each([
    ['exress', 'typo express'],
    ['expresss', 'typo express'],
    ['exprses', 'typo express'],
    ['exprezs', 'typo express'],
    ['l0dash', 'look-alike lodash'],
    ['cornmander', 'look-alike commander'],
    ['crossenv', 'separator cross-env'],
    ['cross.env', 'separator cross-env'],
    ['env-cross', 'word-order cross-env'],
    ['core-http', 'scope @azure/core-http'],
    ['azure-core-http', 'scope @azure/core-http'],
    ['@cross/env', 'scope cross-env'],
    ['mongo-mcp-svr', 'abbreviation mongodb-mcp-server'],
    ['express-utils', 'added-word express'],
    ['node-lodash', 'added-word lodash'],
    ['lodash2', 'version lodash'],
    ['express-v4', 'version express'],
  ])('%s: %s', (name, expected) => {
    expect(kinds(name)[0]).toBe(expected);
  });

  it.each([
    ['express', 'well known itself'],
    ['@azure/core-httpp', 'of a scope that is known'],
    ['mss', 'too short to say anything'],
    ['base64', 'another number'],
    ['weather', 'of its own'],
    ['node-fetch', 'the original of a package of types'],
    ['', 'empty'],
    ['@', 'half a scope'],
    ['x'.repeat(100_000), 'longer than npm allows'],
    ['лоdash', 'of letters that npm refuses'],
  ])('%.20s is left alone: %s', (name) => {
    expect(kinds(name)).toEqual([]);
  });

  it('says whether fingers make such a slip', () => {
    const slip = (name: string): boolean | undefined => lookalikesOf(name, index)[0]?.slip;
    expect([slip('lodasj'), slip('lodasq'), slip('loddash'), slip('lodaxsh')]).toEqual([true, false, true, false]);
  });
});

it('no well-known name is confusable', () => {
  const popular = popularNames();
  expect([...popular.ranks.keys()].filter((name) => lookalikesOf(name, popular).length > 0)).toEqual([]);
});

it('finds at least 85 of 100 real attacks on names that are popular today', () => {
  const rows = readFileSync(new URL('../bench/names/attacks.csv', import.meta.url), 'utf8').split('\n');
  const { ranks } = popularNames();
  const live = rows
    .map((row) => row.split(','))
    .filter(([name = '', target = '']) => ranks.has(target) && !ranks.has(name));
  const found = live.filter(([name = '']) => lookalikesOf(name, popularNames()).length > 0);
  expect(live.length).toBeGreaterThan(100);
  expect(found.length / live.length).toBeGreaterThan(0.85);
});

it('a look-up takes less than five milliseconds', () => {
  const names = Array.from({ length: 400 }, (_, i) => `@some-scope/weather-and-tides-mcp-server-${i}`);
  const started = performance.now();
  for (const name of names) lookalikesOf(name, popularNames());
  expect((performance.now() - started) / names.length).toBeLessThan(5);
});

describe('a name that nobody has', () => {
  it.each([
    ['exprses', 'did you mean express?'],
    ['mcp-server-filesystem', 'that is the command of @modelcontextprotocol/server-filesystem'],
    ['mcp-server-fetch', 'that is an MCP server of the same name on PyPI'],
    ['harbour-weather-tides', 'check the spelling'],
  ])('%s', (name, hint) => {
    const error = unclaimed(name);
    expect(error.message).toContain(`${name}: it is unclaimed, and anyone may publish under it`);
    expect(error.hint).toContain(hint);
  });

  it('may be known as something else', () => {
    expect(knownElsewhere('weather')).toBeUndefined();
  });
});
