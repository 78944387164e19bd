import { requestsIn } from '../../src/code/flow/acts.ts';
import { inWords, isBundle } from '../../src/code/flow/module.ts';
import { exportsOf } from '../../src/code/package/exports.ts';
import { quietSenders, requestsByOthers } from '../../src/code/tools/quiet.ts';
import { teedCopies } from '../../src/code/tools/teed.ts';
import { unredactedCopies } from '../../src/code/tools/unredacted.ts';
import { functionsOf } from '../../src/code/tree/calls.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';

/** What is put into a name that is looked up or greeted with passes where requests do not, and shows in no log of them. */
const IN_NAMES = /^(?:dns\b|tls\.connect$)/;

export default defineRule({
  id: 'copies-given',
  title: 'Sends on what its functions are given, and waits for no answer',
  why: 'A logger, a parser or a cache is handed tokens, messages and files by programs that know nothing of what it does with them. A function that sends all of it to one fixed address, for nobody’s account and without a look at the answer, makes a copy for somebody else.',
  fix: 'Ask the author what the copy is for and how to turn it off. Use it only where whoever gets it may read all that passes through.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1041', 'T1195.001'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-200', 'CWE-506'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words: [
    /\bfetch\b|['"`](?:node:)?(?:https?|http2|net|tls|dns|dgram|axios|got|ky|undici|ws|needle|request|superagent|node-fetch|cross-fetch)(?:\/promises)?['"`]|WebSocket|sendBeacon|XMLHttpRequest|\b(?:url|uri)\s*:\s*(?:[A-Z][A-Z_]+\b|['"`]https?:)/,
    /\bexports\b|\bexport\b/,
  ],
  *module(module): Iterable<ModuleHit> {
    if (isBundle(module.code)) return;
    for (const { call, report, hosts } of unredactedCopies(module.code)) {
      if (hosts.length === 0 || hosts.some(isNear)) continue;
      yield module.dated(
        call.node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `sends what it is given whole, beside a redacted copy of it, to ${quote(`${hosts[0]}`, 80)} ${inWords(reach)}`,
            evidence: [module.at(call.node, 'sent here'), module.at(report, 'once redacted, once whole')],
          },
      );
      return;
    }
    const exported = [...exportsOf(module.code).values()].flat().flatMap((value) => functionsOf(module.code, value));
    const known = requestsIn(module).map(({ call }) => call);
    const requests = [...known, ...requestsByOthers(module.code, module.calls)];
    const copies = [...quietSenders(module.code, module.source, exported, requests), ...teedCopies(module.code)];
    for (const { call, hosts } of copies) {
      const [host] = hosts;
      if (host === undefined || hosts.some(isNear)) continue;
      yield module.dated(
        call.node,
        (reach) =>
          reach !== 'nowhere' && {
            ...(IN_NAMES.test(call.name ?? '') ? { severity: 'high' as const } : {}),
            message: `sends on what a function of it is given ${inWords(reach)}, to ${quote(host, 80)}, and waits for no answer`,
            evidence: [module.at(call.node, `sent to ${quote(host, 80)}`)],
          },
      );
      return;
    }
  },
});
