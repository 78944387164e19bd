import { defineCases } from '../../src/rule.ts';

const read = (path: string) => ({ kind: 'read', pid: 31, path, ok: true }) as const;
const started = (path: string, ...argv: string[]) =>
  ({ kind: 'exec', pid: 31, path, argv: [path, ...argv], ok: true }) as const;

export default defineCases({
  bad: [
    { name: 'an SSH key at install', observations: [{ ...read('/home/dev/.ssh/id_ed25519'), phase: 'install' }] },
    {
      name: 'several services at import',
      observations: [
        { ...read('/home/dev/.aws/credentials'), phase: 'import' },
        { ...read('/home/dev/.npmrc'), phase: 'import' },
      ],
    },
    {
      name: 'wallets that were only looked for',
      observations: [{ ...read('/home/dev/.ethereum/keystore/x'), ok: false, phase: 'install' }],
    },
    { name: 'memory of another process', observations: [{ ...read('/proc/812/mem'), phase: 'install' }] },
  ],
  ok: [
    {
      name: 'npm reads its own configuration',
      observations: [
        { ...started('/usr/local/bin/node', '/usr/local/bin/npm', 'rebuild'), phase: 'install' },
        { ...read('/home/dev/.npmrc'), phase: 'install' },
      ],
    },
    {
      name: 'git asks its credential store',
      observations: [
        { ...started('/usr/bin/git', 'clone'), phase: 'start' },
        { ...read('/home/dev/.git-credentials'), phase: 'start' },
      ],
    },
    { name: 'known hosts', observations: [{ ...read('/home/dev/.ssh/known_hosts'), phase: 'start' }] },
    { name: 'a file a tool was asked for', observations: [{ ...read('/home/dev/.kube/config'), phase: 'call' }] },
    {
      name: 'a configuration of its own',
      observations: [{ ...read('/home/dev/.config/weather/config.json'), phase: 'start' }],
    },
  ],
});
