import { type Module, runsUnasked } from '../../src/code/module.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { findCredentials, mask } from '../data/credentials.ts';

export default defineRule({
  id: 'hardcoded-secret',
  title: 'Ships a credential in its code',
  why: 'A key in a published package belongs to everybody who downloads it. Whoever uses it acts in its owner’s name, and data sent with it goes to its owner: thieves put the key of their own mailbox or store into the code.',
  fix: 'Revoke the credential and read it from the environment at run time. As a user, ask whose account it is before any of your data goes there.',
  mapping: { owasp: ['MCP01'], attack: ['T1552.001'], atlas: ['AML.T0055'], cwe: ['CWE-798'] },
  signal: 'secret.hardcoded',
  severity: 'medium',
  confidence: 'medium',
  words:
    /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|sk_live|rk_live|AIza|npm_|PRIVATE KEY|SG\.|hooks\.slack|discord(?:app)?\.com\/api\/webhooks|\d:AA|hf_|dop_v1|shp(?:at|ss)_|pypi-|eyJ|:\/\/[^/\s'"]+:[^/\s'"]+@/,
  *module(module): Iterable<Hit> {
    for (const node of [...module.code.nodes.strings, ...module.code.nodes.sums]) {
      const text = module.text(node);
      if (text === undefined) continue;
      for (const { kind, value } of findCredentials(text)) {
        yield {
          message: `ships ${kind}`,
          severity: unused(module) ? 'low' : 'medium',
          evidence: [module.at(node, kind, mask(value))],
        };
      }
    }
  },
});

/** Tests and examples are full of made-up keys that nothing loads. */
function unused(module: Module): boolean {
  return !runsUnasked(module.reach) && module.reach !== 'call';
}
