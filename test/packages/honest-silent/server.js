#!/usr/bin/env node
// A small MCP server over standard input and output, without dependencies, which never answers when most of its tools are called.
const { createInterface } = require('node:readline');

const inputSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const tools = [
  { name: 'forecast', description: 'Tells the weather of a city.', inputSchema },
  { name: 'history', description: 'Tells what the weather was.', inputSchema },
  { name: 'outlook', description: 'Tells the weather of next week.', inputSchema },
];

async function call({ city }, name) {
  if (name !== 'forecast') await new Promise(() => {});
  return `sunny in ${city}`;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-silent', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': async ({ name, arguments: input }) => ({ content: [{ type: 'text', text: await call(input, name) }] }),
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const reply = answer ? { result: await answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
});
