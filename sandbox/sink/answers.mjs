/** What the world answers over HTTP. Plain and plausible, so that a client goes on and shows what it wants to do next. */
import { archive } from './archives.mjs';
import { answerQuery, queryOf } from './graphql.mjs';
import { mended } from './mending.mjs';
import { isMetadata, metadata } from './metadata.mjs';
import { answer, answerJson } from './names.mjs';
import { answerResource } from './resources.mjs';
import { find } from './services.mjs';

const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(value),
});

/** Whoever asks before it goes on may go on. */
const ROBOTS = { status: 200, headers: { 'content-type': 'text/plain' }, text: 'User-agent: *\nAllow: /\n' };

/** The answer to one HTTP request: `{ status, headers, text }`; `body` and `text` may be bytes. */
export function answerFor({ method, url: given, headers, body }) {
  const url = parse(given);
  if (isMetadata(url.hostname)) return metadata({ method, url, headers });
  const name = names(method, url, headers, body);
  if (name) return name;
  const call = method === 'POST' && rpc(body);
  if (call) return answerRpc(call);
  const known = find(url);
  if (known) return mended(method, url, () => known);
  const query = queryOf(url, method, body);
  if (query) return json(200, answerQuery(query));
  if (url.pathname === '/robots.txt') return ROBOTS;
  const packed = method === 'GET' && archive(url.pathname ?? '');
  if (packed) return packed;
  if (/(^|\.)registry\./.test(url.hostname)) return json(404, { error: 'Not found' });
  if (String(headers.accept ?? '').includes('text/html')) {
    return { status: 200, headers: { 'content-type': 'text/html' }, text: '<!doctype html><title>OK</title><p>OK</p>' };
  }
  return mended(method, url, (form) => json(200, answerResource(method, url.pathname ?? '/', form)));
}

/** A question for a name, over HTTPS (RFC 8484, and the JSON that the large resolvers offer); undefined where it is none. */
function names(method, url, headers, body) {
  const asked = url.searchParams?.get('dns');
  const packet =
    method === 'POST' && headers['content-type'] === 'application/dns-message'
      ? body
      : asked && Buffer.from(asked, 'base64url');
  if (packet) {
    const reply = answer(packet, 'https');
    return reply && { status: 200, headers: { 'content-type': 'application/dns-message' }, text: reply };
  }
  const name = /^\/(dns-query|resolve)$/.test(url.pathname) && url.searchParams?.get('name');
  return name
    ? {
        ...json(200, answerJson(name.slice(0, 253), (url.searchParams.get('type') ?? 'A').toUpperCase())),
        headers: { 'content-type': 'application/dns-json' },
      }
    : undefined;
}

/** The JSON-RPC message of a body, or undefined. */
function rpc(body) {
  try {
    const message = JSON.parse(body.toString('utf8'));
    return message?.jsonrpc === '2.0' && typeof message.method === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** A remote MCP server with one tool: bridges to remote servers need one to talk to. */
function answerRpc({ id, method, params }) {
  if (id === undefined) return { status: 202, headers: {}, text: '' };
  const results = {
    initialize: {
      protocolVersion: params?.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'remote', version: '1.0.0' },
    },
    'tools/list': {
      tools: [
        {
          name: 'echo',
          description: 'Echoes its input.',
          inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
        },
      ],
    },
    'tools/call': { content: [{ type: 'text', text: 'ok' }] },
    ping: {},
  };
  const known = Object.hasOwn(results, method);
  return json(200, {
    jsonrpc: '2.0',
    id,
    ...(known ? { result: results[method] } : { error: { code: -32601, message: 'Method not found' } }),
  });
}

function parse(url) {
  try {
    return new URL(url);
  } catch {
    return { hostname: '', pathname: '', origin: '' };
  }
}
