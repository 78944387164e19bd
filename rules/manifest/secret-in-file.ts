import { decode, SOURCE } from '../../src/code/entries.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';
import { findCredentials, mask } from '../data/credentials.ts';

const MAX_FILE = 4 * 1024 * 1024;
const TEXT =
  /\.(?:json|ya?ml|toml|ini|cfg|conf|properties|env|sh|md|txt|pem|key|npmrc|p8)$|(?:^|\/)(?:\.env(?:\.[\w-]+)?|\.npmrc|\.netrc|id_rsa|id_ed25519)$/i;
const ENV_FILE = /(?:^|\/)\.env(?:\.(?:local|production|prod|development|dev|staging))?$/;
/** Where invented keys belong. */
const ASIDE = /(?:^|\/)(?:tests?|__tests__|spec|fixtures?|examples?|samples?|docs?|node_modules)\//i;
const ASSIGNS =
  /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?))\s*=\s*["']?([^\s"'#]{12,})/gm;
const PLACEHOLDER = /your|example|changeme|xxx|\.\.\.|<|\$\{|placeholder|dummy|test|localhost|replace|insert/i;

export default defineRule({
  id: 'secret-in-file',
  title: 'Ships a credential in a file beside its code',
  why: 'A forgotten .env, key file or configuration is public once it is published. Whoever reads it can act as its owner, and what your server sends through that account is no longer only yours.',
  fix: 'Revoke the credential. Publish with a `files` list, so that only what is meant to be there is.',
  mapping: { owasp: ['MCP01'], attack: ['T1552.001'], atlas: ['AML.T0055'], cwe: ['CWE-798', 'CWE-312'] },
  signal: 'secret.hardcoded',
  severity: 'medium',
  confidence: 'medium',
  *package(pkg): Iterable<Hit> {
    for (const [path, bytes] of pkg.files) {
      if (SOURCE.test(path) || !TEXT.test(path) || bytes.length > MAX_FILE) continue;
      yield* inFile(pkg, path, decode(bytes));
    }
  },
});

function* inFile(pkg: Package, path: string, text: string): Iterable<Hit> {
  const severity = ASIDE.test(path) || /\.(?:md|txt)$/i.test(path) ? 'low' : 'medium';
  for (const { kind, value } of findCredentials(text)) {
    yield {
      message: `ships ${kind} in ${quote(path, 80)}`,
      severity,
      evidence: [evidence(pkg, path, text, value, kind)],
    };
  }
  if (!ENV_FILE.test(path)) return;
  for (const match of text.matchAll(ASSIGNS)) {
    const [, name = '', value = ''] = match;
    if (PLACEHOLDER.test(value)) continue;
    yield {
      message: `ships a plain ${quote(path, 80)} with a value for ${quote(name, 60)}`,
      severity,
      evidence: [evidence(pkg, path, text, value, name)],
    };
  }
}

function evidence(pkg: Package, path: string, text: string, value: string, note: string) {
  const line = text.slice(0, text.indexOf(value)).split('\n').length;
  return { at: `file:${pkg.id}/${path}:${line}:1`, note: quote(note, 60), snippet: quote(mask(value)) };
}
