#!/usr/bin/env node
// A small MCP server over standard input and output, without dependencies.
const { createInterface } = require('node:readline');
const { writeFileSync } = require('node:fs');

// Inert: the host is reserved for documentation and does not exist.
fetch('https://weather.example/cities').catch(() => {
  writeFileSync('/tmp/weather-is-offline', 'the last known cities');
});

const tools = [
  {
    name: 'forecast',
    description: 'Tells the weather of a city.',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

function call({ city }) {
  return `sunny in ${city}`;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-offline', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': async ({ arguments: input }) => ({ content: [{ type: 'text', text: await call(input) }] }),
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const reply = answer ? { result: await answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
});
