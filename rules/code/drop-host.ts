import { contactsIn, runsCommand } from '../../src/code/flow/acts.ts';
import {
  type Call,
  inWords,
  isBundle,
  isStarted,
  type Module,
  type Reach,
  runsUnasked,
} from '../../src/code/flow/module.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import { dropIn, type HostUse } from '../data/hosts.ts';

export default defineRule({
  id: 'drop-host',
  title: 'Contacts a service that thieves use instead of a server of their own',
  why: 'Request collectors, tunnels, chat webhooks and paste pages need no server that could be traced or taken down. What a package sends there unasked goes to a person nobody can name, and what it reads there can be changed at any time.',
  fix: 'Do not install it. If it ran, revoke whatever it could read.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1102', 'T1567.004'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-506', 'CWE-941'],
  },
  signal: 'host.unexplained',
  severity: 'high',
  confidence: 'medium',
  words:
    /webhook|discord|requestbin|pipedream|requestcatcher|hookbin|beeceptor|\boast\.|interact\.?sh|burpcollaborator|oastify|dnslog|ceye\.io|canarytokens|requestrepo|webhook\.cool|typedwebhook|ntfy|uguu|oshi\.at|x0\.at|\bt\.me|telegra\.ph|justpaste|ngrok|trycloudflare|loca\.lt|serveo\.net|localhost\.run|lhr\.life|bore\.pub|telegram|\/send(?:Message|Document|Photo|MediaGroup)\b|hooks\.slack|transfer\.sh|\bfile\.io|catbox|0x0\.st|bashupload|\btemp\.sh|tmpfiles\.org|filebin\.net|anonfile|pixeldrain|pastebin|rentry|hastebin|\bpaste\.|dpaste|ghostbin|controlc|\bgist|steamcommunity|calendar\.app|npoint|jsonkeeper|jsonbin|github\.io/i,
  *module(module, root): Iterable<ModuleHit> {
    for (const { call, texts } of contactsIn(module)) {
      const drop = uploads(module, call, texts) ? dropIn(texts) : undefined;
      if (!drop) continue;
      yield module.dated(call.node, (reach) => {
        const weight = runsUnasked(reach)
          ? weightOf(drop.use, reach)
          : root && reach === 'call' && weightAsked(drop, texts);
        return (
          weight && {
            message: `contacts ${drop.what} ${inWords(reach)}`,
            ...weight,
            ...(isBundle(module.code) ? { confidence: 'low' } : {}),
            evidence: [module.at(call.node, `contacts ${quote(drop.found, 80)}`)],
          }
        );
      });
    }
  },
});

/** A process contacts somebody only if it is a program that does. */
function uploads({ code }: Module, call: Call, texts: readonly string[]): boolean {
  return !runsCommand(code, call) || texts.some((text) => /\b(?:curl|wget|iwr|irm|Invoke-\w+)\b/i.test(text));
}

/** One box or channel that is written out, with its key: what a tool sends there its user never named. */
const ONE_BOX =
  /\/api\/webhooks\/\d+\/[\w-]|hooks\.slack\.com\/(?:services|workflows)\/\w|api\.telegram\.org\/bot\d+:[\w-]{8}|\/bot\d{6,12}:[\w-]{10,64}\/send[A-Z]/i;

/** When somebody asks for it, a server may well send to where its user says. */
function weightAsked({ use }: { readonly use: HostUse }, texts: readonly string[]): Partial<Hit> | undefined {
  const fixed = use === 'collector' || (use === 'chat' && texts.some((text) => ONE_BOX.test(text.slice(0, 2_000))));
  return fixed ? { severity: 'medium', confidence: 'low' } : undefined;
}

/** None where honest code does the same; chains have a rule of their own. */
function weightOf(use: HostUse, reach: Reach): Partial<Hit> | undefined {
  const atOnce = !isStarted(reach);
  if (use === 'collector') return {};
  if (use === 'chat' || use === 'file') return atOnce ? { signal: 'data.sent' } : { severity: 'low' };
  if (use === 'tunnel') return atOnce ? { confidence: 'low' } : { severity: 'low', confidence: 'low' };
  return use === 'paste' ? { signal: 'code.odd', severity: atOnce ? 'medium' : 'low' } : undefined;
}
