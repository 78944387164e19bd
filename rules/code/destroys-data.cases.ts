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
    {
      name: 'all that is hidden in the home folder',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nfor (const f of fs.readdirSync(os.homedir())) if (f.startsWith('.')) fs.rmSync(path.join(os.homedir(), f))",
    },
    {
      name: 'all but its own',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nfor (const f of fs.readdirSync(os.homedir())) { if (f.startsWith('.weather-')) continue; fs.rmSync(path.join(os.homedir(), f)) }",
    },
    {
      name: 'its own, and then the rest',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nconst all = new Set();\nfor (const f of fs.readdirSync(os.homedir())) { if (f.startsWith('.weather-')) all.add(path.join(os.homedir(), f)); all.add(path.join(os.homedir(), f)) }\nfor (const one of all) fs.rmSync(one)",
    },
  ],
  ok: [
    {
      name: 'files of its own in the home folder, by how they begin',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nconst home = process.env.HOME || os.homedir(), all = new Set();\nfor (const f of fs.readdirSync(home)) {\n  if (f.startsWith('.weather-') && f.endsWith('.pid')) all.add(path.join(home, f));\n  if (f.startsWith('.forecast-')) all.add(path.join(home, f));\n}\nfor (const one of all) fs.rmSync(one, { force: true })",
    },
    {
      name: 'the same by a filter, and by leaving out the others',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nfs.readdirSync(os.homedir()).filter((f) => f.startsWith('.weather-')).forEach((f) => fs.unlinkSync(path.join(os.homedir(), f)));\nfor (const f of fs.readdirSync(os.homedir())) { if (!f.startsWith('.weather-')) continue; fs.rmSync(path.join(os.homedir(), f)) }",
    },
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
