/** A rule exists because its file exists: `rules/<category>/<id>.ts`, or `.js` where the project was built. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { explainRule } from './explain.ts';
import type { Cases, Rule } from './rule.ts';

/** Folders of `rules/`, by what their rules look at. */
export const CATEGORIES = ['manifest', 'code', 'tools', 'behavior', 'trust', 'config'] as const;
const HOME = new URL('../rules/', import.meta.url);

/** Where a rule's file lies. */
export interface RuleFile {
  readonly category: (typeof CATEGORIES)[number];
  readonly id: string;
  readonly url: URL;
}

/** Every rule file, sorted by id. Throws where two have the same id: that is our bug. */
export async function ruleFiles(home: URL = HOME): Promise<readonly RuleFile[]> {
  const lists = await Promise.all(CATEGORIES.map((category) => filesOf(home, category)));
  const files = lists.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
  files.forEach((file, i) => {
    if (file.id === files[i + 1]?.id) throw new Error(`two rules are called ${file.id}`);
  });
  return files;
}

/** Loads every rule, sorted by id. Throws where a file's name and its rule's id differ: that is our bug. */
export async function loadRules(home: URL = HOME): Promise<readonly Rule[]> {
  return Promise.all((await ruleFiles(home)).map(load));
}

async function load({ id, url }: RuleFile): Promise<Rule> {
  const { default: rule } = (await import(url.href)) as { default?: Rule };
  if (rule?.id !== id) throw new Error(`${url.pathname} does not default-export a rule with the id ${id}`);
  return rule;
}

/**
 * Identifies what reads: the rules, their data, the code under them and the versions of its libraries. 16 hex digits; any
 * change of any of them gives another.
 */
export async function ruleSetId(home: URL = HOME): Promise<string> {
  const folders = [home, new URL('./', import.meta.url)];
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder, { recursive: true });
      const code = names.filter((name) => /\.(?:[jt]s|json)$/.test(name) && !/\.(?:cases|d)\.[jt]s$/.test(name));
      return code.sort().map((name) => new URL(name, folder));
    }),
  );
  const hash = createHash('sha256');
  for (const file of [new URL('../package.json', import.meta.url), ...lists.flat()]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/** What a rule finds, why it matters, how to mend it, and its cases. */
export async function explain(rule: Rule): Promise<string> {
  const file = (await ruleFiles()).find(({ id }) => id === rule.id);
  return explainRule(rule, file && (await casesOf(file)));
}

/** The cases beside a rule. */
export async function casesOf({ url }: RuleFile): Promise<Cases> {
  const { default: cases } = (await import(url.href.replace(/\.([jt]s)$/, '.cases.$1'))) as { default: Cases };
  return cases;
}

async function filesOf(home: URL, category: RuleFile['category']): Promise<RuleFile[]> {
  const folder = new URL(`${category}/`, home);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // A category without rules has no folder; anything else must not look like "no rules".
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => {
    const id = /^([a-z0-9-]+)\.[jt]s$/.exec(name)?.[1];
    return id === undefined ? [] : [{ category, id, url: new URL(name, folder) }];
  });
}
