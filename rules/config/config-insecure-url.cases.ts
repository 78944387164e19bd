import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'switched off in a line of cmd',
      server: { command: 'cmd', args: ['/c', 'set "NODE_TLS_REJECT_UNAUTHORIZED=0"&& npx a@1.0.0'] },
    },
    { name: 'plain HTTP', server: { url: 'http://mcp.weather.example/sse' } },
    {
      name: 'plain HTTP through a bridge',
      server: { command: 'npx', args: ['mcp-remote@1.0.0', 'http://mcp.weather.example/sse', '--allow-http'] },
    },
    {
      name: 'certificates unchecked',
      server: { command: 'npx', args: ['a'], env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    },
    { name: 'the metadata service', server: { url: 'https://169.254.169.254/latest' } },
  ],
  ok: [
    { name: 'https', server: { url: 'https://mcp.weather.example/mcp' } },
    { name: 'this machine', server: { url: 'http://localhost:3000/mcp' } },
    {
      name: 'a private authority',
      server: {
        command: 'npx',
        args: ['a'],
        env: { NODE_EXTRA_CA_CERTS: '/etc/ssl/corp.pem', NODE_TLS_REJECT_UNAUTHORIZED: '1' },
      },
    },
  ],
});
