import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a token of half a year',
      server: { command: 'npx', args: ['a'], env: { T: 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
      context: { since: { 1: 180 } },
    },
    {
      name: 'a key in an argument',
      server: { command: 'npx', args: ['a', '--api-key', 'k3JmR8vQ2wXz5TnB7hLd'] },
      context: { since: { 1: 91 } },
    },
    {
      name: 'a password in a URL',
      server: { command: 'npx', args: ['a', 'postgres://app:hunter22@db.example/x'] },
      context: { since: { 1: 400 } },
    },
  ],
  ok: [
    {
      name: 'a new token',
      server: { command: 'npx', args: ['a'], env: { T: 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
      context: { since: { 1: 3 } },
    },
    {
      name: 'an old reference',
      server: { command: 'npx', args: ['a'], env: { T: '${TOKEN}' } },
      context: { since: { 1: 900 } },
    },
    {
      name: 'a token that ends by itself',
      server: { command: 'npx', args: ['a'], env: { T: 'ghs_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
      context: { since: { 1: 180 } },
    },
  ],
});
