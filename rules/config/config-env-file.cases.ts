import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a file of the repository',
      server: { command: 'npx', args: ['a'], envFile: '.env' },
      context: { committed: ['.env'] },
    },
    { name: 'envFile', server: { command: 'npx', args: ['a'], envFile: '${workspaceFolder}/.env' } },
    {
      name: 'a file of another program',
      server: { command: 'npx', args: ['a'], envFile: '${userHome}/.aws/credentials' },
    },
    { name: 'docker --env-file', server: { command: 'docker', args: ['run', '--env-file', '.env', 'a'] } },
    { name: 'envmcp', server: { command: 'npx', args: ['envmcp', '-e', '.env', 'npx', 'a'] } },
  ],
  ok: [
    { name: 'op run --env-file', server: { command: 'op', args: ['run', '--env-file', 'refs.env', '--', 'npx', 'a'] } },
    { name: 'no file', server: { command: 'npx', args: ['a'], env: { A: '${A}' } } },
    {
      name: 'dotenvx, which reads encrypted files',
      server: { command: 'dotenvx', args: ['run', '-f', '.env', '--', 'npx', 'a'] },
    },
  ],
});
