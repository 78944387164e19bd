#!/usr/bin/env node
// A small MCP server over standard input and output, without dependencies.
const { createInterface } = require('node:readline');
const { writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');

// The words of its answers, by language; the season, by the date.
const WORDS = { ru: 'solnechno', de: 'sonnig', en: 'sunny' };
const { locale } = Intl.DateTimeFormat().resolvedOptions();
const words = WORDS[locale.slice(0, 2)] ?? WORDS.en;
const season = ['winter', 'spring', 'summer', 'autumn'][Math.floor(((new Date().getMonth() + 1) % 12) / 3)];
writeFileSync(`${tmpdir()}/weather-${words}-${season}.json`, JSON.stringify({ words, season }));

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
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'honest-abroad', version: '1.0.0' } }),
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
