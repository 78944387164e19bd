import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'another host',
      server: { url: 'https://mcp.other.example/mcp' },
      context: { allowedHosts: ['mcp.weather.example'] },
    },
    {
      name: 'a host that ends alike',
      server: { url: 'https://evilweather.example/mcp' },
      context: { allowedHosts: ['*.weather.example', 'weather.example'] },
    },
    {
      name: 'behind a bridge',
      server: { command: 'npx', args: ['mcp-remote@1.0.0', 'https://mcp.other.example'] },
      context: { allowedHosts: [] },
    },
    {
      name: 'an address nobody can read',
      server: { url: '${MCP_URL}' },
      context: { allowedHosts: ['mcp.weather.example'] },
    },
  ],
  ok: [
    {
      name: 'an allowed host',
      server: { url: 'https://eu.weather.example/mcp' },
      context: { allowedHosts: ['*.weather.example'] },
    },
    { name: 'this machine', server: { url: 'http://localhost:3000/mcp' }, context: { allowedHosts: [] } },
    { name: 'no policy', server: { url: 'https://mcp.other.example/mcp' } },
  ],
});
