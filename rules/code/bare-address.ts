import { contactsIn } from '../../src/code/flow/acts.ts';
import { inWords, isStarted, runsUnasked } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
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
  *module(module): Iterable<ModuleHit> {
    for (const { call, texts } of contactsIn(module)) {
      const address = bareAddress(texts);
      if (address === undefined) continue;
      yield module.dated(
        call.node,
        (reach) =>
          runsUnasked(reach) && {
            message: `contacts ${address} ${inWords(reach)}`,
            ...(isStarted(reach) ? { severity: 'low' as const } : {}),
            evidence: [module.at(call.node, `contacts ${address}`)],
          },
      );
    }
  },
});
