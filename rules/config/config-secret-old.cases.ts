import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a token of half a year',
      server: { command: 'npx', args: ['a'], env: { T: 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5' } },
      context: { since: { 1: 180 } },
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
