import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'all hosts',
      server: { command: 'npx', args: ['a'], sandboxEnabled: true, sandbox: { network: { allowedDomains: ['*'] } } },
    },
    {
      name: 'the whole disk',
      server: { command: 'npx', args: ['a'], sandboxEnabled: true, sandbox: { filesystem: { allowWrite: ['/'] } } },
    },
    {
      name: 'a whole home',
      server: { command: 'npx', args: ['a'], sandboxEnabled: true, sandbox: { filesystem: { allowWrite: ['~'] } } },
    },
  ],
  ok: [
    {
      name: 'a tight one',
      server: {
        command: 'npx',
        args: ['a'],
        sandboxEnabled: true,
        sandbox: {
          filesystem: { allowWrite: ['${workspaceFolder}'] },
          network: { allowedDomains: ['api.weather.example', '*.weather.example'] },
        },
      },
    },
    { name: 'none', server: { command: 'npx', args: ['a'] } },
    {
      name: 'switched off',
      server: { command: 'npx', args: ['a'], sandboxEnabled: false, sandbox: { network: { allowedDomains: ['*'] } } },
    },
  ],
});
