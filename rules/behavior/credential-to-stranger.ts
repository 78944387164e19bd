import { evidenceOf, grouped, hitOf, inPhase, observed, UNASKED } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { takesAt, vendorOf } from '../data/vendors.ts';

/** Words of variables and packages that say nothing about whose they are. */
const GENERIC = new Set(
  'api key keys token secret password pass auth access app client server mcp url uri host id user account env base the com org net www io dev http https'.split(
    ' ',
  ),
);

export default defineRule({
  id: 'credential-to-stranger',
  title: 'Sends a credential it asks for to a host of another name',
  why: 'A server that reads NOTION_TOKEN is expected to send it to Notion. The same token at a host that shares no word with the variable or the package may be a proxy of the vendor, or a theft.',
  fix: 'Find out who runs the host and why it needs the credential. Use a credential with the fewest rights.',
  mapping: { owasp: ['MCP01'], attack: ['T1552', 'T1041'], atlas: ['AML.T0055', 'AML.T0025'], cwe: ['CWE-201'] },
  signal: 'decoy.sent',
  severity: 'medium',
  confidence: 'low',
  *behavior(behavior, tree): Iterable<Hit> {
    const used = observed(behavior, 'decoy').filter(
      (one) => one.channel === 'network' && one.asked && !UNASKED.has(one.phase),
    );
    const strange = used.filter(
      (one) => !one.named && !isVendors(one.place, one.where) && !related(one.where, `${one.place} ${tree.root.name}`),
    );
    for (const group of grouped(strange, (one) => `${one.phase} ${one.place} ${hostIn(one.where)}`)) {
      const [first] = group;
      yield hitOf(
        group,
        `sends ${first.place} to ${hostIn(first.where)} ${inPhase(first.phase)}, a host that neither the variable nor the package is named after`,
        (one) => evidenceOf(one, one.place, one.where),
      );
    }
  },
});

function hostIn(where: string): string {
  return /\/\/([^/:\s]+)/.exec(where)?.[1] ?? where.split(' ').at(-1) ?? where;
}

/** Of some vendors it is known where they take it, under whatever name. */
function isVendors(place: string, where: string): boolean {
  const vendor = vendorOf(place.replace(/^env /, ''));
  return vendor !== undefined && takesAt(vendor, hostIn(where));
}

function related(where: string, names: string): boolean {
  const host = hostIn(where)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  if (/^(127\d+|localhost)/.test(host)) return true;
  const words = names
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= 3 && !GENERIC.has(word));
  return words.some((word) => host.includes(word));
}
