/**
 * What compilers and minifiers make of one text is found, or left alone, as the text itself is: by TypeScript and Babel for engines without
 * classes, async functions and `for … of`, by esbuild for those without private fields, and folded by terser. Helpers that go by their
 * names are left out of the files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../../src/check.ts';
import { loadRules } from '../../src/load-rules.ts';
import { subjectsOf } from '../world.ts';

const HOME = join(import.meta.dirname, '..', 'compiled');
const rules = (await loadRules()).filter(({ module }) => module);

/** What asks for a decision. */
function foundIn(file: string): readonly string[] {
  const files = { 'index.js': readFileSync(join(HOME, file), 'utf8') };
  const subjects = subjectsOf({ name: file, manifest: { name: '@weather/weather-mcp' }, files });
  const found = subjects.flatMap((subject) => check(rules, subject).value);
  const asking = found.filter(({ severity }) => /critical|high|medium/.test(severity));
  return [...new Set(asking.map(({ severity, rule }) => `${severity} ${rule}`))].sort();
}

const files = readdirSync(HOME);
const sources = files.filter((file) => file.endsWith('.source.js'));

test.each(sources)('%s', (file) => {
  const sends = foundIn(file).includes('critical secrets-sent');
  expect(sends).toBe(file.startsWith('sends-'));
});

test.each(files.filter((file) => !sources.includes(file)))('%s', (file) => {
  expect(foundIn(file)).toEqual(foundIn(file.replace(/\.\w+\.js$/, '.source.js')));
});
