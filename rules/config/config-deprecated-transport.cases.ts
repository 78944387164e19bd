import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'asked',
      server: { url: 'https://a.example/mcp' },
      context: { probe: { url: 'https://a.example/mcp', authorization: 'open', transport: 'sse', problems: [] } },
    },
    { name: 'declared', server: { type: 'sse', url: 'https://a.example/x' } },
    { name: 'by its path', server: { url: 'https://a.example/sse' } },
    { name: 'through a bridge', server: { command: 'npx', args: ['mcp-remote@1.0.0', 'https://a.example/sse'] } },
  ],
  ok: [
    {
      name: 'an address that was asked, and speaks the newer one',
      server: { url: 'https://a.example/sse' },
      context: {
        probe: { url: 'https://a.example/sse', authorization: 'open', transport: 'stateless', problems: [] },
      },
    },
    { name: 'streamable HTTP', server: { type: 'http', url: 'https://a.example/mcp' } },
    { name: 'a path that only begins so', server: { url: 'https://a.example/sse-docs/mcp' } },
    { name: 'a local server', server: { command: 'npx', args: ['a'] } },
  ],
});
