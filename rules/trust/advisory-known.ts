import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Advisory, PackageTree, Trust } from '../../src/types.ts';

export default defineRule({
  id: 'advisory-known',
  title: 'Has a known vulnerability',
  why: 'A weakness that is described in public can be used by anyone. A server that handles your data or talks to the network may be open to it, though most trees hold some vulnerable code that is never reached.',
  fix: 'Install a version with the fix. Where a dependency brings it in, ask the server’s author to update, or override the version.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.001'], atlas: ['AML.T0010.001'], cwe: ['CWE-1395'] },
  signal: 'advisory.known',
  severity: 'medium',
  confidence: 'medium',
  *trust({ advisories }: Trust, tree: PackageTree): Iterable<Hit> {
    const near = new Set([tree.root.location, ...Object.values(tree.root.dependencies)]);
    const nearby = new Set(tree.nodes.filter(({ location }) => near.has(location)).map(({ id }) => id));
    for (const one of advisories) if (!one.malicious) yield hitOf(one, nearby.has(one.package));
  },
});

/** Deep in a tree a vulnerable function is mostly never called: it is told, and decides nothing. */
function hitOf(one: Advisory, near: boolean): Hit {
  const cure = one.fixed === undefined ? 'no fixed version is named' : `fixed in ${quote(one.fixed, 40)}`;
  return {
    package: one.package,
    severity: one.severity,
    confidence: near ? 'medium' : 'low',
    message: `${quote(one.package, 100)} has a known vulnerability, ${quote(one.id, 40)}: ${quote(one.title, 120)}; ${cure}`,
    evidence: [
      { at: `registry:${one.package}#advisories`, note: `listed by ${one.source}`, snippet: quote(one.url || one.id) },
    ],
  };
}
