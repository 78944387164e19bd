/** HTTP/1, HTTP/2 and WebSocket on connections that came from anywhere: each request is reported and answered. */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { duplexPair } from 'node:stream';
import { WebSocketServer } from 'ws';
import { answerFor } from './answers.mjs';
import { KEEP, keep } from './kept.mjs';
import { report } from './report.mjs';

/** A body that does not end is told after this silence, in milliseconds. */
const QUIET_MS = 2_000;

/** Where each socket was going: `{ address, port, host, secure }`. Holds for the TLS layer on top of it as well. */
const destinations = new WeakMap();

const http1 = createHttpServer({ maxHeaderSize: 256 * 1024 }, onRequest).on('upgrade', onUpgrade);
http1.on('clientError', (_error, socket) => socket.destroy());
const http2 = createHttp2Server({ maxSessionMemory: 32 }, onRequest);
http2.on('sessionError', () => {}).on('error', () => {});
const websockets = new WebSocketServer({ noServer: true, maxPayload: 8 * 1024 * 1024 });

/** The socket under each session of HTTP/2, which the session itself hides. */
const sockets = new WeakMap();

/** Takes a connection over. `second` is true for HTTP/2. */
export function serveWeb(socket, destination, second) {
  destinations.set(socket, destination);
  if (!second) {
    http1.emit('connection', socket);
    return;
  }
  // A session takes hold of what lies under a socket, and would miss what was read of it already.
  const [ours, theirs] = duplexPair();
  socket.pipe(ours).pipe(socket);
  socket.once('close', () => theirs.destroy());
  for (const stream of [ours, theirs]) stream.on('error', () => {});
  http2.once('session', (session) => sockets.set(session, socket));
  http2.emit('connection', theirs);
}

function onRequest(request, response) {
  const destination = whereOf(request);
  const url = urlOf(request, destination, destination.secure ? 'https' : 'http');
  let told = false;
  const tell = (body) => {
    told = true;
    reportRequest(request, destination, url, body);
  };
  keep(request, {
    quiet: QUIET_MS,
    onPart: tell,
    onEnd: (last) => {
      if (!told) tell(last);
      if (response.destroyed) return;
      const body = Buffer.from(last.data, 'base64');
      const {
        status,
        headers,
        text,
        named = [],
      } = answerFor({
        method: request.method,
        url,
        headers: request.headers,
        body,
      });
      reportNamed(named);
      response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers });
      response.end(request.method === 'HEAD' ? undefined : text);
    },
  });
}

function whereOf(request) {
  const socket = request.httpVersionMajor === 2 ? sockets.get(request.stream.session) : request.socket;
  return destinations.get(socket) ?? { address: '', port: 0, host: '', secure: false };
}

function onUpgrade(request, socket, head) {
  const destination = whereOf(request);
  const url = urlOf(request, destination, destination.secure ? 'wss' : 'ws');
  reportRequest(request, destination, url, { bytes: 0, sha256: '', data: '' });
  if (!/^websocket$/i.test(request.headers.upgrade ?? '')) {
    socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    return;
  }
  websockets.handleUpgrade(request, socket, head, (client) => {
    client.on('error', () => {});
    client.on('message', (data) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map((part) => Buffer.from(part)));
      const body = { bytes: bytes.length, sha256: '', data: bytes.subarray(0, KEEP).toString('base64') };
      reportRequest({ method: 'MESSAGE', headers: {} }, destination, url, body);
    });
  });
}

/** Reports what a service told of its user's own, each thing once. */
function reportNamed(named) {
  const values = named.filter((one) => !introduced.has(one));
  for (const one of values) introduced.add(one);
  if (values.length > 0) report({ kind: 'named', values });
}

const introduced = new Set();

function reportRequest(request, { host, address, port, secure }, url, body) {
  const headers = Object.entries(request.headers)
    .filter(([key]) => !key.startsWith(':'))
    .map(([key, value]) => [key, String(value)]);
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
  const host = request.headers[':authority'] ?? request.headers.host ?? destination.host;
  return `${scheme}://${host.replace(/s$/.test(scheme) ? /:443$/ : /:80$/, '')}${request.url}`;
}
