import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Trust } from '../../src/types.ts';

export default defineRule({
  id: 'advisory-malicious',
  title: 'Is listed as malicious',
  why: 'Someone has analysed this very version and filed it as malware. Registries remove such versions late, and copies of them stay in mirrors and caches.',
  fix: 'Do not install it. If it ran anywhere, treat the credentials of that machine as known to others.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.002'], atlas: ['AML.T0104', 'AML.T0011.001'], cwe: ['CWE-506'] },
  signal: 'advisory.malicious',
  severity: 'critical',
  confidence: 'high',
  *trust({ advisories }: Trust): Iterable<Hit> {
    for (const { malicious, package: id, id: record, title, url, source } of advisories) {
      if (!malicious) continue;
      yield {
        package: id,
        message: `${quote(id, 100)} is listed as malicious, ${quote(record, 40)}: ${quote(title, 120)}`,
        evidence: [{ at: `registry:${id}#advisories`, note: `listed by ${source}`, snippet: quote(url || record) }],
      };
    }
  },
});
