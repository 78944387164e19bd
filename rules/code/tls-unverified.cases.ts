import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'for the whole process',
      code: "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\nfetch('https://x.example')",
    },
    {
      name: 'by a computed name',
      code: "const { env } = process; env['NODE_TLS_' + 'REJECT_UNAUTHORIZED'] = 0",
    },
    {
      name: 'for one connection',
      alone: 'pass',
      code: "exports.get = (u) => require('https').get(u, { rejectUnauthorized: false })",
    },
  ],
  ok: [
    { name: 'what the user sets', code: 'exports.options = (o) => ({ rejectUnauthorized: o.strict !== false })' },
    {
      name: 'switched on',
      code: "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'; exports.o = { rejectUnauthorized: true }",
    },
    {
      name: 'a warning',
      code: "if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') console.warn('certificates are not checked')",
    },
  ],
});
