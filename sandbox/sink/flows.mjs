/**
 * Every TCP connection of the sandbox ends here. The first bytes say what it is: TLS is opened with a certificate made
 * for the name asked for, and what is inside is looked at the same way; HTTP is answered; anything else is kept as data.
 * The kernel gives the original address (`localAddress`, because every address is local), connection tracking the port.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { answerFor } from './answers.mjs';
import { contextFor } from './authority.mjs';
import { nameOf } from './names.mjs';
import { report } from './report.mjs';

/** Bytes of a body or a raw flow that are kept; the rest is hashed and counted. */
const KEEP = 256 * 1024;
/** How long a client may be silent before it is taken for one that waits for the server to speak. */
const SILENCE_MS = 400;
/** A flow nobody writes to or reads from is closed after this. */
const IDLE_MS = 30_000;
const TLS_HANDSHAKE = 0x16;
const HTTP_REQUEST = /^[A-Z]{3,10} \S/;

/** Where each socket was going: `{ address, port, host, secure }`. Holds for the TLS layer on top of it as well. */
const destinations = new WeakMap();

const http = createHttpServer({ maxHeaderSize: 256 * 1024 }, onRequest).on('upgrade', onUpgrade);
http.on('clientError', (_error, socket) => socket.destroy());

/** Listens for everything that nft sends to port 9999. */
export function serveFlows() {
  const server = createServer((socket) => {
    const address = (socket.localAddress ?? '').replace(/^::ffff:/, '');
    const port = originalPort(socket.remotePort);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    look(socket, { address, port, host: nameOf(address) ?? address, secure: false });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(9999, '::', resolve);
  });
}

/** Decides by the first bytes what speaks here. */
function look(socket, destination) {
  destinations.set(socket, destination);
  socket.on('error', () => {});
  const silence = setTimeout(() => raw(socket, destination), SILENCE_MS);
  socket.once('close', () => clearTimeout(silence));
  socket.once('readable', () => {
    clearTimeout(silence);
    const first = socket.read();
    if (first === null) return;
    socket.unshift(first);
    if (first[0] === TLS_HANDSHAKE && !destination.secure) open(socket, destination);
    else if (HTTP_REQUEST.test(first.subarray(0, 16).toString('latin1'))) http.emit('connection', socket);
    else raw(socket, destination);
  });
}

async function open(socket, destination) {
  let asked = destination.host;
  const tls = new TLSSocket(socket, {
    isServer: true,
    secureContext: await contextFor(destination.host),
    ALPNProtocols: ['http/1.1'],
    SNICallback: (name, done) => {
      asked = name;
      contextFor(name).then((context) => done(null, context), done);
    },
  });
  const failed = (error) => {
    report({
      kind: 'tls',
      host: asked,
      address: destination.address,
      port: destination.port,
      outcome: String(error.code ?? error.message),
    });
    tls.destroy();
  };
  tls.once('error', failed);
  tls.once('secure', () => {
    tls.off('error', failed);
    look(tls, { ...destination, host: asked, secure: true });
  });
}

/** Keeps what a client says that is neither TLS nor HTTP. */
function raw(socket, { address, port, host, secure }) {
  collect(socket, ({ bytes, data }) =>
    report({ kind: 'data', protocol: 'tcp', address, port, host, secure, bytes, data }),
  );
}

function onRequest(request, response) {
  const destination = destinations.get(request.socket);
  const url = urlOf(request, destination, destination.secure ? 'https' : 'http');
  collect(request, (body) => {
    reportRequest(request, destination, url, body);
    if (response.destroyed) return;
    const { status, headers, text } = answerFor({
      method: request.method,
      url,
      headers: request.headers,
      body: Buffer.from(body.data, 'base64').toString('utf8'),
    });
    response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers });
    response.end(request.method === 'HEAD' ? undefined : text);
  });
}

function onUpgrade(request, socket) {
  const destination = destinations.get(request.socket);
  const url = urlOf(request, destination, destination.secure ? 'wss' : 'ws');
  reportRequest(request, destination, url, { bytes: 0, sha256: '', data: '' });
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
}

function reportRequest(request, { host, address, port, secure }, url, body) {
  const headers = Object.entries(request.headers).map(([key, value]) => [key, String(value).slice(0, 8192)]);
  report({
    kind: 'http',
    method: request.method,
    url,
    host,
    address,
    port,
    secure,
    headers: Object.fromEntries(headers),
    body,
  });
}

function urlOf(request, destination, scheme) {
  if (/^\w+:\/\//.test(request.url)) return request.url; // A client that takes us for its proxy names the whole URL.
  return `${scheme}://${request.headers.host ?? destination.host}${request.url}`;
}

/** Collects a stream within its allowance and calls back once: `{ bytes, sha256, data }`, data in base64. */
function collect(stream, done) {
  const hash = createHash('sha256');
  const kept = [];
  let bytes = 0;
  let finished = false;
  const finish = () => {
    if (finished) return;
    finished = true;
    done({ bytes, sha256: hash.digest('hex'), data: Buffer.concat(kept).toString('base64') });
  };
  stream.on('data', (chunk) => {
    hash.update(chunk);
    if (bytes < KEEP) kept.push(chunk.subarray(0, KEEP - bytes));
    bytes += chunk.length;
  });
  for (const event of ['end', 'close', 'error']) stream.once(event, finish);
}

/** The port the client asked for, which nft rewrote; 0 where the kernel does not show it (the tracer's record has it then). */
function originalPort(sourcePort) {
  try {
    const table = readFileSync('/proc/net/nf_conntrack', 'latin1');
    const flow = new RegExp(`^.* tcp .*?sport=${sourcePort} dport=(\\d+)`, 'm').exec(table);
    return flow ? Number(flow[1]) : 0;
  } catch {
    return 0;
  }
}
