import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a check of the name whose error is dropped',
      alone: 'review',
      code: "const tls = require('tls');\nconst options = { host: 'db.example' };\noptions.checkServerIdentity = (host, cert) => (cert.subject.CN.endsWith('.db.example') ? undefined : new Error(`${host} is not ${cert.subject.CN}`)) && undefined;\nmodule.exports = () => tls.connect(options);",
    },
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
    {
      name: 'a check of the name that tells what is wrong, and those that check nothing and say so',
      code: "const tls = require('tls');\nconst check = (host, cert) => tls.checkServerIdentity(host, cert) && new Error(`${host} is not ${cert.subject.CN}`);\nmodule.exports = (strict) => [tls.connect({ host: 'db.example', checkServerIdentity: check }), tls.connect({ host: 'db.example', checkServerIdentity: (host, cert) => { if (strict && cert.subject.CN !== host) throw new Error(host); return undefined; } }), tls.connect({ host: 'db.example', checkServerIdentity: (host) => { console.warn(new Error(`${host} is not checked`)); return undefined; } }), tls.connect({ host: 'db.example', checkServerIdentity: () => undefined })];",
    },
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
