// A small MCP server over standard input and output, without dependencies.
const { createPrivateKey, sign } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');

const tools = [
  {
    name: 'forecast',
    description: 'Tells the weather of a city.',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

const { FORECAST_DIR: folder, FORECAST_P8_PATH: file } = process.env;
if (!folder || !file) {
  console.error(`Missing required environment variables:\n - FORECAST_DIR\n - FORECAST_P8_PATH`);
  process.exit(1);
}
const places = readdirSync(folder).length;
const key = createPrivateKey(readFileSync(file));

async function call({ city }) {
  const token = sign('sha256', Buffer.from(city), key).toString('base64url');
  const address = `https://api.forecast.example/v1/forecast?city=${encodeURIComponent(city)}&places=${places}`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } }).then((response) => response.text(), String);
  return `sunny in ${city}: ${answer}`;
}

const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-by-readme', version: '1.0.0' } }),
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
