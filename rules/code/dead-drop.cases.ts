import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a TXT record that names the next host',
      code: "const dns = require('dns').promises;\ndns.resolveTxt('next.orders.example').then((rows) => fetch('https://' + rows[0][0]))",
    },
    {
      name: 'a transaction that holds an address',
      code: "(async () => {\n  const body = JSON.stringify({ method: 'eth_getTransactionByHash', params: ['0xinert'] });\n  const answer = await fetch('https://rpc.chain.example', { method: 'POST', body });\n  const { result } = await answer.json();\n  const host = Buffer.from(result.input.slice(2), 'hex').toString();\n  await fetch(host);\n})()",
    },
    {
      name: 'a project page with the current address, at install',
      manifest: { scripts: { postinstall: 'node s.js' } },
      files: {
        'index.js': '',
        's.js':
          "fetch('https://inert.github.io/config.json').then((r) => r.json()).then((c) => fetch(c.url, { method: 'POST', body: '{}' }))",
      },
    },
  ],
  ok: [
    {
      name: 'a wallet tool that is called',
      code: "exports.balance = async (url, tx) => { const r = await fetch(url, { method: 'POST', body: JSON.stringify({ method: 'eth_getTransactionByHash', params: [tx] }) }); return fetch((await r.json()).result.uri) }",
    },
    {
      name: 'checking a domain’s mail policy',
      code: "const dns = require('dns').promises; exports.spf = (d) => dns.resolveTxt(d).then((rows) => rows.flat().filter((r) => r.startsWith('v=spf1')))",
    },
    {
      name: 'following the pages of its own service',
      code: "(async () => { const r = await fetch('https://api.weather.example/list'); const { next } = await r.json(); await fetch(next) })()",
    },
    {
      name: 'finding the servers of a database',
      code: "const dns = require('dns').promises;\ndns.resolveTxt('db.weather.example').then((rows) => dns.resolveSrv('_mongodb._tcp.' + rows[0][0]))",
    },
    {
      name: 'reading a record and showing it',
      code: "require('dns').resolveTxt('status.weather.example', (e, rows) => console.log(rows))",
    },
  ],
});
