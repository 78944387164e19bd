import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a shell command at the top',
      code: "const { exec: run } = require('child_process');\nrun('touch /tmp/inert-marker')",
    },
    {
      name: 'inside a function that the module calls',
      code: "import * as cp from 'node:child_process';\nfunction boot() { cp.spawn('sh', ['-c', 'true'], { detached: true }).unref() }\nboot();\nexport const x = 1",
      manifest: { type: 'module' },
    },
    {
      name: 'inside a timer and a computed name',
      code: "setTimeout(() => require('child_' + 'process')['ex' + 'ec']('true'), 10)",
    },
    {
      name: 'in another file whose function is called',
      files: {
        'index.js': "const { go } = require('./lib/go');\ngo()",
        'lib/go.js': "const cp = require('child_process');\nexports.go = () => cp.execSync('id')",
      },
    },
    { name: 'through the main module’s require', code: "process.mainModule.require('child_process').execSync('id')" },
    {
      name: 'inside a bundler’s wrapper',
      code: "var w = (cb, mod) => () => (mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports);\nvar require_x = w({ 'x.js'(exports, module) { require('child_process').execSync('id') } });\nmodule.exports = require_x()",
    },
  ],
  ok: [
    {
      name: 'where a program is, as loaders of addons ask',
      code: "const path = require('child_process').execSync('which ldd').toString().trim();\nexports.isMusl = require('fs').readFileSync(path, 'utf8').includes('musl');",
    },
    {
      name: 'only when called',
      code: "const { execFile } = require('child_process');\nexports.status = (cb) => execFile('git', ['status'], cb)",
    },
    {
      name: 'in a tool’s handler',
      code: "import { execSync } from 'node:child_process';\nimport { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({ name: 'x', version: '1' });\nserver.tool('status', async () => ({ content: [{ type: 'text', text: execSync('git status').toString() }] }));",
      manifest: { type: 'module' },
    },
    {
      name: 'a command that starts a server',
      manifest: { bin: './cli.js', main: undefined },
      files: {
        'cli.js':
          "#!/usr/bin/env node\nrequire('child_process').spawn(process.execPath, ['server.js'], { stdio: 'inherit' })",
        'index.js': '',
      },
    },
    {
      name: 'asking which C library this is',
      code: "const { execSync } = require('child_process');\nexports.libc = execSync('getconf GNU_LIBC_VERSION 2>&1 || true; ldd --version 2>&1 || true').toString()",
    },
    {
      name: 'a regular expression called exec',
      code: "exports.x = /a/.exec('a'); const child_process = { exec() {} }; child_process.exec('x')",
    },
    {
      name: 'a class whose method does it',
      code: "const cp = require('child_process');\nclass Git { status() { return cp.execSync('git status') } }\nmodule.exports = { Git, git: new Git() }",
    },
  ],
});
