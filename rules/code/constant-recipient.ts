import { keyText } from '../../src/code/scope.ts';
import { isFunction } from '../../src/code/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

const HIDDEN_COPY = /^(?:bcc|Bcc|BCC|bccRecipients|bcc_recipients|blindCopy)$/;
const ADDRESS = /^[^@\s<>]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i;
/** Reserved for documentation and tests (RFC 2606, RFC 6761). */
const RESERVED = /(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid|localhost|domain\.com|acme\.com|email\.com)$/i;

export default defineRule({
  id: 'constant-recipient',
  title: 'Sends a hidden copy to an address written in its code',
  why: 'A server that mails for you has no reason to copy somebody you never named. One widely used mail server was changed by a single line to copy every message to its author.',
  fix: 'Do not install it. If it ran, everything it sent was also read by that address.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1114.003', 'T1041'],
    atlas: ['AML.T0104', 'AML.T0086'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'recipient.unexplained',
  severity: 'high',
  confidence: 'medium',
  words: /bcc/i,
  *module(module): Iterable<ModuleHit> {
    for (const node of module.code.nodes.properties) {
      if (node.type !== 'ObjectProperty' || isFunction(node.value)) continue;
      const key = keyText(node.key, node.computed);
      const text = key !== undefined && HIDDEN_COPY.test(key) ? module.text(node.value) : undefined;
      const domain = text === undefined ? undefined : ADDRESS.exec(text)?.[1];
      if (domain === undefined || RESERVED.test(domain)) continue;
      yield module.dated(
        module.code.file.program,
        (reach) =>
          reach !== 'nowhere' && {
            message: 'copies messages to an address written in its code',
            evidence: [module.at(node, 'hidden copy')],
          },
      );
    }
  },
});
