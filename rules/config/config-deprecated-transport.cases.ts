import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'declared', server: { type: 'sse', url: 'https://a.example/x' } },
    { name: 'by its path', server: { url: 'https://a.example/sse' } },
    { name: 'through a bridge', server: { command: 'npx', args: ['mcp-remote@1.0.0', 'https://a.example/sse'] } },
  ],
  ok: [
    { name: 'streamable HTTP', server: { type: 'http', url: 'https://a.example/mcp' } },
    { name: 'a path that only begins so', server: { url: 'https://a.example/sse-docs/mcp' } },
    { name: 'a local server', server: { command: 'npx', args: ['a'] } },
  ],
});
