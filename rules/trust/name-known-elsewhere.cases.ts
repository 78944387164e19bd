import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a command', manifest: { name: 'mcp-server-filesystem' }, code: '' },
    { name: 'another command', manifest: { name: 'playwright-mcp' }, code: '' },
    { name: 'a server on PyPI', manifest: { name: 'mcp-server-fetch' }, code: '' },
  ],
  ok: [
    {
      name: 'by the owner of the command',
      manifest: { name: 'playwright-mcp' },
      code: '',
      trust: { kin: [{ package: 'playwright-mcp@1.0.0', known: '@playwright/mcp', by: 'walt' }] },
    },
    { name: 'the package itself', manifest: { name: '@modelcontextprotocol/server-filesystem' }, code: '' },
    { name: 'another server', manifest: { name: 'mcp-server-harbour' }, code: '' },
    { name: 'something else', manifest: { name: 'weather' }, code: '' },
  ],
});
