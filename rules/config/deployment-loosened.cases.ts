import { defineCases } from '../../src/rule.ts';

const gateway = (...words: readonly string[]) => ({
  'compose.yaml': `services:\n  gateway:\n    image: docker/mcp-gateway\n    command: ${JSON.stringify(words)}\n`,
});

export default defineCases({
  bad: [
    {
      name: 'signatures are not checked any more',
      deployment: gateway('--servers=time'),
      deployedBefore: gateway('--servers=time', '--verify-signatures'),
    },
    {
      name: 'a catalog from elsewhere',
      deployment: gateway('--catalog=https://catalogs.example/mcp.yaml'),
      deployedBefore: gateway('--catalog=./catalog.yaml'),
    },
    {
      name: 'secrets are let through',
      deployment: gateway('--block-secrets=false'),
      deployedBefore: gateway('--block-secrets=true'),
    },
  ],
  ok: [
    {
      name: 'more protection',
      deployment: gateway('--servers=time', '--verify-signatures', '--cpus=1'),
      deployedBefore: gateway('--servers=time'),
    },
    {
      name: 'another file of the same host',
      deployment: gateway('--catalog=https://catalogs.example/2.yaml'),
      deployedBefore: gateway('--catalog=https://catalogs.example/1.yaml'),
    },
    { name: 'nothing to compare with', deployment: gateway('--catalog=https://catalogs.example/mcp.yaml') },
    {
      name: 'a new file',
      deployment: gateway('--catalog=https://catalogs.example/mcp.yaml'),
      deployedBefore: {},
    },
  ],
});
