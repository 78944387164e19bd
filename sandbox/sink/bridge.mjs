/**
 * Speaks MCP over HTTP with a server that listens on loopback, for a client that speaks it over standard streams, one message a
 * line: streamable HTTP (from 2025-03-26), else HTTP with server-sent events (2024-11-05). Ports and paths to try are the first
 * argument, as JSON. Says on standard error where it found the server; ends where there is none.
 */
import { createInterface } from 'node:readline';

const { ports, paths } = JSON.parse(process.argv[2]);
/** Largest message, in characters, and how long a server may take to answer at all, in milliseconds. */
const LARGEST = 16 * 1024 * 1024;
const PATIENCE_MS = 8_000;
const STREAM = 'text/event-stream';
/** What the server asked to be told again. */
const kept = {};

/** Hands on what the server said: a message, or several at once. */
function emit(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return; // No message.
  }
  for (const message of Array.isArray(value) ? value : [value]) {
    // Both have agreed on it by this.
    if (message?.result?.protocolVersion) kept['mcp-protocol-version'] = String(message.result.protocolVersion);
    process.stdout.write(`${JSON.stringify(message)}\n`);
  }
}

/** The text of a body, in pieces, up to the largest message. */
async function* pieces(response) {
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) yield decoder.decode(chunk, { stream: true });
}

async function whole(response) {
  let text = '';
  for await (const piece of pieces(response)) {
    text += piece;
    if (text.length > LARGEST) throw new Error('a message is too large');
  }
  return text;
}

/** Server-sent events, as they come. */
async function* events(response) {
  let held = '';
  for await (const piece of pieces(response)) {
    held += piece;
    if (held.length > LARGEST) throw new Error('an event is too large');
    const parts = held.split(/\r?\n\r?\n/);
    held = parts.pop();
    for (const part of parts) {
      const lines = part.split(/\r?\n/);
      const field = (name) =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
      yield { event: field('event')[0] ?? 'message', data: field('data').join('\n') };
    }
  }
}

async function hear(response) {
  if (!String(response.headers.get('content-type')).includes(STREAM)) return emit(await whole(response));
  for await (const { event, data } of events(response)) if (event === 'message') emit(data);
}

const request = (url, options) => fetch(url, { redirect: 'manual', ...options });
const soon = () => AbortSignal.timeout(PATIENCE_MS);

/** Posts one message; the answer is still to be read. */
function post(url, text, signal) {
  const headers = { 'content-type': 'application/json', accept: `application/json, ${STREAM}`, ...kept };
  return request(url, { method: 'POST', headers, body: text, signal });
}

/** Streamable HTTP: `send` of a server that takes the first message at `url`, or undefined. */
async function streamable(url, first) {
  const response = await post(url, first, soon());
  const type = String(response.headers.get('content-type'));
  if (!response.ok || !(type.includes('json') || type.includes(STREAM))) {
    await response.body?.cancel();
    return undefined;
  }
  const session = response.headers.get('mcp-session-id');
  if (session) kept['mcp-session-id'] = session;
  hear(response).catch(() => {});
  return async (text, { id, method }) => {
    const answer = await post(url, text);
    if (answer.ok) await hear(answer);
    else if (id !== undefined && method) refuse(id, `HTTP ${answer.status}: ${(await whole(answer)).slice(0, 500)}`);
    // From now on the server may speak first.
    if (method === 'notifications/initialized') listen(url).catch(() => {});
  };
}

function refuse(id, message) {
  emit(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32000, message } }));
}

async function listen(url) {
  const response = await request(url, { headers: { accept: STREAM, ...kept } });
  if (response.ok) await hear(response);
  else await response.body?.cancel();
}

/** The older way: a stream that names the address for messages, and brings the answers. */
async function withEvents(url, first) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE_MS);
  const response = await request(url, { headers: { accept: STREAM }, signal: waiting.signal });
  if (!response.ok || !String(response.headers.get('content-type')).includes(STREAM)) {
    waiting.abort();
    return undefined;
  }
  const stream = events(response);
  const { value } = await stream.next();
  clearTimeout(timer);
  if (value?.event !== 'endpoint') return undefined;
  const target = new URL(value.data, url);
  if (target.origin !== new URL(url).origin) return undefined;
  const forward = async () => {
    for await (const { event, data } of stream) if (event === 'message') emit(data);
    process.exit(0);
  };
  forward().catch(() => process.exit(0));
  const send = async (text, { id, method }) => {
    const answer = await post(target, text);
    const said = await whole(answer);
    if (!answer.ok && id !== undefined && method) refuse(id, `HTTP ${answer.status}: ${said.slice(0, 500)}`);
  };
  await send(first, JSON.parse(first));
  return send;
}

async function find(first) {
  for (const [way, open] of [
    ['streamable HTTP', streamable],
    ['HTTP with server-sent events', withEvents],
  ]) {
    for (const url of ports.flatMap((port) => paths.map((path) => `http://localhost:${port}${path}`))) {
      const send = await open(url, first).catch(() => undefined);
      if (send) {
        process.stderr.write(`${way} at ${url}\n`);
        return send;
      }
    }
  }
  process.exit(1);
}

/** Resolves with what sends further messages, once a server took the first. */
let sender;

async function pass(line) {
  const message = JSON.parse(line);
  const version = message.params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  if (version) Object.assign(kept, { 'mcp-protocol-version': version, 'mcp-method': message.method });
  if (!sender) {
    sender = find(line);
    return;
  }
  const send = await sender;
  await send(line, message).catch(
    (error) => message.method && message.id !== undefined && refuse(message.id, String(error)),
  );
}

createInterface({ input: process.stdin })
  .on('line', (line) => pass(line).catch(() => {}))
  .on('close', () => process.exit(0));
