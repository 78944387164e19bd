import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Facts, PackageId, PackageTree, TreeNode } from '../../src/types.ts';

export default defineRule({
  id: 'phantom-dependency',
  title: 'Brings a dependency that runs code at install and that nothing uses',
  why: 'A dependency that no file imports has no purpose but its install script. In 2026 a widely used HTTP client was published with one line more in its manifest: a package whose only work was to fetch a remote shell.',
  fix: 'Ask the author what the dependency is for. Install with `npm ci --ignore-scripts` until you know.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1195.001', 'T1195.002'],
    atlas: ['AML.T0011.001', 'AML.T0109'],
    cwe: ['CWE-829', 'CWE-506'],
  },
  signal: 'dependency.phantom',
  severity: 'medium',
  confidence: 'low',
  *tree(tree, facts): Iterable<Hit> {
    for (const { node, users } of dependentsOf(tree)) {
      if (!facts.get(node.id)?.installs || !users.every((user) => ignores(user, node.name, facts))) continue;
      const [first] = users;
      if (!first) continue;
      yield {
        package: node.id,
        message: `runs code when it is installed, and ${quote(first.id, 80)}, which brings it, does not use it`,
        evidence: [
          {
            at: `manifest:${first.id}#/dependencies/${quote(node.name, 80)}`,
            note: 'declared, and mentioned nowhere else',
            snippet: quote(node.id),
          },
          { at: `tree:${node.location}`, note: 'runs code at install', snippet: quote(node.id) },
        ],
      };
    }
  },
});

/** Every package but the target, with those that depend on this very copy of it. */
function dependentsOf({
  nodes,
  root,
}: PackageTree): { readonly node: TreeNode; readonly users: readonly TreeNode[] }[] {
  const users = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    for (const location of Object.values(node.dependencies))
      users.set(location, [...(users.get(location) ?? []), node]);
  }
  return nodes
    .filter((node) => node.location !== root.location)
    .map((node) => ({ node, users: users.get(node.location) ?? [] }));
}

/** A package that was not read may use anything. */
function ignores(user: TreeNode, name: string, facts: ReadonlyMap<PackageId, Facts>): boolean {
  return facts.get(user.id)?.unused.includes(name) ?? false;
}
