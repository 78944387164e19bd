import { defineCases } from '../../src/rule.ts';

const copied = {
  kind: 'decoy',
  place: '~/.aws/credentials',
  encoding: [],
  channel: 'argv',
  asked: false,
  where: 'arguments of /usr/bin/curl',
  in: 0,
} as const;

export default defineCases({
  bad: [
    { name: 'to curl at install', observations: [{ ...copied, phase: 'install' }] },
    { name: 'in base64', observations: [{ ...copied, encoding: ['base64'], phase: 'import' }] },
    { name: 'into a file', observations: [{ ...copied, channel: 'file', where: 'file ~/.cache/x' }] },
    {
      name: 'into the environment of another program',
      observations: [{ ...copied, channel: 'environment', where: 'environment of /usr/bin/gh', phase: 'call' }],
    },
    {
      name: 'settings of the project, inherited by a child: said, not held against it',
      alone: 'pass',
      observations: [
        {
          ...copied,
          place: '~/work/api/.env',
          channel: 'environment',
          where: 'environment of /usr/bin/git',
          phase: 'call',
        },
      ],
    },
    { name: 'in a tool', observations: [{ ...copied, phase: 'call' }] },
    {
      name: 'a token it asks for, in a git address: said, not held against it',
      alone: 'pass',
      observations: [
        { ...copied, place: 'env GITHUB_TOKEN', asked: true, where: 'arguments of /usr/bin/git', phase: 'call' },
      ],
    },
  ],
  ok: [
    {
      name: 'a process without credentials',
      observations: [{ kind: 'exec', pid: 7, path: '/usr/bin/git', argv: ['git', 'status'], ok: true }],
    },
    {
      name: 'a key used on the network',
      observations: [{ ...copied, channel: 'network', asked: true, where: 'GET https://api.weather.example/' }],
    },
    { name: 'a credential in an answer', observations: [{ ...copied, channel: 'answer', where: 'answer of get-env' }] },
  ],
});
