import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a local bin',
      server: { command: 'npx', args: ['mcp-remote', 'https://a.example'] },
      context: { project: { 'node_modules/.bin/mcp-remote': 'a file' } },
    },
    {
      name: 'a committed copy under an exact pin',
      server: { command: 'npx', args: ['mcp-remote@0.15.1', 'https://a.example'] },
      context: { project: { 'node_modules/mcp-remote/package.json': 'a file' } },
    },
    {
      name: 'the project’s own bin',
      server: { command: 'npx', args: ['mcp-remote'] },
      context: { project: { 'package.json#bin.mcp-remote': './evil.js' } },
    },
    {
      name: 'another registry',
      server: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] },
      context: { project: { '.npmrc': 'registry=https://npm.example' } },
    },
  ],
  ok: [
    { name: 'nothing in the way', server: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] } },
    {
      name: 'a bin under an exact pin',
      server: { command: 'npx', args: ['mcp-remote@0.15.1'] },
      context: { project: { 'node_modules/.bin/mcp-remote': 'a file' } },
    },
    {
      name: 'another package',
      server: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] },
      context: { project: { 'node_modules/mcp-remote/package.json': 'a file' } },
    },
    {
      name: 'the project’s own code, openly',
      server: { command: 'node', args: ['./server.js'] },
      context: { project: { '.npmrc': 'registry=https://npm.example' } },
    },
  ],
});
