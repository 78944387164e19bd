/**
 * How well the rules about names work, and how fast they are:
 *
 *     node bench/names.ts [file of other honest names, one a line or the first column of a table]
 *
 * Attacks are real ones with the name they stand for, honest names are what else is on npm; bench/names/ says whence both come.
 * Attacks on names that are popular today count; the others cannot be known by a list of popular names. The rules were written
 * with these attacks at hand, so what they find of them says more about yesterday than about tomorrow.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { npmHighImpact } from 'npm-high-impact';
import { popularNames } from '../rules/data/popular-names.ts';
import { check } from '../src/check.ts';
import { loadRules } from '../src/load-rules.ts';
import { lookalikesOf } from '../src/names.ts';
import { TARGET, treeOf } from '../test/support/doors.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const rules = (await loadRules()).filter(({ id }) => id.startsWith('name-'));

/** What the rules say of a package of this name: ids, and whether one of them is a reason to review. */
function judge(name: string): { readonly ids: readonly string[]; readonly review: boolean } {
  const { value } = check(rules, {
    kind: 'tree',
    tree: treeOf(TARGET, [{ id: `${name}@1.0.0` }]),
    facts: new Map(),
    kin: [],
  });
  return { ids: value.map(({ rule }) => rule), review: value.some(({ severity }) => severity === 'medium') };
}

const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(2)} % (${part} of ${of})`;

function table(title: string, names: readonly string[]): void {
  const all = names.map(judge);
  console.log(`\n${title}`);
  console.log(`  flagged           ${percent(all.filter(({ ids }) => ids.length > 0).length, all.length)}`);
  console.log(`  review or worse   ${percent(all.filter(({ review }) => review).length, all.length)}`);
  for (const { id } of rules) {
    const count = all.filter(({ ids }) => ids.includes(id)).length;
    if (count > 0) console.log(`    ${id.padEnd(22)}${percent(count, all.length)}`);
  }
}

/** Processor time: the clock tells more about what else runs on a machine. Coarse, so that only long work can be measured. */
function ms(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function speed(): void {
  const loaded = ms(() => popularNames());
  const index = popularNames();
  const names = npmHighImpact.slice(0, 2000).map((name) => `${name}x`);
  const each = ms(() => names.forEach((name) => void lookalikesOf(name, index))) / names.length;
  console.log(`index of ${index.ranks.size} names: ${loaded.toFixed(0)} ms; a look-up: ${each.toFixed(2)} ms`);
}

function lines(path: string | URL): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

speed();
const attacks = lines(new URL('names/attacks.csv', import.meta.url)).map((line) => line.split(','));
const popular = popularNames().ranks;
const live = attacks.filter(([name = '', target = '']) => popular.has(target) && !popular.has(name));
table(
  `attacks on names that are popular today (${live.length} of ${attacks.length})`,
  live.map(([name = '']) => name),
);
const [file = new URL('names/honest.txt', import.meta.url)] = positionals;
const honest = lines(file)
  .map((line) => line.split('\t')[0] ?? '')
  .filter((name) => !popular.has(name));
table('honest names', honest);
