import { contactsIn } from '../../src/code/acts.ts';
import { inWords, runsUnasked } from '../../src/code/module.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { bareAddress } from '../data/hosts.ts';

export default defineRule({
  id: 'bare-address',
  title: 'Contacts a machine by its number',
  why: 'An honest service has a name, a certificate for it, and somebody who registered it. A public address written as a number has none of these, and most of those found in malicious packages were rented for a day.',
  fix: 'Ask whose machine it is. Run the package only where nothing gets out.',
  mapping: {
    owasp: ['MCP04', 'MCP10'],
    attack: ['T1071', 'T1041'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-506', 'CWE-941'],
  },
  signal: 'host.unexplained',
  severity: 'high',
  confidence: 'low',
  words: /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/,
  *module(module): Iterable<Hit> {
    for (const { call, texts } of contactsIn(module)) {
      const address = bareAddress(texts);
      if (address === undefined) continue;
      const reach = module.when(call.node);
      if (!runsUnasked(reach)) continue;
      yield {
        message: `contacts ${address} ${inWords(reach)}`,
        ...(reach === 'start' ? { severity: 'low' as const } : {}),
        evidence: [module.at(call.node, `contacts ${address}`)],
      };
    }
  },
});
