/** What the world answers. Plain and plausible, so that a client goes on and shows what it wants to do next. */

const json = (status, value) => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(value),
});

/** The answer to one HTTP request: `{ status, headers, text }`. */
export function answerFor({ method, url, headers, body }) {
  const { hostname, pathname } = parse(url);
  if (hostname === '169.254.169.254') return metadata(method, pathname);
  const call = method === 'POST' && rpc(body);
  if (call) return answerRpc(call);
  if (/(^|\.)registry\./.test(hostname)) return json(404, { error: 'Not found' });
  if (String(headers.accept ?? '').includes('text/html')) {
    return { status: 200, headers: { 'content-type': 'text/html' }, text: '<!doctype html><title>OK</title><p>OK</p>' };
  }
  return json(200, { ok: true });
}

/** The JSON-RPC message of a body, or undefined. */
function rpc(body) {
  try {
    const message = JSON.parse(body);
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

/** A cloud's metadata service as an ordinary machine sees it: there, and with a token step. */
function metadata(method, pathname) {
  if (method === 'PUT')
    return { status: 200, headers: { 'content-type': 'text/plain' }, text: 'AQAEAL3X9v8kq0bHcVxY2w==' };
  if (pathname.endsWith('/security-credentials/'))
    return { status: 200, headers: { 'content-type': 'text/plain' }, text: 'web-app-role' };
  if (pathname.endsWith('/security-credentials/web-app-role')) return json(200, JSON.parse(process.env.ROLE ?? '{}'));
  return { status: 404, headers: { 'content-type': 'text/plain' }, text: '' };
}

function parse(url) {
  try {
    return new URL(url);
  } catch {
    return { hostname: '', pathname: '' };
  }
}
