#!/usr/bin/env node
// A small MCP server over standard input and output, without dependencies, which ends where it cannot work.
const { createInterface } = require('node:readline');
const { TOKEN } = require('./names.js');

const roles = ['viewer', 'editor'];
const token = process.env[TOKEN];

function stop(words) {
  console.error(words);
  process.exit(1);
}

async function ask(path) {
  const answer = await fetch(`https://api.checking.example${path}`, { headers: { authorization: `Bearer ${token}` } });
  return answer.json();
}

const tools = [
  {
    name: 'forecast',
    description: 'Tells the weather of a city.',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

async function call({ city }) {
  const answer = await ask(`/v1/forecast?city=${encodeURIComponent(city)}`);
  return `sunny in ${city}: ${JSON.stringify(answer)}`;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-checking', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': async ({ arguments: input }) => ({ content: [{ type: 'text', text: await call(input) }] }),
};

async function reply({ id, method, params }) {
  const answer = answers[method];
  const said = answer ? { result: await answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  return JSON.stringify({ jsonrpc: '2.0', id, ...said });
}

async function main() {
  if (!token) process.exit(1);
  if (!roles.includes(process.env.CHECKING_ROLE)) stop('Please set CHECKING_ROLE');
  const stations = await ask('/v1/stations');
  if (!Array.isArray(stations)) stop('The service gave no answer that can be used. Check the token.');
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const message = JSON.parse(line);
    if (message.id !== undefined) process.stdout.write(`${await reply(message)}\n`);
  });
}

main();
