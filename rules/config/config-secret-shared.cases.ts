import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a token twice',
      server: { command: 'npx', args: ['a'], env: { T: 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
      others: { b: { command: 'npx', args: ['b', '--token=ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5'] } },
    },
    {
      name: 'a reference twice',
      server: { command: 'npx', args: ['a'], env: { GITHUB_TOKEN: '${GITHUB_TOKEN}' } },
      others: { b: { command: 'npx', args: ['b'], env: { GH_TOKEN: '${GITHUB_TOKEN}' } } },
    },
    {
      name: 'a header and a variable',
      server: { url: 'https://a.example', headers: { Authorization: 'Bearer k3JmR8vQ2wXz5TnB7hLd' } },
      others: { b: { command: 'npx', args: ['b'], env: { API_KEY: 'k3JmR8vQ2wXz5TnB7hLd' } } },
    },
  ],
  ok: [
    {
      name: 'a token each',
      server: { command: 'npx', args: ['a'], env: { A_TOKEN: '${A_TOKEN}' } },
      others: { b: { command: 'npx', args: ['b'], env: { B_TOKEN: '${B_TOKEN}' } } },
    },
    {
      name: 'the same setting',
      server: { command: 'npx', args: ['a'], env: { LOG_LEVEL: '${LOG_LEVEL}' } },
      others: { b: { command: 'npx', args: ['b'], env: { LOG_LEVEL: '${LOG_LEVEL}' } } },
    },
    {
      name: 'the same server for two clients',
      server: { command: 'npx', args: ['a'], env: { GITHUB_TOKEN: '${GITHUB_TOKEN}' } },
      others: { again: { command: 'npx', args: ['a'], env: { GITHUB_TOKEN: '${GITHUB_TOKEN}' } } },
    },
  ],
});
