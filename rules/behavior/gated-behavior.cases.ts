import { defineCases } from '../../src/rule.ts';

const LAPTOP = { profile: 'laptop', phase: 'start', status: 'completed', detail: '', ms: 1 } as const;
const CI = { ...LAPTOP, profile: 'ci' } as const;
const runs = [LAPTOP, CI];
const send = {
  kind: 'http',
  method: 'POST',
  url: 'https://stats.example/v1',
  host: 'stats.example',
  headers: {},
  body: { bytes: 40, sha256: '', text: '{}' },
} as const;
const read = { kind: 'read', pid: 7, path: '/home/runner/.aws/credentials', ok: true } as const;

export default defineCases({
  bad: [
    { name: 'sends in CI only', runs, observations: [{ ...send, run: 'ci' }] },
    { name: 'reads credentials in CI only', runs, observations: [{ ...read, run: 'ci' }] },
    { name: 'reads credentials on a laptop only', runs, observations: [{ ...read, run: 'laptop' }] },
    { name: 'telemetry but for CI is noted', runs, observations: [{ ...send, run: 'laptop' }] },
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
    { name: 'another answer to a tool', runs, observations: [{ ...send, run: 'ci', phase: 'call' }] },
    { name: 'one machine only was run', runs: [LAPTOP], observations: [{ ...send, run: 'laptop' }] },
  ],
});
