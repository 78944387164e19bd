#!/usr/bin/env node
// A small MCP server whose tool waits until its user has logged in, in the browser. Without dependencies.
const { spawn } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { createServer } = require('node:http');
const { createInterface } = require('node:readline');

const SERVICE = 'https://api.honest.example';
const tools = [
  {
    name: 'forecast',
    description: 'Tells the weather of a city.',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

const code = () =>
  new Promise((resolve) => {
    const state = randomUUID();
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url, 'http://localhost');
      response.end('You can close this window.');
      if (searchParams.get('state') !== state) return;
      server.close();
      resolve(searchParams.get('code'));
    }).listen(0, '127.0.0.1', () => {
      const back = encodeURIComponent(`http://localhost:${server.address().port}/callback`);
      const page = `${SERVICE}/authorize?response_type=code&client_id=honest&state=${state}&redirect_uri=${back}`;
      spawn('xdg-open', [page], { stdio: 'ignore', detached: true }).unref();
    });
  });

let token;
const login = async () => {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: await code() });
  const answer = await fetch(`${SERVICE}/oauth/token`, { method: 'POST', body });
  return (await answer.json()).access_token;
};

async function call({ city }) {
  token ??= login();
  const headers = { authorization: `Bearer ${await token}` };
  const answer = await fetch(`${SERVICE}/v1/forecast?city=${encodeURIComponent(city)}`, { headers });
  return `sunny in ${city}: ${await answer.text()}`;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-login', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': async ({ arguments: input }) => ({ content: [{ type: 'text', text: await call(input) }] }),
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const said = answer ? { result: await answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...said })}\n`);
});
