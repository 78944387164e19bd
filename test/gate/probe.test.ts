/** The probe against servers of our own, on loopback, which is asked only because the test allows it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type AskLimits, asker } from '../../src/gate/ask.ts';
import { probe } from '../../src/gate/probe.ts';

const LOOPBACK = ['127.0.0.0/8', '::1'];
const open: Server[] = [];
afterEach(async () => {
  await Promise.all(
    open.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  );
});

type Handler = (request: IncomingMessage, answer: ServerResponse, base: string) => void;

async function serve(handler: Handler): Promise<{ base: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, answer) => {
    seen.push(request);
    handler(request, answer, base);
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, seen };
}

const limits = (more: Partial<AskLimits> = {}): AskLimits => {
  return { bytes: 4096, ms: 2_000, allowed: LOOPBACK, signal: new AbortController().signal, ...more };
};
const json = (answer: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}): void => {
  const base = `http://${answer.req.headers.host}`;
  const body = JSON.stringify(value).replaceAll('BASE', base);
  answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
};

describe('what may be asked', () => {
  it.each([
    ['http://127.0.0.1/'],
    ['http://2130706433/'],
    ['http://0x7f.1/'],
    ['http://[::1]/'],
    ['http://[::ffff:127.0.0.1]/'],
    ['http://[::ffff:7f00:1]/'],
    ['http://localhost/'],
    ['http://10.0.0.1/'],
    ['http://172.31.255.1/'],
    ['http://192.168.0.1/'],
    ['http://169.254.169.254/latest/meta-data/'],
    ['http://100.100.100.200/'],
    ['http://0.0.0.0/'],
    ['http://[fd00:ec2::254]/'],
    ['http://[fe80::1]/'],
    ['http://[64:ff9b::a00:1]/'],
    ['http://224.0.0.1/'],
  ])('%s is refused', async (url) => {
    const ask = asker(limits({ allowed: [] }));
    await expect(ask({ method: 'GET', url })).rejects.toThrow('is a private or special address');
  });

  it('no other scheme, and a range only where it is one', async () => {
    await expect(asker(limits())({ method: 'GET', url: 'file:///etc/passwd' })).rejects.toThrow('file: is not asked');
    for (const range of ['10.0.0.0/33', 'x', '10.0.0/8', '10.0.0.0/-1'])
      expect(() => asker(limits({ allowed: [range] })), range).toThrow('no range');
  });

  it('an allowance is for its range only', async () => {
    const ask = asker(limits({ allowed: ['127.0.0.0/30'] }));
    await expect(ask({ method: 'GET', url: 'http://127.0.0.9/' })).rejects.toThrow('private or special');
    // TEST-NET is special too; a public address passes the check and fails at the connection, which nothing here has.
    await expect(ask({ method: 'GET', url: 'http://192.0.2.1/' })).rejects.toThrow('private or special');
  });

  it('the address is pinned: the host header names the host, the connection goes to what was checked', async () => {
    const { base, seen } = await serve((_, answer) => json(answer, {}));
    const { port } = new URL(base);
    const answer = await asker(limits())({ method: 'GET', url: `http://localhost:${port}/x` }).catch((error) => error);
    // Where `localhost` is ::1 first, nobody listens there; it is never retried elsewhere.
    if (answer instanceof Error) expect(answer.message).toMatch(/ECONNREFUSED/);
    else expect(seen[0]?.headers.host).toBe(`localhost:${port}`);
  });

  it('size and time are capped, and nothing of ours is sent along', async () => {
    const endless = await serve((_, answer) => {
      answer.writeHead(200, { 'content-type': 'application/json' });
      const more = setInterval(() => answer.write('x'.repeat(1024)), 1);
      answer.on('close', () => clearInterval(more));
    });
    const { body } = await asker(limits())({ method: 'GET', url: endless.base });
    expect(body.length).toBe(4096);
    const silent = await serve(() => {});
    await expect(asker(limits({ ms: 200 }))({ method: 'GET', url: silent.base })).rejects.toThrow(
      'no answer within 0.2 s',
    );
    expect(Object.keys(endless.seen[0]?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
  });

  it('whoever ends the run ends the question', async () => {
    const silent = await serve(() => {});
    const ended = new AbortController();
    setTimeout(() => ended.abort(new Error('stopped')), 50);
    await expect(asker(limits({ signal: ended.signal }))({ method: 'GET', url: silent.base })).rejects.toThrow(
      'stopped',
    );
  });
});

/** A server that asks for a token, with metadata as they should be unless told otherwise. */
const guarded =
  (resource: object = {}, issuer: object = {}, header?: string): Handler =>
  ({ url, method }, answer, base) => {
    if (url === '/mcp') {
      const challenge = header ?? `Bearer resource_metadata="${base}/.well-known/oauth-protected-resource/mcp"`;
      return json(answer, {}, 401, { 'www-authenticate': challenge.replaceAll('BASE', base) });
    }
    if (url === '/.well-known/oauth-protected-resource/mcp')
      return json(answer, { resource: `${base}/mcp`, authorization_servers: [`${base}/as`], ...resource });
    if (url === '/.well-known/oauth-authorization-server/as')
      return json(answer, { issuer: `${base}/as`, code_challenge_methods_supported: ['S256'], ...issuer });
    return json(answer, { method }, 404);
  };

