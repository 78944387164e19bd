import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a GitHub token in env',
      server: { command: 'npx', args: ['a'], env: { GITHUB_TOKEN: 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
    },
    { name: 'a key after an option', server: { command: 'npx', args: ['a', '--api-key', 'k3JmR8vQ2wXz5TnB7hLd'] } },
    { name: 'a key within an option', server: { command: 'npx', args: ['a', '--api-key=k3JmR8vQ2wXz5TnB7hLd'] } },
    {
      name: 'a bearer in a header',
      server: { url: 'https://a.example/mcp', headers: { Authorization: 'Bearer k3JmR8vQ2wXz5TnB7hLd' } },
    },
    {
      name: 'a bearer handed to a bridge',
      server: {
        command: 'npx',
        args: ['mcp-remote@1.0.0', 'https://a.example', '--header', 'Authorization: Bearer k3JmR8vQ2wXz5TnB7hLd'],
      },
    },
    { name: 'a key in a URL', server: { url: 'https://a.example/mcp?api_key=k3JmR8vQ2wXz5TnB7hLd' } },
    {
      name: 'a password in a connection string',
      server: { command: 'npx', args: ['a', 'postgres://app:hunter22@db.example/x'] },
    },
    {
      name: 'the default of a reference',
      server: { command: 'npx', args: ['a'], env: { T: '${TOKEN:-ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5}' } },
    },
    { name: 'a client secret', server: { url: 'https://a.example', oauth: { clientSecret: 'k3JmR8vQ2wXz5TnB7hLd' } } },
    {
      name: 'a token that this change pastes',
      server: { command: 'npx', args: ['a'], env: { T: 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
      context: { changes: [{ kind: 'secret-added', detail: 'T: GitHub token', part: 'at.1.63.1.105' }] },
    },
    { name: 'docker -e', server: { command: 'docker', args: ['run', '-e', 'API_TOKEN=k3JmR8vQ2wXz5TnB7hLd', 'a'] } },
  ],
  ok: [
    {
      name: 'a reference',
      server: { command: 'npx', args: ['a'], env: { GITHUB_TOKEN: '${GITHUB_TOKEN}', A: '${env:A}', B: '${input:b}' } },
    },
    {
      name: 'a header of a bridge, without a blank',
      server: {
        command: 'npx',
        args: ['mcp-remote', 'https://a.example/mcp', '--header', 'Authorization:${AUTH_HEADER}'],
      },
    },
    { name: 'a secret wrapper', server: { command: 'doppler', args: ['run', '--', 'npx', 'a'] } },
    {
      name: 'a reference of 1Password',
      server: { command: 'op', args: ['run', '--', 'npx', 'a'], env: { API_KEY: 'op://vault/weather/key' } },
    },
    {
      name: 'a placeholder',
      server: {
        command: 'npx',
        args: ['a'],
        env: { API_KEY: 'YOUR_API_KEY_HERE', T: 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
      },
    },
    {
      name: 'settings',
      server: {
        command: 'npx',
        args: ['a', '--units', 'metric', '/Users/ann/Projects/Weather2026'],
        env: { LOG_LEVEL: 'debug', MAX_TOKENS: '4096' },
      },
    },
    { name: 'a commit', server: { command: 'npx', args: ['github:o/r#0123456789abcdef0123456789abcdef01234567'] } },
    { name: 'docker -e without a value', server: { command: 'docker', args: ['run', '-e', 'API_TOKEN', 'a'] } },
  ],
});
