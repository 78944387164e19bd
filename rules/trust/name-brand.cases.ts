import { defineCases } from '../../src/rule.ts';

const named = (name: string) => ({ code: '', manifest: { name } });

export default defineCases({
  bad: [
    { name: 'a service and mcp', ...named('paypal-mcp') },
    { name: 'in another scope', ...named('@mallory/stripe-mcp-server') },
    { name: 'that calls itself official', ...named('github-official') },
    { name: 'a dependency', code: '', dependencies: ['openai-api-auth@1.0.0'] },
  ],
  ok: [
    { name: 'in the scope of the brand', ...named('@stripe/mcp-tools') },
    { name: 'a well-known server', ...named('slack-mcp-server') },
    { name: 'a plugin for it', ...named('eslint-plugin-github') },
    { name: 'a word that only holds it', ...named('stripes-mcp') },
    {
      name: 'published by who publishes the known one',
      ...named('notion-mcp'),
      trust: { kin: [{ package: 'notion-mcp@1.0.0', known: '@notionhq/notion-mcp-server', by: 'notionhq' }] },
    },
  ],
});
