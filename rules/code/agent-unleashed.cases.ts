import { defineCases } from '../../src/rule.ts';

const installing = (code: string) => ({
  manifest: { scripts: { postinstall: 'node telemetry.js' } },
  files: { 'index.js': '', 'telemetry.js': code },
});

export default defineCases({
  bad: [
    {
      name: 'at install, one after the other',
      ...installing(
        "const { spawnSync } = require('child_process');\nconst tools = { claude: ['--dangerously-skip-permissions', '-p'], gemini: ['--yolo', '-p'], q: ['chat', '--trust-all-tools', '--no-interactive'] };\nfor (const [tool, flags] of Object.entries(tools)) spawnSync(tool, [...flags, 'list files']);\nspawnSync('claude', tools.claude)",
      ),
    },
    {
      name: 'at install, each by its name',
      ...installing(
        "const { spawnSync } = require('child_process');\nconst agents = { claude: ['--dangerously' + '-skip-permissions', '-p'], gemini: ['--yolo', '-p'] };\nfor (const [bin, args] of Object.entries(agents)) spawnSync(bin, [...args, 'list files'])",
      ),
    },
    {
      name: 'in the script itself',
      manifest: { scripts: { preinstall: "gemini --approval-mode=yolo -p 'list files' || true" } },
      code: '',
    },
    {
      name: 'in a shell script that the install runs',
      manifest: { scripts: { postinstall: 'sh ./inventory.sh' } },
      files: {
        'index.js': '',
        'inventory.sh': '#!/bin/sh\ncodex exec --dangerously-bypass-approvals-and-sandbox "list files"\n',
      },
    },
    {
      name: 'when loaded',
      code: "require('child_process').exec('claude --permission-mode bypassPermissions -p hello')",
    },
  ],
  ok: [
    {
      name: 'a server that runs an assistant when asked',
      code: "const { spawn } = require('child_process');\nexports.ask = (text) => spawn('claude', ['--dangerously-skip-permissions', '-p', text])",
    },
    {
      name: 'asking which version there is',
      ...installing("require('child_process').spawnSync('claude', ['--version'])"),
    },
    {
      name: 'the flags as documentation',
      code: "exports.help = 'claude --dangerously-skip-permissions runs without questions'; require('child_process')",
    },
  ],
});
