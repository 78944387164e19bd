import { decode, SOURCE } from '../../src/code/scripts/entries.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Evidence, Package, Severity } from '../../src/types.ts';
import { entropyOf, findCredentials, mask } from '../data/credentials.ts';

/** Large files are read in parts, which overlap by more than any credential is long. */
const PART = 8 * 1024 * 1024;
const OVERLAP = 64 * 1024;
const TEXT =
  /\.(?:json5?|jsonc|ya?ml|toml|ini|cfg|conf|config|properties|env|sh|bash|bat|cmd|ps1|py|rb|md|mdx|txt|rst|html?|xml|pem|key|npmrc|p8|tfvars|sql|log)$|(?:^|\/)(?:\.env(?:\.[\w-]+)?|\.npmrc|\.netrc|\.pypirc|\.dockercfg|Dockerfile|Makefile|id_rsa|id_ed25519)$/i;
const ENV_FILE = /(?:^|\/)\.env(?:\.(?:local|production|prod|development|dev|staging|test))?$/;
/** Where invented keys belong; descriptions of services are full of examples. */
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|spec|fixtures?|examples?|samples?|docs?|node_modules)\/|\.(?:md|mdx|txt|rst|html?)$|(?:^|[/._-])(?:open-?api|swagger|spec)(?:[._-][\w.-]*)?\.(?:json|ya?ml)$/i;
const ASSIGNS = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w{0,99})[ \t]*=[ \t]*["']?([^\s"'#]{1,4000})/gm;
const SECRET_NAME = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;
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
      if (SOURCE.test(path) || !TEXT.test(path)) continue;
      yield* inFile(pkg, path, bytes);
      if (ENV_FILE.test(path)) yield* inEnvFile(pkg, path, decode(bytes.subarray(0, PART)));
    }
  },
});

function severityOf(path: string): Severity {
  return ASIDE.test(path) ? 'low' : 'medium';
}

function* inFile(pkg: Package, path: string, bytes: Uint8Array): Iterable<Hit> {
  const seen = new Set<string>();
  for (let start = 0; start < bytes.length; start += PART) {
    const text = decode(bytes.subarray(start, start + PART + OVERLAP));
    for (const { kind, value, at } of findCredentials(text, path)) {
      if (seen.has(value)) continue;
      seen.add(value);
      const line = linesIn(bytes.subarray(0, start)) + lineOf(text, at);
      yield {
        message: `ships ${kind} in ${quote(path, 80)}`,
        severity: severityOf(path),
        evidence: [evidence(pkg, path, line, kind, mask(value))],
      };
    }
  }
}

function linesIn(bytes: Uint8Array): number {
  return bytes.reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 0);
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** A plain `.env` is a mistake in itself; with values of secrets in it, it is a leak. */
function* inEnvFile(pkg: Package, path: string, text: string): Iterable<Hit> {
  const assigned = [...text.matchAll(ASSIGNS)];
  const [first] = assigned;
  const secrets = assigned.filter(([, name = '', value = '']) => SECRET_NAME.test(name) && isReal(value));
  for (const { 1: name = '', 2: value = '', index } of secrets) {
    yield {
      message: `ships a plain ${quote(path, 80)} with a value for ${quote(name, 60)}`,
      severity: severityOf(path),
      evidence: [evidence(pkg, path, lineOf(text, index), quote(name, 60), mask(value))],
    };
  }
  if (secrets.length > 0 || !first) return;
  yield {
    message: `ships a plain ${quote(path, 80)}, though without a value that looks like a secret`,
    severity: 'low',
    evidence: [evidence(pkg, path, lineOf(text, first.index), 'settings of its author', first[1] ?? '')],
  };
}

function isReal(value: string): boolean {
  return value.length >= 12 && !PLACEHOLDER.test(value) && entropyOf(value) >= 2.5;
}

function evidence(pkg: Package, path: string, line: number, note: string, snippet: string): Evidence {
  return { at: `file:${pkg.id}/${path}:${line}:1`, note, snippet: quote(snippet) };
}
