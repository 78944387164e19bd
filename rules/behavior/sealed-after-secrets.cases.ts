import { defineCases } from '../../src/rule.ts';

const aws = { kind: 'read', pid: 7, path: '/home/mark/.aws/credentials', ok: true, at: 10 } as const;
const npm = { ...aws, path: '/home/mark/.npmrc', at: 12 } as const;
const send = {
  kind: 'http',
  method: 'POST',
  url: 'https://collect.example/in',
  host: 'collect.example',
  headers: {},
  body: { bytes: 256, sha256: '', text: '��', opaque: true },
  at: 20,
} as const;
const raw = {
  kind: 'data',
  protocol: 'tcp',
  address: '203.0.113.9',
  port: 443,
  bytes: 256,
  text: '��',
  opaque: true,
  at: 20,
} as const;

export default defineCases({
  bad: [
    { name: 'several credentials, and then sealed bytes', observations: [aws, npm, send] },
    { name: 'over a connection of its own', observations: [aws, npm, raw] },
    {
      name: 'one of them at install',
      observations: [
        { ...aws, phase: 'install' },
        { ...send, phase: 'install' },
      ],
    },
    { name: 'one of them when it starts, which deserves a look', observations: [aws, send] },
  ],
  ok: [
    { name: 'a text', observations: [aws, npm, { ...send, body: { bytes: 40, sha256: '', text: '{}' } }] },
    { name: 'nothing was read', observations: [send] },
    { name: 'it read only afterwards', observations: [{ ...aws, at: 30 }, send] },
    { name: 'it looked, and there was nothing', observations: [{ ...aws, ok: false }, send] },
    { name: 'on another machine', observations: [{ ...aws, run: 'ci' }, send] },
    {
      name: 'the file is that of the program',
      observations: [
        { kind: 'exec', pid: 9, path: '/usr/bin/ssh', argv: ['ssh', 'host'], ok: true, at: 5 },
        { ...aws, pid: 9, path: '/home/mark/.ssh/id_ed25519' },
        raw,
      ],
    },
  ],
});
