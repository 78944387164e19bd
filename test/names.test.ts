/** Names that could be taken for others: each kind of confusion, what is left alone, and how long a look-up takes. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownElsewhere, popularNames } from '../rules/data/popular-names.ts';
import { check } from '../src/check.ts';
import { loadRules } from '../src/load-rules.ts';
import { conflated, lookalikesOf, makeNameIndex } from '../src/names.ts';
import { unclaimed } from '../src/resolve/nearest.ts';
import { TARGET, treeOf } from './support/doors.ts';

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
    ['ldoash', 'typo lodash'],
    ['ldaosh', 'typo lodash'],
    ['expriss', 'typo express'],
    ['bsae32', 'typo base32'],
    ['base23', 'typo base32'],
    ['mognodbmcpserver', 'separator mongodb-mcp-server'],
    ['expres', 'typo express'],
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

it('a plural says so', () => {
  expect(lookalikesOf('commanders', index)).toMatchObject([{ known: 'commander', slip: false, plural: true }]);
});

it('two names in one are told apart', () => {
  const all = makeNameIndex(['react-router', 'react-codemod', 'jscodeshift', 'lodash']);
  expect(conflated('react-codeshift', all)).toEqual(['react-router', 'jscodeshift']);
  for (const name of ['react', 'react-lanterns', 'harbour-codeshift', 'mcp-server', '', '@/', '-'.repeat(50)])
    expect(conflated(name, all)).toBeUndefined();
});

/** What the rules say of a target of this name: whether it is a reason to review. */
async function isReviewed(names: readonly string[]): Promise<readonly boolean[]> {
  const rules = (await loadRules()).filter(({ id }) => id.startsWith('name-'));
  return names.map((name) => {
    const tree = treeOf(TARGET, [{ id: `${name}@1.0.0` }]);
    const { value } = check(rules, { kind: 'tree', tree, facts: new Map(), kin: [] });
    return value.some(({ severity }) => severity === 'medium');
  });
}

const bench = (file: string): string[] =>
  readFileSync(new URL(`../bench/names/${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

it('of 1,000 honest names at most 10 are a reason to review', async () => {
  const honest = bench('honest.txt').filter((name) => !popularNames().ranks.has(name));
  expect(honest.length).toBeGreaterThan(1000);
  const flagged = (await isReviewed(honest)).filter(Boolean).length;
  expect(flagged / honest.length).toBeLessThanOrEqual(0.01);
});

it('at least 85 of 100 real attacks on names that are popular today are a reason to review', async () => {
  const { ranks } = popularNames();
  const live = bench('attacks.csv')
    .map((row) => row.split(','))
    .filter(([name = '', target = '']) => ranks.has(target) && !ranks.has(name));
  const found = (await isReviewed(live.map(([name = '']) => name))).filter(Boolean).length;
  expect(live.length).toBeGreaterThan(100);
  expect(found / live.length).toBeGreaterThanOrEqual(0.85);
});

it('a look-up takes less than five milliseconds', () => {
  const names = Array.from({ length: 400 }, (_, i) => `@some-scope/weather-and-tides-mcp-server-${i}`);
  // Our own work in microseconds: the time on the wall is that of everything else on the machine, too.
  const before = process.cpuUsage();
  for (const name of names) lookalikesOf(name, popularNames());
  expect(process.cpuUsage(before).user / 1000 / names.length).toBeLessThan(5);
});

describe('a name that nobody has', () => {
  it.each([
    ['exprses', 'did you mean express?'],
    ['mcp-server-filesystem', 'that is the command of @modelcontextprotocol/server-filesystem'],
    ['mcp-server-fetch', 'that is an MCP server of the same name on PyPI'],
    ['harbour-weather-tides', 'check the spelling'],
    ['exprezzs', 'did you mean express?'],
    ['stripe-mcp-server', 'did you mean @stripe/mcp?'],
    ['official-notion-mcp', 'did you mean @notionhq/notion-mcp-server?'],
    ['react-codeshift', 'or jscodeshift?'],
  ])('%s', (name, hint) => {
    const error = unclaimed(name);
    expect(error.message).toContain(`${name}: it is unclaimed, and anyone may publish under it`);
    expect(error.hint).toContain(hint);
  });

  it('is not to be had where it is no name for a new package', () => {
    const error = unclaimed('Weather-MCP');
    expect(error.message).not.toContain('anyone may publish');
    expect(error.hint).toBe('did you mean weather-mcp?');
  });

  it('may be known as something else', () => {
    expect(knownElsewhere('weather')).toBeUndefined();
  });
});
