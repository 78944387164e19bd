import { defineCases } from '../../src/rule.ts';

const record = {
  package: 'case@1.0.0',
  id: 'MAL-2026-1',
  title: 'Malicious code in case (npm)',
  url: 'https://advisories.example/MAL-2026-1',
  severity: 'critical',
  malicious: true,
  source: 'OSV, npm',
} as const;

export default defineCases({
  bad: [
    { name: 'the server', trust: { advisories: [record] } },
    { name: 'a dependency', dependencies: ['bad@1.0.0'], trust: { advisories: [{ ...record, package: 'bad@1.0.0' }] } },
    { name: 'a record without an address', trust: { advisories: [{ ...record, url: '' }] } },
  ],
  ok: [
    { name: 'nothing is listed', trust: { advisories: [] } },
    { name: 'a vulnerability', trust: { advisories: [{ ...record, id: 'GHSA-aaaa-bbbb-cccc', malicious: false }] } },
    { name: 'nobody could be asked', trust: { sources: [{ name: 'r', outcome: 'unchecked', reason: '405' }] } },
  ],
});
