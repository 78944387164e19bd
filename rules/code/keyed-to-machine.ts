import { isCarried } from '../../src/code/flow/carried.ts';
import { partsBehind } from '../../src/code/flow/feeds.ts';
import { trace } from '../../src/code/flow/flow.ts';
import { type Call, type Flow, inWords, type Module, type Node } from '../../src/code/flow/module.ts';
import { collectedAt } from '../../src/code/flow/sources.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'keyed-to-machine',
  title: 'Carries a text that only one machine, person or company can open',
  why: 'A package is the same for everybody. What lies in it locked with a key made of the name of a host, a user or a domain of an address was locked for one of them: nobody else can read what it does there. Keys of a machine are for what a program has stored on that machine.',
  fix: 'Do not install it, least of all where it could open.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1480', 'T1027'],
    atlas: ['AML.T0097', 'AML.T0011.001'],
    cwe: ['CWE-506', 'CWE-511'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'medium',
  words: [
    /createDecipher|subtle\b/,
    /hostname|userInfo|networkInterfaces|\bUSER(?:NAME|DNSDOMAIN|DOMAIN)?\b|LOGNAME|COMPUTERNAME|user\.(?:email|name)|whoami/,
  ],
  *module(module): Iterable<ModuleHit> {
    const opened = module.calls.find((call) => opens(module, call));
    if (!opened) return;
    for (const call of module.calls) {
      const key = KEYED.test(call.name ?? '') ? call.args[1] : undefined;
      const whose = key && ownerOf(module, key);
      if (!whose) continue;
      yield module.dated(call.node, (reach) => ({
        message: `opens a text of the package with a key made of ${quote(whose.detail)} ${inWords(reach)}`,
        ...(reach === 'nowhere' ? { severity: 'low' as const } : {}),
        evidence: [
          module.at(call.node, 'makes the key'),
          module.at(whose.node, whose.detail),
          module.at(opened.node, 'opens it'),
        ],
      }));
    }
  },
});

const KEYED = /^(?:crypto\.createDecipher(?:iv)?|(?:crypto\.)?(?:webcrypto\.)?subtle\.decrypt)$/;
const OPENS = /^crypto\.createDecipher(?:iv)?\(\)\.update$/;
/** Variables that say who or where one is. */
const WHO = /^(?:USER(?:NAME|DNSDOMAIN|DOMAIN)?|LOGNAME|COMPUTERNAME|HOSTNAME)$/;

/** True for what gives the plain text of what the package carries. */
function opens({ code }: Module, { name = '', args }: Call): boolean {
  const text: Node | undefined = OPENS.test(name) ? args[0] : name.endsWith('subtle.decrypt') ? args[2] : undefined;
  if (!text) return false;
  const kinds = trace(code, text).map(({ source }) => source.kind);
  return !kinds.includes('remote') && (kinds.includes('data file') || isCarried(code, text));
}

function ownerOf({ code }: Module, key: Node): Flow['source'] | undefined {
  // Whatever a key is derived by, each of its arguments is part of it.
  const sources = [...partsBehind(code, [key])].flatMap((part) => collectedAt(code, part) ?? []);
  return sources.find(({ kind, detail }) => kind === 'identity' || (kind === 'variable' && WHO.test(detail)));
}
