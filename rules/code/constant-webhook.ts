import { writtenOut } from '../../src/code/flow/feeds.ts';
import { backwards } from '../../src/code/flow/flow.ts';
import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { propertyName } from '../../src/code/tree/calls.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';

export default defineRule({
  id: 'constant-webhook',
  title: 'Has a service tell a host written in its code of what happens there',
  why: 'Whoever is registered as a webhook is told of everything that happens from then on: commits with their content, orders, messages. The service does the sending, with its user’s rights and long after the server has ended. Where it tells it to is for the user to say.',
  fix: 'Look at the webhooks of what it was given access to and delete those you do not know; they stay when it is removed.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1567.004'],
    atlas: ['AML.T0086'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words: [/hooks?\b|[wW]ebhook/, /https?:/],
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) {
      const told = registeredBy(module, call);
      if (!told) continue;
      yield module.dated(
        call.node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `registers a webhook at ${quote(told.host, 80)}, which is written in its code`,
            evidence: [module.at(call.node, 'registers it'), module.at(told.node, `at ${quote(told.host, 80)}`)],
          },
      );
      return;
    }
  },
});

/** The end of a path where services keep whom they tell: `/repos/${repo}/hooks`, `POST /projects/{id}/hooks`. */
const KEPT_AT = /\/(?:web)?hooks\/?$/i;
const ADDS = /^(?:post|put|request|fetch|create|send|api|call)$/i;
const REGISTERS = /^(?:create|add|register|set)_?web_?hook(?:_?endpoint)?$/i;
/** `stripe.webhookEndpoints.create`, `gitlab.ProjectHooks.add` */
const LISTS = /(?:hooks|webhookEndpoints)$/i;
const INTO_LIST = /^(?:create|add|register)$/;
/** Fields that say who is told. */
const TOLD =
  /^(?:(?:target|callback|web_?hook|hook|delivery|notification|endpoint)_?)?ur[li]$|^(?:endpoint|address|callback)$/i;
const HOST = /^https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24})(?=$|[/:?#])/i;
/** What people write for documentation and tests; nobody calls his own host so below `.example`. */
const RESERVED = /(?:^|\.)(?:example\.(?:com|org|net)|test|invalid|localhost|domain\.com|acme\.com)$/i;

interface Told {
  readonly host: string;
  readonly node: Node;
}

function registeredBy(module: Module, call: Call): Told | undefined {
  const given = whatIsRegistered(module, call);
  for (const { node } of given.flatMap((arg) => [...backwards(module.code, arg)])) {
    if (node.type !== 'ObjectExpression') continue;
    for (const part of node.properties) {
      if (part.type !== 'ObjectProperty' || !TOLD.test(keyText(part.key, part.computed) ?? '')) continue;
      const host = hostOf(module, part.value);
      if (host !== undefined) return { host, node: part.value };
    }
  }
  return undefined;
}

/** What a call hands to a service to be registered there; nothing where it does something else. */
function whatIsRegistered({ code }: Module, { node, method, name, args }: Call): readonly Node[] {
  const [first, ...more] = args;
  const does = method ?? name ?? '';
  if (REGISTERS.test(does)) return args;
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  const list = callee?.type === 'MemberExpression' ? propertyName(code, callee.object) : undefined;
  if (INTO_LIST.test(does) && LISTS.test(list ?? '')) return args;
  if (!first || more.length === 0 || !ADDS.test(does)) return [];
  return KEPT_AT.test(writtenOut(code, first, UNKNOWN)) ? more : [];
}

/** Stands for what is not written out; it is no part of a host's name. */
const UNKNOWN = '\0';

function hostOf({ code }: Module, value: Node): string | undefined {
  const host = HOST.exec(writtenOut(code, value, UNKNOWN))?.[1]?.toLowerCase();
  return host === undefined || isNear(host) || RESERVED.test(host) ? undefined : host;
}
