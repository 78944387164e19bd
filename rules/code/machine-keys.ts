import { contactsIn } from '../../src/code/flow/acts.ts';
import { hostsOf } from '../../src/code/flow/hosts.ts';
import { inWords, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isNear, machineKeys } from '../data/hosts.ts';
import { takesAt } from '../data/vendors.ts';

export default defineRule({
  id: 'machine-keys',
  title: 'Asks its machine for credentials while it is installed or loaded',
  why: 'The metadata service of a cloud gives the keys of the machine to whoever asks from inside, and the socket of a container engine gives the machine itself. Clients of a cloud ask when they are used; a package that asks while it is installed or imported takes what it finds.',
  fix: 'Install without scripts, on a machine without a role. If it ran on a build machine, rotate the role’s keys.',
  mapping: {
    owasp: ['MCP01', 'MCP02'],
    attack: ['T1552', 'T1611'],
    atlas: ['AML.T0055', 'AML.T0105'],
    cwe: ['CWE-522', 'CWE-506'],
  },
  signal: 'secret.read',
  severity: 'high',
  confidence: 'medium',
  words:
    /ACTIONS_ID_TOKEN|ACTIONS_RUNTIME_TOKEN|CI_JOB_JWT|SYSTEM_OIDCREQUESTURI|169\.254|169\s*,\s*254|2852039166|a9fea9fe|instance-data|metadata\.google|fd00:ec2|100\.100\.100\.200|\.sock\b/,
  *module(module): Iterable<ModuleHit> {
    for (const { call, texts } of contactsIn(module)) {
      const what = machineKeys(texts);
      if (what === undefined) continue;
      yield module.dated(
        call.node,
        (reach) =>
          atOnce(reach) && { message: `asks ${what} ${inWords(reach)}`, evidence: [module.at(call.node, what)] },
      );
    }
    const asking = module.flows.filter(
      ({ source, sink }) => sink.kind === 'network' && source.kind === 'variable' && IDENTITY.test(source.detail),
    );
    for (const { source, sink } of asking) {
      yield module.dated(
        sink.node,
        (reach) =>
          atOnce(reach) && {
            message: `asks who the build is, to log in as it, ${inWords(reach)}`,
            evidence: [module.at(sink.node, 'asks for a token'), module.at(source.node, source.detail)],
          },
      );
    }
    yield* givenAway(module, new Set(asking.map(({ sink }) => sink.node)));
  },
});

/** What came back from such a request, sent to somebody who does not take it for a login. */
function* givenAway(module: Module, requests: ReadonlySet<Node>): Iterable<ModuleHit> {
  const sent = requests.size === 0 ? [] : module.flows.filter(({ source }) => requests.has(source.node));
  for (const { source, sink } of sent) {
    const [host] = sink.kind === 'network' ? hostsOf(module.code, sink.node) : [];
    if (host === undefined || isNear(host) || takesAt(LOGINS, host)) continue;
    yield module.dated(
      sink.node,
      (reach) =>
        atOnce(reach) && {
          message: `sends a login of the build to ${quote(host, 80)} ${inWords(reach)}`,
          signal: 'data.sent',
          evidence: [module.at(sink.node, `sent to ${quote(host, 80)}`), module.at(source.node, 'asks for a token')],
        },
    );
  }
}

/** Registries, clouds and logs of signatures, where builds log in by saying who they are. */
const LOGINS = {
  domains: [
    ...['npmjs.org', 'npmjs.com', 'pypi.org', 'crates.io', 'rubygems.org', 'jsr.io', 'github.com', 'gitlab.com'],
    ...['amazonaws.com', 'googleapis.com', 'microsoftonline.com', 'azure.com', 'sigstore.dev'],
  ],
};

/** Where a build asks for a token that says who it is, which registries and clouds take for a login. */
const IDENTITY =
  /^(?:ACTIONS_ID_TOKEN_REQUEST_(?:URL|TOKEN)|ACTIONS_RUNTIME_TOKEN|CI_JOB_JWT(?:_V2)?|SYSTEM_OIDCREQUESTURI)$/;

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}
