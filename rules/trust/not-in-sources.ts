import { unsaidIn } from '../../src/code/facts/said.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Doing } from '../../src/types.ts';

export default defineRule({
  id: 'not-in-sources',
  title: 'Does what its sources do not say',
  why: 'Whoever takes over a package changes what is published and leaves the sources alone, where people look. A host that is contacted, a process, an evaluated text or a credential that is read stands in the sources too, however the code was compiled, minified or bundled; where it does not, it was put in afterwards.',
  fix: 'Compare the file with one you build from the sources yourself, and ask the author what the difference is.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1195.002', 'T1554'],
    atlas: ['AML.T0010.001'],
    cwe: ['CWE-506', 'CWE-494'],
  },
  signal: 'code.unsourced',
  severity: 'medium',
  confidence: 'medium',
  /** Against the sources that a package carries, in its source maps or beside the code. */
  *tree(tree, facts): Iterable<Hit> {
    for (const doing of facts.get(tree.root.id)?.does ?? []) {
      if (doing.carried === false) yield hitOf(doing, 'the sources it carries of that file do not say');
    }
  },
  /** Against the repository that it names. */
  *trust({ repository }, tree, { facts }): Iterable<Hit> {
    const { does = [], imports } = facts.get(tree.root.id) ?? {};
    if (repository === undefined || imports === undefined) return;
    const doings = does.filter(({ carried }) => carried !== false);
    const built = { name: tree.root.name, imports: [...imports.load, ...imports.later], doings };
    const where = quote(`${repository.repository} at ${repository.ref}`, 120);
    for (const doing of unsaidIn(repository, built)) yield hitOf(doing, `${where} does not say`);
  },
});

function hitOf({ what, at, snippet }: Doing, unsaid: string): Hit {
  return { message: `${what}, which ${unsaid}`, evidence: [{ at, note: 'in no source', snippet }] };
}
