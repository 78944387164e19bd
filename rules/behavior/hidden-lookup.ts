import { evidenceOf, grouped, hitOf, inPhase, inputOf, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Behavior } from '../../src/types.ts';

export default defineRule({
  id: 'hidden-lookup',
  title: 'Asks for names where the network cannot see it',
  why: 'Questions for names that go over TLS or HTTPS to a resolver of the package’s own choice pass by the resolver of the machine, its filters and its logs. That alone is a choice some libraries make. Names that carry data, or texts that are fetched that way, are how programs talk to their operator without a connection to him.',
  fix: 'Find out why the machine’s own resolver would not do. Block such resolvers where yours is there to filter.',
  mapping: {
    owasp: ['MCP04', 'MCP09'],
    attack: ['T1071.004', 'T1572'],
    atlas: ['AML.T0086'],
    cwe: ['CWE-506'],
  },
  signal: 'network.send',
  severity: 'low',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const asked = observed(behavior, 'dns').filter((one) => one.via === 'https' || one.via === 'tls');
    for (const group of grouped(
      asked,
      (one) => `${one.phase} ${one.package} ${zoneOf(one)} ${meaningOf(behavior, one)}`,
    )) {
      const [first] = group;
      const meaning = meaningOf(behavior, first);
      yield hitOf(
        group,
        `${WORDS[meaning]} ${zoneOf(first)} ${inPhase(first.phase)}, over ${first.via === 'tls' ? 'TLS' : 'HTTPS'} and past the machine’s own resolver`,
        (one) => evidenceOf(one, `asked for ${one.type}`, one.name),
        GRADES[meaning],
      );
    }
  },
});

type Meaning = 'name' | 'data' | 'text';

const WORDS: Readonly<Record<Meaning, string>> = {
  name: 'asks for names of',
  data: 'asks for names that carry data, of',
  text: 'fetches texts of',
};
const GRADES: Readonly<Record<Meaning, Partial<Hit>>> = {
  name: {},
  data: { signal: 'data.sent', severity: 'medium' },
  text: { signal: 'host.unexplained', severity: 'medium' },
};

const zoneOf = ({ name }: Seen<'dns'>): string => name.split('.').slice(-2).join('.');

/** Records that hold whatever text their owner likes. */
const TEXTS = /^(TXT|NULL|ANY|UNKNOWN_65535)$/;
/** Letters of base32, base64 or hex, too many and too mixed for a word. */
const CARRIES = /(^|\.)(?=[a-z0-9_-]*\d)(?=[a-z0-9_-]*[a-z])[a-z0-9_-]{30,}(\.|$)/i;

function meaningOf(behavior: Behavior, one: Seen<'dns'>): Meaning {
  if (inputOf(behavior, one)?.text.toLowerCase().includes(one.name)) return 'name';
  const own = one.name.split('.').slice(0, -2).join('.');
  if (CARRIES.test(own)) return 'data';
  // Names with an underscore are where services publish what is theirs: _dnsaddr, _dmarc.
  return TEXTS.test(one.type) && !/(^|\.)_/.test(one.name) ? 'text' : 'name';
}
