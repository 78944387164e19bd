import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'shortened', manifest: { name: 'mongodb-mcp-svr' }, code: '' },
    { name: 'spelled out', manifest: { name: 'basic-authentication' }, code: '' },
    { name: 'another short form', manifest: { name: 'airtable-mcp-srv' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['slack-mcp-svr@1.0.0'] },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: 'mongodb-mcp-server' }, code: '' },
    { name: 'another server', manifest: { name: 'harbour-mcp-server' }, code: '' },
    { name: 'the short form is the popular one', manifest: { name: 'basic-auth' }, code: '' },
  ],
});
