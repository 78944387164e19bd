import { hostOf, isLoopback, spot, wordAt } from '../../src/config/facts.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'config-insecure-url',
  title: 'A server is reached over a connection anyone on the way can change',
  why: 'Tool descriptions and answers become instructions to the model. Over plain HTTP, or with certificates unchecked, whoever stands on the way writes them, and reads the token.',
  fix: 'Use https with a valid certificate, and trust a private authority through NODE_EXTRA_CA_CERTS instead of switching checks off.',
  mapping: { practice: ['BP4'], owasp: ['MCP07'], attack: ['T1557'], atlas: [], cwe: ['CWE-319', 'CWE-295'] },
  signal: 'config.weak',
  severity: 'high',
  confidence: 'high',
  *config(entry, { launch }) {
    for (const run of launch.runs) {
      if (run.kind !== 'remote') continue;
      const said = spot(entry, wordAt(entry, run.from), 'this address');
      if (/^(?:http|ws):/i.test(run.url) && !isLoopback(run.url))
        yield { message: 'It is reached without encryption', evidence: [said] };
      if (METADATA.test(hostOf(run.url)))
        yield { message: 'It is an address that hands out credentials to this machine', evidence: [said] };
    }
    for (const { kind, text, from } of launch.options)
      if (kind === 'insecure' && text !== '--allow-http')
        yield { message: 'Certificates are not checked', evidence: [spot(entry, wordAt(entry, from), text)] };
    const set = launch.env.map((pair) => ({ ...pair, span: wordAt(entry, pair.from).span }));
    for (const pair of [...entry.env, ...set])
      if (UNCHECKED[pair.name]?.test(pair.value))
        yield {
          message: 'Certificates are not checked',
          evidence: [spot(entry, pair, `${pair.name} switches the check off`)],
        };
  },
});

/** Addresses of cloud metadata services. */
const METADATA =
  /^(?:169\.254\.169\.254|169\.254\.170\.2|metadata\.google\.internal|100\.100\.100\.200|\[fd00:ec2::254\])$/;

const UNCHECKED: Readonly<Record<string, RegExp>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  PYTHONHTTPSVERIFY: /^0$/,
  GIT_SSL_NO_VERIFY: /^(?:1|true)$/i,
  NPM_CONFIG_STRICT_SSL: /^false$/i,
  npm_config_strict_ssl: /^false$/i,
};
