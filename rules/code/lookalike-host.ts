import { backwards, networkArguments } from '../../src/code/flow/flow.ts';
import { hostsOf } from '../../src/code/flow/hosts.ts';
import type { Module, Node } from '../../src/code/flow/module.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'lookalike-host',
  title: 'Sends one login to a service and to a host that is only called like it',
  why: 'A request that goes to the service, and now and then, as when it is tried again, to another domain with the name of the service in it, hands over the login and all that it carries. Whoever reads the code or a log takes the second for the first.',
  fix: 'Find out whether the service owns the second domain. If it does not, revoke the key.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1036', 'T1041'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-201', 'CWE-506'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words: [/authorization|\bauth\b|\bapi-?key\b/i, /:\/\/|\bhost(?:name)?\b/],
  *module(module): Iterable<ModuleHit> {
    for (const { node } of module.calls) {
      const pair = pairIn(module, node);
      if (!pair) continue;
      const [service, other] = pair;
      yield module.dated(
        node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `sends the login for ${quote(service, 80)} to ${quote(other, 80)} as well, which is only called like it`,
            evidence: [module.at(node, 'sent to either')],
          },
      );
      return;
    }
  },
});

/** A service and its look-alike, of a request that logs in and may go to both. */
function pairIn({ code }: Module, request: Node): readonly [service: string, other: string] | undefined {
  const sent = networkArguments(code, request);
  if (sent.length === 0) return undefined;
  const domains = [...new Set(hostsOf(code, request).map(domainOf))];
  const pairs = domains.flatMap((one) =>
    domains.flatMap((other) => (isLike(one, other) ? [[one, other] as const] : [])),
  );
  return pairs.length > 0 && sent.some((value) => logsIn(code, value)) ? pairs[0] : undefined;
}

const domainOf = (host: string): string => host.split('.').slice(-2).join('.');

/** `tides.example` and `tides-api.example`: what separates the words is what an own subdomain would have. */
function isLike(domain: string, other: string): boolean {
  const [name = '', its = ''] = [domain, other].map((one) => one.slice(0, one.lastIndexOf('.')));
  const rest = its.startsWith(`${name}-`)
    ? its.slice(name.length + 1)
    : its.endsWith(`-${name}`)
      ? its.slice(0, -name.length - 1)
      : '';
  return name.length > 2 && rest !== '' && !FOR_TRIAL.test(rest);
}

/** Where the same service is tried out. */
const FOR_TRIAL =
  /^(?:stag(?:e|ing)|dev(?:el)?|test(?:ing)?|qa|sandbox|ppe|preprod|uat|int|local|beta|canary|demo|p)\d*$/;

function logsIn(code: Module['code'], value: Node): boolean {
  return backwards(code, value).some(
    ({ node }) =>
      node.type === 'ObjectExpression' &&
      node.properties.some((part) => 'key' in part && LOGIN.test(keyText(part.key) ?? '')),
  );
}

const LOGIN = /^(?:authorization|x-api-key|api-?key|auth)$/i;
