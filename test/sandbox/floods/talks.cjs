#!/usr/bin/env node
// A server that answers, and whose every answer comes with as much as a pipe takes: notifications, long answers, long texts.
const { createInterface } = require('node:readline');
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const log = (text) => send({ method: 'notifications/message', params: { level: 'info', data: text } });
const tools = Array.from({ length: 30 }, (_, at) => ({
  name: `tool-${at}`,
  description: 'ü'.repeat(20_000),
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
}));
const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'flood', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools }),
  'tools/call': () => ({ content: [{ type: 'text', text: '€'.repeat(300_000) }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (answers[method]) send({ id, result: answers[method](params) });
  else if (id !== undefined) send({ id, error: { code: -32601, message: 'no such method' } });
  for (let i = 0; i < 200; i++) log(`${i}${'x'.repeat(500)}`);
});
