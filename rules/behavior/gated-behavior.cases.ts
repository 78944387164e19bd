import { defineCases } from '../../src/rule.ts';

const LAPTOP = { profile: 'laptop', phase: 'start', status: 'completed', detail: '', ms: 1 } as const;
const CI = { ...LAPTOP, profile: 'ci' } as const;
const runs = [LAPTOP, CI];
const deep = [...runs, ...['abroad', 'picky', 'offline'].map((profile) => ({ ...LAPTOP, profile }))];
const failing = deep.map((run) => (run.profile === 'offline' ? { ...run, status: 'failed' as const } : run));
const stranded = deep.map((run) => (run.profile === 'abroad' ? { ...run, status: 'failed' as const } : run));
const ask = { kind: 'dns', name: 'mirror.example', type: 'A' } as const;
const on = <T extends object>(one: T, ...profiles: string[]) => profiles.map((run) => ({ ...one, run }));
const send = {
  kind: 'http',
  method: 'POST',
  url: 'https://stats.example/v1',
  host: 'stats.example',
  headers: {},
  body: { bytes: 40, sha256: '', text: '{}' },
} as const;
const get = { ...send, method: 'GET', body: { bytes: 0, sha256: '', text: '' } };
const connect = { kind: 'connect', pid: 7, address: '198.18.0.9', host: 'stats.example', port: 443 } as const;
const read = { kind: 'read', pid: 7, path: '/home/runner/.aws/credentials', ok: true } as const;

export default defineCases({
  bad: [
    { name: 'sends in CI only', runs, observations: [{ ...send, run: 'ci' }] },
    { name: 'reads credentials in CI only', runs, observations: [{ ...read, run: 'ci' }] },
    { name: 'reads credentials on a laptop only', runs, observations: [{ ...read, run: 'laptop' }] },
    { name: 'telemetry but for CI', alone: 'pass', runs, observations: [{ ...send, run: 'laptop' }] },
    { name: 'sends abroad only', runs: deep, observations: on(send, 'abroad') },
    { name: 'sends everywhere but abroad', runs: deep, observations: on(send, 'laptop', 'ci') },
    { name: 'reads credentials where unknown names do not exist', runs: deep, observations: on(read, 'picky') },
    { name: 'reads credentials without a network, and fails', runs: failing, observations: on(read, 'offline') },
    {
      name: 'reads credentials everywhere but abroad',
      runs: deep,
      observations: on(read, 'laptop', 'ci', 'picky', 'offline'),
    },
    { name: 'sends in CI only, and fails abroad', runs: stranded, observations: on(send, 'ci') },
    {
      name: 'a request that came on one of two machines that connected',
      alone: 'pass',
      runs,
      observations: [...on(connect, 'laptop', 'ci'), { ...get, run: 'ci' }],
    },
    {
      name: 'asks in CI only',
      runs,
      observations: [
        { ...connect, run: 'ci' },
        { ...get, run: 'ci' },
      ],
    },
    { name: 'another name where the first does not exist', alone: 'pass', runs: deep, observations: on(ask, 'picky') },
  ],
  ok: [
    {
      name: 'sends everywhere',
      runs,
      observations: [
        { ...send, run: 'laptop' },
        { ...send, run: 'ci' },
      ],
    },
    {
      name: 'it did not start on the other',
      runs: [LAPTOP, { ...CI, status: 'failed' }],
      observations: [{ ...send, run: 'laptop' }],
    },
    {
      name: 'sends when it starts, on a slower machine a moment later',
      runs,
      observations: [
        { ...send, run: 'ci' },
        { ...send, run: 'laptop', phase: 'call' },
      ],
    },
    { name: 'another answer to a tool', runs, observations: [{ ...send, run: 'ci', phase: 'call' }] },
    { name: 'sends where there is a network', runs: deep, observations: on(send, 'laptop', 'ci', 'abroad') },
    { name: 'does not start without one', runs: failing, observations: on(send, 'laptop', 'ci', 'abroad', 'picky') },
    {
      name: 'reads credentials for what needs a network',
      runs: deep,
      observations: on(read, 'laptop', 'ci', 'abroad'),
    },
    { name: 'asks for names of its own on each machine', runs: deep, observations: on(ask, 'laptop') },
    { name: 'sends where it did not fail', runs: stranded, observations: on(send, 'laptop', 'ci') },
    { name: 'gets the same everywhere', runs: deep, observations: on(get, 'laptop', 'ci', 'abroad', 'picky') },
    { name: 'one machine only was run', runs: [LAPTOP], observations: [{ ...send, run: 'laptop' }] },
  ],
});
