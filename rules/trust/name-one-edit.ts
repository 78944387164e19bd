import levenshtein from 'fast-levenshtein';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { PackageTree } from '../../src/types.ts';
import { isPopular, popularNames } from '../data/popular-names.ts';

/** Shorter names have honest neighbours everywhere. */
const SHORTEST = 5;

export default defineRule({
  id: 'name-one-edit',
  title: 'Has a name one edit away from a popular package',
  why: 'A slip of the finger, or a model that misremembers, installs a stranger’s package. Names of this kind are registered in advance and wait.',
  fix: 'Compare with the name of the package you meant. If this is the one you want, say so in your policy.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1195.002'], cwe: ['CWE-1357'] },
  signal: 'name.confusable',
  severity: 'medium',
  confidence: 'low',
  *tree(tree: PackageTree): Iterable<Hit> {
    for (const node of tree.nodes) {
      const popular = neighbour(node.name);
      if (popular === undefined) continue;
      yield {
        package: node.id,
        // Nobody types the name of a dependency's dependency; its own author did, and most neighbours are honest.
        severity: node.location === tree.root.location ? 'medium' : 'low',
        message: `is called ${quote(node.name, 80)}, one edit away from the popular ${popular}`,
        evidence: [{ at: `tree:${quote(node.location)}`, note: `not ${popular}`, snippet: quote(node.name) }],
      };
    }
  },
});

/** The popular name this one could be taken for. */
function neighbour(name: string): string | undefined {
  if (name.length < SHORTEST || name.length > 100 || isPopular(name)) return undefined;
  for (const popular of popularNames(name.length)) {
    if (oneEdit(name, popular) && !sameFamily(name, popular)) return popular;
  }
  return undefined;
}

/** One letter more, less, other, or two neighbours swapped. */
function oneEdit(a: string, b: string): boolean {
  return levenshtein.get(a, b) === 1 || swapped(a, b);
}

function swapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** A number at the end names a version or a variant (`lodash4`), and a scope has one owner. */
function sameFamily(a: string, b: string): boolean {
  const [scopeA, scopeB] = [scopeOf(a), scopeOf(b)];
  if (scopeA !== undefined && scopeA === scopeB) return true;
  return a.replace(/\d+$/, '') === b.replace(/\d+$/, '');
}

function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined;
}
