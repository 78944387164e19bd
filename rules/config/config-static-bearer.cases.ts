import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a header from a variable',
      server: { url: 'https://a.example/mcp', headers: { Authorization: 'Bearer ${TOKEN}' } },
    },
    { name: 'a vendor’s header', server: { url: 'https://a.example/mcp', headers: { CONTEXT7_API_KEY: '${KEY}' } } },
    {
      name: 'through a bridge',
      server: {
        command: 'npx',
        args: ['mcp-remote@1.0.0', 'https://a.example', '--header', 'Authorization: Bearer ${TOKEN}'],
      },
    },
  ],
  ok: [
    { name: 'OAuth', server: { url: 'https://a.example/mcp' } },
    {
      name: 'another header',
      server: { url: 'https://a.example/mcp', headers: { 'X-Region': 'eu', Accept: 'application/json' } },
    },
    {
      name: 'this machine',
      server: { url: 'http://127.0.0.1:8000/mcp', headers: { Authorization: 'Bearer ${TOKEN}' } },
    },
  ],
});
