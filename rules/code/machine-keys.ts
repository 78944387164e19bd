import { contactsIn } from '../../src/code/flow/acts.ts';
import { inWords, type Reach } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { machineKeys } from '../data/hosts.ts';

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
    for (const { source, sink } of module.flows) {
      if (sink.kind !== 'network' || !IDENTITY.test(source.kind === 'variable' ? source.detail : '')) continue;
      yield module.dated(
        sink.node,
        (reach) =>
          atOnce(reach) && {
            message: `asks who the build is, to log in as it, ${inWords(reach)}`,
            evidence: [module.at(sink.node, 'asks for a token'), module.at(source.node, source.detail)],
          },
      );
    }
  },
});

/** Where a build asks for a token that says who it is, which registries and clouds take for a login. */
const IDENTITY =
  /^(?:ACTIONS_ID_TOKEN_REQUEST_(?:URL|TOKEN)|ACTIONS_RUNTIME_TOKEN|CI_JOB_JWT(?:_V2)?|SYSTEM_OIDCREQUESTURI)$/;

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}
