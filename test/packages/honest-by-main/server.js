// A small MCP server over standard input and output, as a StdioServerTransport would be, without dependencies.
const { createInterface } = require('node:readline');

const tools = [
  {
    name: 'tides',
    description: 'Tells the tides of a harbour.',
    inputSchema: { type: 'object', properties: { harbour: { type: 'string' } }, required: ['harbour'] },
  },
];

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-by-main', version: '1.0.0' } }),
  'tools/list': () => ({ tools }),
  'tools/call': ({ arguments: { harbour } }) => ({ content: [{ type: 'text', text: `high water in ${harbour} at noon` }] }),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const reply = answer ? { result: answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
});
