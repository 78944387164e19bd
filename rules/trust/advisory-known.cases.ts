import { defineCases } from '../../src/rule.ts';

const advisory = {
  package: 'case@1.0.0',
  id: 'GHSA-aaaa-bbbb-cccc',
  title: 'Path traversal in case',
  url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
  severity: 'high',
  malicious: false,
  fixed: '1.0.1',
  source: 'registry packages.example',
} as const;

export default defineCases({
  bad: [
    {
      name: 'of a dependency that is loaded',
      dependencies: ['old@1.0.0'],
      code: "import old from 'old';",
      facts: { 'old@1.0.0': {} },
      trust: { advisories: [{ ...advisory, package: 'old@1.0.0' }] },
    },
    { name: 'of the server itself', trust: { advisories: [advisory] } },
    {
      name: 'of a dependency',
      dependencies: ['old@1.0.0'],
      trust: { advisories: [{ ...advisory, package: 'old@1.0.0' }] },
    },
    {
      name: 'of something deep in the tree, without a fix',
      trust: { advisories: [{ ...advisory, package: 'deep@2.0.0', fixed: undefined as never }] },
    },
  ],
  ok: [
    { name: 'nothing is listed', trust: { sources: [{ name: 'r', outcome: 'clean', asOf: '2026-06-30', count: 0 }] } },
    { name: 'nobody could be asked', trust: { sources: [{ name: 'r', outcome: 'unchecked', reason: '405' }] } },
    { name: 'a record of malice, which is another rule’s', trust: { advisories: [{ ...advisory, malicious: true }] } },
  ],
});
