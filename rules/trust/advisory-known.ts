import { quote } from '../../src/quote.ts';
import { nearestCopy, reachedIn } from '../../src/reachable.ts';
import { defineRule, type Hit, type TrustContext } from '../../src/rule.ts';
import type { Advisory, Confidence, Nearness, PackageTree, Trust } from '../../src/types.ts';

export default defineRule({
  id: 'advisory-known',
  title: 'Has a known vulnerability',
  why: 'A weakness that is described in public can be used by anyone. A server that handles your data or talks to the network may be open to it, though most trees hold some vulnerable code that is never reached.',
  fix: 'Install a version with the fix. Where a dependency brings it in, ask the server’s author to update, or override the version.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.001'], atlas: ['AML.T0010.001'], cwe: ['CWE-1395'] },
  signal: 'advisory.known',
  severity: 'medium',
  confidence: 'medium',
  *trust({ advisories }: Trust, tree: PackageTree, { facts }: TrustContext): Iterable<Hit> {
    const reached = reachedIn(tree, facts);
    for (const one of advisories) {
      if (!one.malicious) yield hitOf(one, reached, tree);
    }
  },
});

const WORDS: Readonly<Record<Nearness, string>> = {
  load: 'imported when the server is loaded',
  later: 'imported, perhaps only when something asks for it',
  unknown: 'whether it is imported is not known, since not every package on the way was read',
  never: 'imported by nothing that was read',
};

/** Deep in a tree a vulnerable function is mostly never called, and what nothing imports cannot be: it is told, and decides nothing. */
function hitOf(one: Advisory, reached: ReadonlyMap<string, Nearness>, tree: PackageTree): Hit {
  const cure = one.fixed === undefined ? 'no fixed version is named' : `fixed in ${quote(one.fixed, 40)}`;
  const direct = [tree.root.location, ...Object.values(tree.root.dependencies)];
  const { copy, nearness = 'never' } = nearestCopy(one.package, tree, reached) ?? {};
  const near =
    nearness !== 'never' && tree.nodes.some(({ id, location }) => id === one.package && direct.includes(location));
  const confidence: Confidence = near ? 'medium' : 'low';
  return {
    package: one.package,
    severity: one.severity,
    confidence,
    message: `${quote(one.package, 100)} has a known vulnerability, ${quote(one.id, 40)}: ${quote(one.title, 120)}; ${cure}; ${WORDS[nearness]}`,
    evidence: [
      { at: `registry:${one.package}#advisories`, note: `listed by ${one.source}`, snippet: quote(one.url || one.id) },
      ...(copy
        ? [{ at: `tree:${quote(copy.location)}`, note: 'why it is here', snippet: quote(copy.via.join(' › ')) }]
        : []),
    ],
  };
}
