/**
 * Every TCP connection of the sandbox ends here. The first bytes say what it is: TLS is opened with a certificate made
 * for the name asked for, and what is inside is looked at the same way; HTTP is answered, other protocols as far as we
 * speak them; anything else is kept as data. The kernel gives the original address (`localAddress`, because every address
 * is local), connection tracking the port.
 */
import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { calculateJa4, readTlsClientHello } from 'read-tls-client-hello';
import { contextFor } from './authority.mjs';
import { keep } from './kept.mjs';
import { nameOf, serveStream } from './names.mjs';
import { report } from './report.mjs';
import { speaksFirst, understands, wantsTls } from './speakers.mjs';
import { destinationOf } from './tracking.mjs';
import { serveWeb } from './web.mjs';

/** How long a client may be silent before it is taken for one that waits for the server to speak. */
const SILENCE_MS = 400;
/** The same for a client that was told to go on with TLS: it speaks next, however busy the machine is. */
const TLS_SILENCE_MS = 10_000;
/** What came over a connection that stays open is told after this silence. */
const QUIET_MS = 700;
/** A flow nobody writes to or reads from is closed after this. */
const IDLE_MS = 30_000;
const TLS_HANDSHAKE = 0x16;
const HTTP_REQUEST = /^[A-Z]{3,10} \S/;
const HTTP2_PREFACE = 'PRI * HTTP/2.0';

/** Listens for everything that nft sends to port 9999. */
export function serveFlows() {
  const server = createServer((socket) => {
    const address = (socket.localAddress ?? '').replace(/^::ffff:/, '');
    const { port } = destinationOf('tcp', socket.remotePort);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    look(socket, { address, port, host: nameOf(address) ?? address, secure: false });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(9999, '::', resolve);
  });
}

/** Decides by the first bytes what speaks here; `onStay` is called when the client has said something, or waits for us to. */
function look(socket, destination, onStay = () => {}, patience = patienceFor(destination.port)) {
  const onReadable = () => {
    const first = socket.read();
    if (first === null) return;
    clearTimeout(silence);
    socket.off('readable', onReadable);
    onStay();
    dispatch(socket, destination, first);
  };
  const onSilence = () => {
    onStay();
    const speaker = speaksFirst(destination.port);
    // Where nobody would speak first it is the client's turn, however busy the machine is.
    if (!speaker) return;
    socket.off('readable', onReadable);
    raw(socket, destination, speaker);
  };
  const silence = setTimeout(onSilence, patience);
  socket.on('error', () => {});
  socket.on('readable', onReadable);
  socket.once('close', () => clearTimeout(silence));
}

function patienceFor(port) {
  return speaksFirst(port) ? 50 : SILENCE_MS;
}

function dispatch(socket, destination, first) {
  if (wantsTls(first)) {
    socket.write('S');
    look(socket, destination, undefined, TLS_SILENCE_MS);
    return;
  }
  socket.unshift(first);
  const { port, secure } = destination;
  const text = first.toString('latin1', 0, 16);
  if (first[0] === TLS_HANDSHAKE && !secure) open(socket, destination);
  else if (text.startsWith(HTTP2_PREFACE)) serveWeb(socket, destination, true);
  else if (HTTP_REQUEST.test(text)) serveWeb(socket, destination, false);
  else if (port === 53 || (port === 853 && secure)) serveStream(socket, port === 53 ? 'tcp' : 'tls');
  else raw(socket, destination, understands(first, port));
}

/** Clients that were told already: host, fingerprint and outcome. */
const told = new Set();

/** Reports a TLS client, once for each of its kind. */
function reportClient({ host, address, port }, ja4, outcome) {
  const key = `${host} ${ja4} ${outcome}`;
  if (told.has(key)) return;
  if (told.size < 10_000) told.add(key);
  report({ kind: 'tls', host, address, port, outcome, ja4 });
}

async function open(socket, destination) {
  const hello = await readTlsClientHello(socket).catch(() => undefined);
  const ja4 = hello ? calculateJa4(hello) : '';
  let asked = destination.host;
  const tls = new TLSSocket(socket, {
    isServer: true,
    secureContext: await contextFor(destination.host),
    ALPNProtocols: ['h2', 'http/1.1', 'dot', 'postgresql'],
    SNICallback: (name, done) => {
      asked = name;
      contextFor(name).then((context) => done(null, context), done);
    },
  });
  let settled = false;
  const settle = (outcome) => {
    if (!settled) reportClient({ ...destination, host: asked }, ja4, outcome);
    settled = true;
  };
  tls.on('error', (error) => {
    settle(String(error.code ?? error.message));
    tls.destroy();
  });
  // A client may look at the certificate only when all is done, and leave without a word.
  tls.once('close', () => settle('left when it had seen the certificate'));
  tls.once('secure', () => look(tls, { ...destination, host: asked, secure: true }, () => settle('accepted')));
}

/** Keeps what a client says, and answers as far as somebody here speaks its language. */
function raw(socket, destination, speaker) {
  const { address, port, host, secure } = destination;
  const onPart = ({ bytes, data }) =>
    report({ kind: 'data', protocol: 'tcp', address, port, host, secure, bytes, data });
  speaker?.(socket);
  keep(socket, { quiet: QUIET_MS, onPart });
}