async function probed(handler: Handler, path = '/mcp', more: Partial<AskLimits> = {}) {
  const { base, seen } = await serve(handler);
  const { value, gaps } = await probe(`${base}${path}`, asker(limits(more)));
  return { value, gaps, seen, kinds: value?.problems.map(({ kind }) => kind), base };
}

describe('the chain from server to issuer to audience', () => {
  it.each<[name: string, handler: Handler, kinds: readonly string[]]>([
    ['it holds', guarded(), []],
    ['it holds without the header', guarded({}, {}, 'Bearer scope="read"'), []],
    ['the resource is the whole server', guarded({ resource: 'BASE' }), []],
    ['neither resource nor issuer', guarded({ resource: 7, authorization_servers: {} }), ['audience', 'no-issuer']],
    ['another audience', guarded({ resource: 'https://mcp.other.example/mcp' }), ['audience']],
    ['a sibling path', guarded({ resource: 'BASE/mc' }), ['audience']],
    ['no issuer', guarded({ authorization_servers: [] }), ['no-issuer']],
    ['an issuer that is no address', guarded({ authorization_servers: [{}, 7, 'not a url'] }), ['no-issuer']],
    ['an issuer that says it is another', guarded({}, { issuer: 'https://other.example' }), ['issuer-mismatch']],
    ['no PKCE', guarded({}, { code_challenge_methods_supported: ['plain'] }), ['no-pkce']],
    ['a removed flow', guarded({}, { grant_types_supported: ['authorization_code', 'password'] }), ['implicit']],
    ['tokens in the address', guarded({ bearer_methods_supported: ['header', 'query'] }), ['token-in-query']],
    ['scopes over everything', guarded({ scopes_supported: ['files:read', 'admin:*'] }), ['broad-scopes']],
    ['no metadata', (_, answer) => json(answer, {}, 401), ['no-metadata']],
    ['metadata that are none', guarded({}, {}, 'Bearer resource_metadata="BASE/nowhere"'), ['no-metadata']],
    [
      'an issuer without a description',
      (request, answer, base) =>
        request.url?.startsWith('/.well-known/oauth-authorization-server')
          ? json(answer, {}, 404)
          : guarded()(request, answer, base),
      ['issuer-silent'],
    ],
  ])('%s', async (_, handler, kinds) => {
    const told = await probed(handler);
    expect({ kinds: told.kinds, gaps: told.gaps }).toEqual({ kinds, gaps: [] });
    expect(told.value?.authorization).toBe('required');
  });

  it('an issuer in the clear, and one that must not be asked', async () => {
    const { kinds } = await probed(guarded({ authorization_servers: ['http://10.0.0.1/as'] }));
    expect(kinds).toEqual(['issuer-insecure', 'issuer-silent']);
  });

  it('asks a bounded number of times, with any number of issuers', async () => {
    const many = Array.from({ length: 500 }, (_, n) => `http://127.0.0.1:1/${n}`);
    const { seen } = await probed(guarded({ authorization_servers: many }));
    expect(seen.length).toBeLessThan(10);
  });

  it('neither user nor query are sent', async () => {
    const { base, seen } = await serve(guarded());
    await probe(`${base.replace('//', '//user:pass@')}/mcp?api_key=abcdefghijkl1234`, asker(limits()));
    for (const { url, headers } of seen) expect(`${url} ${JSON.stringify(headers)}`).not.toMatch(/pass|abcdefgh/);
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('how it speaks', () => {
  const result = { jsonrpc: '2.0', id: 1, result: {} };
  const unknown = { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'no such method' } };
  const body = async (request: IncomingMessage): Promise<string> => {
    let text = '';
    for await (const chunk of request) text += chunk;
    return text;
  };
  const legacy = (answers: (method: string) => unknown): Handler => {
    return async (request, answer) => json(answer, answers(JSON.parse(await body(request)).method));
  };

  it.each<[name: string, handler: Handler, expected: object]>([
    ['stateless', legacy(() => result), { authorization: 'open', transport: 'stateless' }],
    [
      'with a handshake',
      legacy((method) => (method === 'initialize' ? result : unknown)),
      { authorization: 'open', transport: 'initialize' },
    ],
    [
      'as a stream of events that goes on',
      (_, answer) => {
        answer.writeHead(200, { 'content-type': 'text/event-stream' });
        answer.write(`event: message\ndata: ${JSON.stringify(result)}\n\n`);
      },
      { authorization: 'open', transport: 'stateless' },
    ],
    [
      'the deprecated transport',
      ({ method }, answer) => {
        if (method === 'POST') return json(answer, {}, 405);
        answer.writeHead(200, { 'content-type': 'text/event-stream' });
        return answer.flushHeaders();
      },
      { authorization: 'open', transport: 'sse' },
    ],
    ['something else', (_, answer) => json(answer, {}, 404), { authorization: 'unknown', transport: 'unknown' }],
    ['nonsense', (_, answer) => answer.end('[[[['), { authorization: 'unknown', transport: 'unknown' }],
    [
      'a redirect, which is not followed',
      (_, answer) => json(answer, {}, 307, { location: 'http://10.0.0.1/steal?x=y' }),
      { authorization: 'unknown', problems: [{ kind: 'redirect', detail: 'http://10.0.0.1/steal' }] },
    ],
    [
      'a redirect within the same server',
      (_, answer) => json(answer, {}, 308, { location: '/mcp/' }),
      { authorization: 'unknown', problems: [] },
    ],
  ])('%s', async (_, handler, expected) => {
    const { value, gaps } = await probed(handler);
    expect(value).toMatchObject(expected);
    expect(gaps).toEqual([]);
  });

  it('what does not answer is a gap', async () => {
    const { value, gaps } = await probe('http://127.0.0.1:1/mcp', asker(limits()));
    expect(value).toBeUndefined();
    expect(gaps).toMatchObject([{ stage: 'remote', subject: 'http://127.0.0.1:1/mcp' }]);
    const refused = await probe('http://127.0.0.1:1/mcp', asker(limits({ allowed: [] })));
    expect(refused.gaps[0]?.reason).toContain('private or special');
    expect((await probe('${MCP_URL}', asker(limits()))).gaps[0]?.reason).toContain('holds a variable');
  });
});
