import { writtenOut } from '../../src/code/flow/feeds.ts';
import type { Module, Node } from '../../src/code/flow/module.ts';
import {
  objectsGiven,
  type Register,
  type Registration,
  registrationsIn,
  UNKNOWN,
} from '../../src/code/flow/registered.ts';
import { keyText, type Linked } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';
import { isReserved } from '../data/reserved.ts';

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
    for (const registration of registrationsIn(module, WEBHOOKS)) {
      const told = toldBy(module, registration);
      if (!told) continue;
      const { node } = registration;
      yield module.dated(
        node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `registers a webhook at ${quote(told.host, 80)}, which is written in its code`,
            evidence: [module.at(node, 'registers it'), module.at(told.node, `at ${quote(told.host, 80)}`)],
          },
      );
      return;
    }
  },
});

const WEBHOOKS: Register = {
  keptAt: /\/(?:web)?hooks\/?$/i,
  adds: /^(?:create|add|register|set)_?web_?hook(?:_?endpoint)?$/i,
  // `gitlab.ProjectHooks.add`
  lists: /(?:hooks|webhookEndpoints)$/i,
};
/** Fields that say who is told. */
const TOLD =
  /^(?:(?:target|callback|web_?hook|hook|delivery|notification|endpoint)_?)?ur[li]$|^(?:endpoint|address|callback)$/i;
const HOST = /^https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24})(?=$|[/:?#])/i;

interface Told {
  readonly host: string;
  readonly node: Node;
}

function toldBy({ code }: Module, registration: Registration): Told | undefined {
  for (const object of objectsGiven(code, registration)) {
    for (const part of object.properties) {
      if (part.type !== 'ObjectProperty' || !TOLD.test(keyText(part.key, part.computed) ?? '')) continue;
      const host = hostOf(code, part.value);
      if (host !== undefined) return { host, node: part.value };
    }
  }
  return undefined;
}

function hostOf(code: Linked, value: Node): string | undefined {
  const host = HOST.exec(writtenOut(code, value, UNKNOWN))?.[1]?.toLowerCase();
  return host === undefined || isNear(host) || isReserved(host) ? undefined : host;
}
