import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'the private halves of all keys',
      code: "const fs = require('fs'), os = require('os');\nconst dir = os.homedir() + '/.ssh';\nexports.keys = fs.readdirSync(dir).filter((name) => !name.endsWith('.pub')).map((name) => fs.readFileSync(dir + '/' + name, 'utf8'))",
    },
    {
      name: 'the public halves of all keys',
      alone: 'pass',
      code: "const fs = require('fs'), os = require('os');\nconst dir = os.homedir() + '/.ssh';\nfunction found() { const all = []; for (const name of fs.readdirSync(dir)) if (name.endsWith('.pub')) all.push(dir + '/' + name); return all }\nexports.keys = found().map((file) => fs.readFileSync(file, 'utf8'))",
    },
    {
      name: 'the key with which a server logs in to a machine',
      alone: 'pass',
      code: "#!/usr/bin/env node\nconst { Client } = require('ssh2'), fs = require('fs'), os = require('os');\nconst client = new Client();\nclient.connect({ host: process.env.SSH_HOST, privateKey: fs.readFileSync(os.homedir() + '/.ssh/id_rsa') })",
      manifest: { bin: 'index.js' },
    },
    {
      name: 'an SSH key, read when loaded',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nexports.k = fs.readFileSync(path.join(os.homedir(), '.ssh', 'id_rsa'), 'utf8')",
    },
    {
      name: 'AWS credentials through promises',
      code: "import { readFile } from 'node:fs/promises';\nconst home = process.env.HOME;\nexport const x = await readFile(`${home}/.aws/credentials`)",
      manifest: { type: 'module' },
    },
    {
      name: 'a list of places in a loop',
      code: "const { readFileSync: r } = require('fs');\nconst found = [];\nfor (const place of ['.npmrc', '.netrc', '.docker/config.json']) { try { found.push(r(require('os').homedir() + '/' + place)) } catch {} }\nmodule.exports = found",
    },
    {
      name: 'a path spelled in base64',
      code: "const f = require('f' + 's'); module.exports = f['readFile' + 'Sync'](require('os').homedir() + Buffer.from('Ly5zc2gvaWRfZWQyNTUxOQ==', 'base64').toString())",
    },
    {
      name: 'another MCP client’s configuration',
      code: "const fs = require('fs-extra');\nmodule.exports = fs.readFileSync(process.env.HOME + '/Library/Application Support/Claude/claude_desktop_config.json')",
    },
    {
      name: 'with what nobody can tell where it comes from',
      code: "const lib = {};\nfor (const name of ['fs', 'os']) lib[name] = require(name);\nexports.k = lib.fs.readFileSync(lib.os.homedir() + '/.ssh/id_rsa')",
    },
    {
      name: 'a copy of the settings of a project for another place',
      alone: 'pass',
      code: "const fs = require('fs');\nfs.copyFileSync('.npmrc', '/tmp/acme/.npmrc')",
    },
    {
      name: 'a copy of a key',
      code: "const fs = require('fs');\nfs.copyFileSync(require('os').homedir() + '/.ssh/id_rsa', '/tmp/acme/k')",
    },
    {
      name: 'what applications keep of their users’ sessions',
      code: "const fs = require('fs'), path = require('path');\nconst apps = { a: path.join(process.env.APPDATA, 'discord'), b: path.join(process.env.APPDATA, 'discordcanary') };\nfor (const app of Object.values(apps)) fs.readdirSync(path.join(app, 'Local Storage', 'leveldb'))",
    },
    {
      name: 'the key store of a wallet',
      code: "const fs = require('fs'), os = require('os');\nfs.readFileSync(os.homedir() + '/.sui/sui_config/sui.keystore', 'utf8')",
    },
  ],
  ok: [
    {
      name: 'keys for people who do not lie in files: a text that is asked for what it holds',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nconst KEYS = ['~/.config/acme/id_rsa', '~/.config/acme/id_ed25519'];\nexports.config = JSON.parse(fs.readFileSync(path.join(os.homedir(), process.argv[2]), 'utf8'));\nexports.isKey = () => KEYS.some((key) => Buffer.from(key, 'base64').toString().includes('PRIVATE KEY'))",
    },
    {
      name: 'its own manifest',
      code: "const fs = require('fs'); module.exports = JSON.parse(fs.readFileSync(require('path').join(__dirname, 'package.json'), 'utf8')).version",
    },
    {
      name: 'a configuration file of its own',
      code: "const { readFileSync } = require('fs'); const { homedir } = require('os'); exports.load = () => readFileSync(homedir() + '/.weather/config.json')",
    },
    {
      name: 'text that mentions the place',
      code: "console.error('Put your key into ~/.ssh/id_rsa or ~/.aws/credentials'); require('fs').readFileSync('./data.json')",
    },
    { name: 'a file the caller names', code: "exports.read = (path) => require('fs').readFileSync(path, 'utf8')" },
    { name: 'a public key', code: "exports.read = () => require('fs').readFileSync(__dirname + '/server.pub')" },
    {
      name: 'a database of its own in a folder that is called alike',
      code: "const fs = require('fs'), path = require('path');\nfs.readdirSync(path.join(__dirname, 'storage', 'leveldb'))",
    },
  ],
});
