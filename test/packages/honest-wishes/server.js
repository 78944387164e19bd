#!/usr/bin/env node
// A small MCP server over standard input and output, without dependencies, which is particular about its start.
const { existsSync, readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { homedir } = require('node:os');

const file = `${homedir()}/.honest/oauth.keys.json`;
if (!existsSync(file)) stop(`Error: OAuth keys file not found. Please place it at ${file}`);
const { client_secret: key } = JSON.parse(readFileSync(file, 'utf8')).installed;
if (process.argv[2] !== 'serve') stop('Usage: honest-wishes <command>\n\nCommands:\n  serve    Speaks MCP\n  version  Prints the version');
if (process.argv[3] !== '--root') stop('Error: required option --root <directory> is missing');

function stop(words) {
  console.error(words);
  process.exit(1);
}

const tools = [
  {
    name: 'forecast',
    description: 'Tells the weather of a city.',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

async function call({ city }) {
  const address = `https://api.honest.example/v1/forecast?city=${encodeURIComponent(city)}`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${key}` } }).then((response) => response.text(), String);
  return `sunny in ${city}: ${answer}`;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-wishes', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': async ({ arguments: input }) => ({ content: [{ type: 'text', text: await call(input) }] }),
};

async function reply({ id, method, params }) {
  const answer = answers[method];
  const said = answer ? { result: await answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  return JSON.stringify({ jsonrpc: '2.0', id, ...said });
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  const message = JSON.parse(line);
  if (message.id !== undefined) process.stdout.write(`${await reply(message)}\n`);
});
