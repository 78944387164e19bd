import { defineCases } from '../../src/rule.ts';

const installing = (code: string) => ({
  manifest: { scripts: { postinstall: 'node s.js' } },
  files: { 'index.js': '', 's.js': code },
});

export default defineCases({
  bad: [
    {
      name: 'a detached script at install',
      ...installing(
        "const { spawn } = require('child_process');\nspawn(process.execPath, ['later.js'], { detached: true, stdio: 'ignore' }).unref()",
      ),
    },
    {
      name: 'a program given to node as text, when loaded',
      code: "const cp = require('child_process');\nconst o = { detached: true, stdio: 'ignore' };\ncp.spawn('node', ['-e', 'setTimeout(() => {}, 1)'], o).unref()",
    },
    {
      name: 'a script on Unix, and a page on Windows',
      code: "const { spawn } = require('child_process'); spawn(process.platform === 'win32' ? 'cmd' : './later.sh', [], { detached: true })",
    },
    { name: 'behind nohup', ...installing("require('child_process').exec('nohup sh ./inert.sh &')") },
  ],
  ok: [
    {
      name: 'a browser for a login, on each kind of machine',
      code: "const { execFile } = require('child_process'); const SHOWN = { detached: true, stdio: 'ignore' };\nfunction show(url) { let program, args; switch (process.platform) { case 'darwin': program = 'open'; args = [url]; break; case 'win32': program = 'powershell.exe'; args = ['-NoProfile', '-Command', `Start-Process '${url}'`]; break; default: program = 'xdg-open'; args = [url]; }\n  const start = (it, given) => execFile(it, given, SHOWN);\n  start(program, args).on('error', () => { for (const other of ['gnome-open', 'firefox']) start(other, [url]); }); }\nshow('https://login.tides.example/')",
    },
    {
      name: 'a browser that a tool opens',
      code: "const { spawn } = require('child_process'); exports.open = (url) => spawn('xdg-open', [url], { detached: true, stdio: 'ignore' }).unref()",
    },
    {
      name: 'a compiler that the install waits for',
      ...installing("require('child_process').spawnSync('node-gyp', ['rebuild'], { stdio: 'inherit' })"),
    },
    {
      name: 'a group of processes on Unix only, in a class',
      code: "const cp = require('child_process'); class Browser { launch() { return cp.spawn('chrome', [], { detached: process.platform !== 'win32' }) } } module.exports = Browser",
    },
    { name: 'detached switched off', ...installing("require('child_process').spawn('true', [], { detached: false })") },
  ],
});
