import { describe, expect, test } from 'vitest';
import { hasReference, literalsOf, segmentsOf } from '../../src/config/interpolation.ts';
import { bareUrl, isSecretName, masked, secretsIn } from '../../src/config/secret.ts';

const RANDOM = 'k3JmR8vQ2wXz5TnB7hLd';
const GITHUB = 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5';

describe('credentials', () => {
  test.each([
    ['X', GITHUB, 'GitHub token'],
    ['args', `--token=${GITHUB}`, 'GitHub token'],
    ['X', `\${TOKEN:-${GITHUB}}`, 'GitHub token'],
    ['X', `\${A:-\${B:-${GITHUB}}}`, 'GitHub token'],
    ['X', 'AKIAQ3EGRIXLUPV2M5TB', 'AWS access key id'],
    ['X', 'xoxb-123456789012-123456789012-aB3dE5gH7jK9mN1pQ3sT5vW7', 'Slack token'],
    ['Authorization', `Bearer ${RANDOM}`, 'value of Authorization'],
    ['WEATHER_API_KEY', RANDOM, 'value of WEATHER_API_KEY'],
    ['api-key', RANDOM, 'value of api-key'],
    ['DB_PASSWORD', 'hunter22', 'value of DB_PASSWORD'],
    ['DATABASE', 'postgres://app:hunter22@db.example/x', 'password in a URL'],
    ['url', `https://a.example/mcp?api_key=${RANDOM}`, 'key in a URL'],
  ])('%s=%s', (name, text, kind) => {
    expect(secretsIn(name, text).map((secret) => secret.kind)).toEqual([kind]);
    expect(masked(name, text)).toContain(`<${kind}>`);
  });

  test.each([
    ['GITHUB_TOKEN', '${GITHUB_TOKEN}'],
    ['DATABASE', 'postgresql://postgres:postgres@localhost:5432/dev'],
    ['GITHUB_TOKEN', '${input:token}'],
    ['GITHUB_TOKEN', '$GITHUB_TOKEN'],
    ['GITHUB_TOKEN', '${{ secrets.GITHUB_TOKEN }}'],
    ['Authorization', 'Bearer ${TOKEN}'],
    ['GITHUB_TOKEN', 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['API_KEY', 'YOUR_API_KEY_HERE'],
    ['API_KEY', '<your-api-key>'],
    ['API_KEY', 'your-api-key'],
    ['API_KEY', 'op://vault/item/field'],
    ['TOKEN_URL', 'https://login.example/oauth/token'],
    ['TOKEN_FILE', '/run/secrets/token'],
    ['KEY', '/etc/ssl/key.pem'],
    ['MAX_TOKENS', '4096'],
    ['LOG_LEVEL', 'debug'],
    ['COMMIT', '0123456789abcdef0123456789abcdef01234567'],
    ['ALLOWED_DIR', '/Users/Me/Projects/Weather2026'],
    ['args', '@modelcontextprotocol/server-filesystem@2025.1.14'],
    ['AUTHOR', 'Weather4Everyone2026'],
    ['AUTH_MODE', 'oauth2-with-PKCE-1234'],
    ['KEYBOARD', 'Dvorak1234567890Xy'],
    ['url', 'https://user@host.example/mcp?page=1234567890123'],
  ])('nothing in %s=%s', (name, text) => {
    expect(secretsIn(name, text)).toEqual([]);
    expect(masked(name, text)).toBe(text);
  });

  test.each([
    ['MONKEY', false],
    ['API_KEY', true],
    ['apiKey', true],
    ['clientSecret', true],
    ['oauth.clientSecret', true],
    ['TOKENIZER', false],
    ['PASSAGE', false],
    ['x-api-key', true],
  ])('%s is a secret name: %s', (name, expected) => expect(isSecretName(name)).toBe(expected));

  test('hostile text costs little', () => {
    // Processor time: the wall clock belongs to whoever else runs tests.
    const started = process.cpuUsage();
    for (const text of [
      'a'.repeat(1e6),
      '${'.repeat(2e4),
      'eyJ'.repeat(1e5),
      'xoxb-'.repeat(1e5),
      `https://${'a:'.repeat(1e5)}`,
    ])
      secretsIn('TOKEN', text);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  });
});

test('an endpoint without what must not be shown', () => {
  expect(bareUrl('https://u:p@a.example/mcp?key=1#f')).toBe('https://a.example/mcp');
  expect(bareUrl('https://trаcker.example:8443/mcp')).toBe('https://xn--trcker-4nf.example:8443/mcp');
  expect(bareUrl('https://a.example/@scope/x')).toBe('https://a.example/@scope/x');
});

describe('references', () => {
  test.each([
    ['${A}', 'env A'],
    ['${env:A}', 'env A'],
    ['$A', 'env A'],
    ['$env:A', 'env A'],
    ['%A%', 'env A'],
    ['{env:A}', 'env A'],
    ['{file:~/k}', 'file ~/k'],
    ['${input:a-b}', 'input a-b'],
    ['${user_config.k}', 'input k'],
    ['{{token}}', 'input token'],
    ['${{ secrets.A }}', 'store secrets.A'],
    ['${workspaceFolder}', 'client workspaceFolder'],
    ['${A:-b}', 'env A else b'],
  ])('%s', (text, expected) => {
    const [segment] = segmentsOf(text);
    const said =
      segment?.kind === 'reference'
        ? `${segment.from} ${segment.name}${segment.fallback === undefined ? '' : ` else ${segment.fallback}`}`
        : 'literal';
    expect(said).toBe(expected);
  });
  test.each(['100%', 'a$', '{}', '${', '5% of 10%', '{"a":1}', '$1'])('%s is no reference', (text) => {
    expect(hasReference(text)).toBe(false);
    expect(literalsOf(text)).toEqual([text]);
  });
});
