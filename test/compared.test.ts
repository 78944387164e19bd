/** What code holds answers against. */
import { expect, test } from 'vitest';
import { comparedIn } from '../src/sandbox/talk/compared.ts';

const wanted = (...sources: string[]) =>
  comparedIn(sources).map((one) => ('path' in one && 'value' in one ? [one.path[0], one.value] : one));

test('for each member, what it is most often wanted to be', () => {
  const code = `
    if (data.status !== "OK") throw 1;
    if (body.status !== 'OK') throw 2;
    if (one.status != "ACTIVE") throw 3;
    if (answer.code !== 0) throw 4;`;
  expect(wanted(code)).toEqual(
    expect.arrayContaining([
      ['status', 'OK'],
      ['code', 0],
    ]),
  );
  expect(wanted(code)).toHaveLength(2);
});

test('as minifiers write it', () => {
  expect(wanted('"1"!==e.status&&f(),0!==t.data.errcode')).toEqual(
    expect.arrayContaining([
      ['status', '1'],
      ['errcode', 0],
    ]),
  );
});

test.each([
  ['const { success, errorMessage, resultObj } = response.data;', ['resultObj']],
  ['const {chartUrl: url} = yield client.res.body', ['chartUrl']],
  ['let { jobId } = await res.json()', ['jobId']],
  ['const { data, items, error } = res.data', []],
  ['const { readFile } = fs.promises; const { url } = options', []],
  ['const { url } = options.data', []],
])('what is taken out of an answer: %s', (code, names) => {
  expect(wanted(code)).toEqual(names.map((name) => [name, 'acme']));
});

test.each([
  ['a status of HTTP', 'if (response.status !== 200) throw 1'],
  ['an error of the system', "if (error.code !== 'ENOENT') throw error"],
  ['what a promise came to', "if (one.status !== 'fulfilled') throw 1"],
  ['what is good to be otherwise', "if (data.status === 'ERROR') throw 1"],
  ['another member', "if (node.type !== 'Identifier') return"],
  ['a variable', 'if (data.status !== WANTED) return'],
])('not %s', (_name, code) => expect(wanted(code)).toEqual([]));
