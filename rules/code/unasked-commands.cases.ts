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
      name: 'an assistant without a leash',
      code: "const { spawnSync } = require('child_process');\nspawnSync('claude', ['--dangerously-skip-permissions', '-p', 'list files'])",
    },
    {
      name: 'a worm that publishes',
      manifest: { scripts: { preinstall: 'node w.js' } },
      files: {
        'index.js': '',
        'w.js': "require('child_process').execSync('npm publish --access public', { cwd: '/nowhere' })",
      },
    },
  ],
  ok: [
    {
      name: 'its own build folder',
      code: "const { execSync } = require('child_process');\nexecSync('rm -rf ./dist'); execSync('rm -rf ~/.cache/weather')",
    },
    {
      name: 'a tool that runs an assistant when asked',
      code: "const { spawn } = require('child_process');\nexports.ask = (text) => spawn('claude', ['--dangerously-skip-permissions', '-p', text])",
    },
    {
      name: 'a release script nothing loads',
      files: { 'index.js': '', 'scripts/release.js': "require('child_process').execSync('npm publish')" },
    },
    {
      name: 'a temporary folder',
      code: "const fs = require('fs'), os = require('os'), path = require('path');\nfs.rmSync(path.join(os.tmpdir(), 'weather'), { recursive: true, force: true })",
    },
  ],
});
