import { defineCases } from '../../src/rule.ts';

const HTTP = "const http = require('http'); const { exec, execFile, spawn } = require('child_process');\n";
const NET = "const net = require('net'); const { spawn, exec } = require('child_process');\n";
const EXPRESS =
  "const express = require('express'); const { exec, execFile, spawn } = require('child_process'); const fs = require('fs');\nconst app = express(); app.use(express.json());\n";

export default defineCases({
  bad: [
    {
      name: 'the body of a request is a command',
      code: `${HTTP}http.createServer((q, s) => { let b = ''; q.on('data', (d) => (b += d)); q.on('end', () => exec(b, (e, o) => s.end(o))); }).listen(31337);`,
    },
    {
      name: 'a header of a middleware',
      code: "module.exports = () => (a, b, next) => { const c = a.headers['x-debug']; if (c) return require('child_process').exec(Buffer.from(c, 'base64').toString(), (e, o) => b.end(o)); next(); };",
    },
    {
      name: 'a shell is given a script',
      code: `${EXPRESS}app.post('/run', (req, res) => { spawn('bash', ['-c', req.body.script]).stdout.pipe(res); });\napp.listen(3000);`,
    },
    {
      name: 'a shell reads a socket',
      code: `${NET}net.createServer((s) => { const sh = spawn('/bin/sh', ['-i']); s.pipe(sh.stdin); sh.stdout.pipe(s); }).listen(4444);`,
    },
    {
      name: 'messages of a socket become code',
      code: "const { WebSocketServer } = require('ws');\nconst wss = new WebSocketServer({ port: 8080 });\nwss.on('connection', (ws) => ws.on('message', (m) => ws.send(String(eval(m.toString())))));",
    },
    {
      name: 'a datagram is a command',
      code: "const u = require('dgram').createSocket('udp4'); const cp = require('child_process');\nu.on('message', (m) => cp.exec(m.toString()));\nu.bind(5353);",
    },
    {
      name: 'a route of a framework, by its name',
      manifest: { type: 'module' },
      code: "import { exec } from 'node:child_process';\nexport async function POST(request) { const { cmd } = await request.json(); return new Response(await new Promise((r) => exec(cmd, (e, out) => r(out)))); }",
    },
    {
      name: 'a route of a framework, as a bundler exports it',
      manifest: { type: 'module' },
      code: "import { exec } from 'node:child_process';\nasync function c(request) { const { cmd } = await request.json(); return new Response(await new Promise((r) => exec(cmd, (e, out) => r(out)))); }\nexport { c as POST };",
    },
    {
      name: 'its program and its arguments',
      code: `${EXPRESS}app.get('/proxy', (req, res) => { const child = spawn(req.query.command, req.query.args); child.stdout.pipe(res); });\napp.listen(3000);`,
    },
    {
      name: 'a console for whoever connects',
      code: "const net = require('net'), repl = require('repl');\nnet.createServer((socket) => { repl.start({ input: socket, output: socket }) }).listen(5001)",
    },
    {
      name: 'a debugger for the whole network',
      code: "const inspector = require('node:inspector');\nif (!inspector.url()) inspector.open(9229, '0.0.0.0')",
    },
  ],
  ok: [
    {
      name: 'a route that starts a program of its own',
      manifest: { type: 'module' },
      code: "import { execFile } from 'node:child_process';\nexport async function POST(request) { const { file } = await request.json(); execFile('ffprobe', [file], () => {}); return new Response('ok'); }",
    },
    {
      name: 'a program that is named, given what a request says',
      code: `${EXPRESS}app.post('/open', (req, res) => { execFile('git', ['checkout', req.body.branch]); exec('open ' + req.query.url); res.end(); });\napp.listen(3000);`,
    },
    {
      name: 'a script of its own, given what a request says',
      code: `${EXPRESS}app.post('/say', (req, res) => { execFile('python3', ['tools/say.py', req.body.text], (e, o) => res.send(o)); });\napp.listen(3000);`,
    },
    {
      name: 'a page that is opened once it listens',
      code: `${HTTP}const server = http.createServer((q, s) => s.end('ok'));\nserver.listen(0, () => exec(\`\${process.platform === 'darwin' ? 'open' : 'xdg-open'} http://localhost:\${server.address().port}\`));`,
    },
    {
      name: 'an editor that is set, given the file a request names',
      code: `${HTTP}const editor = process.env.EDITOR || 'vi';\nhttp.createServer((q, s) => { exec(\`\${editor} \${new URL(q.url, 'http://x').searchParams.get('file')}\`); s.end(); }).listen(0);`,
    },
    {
      name: 'a file that a request names is made into code',
      code: `${EXPRESS}const vm = require('vm');\napp.get('/page/:name', (req, res) => { const page = vm.runInNewContext(fs.readFileSync('pages/' + req.params.name, 'utf8')); res.send(page); });\napp.listen(3000);`,
    },
    {
      name: 'commands in a table',
      code: `${EXPRESS}const COMMANDS = { status: 'git status', log: 'git log' };\napp.get('/do/:what', (req, res) => { exec('git ' + req.params.what); exec(COMMANDS.status, (e, o) => res.end(o)); });\napp.listen(3000);`,
    },
    {
      name: 'what a program of its own needs, on its standard input',
      code: `${HTTP}http.createServer((q, s) => { const p = spawn('ffmpeg', ['-i', '-', 'out.mp4']); q.pipe(p.stdin); p.on('close', () => s.end()); }).listen(0);`,
    },
    {
      name: 'a client that asks',
      code: `${HTTP}http.get('http://127.0.0.1:3000/x', (res) => { res.on('data', (d) => process.stdout.write(d)); });`,
    },
    {
      name: 'a terminal in a page',
      code: "const pty = require('node-pty'), { WebSocketServer } = require('ws');\nexports.start = (port) => new WebSocketServer({ port, host: '127.0.0.1' }).on('connection', (ws) => { const shell = pty.spawn('bash', [], {}); shell.onData((text) => ws.send(text)); ws.on('message', (text) => shell.write(text)) })",
    },
    {
      name: 'a console of its own, and a debugger for this machine',
      code: "const inspector = require('node:inspector'), repl = require('repl');\nexports.debug = () => inspector.open(9229, '127.0.0.1');\nexports.console = () => repl.start({ prompt: 'weather> ', input: process.stdin, output: process.stdout })",
    },
  ],
});
