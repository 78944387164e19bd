import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a request to a number at install',
      manifest: { scripts: { postinstall: 'node s.js' } },
      files: { 'index.js': '', 's.js': "require('http').get('http://203.0.113.7:8000/x')" },
    },
    {
      name: 'a socket, when loaded, with the number in base64',
      code: "const net = require('net');\nconst h = Buffer.from('MjAzLjAuMTEzLjc=', 'base64').toString();\nfetch(`http://${h}/start`)",
    },
    {
      name: 'a download with curl',
      code: "require('child_process').exec('curl -s http://198.51.100.20/a -o /dev/null')",
    },
    {
      name: 'a proxy for everything',
      code: "const { setGlobalDispatcher, ProxyAgent } = require('undici');\nsetGlobalDispatcher(new ProxyAgent({ uri: 'http://203.0.113.24:8080' }))",
    },
  ],
  ok: [
    { name: 'this machine', code: "fetch('http://127.0.0.1:8080/health'); fetch('http://192.168.1.10/')" },
    { name: 'a version that looks like one', code: "fetch('https://cdn.example/lib/10.0.0.1/lib.js')" },
    { name: 'a server that listens everywhere', code: "require('http').createServer().listen(3000, '0.0.0.0')" },
    { name: 'only when called', code: "exports.get = () => fetch('http://203.0.113.7/')" },
    {
      name: 'a proxy that the user names',
      code: "const { setGlobalDispatcher, ProxyAgent } = require('undici');\nif (process.env.HTTPS_PROXY) setGlobalDispatcher(new ProxyAgent(process.env.HTTPS_PROXY)); // such as http://203.0.113.24:8080",
    },
  ],
});
