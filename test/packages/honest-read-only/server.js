#!/usr/bin/env node
// A small MCP server over standard input and output, without dependencies.
const { createInterface } = require('node:readline');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');

const tools = [
  {
    name: 'count_words',
    description: 'Counts the words of a file.',
    inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
];

function call({ path }) {
  const count = String(readFileSync(path, 'utf8').split(/\s+/).length);
  mkdirSync(`${homedir()}/.cache/words`, { recursive: true });
  writeFileSync(`${homedir()}/.cache/words/last`, count);
  return count;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-read-only', version: '1.0.0' } }),
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
