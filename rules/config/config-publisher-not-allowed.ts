import { hostOf, spot, wordAt } from '../../src/config/facts.ts';
import type { Artifact } from '../../src/config/launch.ts';
import { nameOf } from '../../src/config/lock.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-publisher-not-allowed',
  title: 'A server comes from a publisher that the policy does not allow',
  why: 'A team that lists the publishers it trusts wants to decide about every other one before its code runs on a laptop. A publisher nobody can name is none of them.',
  fix: 'If the publisher is wanted, add it to `allow.publishers` of `.lazaret.yaml` in a change of its own.',
  mapping: {
    practice: ['BP7'],
    owasp: ['MCP04', 'MCP09'],
    atlas: ['AML.T0010.005'],
    attack: ['T1195.002'],
    cwe: ['CWE-1357'],
  },
  signal: 'config.changed',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch, allowedPublishers, publishers }) {
    if (allowedPublishers === undefined) return;
    for (const run of launch.runs) {
      const known = publishersOf(run, publishers);
      if (known === undefined || known.some((one) => allowedPublishers.includes(one))) continue;
      yield {
        message: `${quote(nameOf(run))} is from no publisher the policy allows${known.length > 0 ? `: ${known.map((one) => quote(one)).join(', ')}` : ', and who publishes it is not known'}`,
        evidence: [spot(entry, wordAt(entry, run.from), 'this')],
      };
    }
  },
});

/** Who answers for an artifact, in the words of the policy; `undefined` for what nobody published. */
function publishersOf(run: Artifact, accounts: Readonly<Record<string, string>>): readonly string[] | undefined {
  if (run.kind === 'npm') {
    const scope = /^@[^/]+(?=\/)/.exec(run.name)?.[0];
    const accountsOf = Object.entries(accounts).filter(([id]) => id.startsWith(`${run.name}@`));
    return [...(scope === undefined ? [] : [scope]), ...accountsOf.map(([, account]) => `~${account}`)];
  }
  if (run.kind === 'pypi') return [`pypi:${run.name}`];
  if (run.kind === 'package') return [`${run.registry}:${run.spec.replace(/(?<=.)@[^@]*$/, '')}`];
  if (run.kind === 'image') return imageNames(run.reference);
  return run.kind === 'download' ? [hostOf(run.url) || run.url] : undefined;
}

/** `ghcr.io/weather/mcp:1` → `ghcr.io`, `ghcr.io/weather`; a name without a registry is Docker Hub’s. */
function imageNames(reference: string): readonly string[] {
  const parts = reference
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '')
    .split('/');
  const hub = !/[.:]|^localhost$/.test(parts[0] ?? '');
  const path = hub ? ['docker.io', ...(parts.length === 1 ? ['library'] : []), ...parts] : parts;
  return path.slice(0, -1).map((_, index) => path.slice(0, index + 1).join('/'));
}
