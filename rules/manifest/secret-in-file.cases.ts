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
      name: 'a key in a configuration',
      files: { 'index.js': '', 'config/prod.json': `{"aws":"${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}"}` },
    },
  ],
  ok: [
    {
      name: 'a template of an .env',
      files: {
        'index.js': '',
        '.env.example': 'WEATHER_API_KEY=your-key-here',
        '.env': 'PORT=3000\nLOG_LEVEL=info\nAPI_KEY=your_api_key_here',
      },
    },
    {
      name: 'an .npmrc that reads the environment',
      files: { 'index.js': '', '.npmrc': '//registry.example/:_authToken=${NPM_TOKEN}' },
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
