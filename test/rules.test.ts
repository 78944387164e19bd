/** The guardian: every rule, whoever wrote it, keeps the contract, finds its bad cases and leaves its benign twins alone. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CATALOGUE, idsIn, idsOf } from '../src/catalogue.ts';
import { check } from '../src/check.ts';
import { rulesDocument } from '../src/explain.ts';
import { judge } from '../src/judge.ts';
import { casesOf, explain, loadRules, ruleFiles } from '../src/load-rules.ts';
import { QUOTE_LIMIT, quote } from '../src/quote.ts';
import type { Case, Mapping, Rule } from '../src/rule.ts';
import { type Finding, SIGNALS } from '../src/types.ts';
import { POLICY } from './support/reports.ts';
import { subjectsOf } from './world.ts';

const [rules, files] = await Promise.all([loadRules(), ruleFiles()]);

function findings(rule: Rule, world: Case) {
  const checked = subjectsOf(world).map((subject) => check([rule], subject));
  const gaps = checked.flatMap((one) => one.gaps).filter((gap) => gap.reason.startsWith('rule '));
  expect(gaps).toEqual([]);
  return checked.flatMap((one) => one.value);
}

const levelOf = (found: readonly Finding[]) =>
  judge({ findings: found, gaps: [], policy: POLICY, target: found[0]?.package ?? '', static: true }).level;

/** What a bad case may come to by itself. Of what code is and does, a rule that is not only there to tell something asks for a look. */
function levelsOf({ alone }: Case, category: string, { severity }: Rule): RegExp {
  const looks = ['code', 'behavior', 'tools'].includes(category) && severity !== 'info' && severity !== 'low';
  return new RegExp(`^(?:${alone ?? (looks ? 'review|block' : '.*')})$`);
}

/** Ids of a mapping that stand in no list, or in the wrong one. */
function namesUnknown(mapping: Mapping): string[] {
  const lists = Object.keys(CATALOGUE) as (keyof Mapping)[];
  return lists.flatMap((list) => idsIn(mapping, list).filter((id) => CATALOGUE[list][id] === undefined));
}

describe.each(files.map((file, i) => ({ ...file, rule: rules[i]! })))(
  '$category/$id',
  ({ category, id, url, rule }) => {
    test('says what it is', () => {
      expect(rule.id).toBe(id);
      for (const text of [rule.title, rule.why, rule.fix]) expect(text.trim().length).toBeGreaterThan(10);
      expect(rule.title).not.toMatch(/\.$/);
      expect(Object.keys(SIGNALS)).toContain(rule.signal);
      expect(namesUnknown(rule.mapping)).toEqual([]);
      expect(rule.mapping.owasp).not.toEqual([]);
      expect(rule.mapping.cwe).not.toEqual([]);
      // A rule over configurations is there for one of the practices.
      if (category === 'config') expect(rule.mapping.practice ?? []).not.toEqual([]);
      // What only an attacker does has a name in a list of what attackers do; a weak setting need not have one.
      const techniques = [...rule.mapping.attack, ...rule.mapping.atlas];
      if (!rule.signal.startsWith('config.')) expect(techniques).not.toEqual([]);
      const looks = [
        rule.tree,
        rule.trust,
        rule.package,
        rule.module,
        rule.tool,
        rule.behavior,
        rule.config,
        rule.deployment,
        rule.policy,
      ];
      expect(looks.some(Boolean)).toBe(true);
    });

    test('finds its bad cases and leaves its benign twins alone', async () => {
      const cases = await casesOf({ category, id, url });
      expect(cases.bad.length).toBeGreaterThanOrEqual(3);
      expect(cases.ok.length).toBeGreaterThanOrEqual(3);
      for (const world of cases.bad) {
        const found = findings(rule, world);
        expect(found, `bad: ${world.name}`).not.toEqual([]);
        expect(levelOf(found), `by itself: ${world.name}`).toMatch(levelsOf(world, category, rule));
        for (const { message, evidence } of found) {
          expect(message).toBe(quote(message, message.length));
          for (const { at, snippet } of evidence) {
            expect(at).toMatch(/^(?:file|manifest|tree|tool|run|config|registry):/);
            // What went through the choke point has nothing left for it to change.
            expect(quote(snippet, snippet.length)).toBe(snippet);
            expect(snippet.length).toBeLessThan(QUOTE_LIMIT * 10);
          }
        }
      }
      for (const world of cases.ok) expect(findings(rule, world), `ok: ${world.name}`).toEqual([]);
    });
  },
);

test('RULES.md is what the rules say', () => {
  const listed = files.map(({ category }, i) => ({ category, rule: rules[i]! }));
  expect(readFileSync('RULES.md', 'utf8'), 'run `npm run rules-doc`').toBe(rulesDocument(listed));
});

test('every rule explains itself, with its cases', async () => {
  for (const rule of rules) {
    const text = await explain(rule);
    expect(text).toMatch(/Finds\n {2}- /);
    for (const id of idsOf(rule.mapping)) expect(text).toContain(`${id} `);
  }
  expect(await explain(rules[0]!)).toContain(rules[0]!.title);
  const told = await explain(rules.find(({ id }) => id === 'tls-unverified')!);
  expect(told).toMatch(/Finds\n {2}- [\s\S]*\n\nTells of, without asking for a decision\n {2}- for one connection\n/);
});

describe('ruleFiles', () => {
  const home = (files: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return pathToFileURL(`${folder}/`);
  };

  test('takes built and unbuilt rules and skips cases', async () => {
    const url = home({
      'code/b.js': 'export default { id: "b" }',
      'code/b.cases.js': '',
      'tools/a.ts': 'export default { id: "a" }',
    });
    expect((await loadRules(url)).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('refuses two rules of one name', async () => {
    await expect(ruleFiles(home({ 'code/a.ts': '', 'trust/a.ts': '' }))).rejects.toThrow('two rules are called a');
  });

  test('refuses a rule whose id is not its file’s name', async () => {
    await expect(loadRules(home({ 'code/a.js': 'export default { id: "b" }' }))).rejects.toThrow(
      'does not default-export',
    );
  });
});
