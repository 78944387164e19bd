import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a letter hit twice', manifest: { name: 'lodashh' }, code: '' },
    { name: 'two letters swapped', manifest: { name: 'exprses' }, code: '' },
    { name: 'a key missed', manifest: { name: 'epress' }, code: '' },
    { name: 'the key beside', manifest: { name: 'commqnder' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['commandr@1.0.0'] },
    { name: 'another scope, one letter off', manifest: { name: '@modelcontextprotocal/sdk' }, code: '' },
    { name: 'a popular MCP server', manifest: { name: 'mcp-remte' }, code: '' },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: 'lodash' }, code: '' },
    { name: 'two popular packages that are neighbours', code: '', dependencies: ['preact@10.0.0', 'react@19.0.0'] },
    { name: 'of a scope that is known', manifest: { name: '@types/nodes' }, code: '' },
    { name: 'a short name', manifest: { name: 'koas' }, code: '' },
    { name: 'something else entirely', manifest: { name: 'harbour-weather-mcp' }, code: '' },
    {
      name: 'by the owner of the well-known one',
      manifest: { name: 'mcp-proxxy' },
      code: '',
      trust: { kin: [{ package: 'mcp-proxxy@1.0.0', known: 'mcp-proxy', by: 'wendy' }] },
    },
    { name: 'a numbered variant', manifest: { name: 'lodash4' }, code: '' },
  ],
});
