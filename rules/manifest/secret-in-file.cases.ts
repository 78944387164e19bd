import { defineCases } from '../../src/rule.ts';

const join = (...parts: string[]) => parts.join('');

export default defineCases({
  // Made for these cases; none was ever issued.
  bad: [
    {
      name: 'a forgotten .env',
      files: { 'index.js': '', '.env': 'PORT=3000\nWEATHER_API_KEY=q8Zk2vX9mB4tR7nL5wPd\n' },
    },
    {
      name: 'a token in an .npmrc',
      files: {
        'index.js': '',
        '.npmrc': `//registry.example/:_authToken=${join('npm', '_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5')}`,
      },
    },
    {
      name: 'an example in the description of a service',
      alone: 'pass',
      files: { 'index.js': '', 'build/data/spec.json': `{"example":"${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}"}` },
    },
    {
      name: 'a key in a configuration',
      files: { 'index.js': '', 'config/prod.json': `{"aws":"${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}"}` },
    },
    {
      name: 'a plain .env without secrets',
      files: { 'index.js': '', '.env': 'PORT=3000\nLOG_LEVEL=info\nAPI_KEY=your_api_key_here' },
    },
    {
      name: 'a comment that would switch a linter off',
      files: {
        'index.js': '',
        'notes.md': `<!-- secretlint-disable -->\n${join('gh', 'p_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5')}`,
      },
    },
    {
      name: 'a token far behind in a large file',
      files: {
        'index.js': '',
        'data.json': `["${'ab cd '.repeat(200_000)}","${join('gl', 'pat-aB3dE5gH7jK9mN1pQ3sT')}"]`,
      },
    },
  ],
  ok: [
    {
      name: 'a template of an .env',
      files: { 'index.js': '', '.env.example': 'WEATHER_API_KEY=your-key-here', '.env.template': 'PORT=3000' },
    },
    {
      name: 'public settings of a page, and the key of a test account',
      files: {
        'index.js': '',
        'firebase.json': `{"apiKey":"${join('AI', 'zaSyB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f')}","projectId":"weather"}`,
        'stripe.yml': `key: ${join('sk_', 'test_', 'aB3dE5gH7jK9mN1pQ3sT5vW7')}`,
      },
    },
    {
      name: 'a proxy with a placeholder',
      files: { 'index.js': '', 'README.md': 'export HTTPS_PROXY=http://user:password@proxy.example:8080' },
    },
    {
      name: 'an .npmrc that reads the environment',
      files: { 'index.js': '', '.npmrc': '//registry.example/:_authToken=${NPM_TOKEN}' },
    },
    {
      name: 'an address that was signed, in an answer of a manual',
      files: {
        'index.js': '',
        'api.json': `{"url":"https://files.example/a?X-Amz-Credential=${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}%2F20200101%2Fus-east-1&X-Amz-Signature=1","old":"https://files.example/a?AWSAccessKeyId=${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}&Expires=1"}`,
      },
    },
    {
      name: 'documentation with placeholders',
      files: { 'index.js': '', 'README.md': 'export OPENAI_API_KEY=sk-...\nAWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE' },
    },
    {
      name: 'a certificate',
      files: { 'index.js': '', 'ca.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' },
    },
  ],
});
