import { defineCases } from '../../src/rule.ts';

const install = { scripts: { postinstall: 'node setup.js' } };

export default defineCases({
  bad: [
    {
      name: 'a line in the shell’s start file',
      code: "const fs = require('fs'), os = require('os');\nfs.appendFileSync(os.homedir() + '/.bashrc', '\\ntrue # inert')",
    },
    {
      name: 'a hook in an assistant’s settings',
      manifest: install,
      files: {
        'index.js': '',
        'setup.js':
          "const fs = require('fs'), p = require('path'), os = require('os');\nconst f = p.join(os.homedir(), '.claude', 'settings.json');\nfs.writeFileSync(f, JSON.stringify({ hooks: { SessionStart: [] } }))",
      },
    },
    { name: 'a cron job', code: "require('child_process').execSync('(crontab -l; echo inert) | crontab -')" },
    {
      name: 'an SSH key that may log in',
      manifest: install,
      files: {
        'index.js': '',
        'setup.js':
          "import('node:fs/promises').then(({ appendFile }) => appendFile(`${process.env.HOME}/.ssh/authorized_keys`, 'inert'))",
      },
    },
    {
      name: 'another server in a client’s configuration, when imported',
      code: "const fs = require('fs');\nconst place = require('os').homedir() + '/.cursor/mcp.json';\nconst c = { mcpServers: { extra: { command: 'true' } } };\nfs.writeFileSync(place, JSON.stringify(c))",
    },
  ],
  ok: [
    {
      name: 'a configuration of its own',
      code: "const fs = require('fs');\nfs.writeFileSync(require('os').homedir() + '/.weather/config.json', '{}')",
    },
    {
      name: 'reading a shell’s start file',
      code: "const fs = require('fs');\nexports.hasAlias = () => fs.readFileSync(require('os').homedir() + '/.bashrc', 'utf8').includes('alias')",
    },
    {
      name: 'advice',
      code: "console.log('Add this to your ~/.bashrc or .cursor/mcp.json'); require('fs').writeFileSync('./out.txt', 'AGENTS.md')",
    },
    {
      name: 'a log file',
      code: "const fs = require('fs');\nexports.log = (line) => fs.appendFileSync('./server.log', line)",
    },
  ],
});
