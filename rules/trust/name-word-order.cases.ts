import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'two words', manifest: { name: 'env-cross' }, code: '' },
    { name: 'an MCP server', manifest: { name: 'remote-mcp' }, code: '' },
    { name: 'three words', manifest: { name: 'devtools-chrome-mcp' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['fetch-node@1.0.0'] },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: 'cross-env' }, code: '' },
    { name: 'one word', manifest: { name: 'weather' }, code: '' },
    { name: 'other words', manifest: { name: 'harbour-weather-mcp' }, code: '' },
  ],
});
