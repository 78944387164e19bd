import { defineCases } from '../../src/rule.ts';

// Made for these cases; none was ever issued. Put together from parts so that scanners of this repository stay calm.
const join = (...parts: string[]) => parts.join('');
const key =
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4ypbHqGC0H0xZp3Jt9w2Lr6Vb8XnQe5DkTs1uYfOa7mPi';

export default defineCases({
  bad: [
    { name: 'an AWS key id', code: `exports.key = '${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}'` },
    {
      name: 'a GitHub token put together from parts',
      code: `exports.t = 'ghp_' + '${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'}'`,
    },
    {
      name: 'a Telegram bot the code reports to',
      code: `const bot = '${join('7203948', '156:', 'AAHx9Kq2LmZ8vRt4WsYb6NcPd1QeUf3GjJk')}';\nfetch('https://api.telegram.org/bot' + bot + '/getMe')`,
    },
    {
      name: 'a Telegram bot, in an address',
      code: `fetch('https://api.telegram.org/bot${join('7203948', '156:', 'AAHx9Kq2LmZ8vRt4WsYb6NcPd1QeUf3GjJk')}/getMe')`,
    },
    { name: 'a private key', code: `exports.k = '-----BEGIN PRIVATE KEY-----\\n${key}\\n-----END PRIVATE KEY-----'` },
    {
      name: 'a database with its password',
      code: `exports.db = 'postgres://admin:${'Tr7Kq2vX9mB4'}@db.prod-eu.weather.dev:5432/app'`,
    },
    {
      name: 'a Slack token and an OpenAI key in a table',
      code: `exports.keys = { slack: '${join('xo', 'xb-7203948156-7203948157-aB3dE5gH7jK9mN1pQ3sT')}', ai: '${join('sk-', 'aB3dE5gH7jK9mN1pQ3sT', 'T3BlbkFJ', 'vW7yZ9bC1dE3fG5hJ7kL')}' }`,
    },
  ],
  ok: [
    { name: 'the key every AWS manual prints', code: "exports.key = 'AKIAIOSFODNN7EXAMPLE'" },
    {
      name: 'a placeholder',
      code: "exports.t = 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; exports.k = 'sk-your-key-here'",
    },
    { name: 'a pattern for keys', code: "exports.r = /AKIA[A-Z2-7]{16}/; exports.b = '-----BEGIN PRIVATE KEY-----'" },
    {
      name: 'a test vector, by its name',
      code: `const exampleToken = '${join('gh', 'p_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5')}'; exports.isToken = (t) => t.length === exampleToken.length`,
    },
    {
      name: 'a public client id',
      code: `exports.firebase = { apiKey: '${join('AI', 'zaSyB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f')}', publicKey: '${join('AK', 'IA', 'QX7TZ4PLNMW2KJ6R')}' }`,
    },
    {
      name: 'the address of an error collector, public by design',
      code: "exports.dsn = 'https://a6bb0da87ee048cc9ae2a345fc09ab2e:63a7029f46f74265981b7e005e0f69f8@errors.weather.dev/174697'",
    },
    { name: 'a database on this machine', code: "exports.db = 'postgres://postgres:Tr7Kq2vX9mB4@localhost:5432/app'" },
    {
      name: 'a value from the environment',
      code: 'exports.db = `postgres://app:${process.env.DB_PASSWORD}@db.weather.dev/app`'.replaceAll('$', '$'),
    },
    {
      name: 'a hash and an id',
      code: "exports.h = 'sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'; exports.id = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
    },
  ],
});
