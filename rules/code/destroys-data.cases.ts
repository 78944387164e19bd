import { defineCases } from '../../src/rule.ts';

export default defineCases({
  // The commands stand in code that is only ever parsed.
  bad: [
    {
      name: 'a wiped home',
      code: "const { exec } = require('child_process');\nif (process.env.NEVER) exec('rm -rf ~/')",
    },
    {
      name: 'a home deleted through fs',
      code: "const fs = require('fs'), os = require('os');\nconst home = os.homedir();\nif (process.env.NEVER) fs.rmSync(home, { recursive: true, force: true })",
    },
    {
      name: 'every file overwritten',
      code: "const fs = require('fs'), path = require('path');\nfunction go(dir) {\n  for (const name of fs.readdirSync(dir)) {\n    const file = path.join(dir, name);\n    if (process.env.NEVER) fs.writeFileSync(file, '-');\n    go(file);\n  }\n}\nif (process.env.NEVER) go('/')",
    },
    {
      name: 'in the install script itself',
      manifest: { scripts: { preinstall: 'test -n "$NEVER" && shred -uvz -n 1 ~/inert || true' } },
      code: '',
    },
    {
      name: 'the home folder, put behind a command',
      code: "const os = require('os');\nrequire('child_process').exec('rm -rf ' + os.homedir())",
    },
    {
      name: 'what lies in the home folder, in a command',
      code: 'require("child_process").exec(`rm -rf "${process.env.HOME}"/*`)',
    },
  ],
  ok: [
    {
      name: 'its own build folder',
      code: "const { execSync } = require('child_process');\nexecSync('rm -rf ./dist'); execSync('rm -rf ~/.cache/weather')",
    },
    {
      name: 'a temporary folder',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nfs.rmSync(path.join(os.tmpdir(), 'weather'), { recursive: true, force: true })",
    },
    {
      name: 'old files in a folder of its own',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nconst dir = path.join(os.homedir(), '.weather', 'logs');\nfor (const f of fs.readdirSync(dir)) fs.unlinkSync(path.join(dir, f))",
    },
    {
      name: 'a tool that deletes what it is told to',
      code: "const fs = require('fs'); exports.remove = (dir) => fs.readdirSync(dir).forEach((f) => fs.rmSync(dir + '/' + f))",
    },
  ],
});
