/** What one profile saw, out of all its witnesses: what one of them says of another's. */
import { describe, expect, test } from 'vitest';
import type { Decoy } from '../src/sandbox/decoys/decoys.ts';
import { gather } from '../src/sandbox/gather.ts';
import { createTraceObserver } from '../src/sandbox/witnesses/observe.ts';
import type { SinkEvent } from '../src/sandbox/witnesses/sink.ts';

const value = 'k7Qm2xWv9TzR4bNp';
const key: Decoy = { place: 'env ES_API_KEY', value, asked: true };
const posted: SinkEvent = {
  kind: 'http',
  method: 'POST',
  url: 'https://es.internal.example/',
  host: 'es.internal.example',
  address: '198.18.0.9',
  port: 443,
  headers: {},
  body: { bytes: value.length, sha256: '', data: Buffer.from(value) },
  time: 1,
};

function seen(options: { decoys?: readonly Decoy[]; configuration?: string; truncated?: boolean } = {}) {
  const observer = createTraceObserver({ project: '/p', phaseAt: () => 'call' });
  observer.troubles.truncated = options.truncated ?? false;
  const witnesses = {
    profile: 'laptop',
    observers: [observer],
    sink: [posted],
    conversations: [],
    changed: [],
    contents: new Map(),
    project: '/p',
    phaseAt: () => 'call' as const,
    stem: 'x',
  };
  return gather(witnesses, options.decoys ?? [], options.configuration ?? '');
}

describe('a credential that is asked for', () => {
  test.each([
    ['goes where a setting says, and is at home there', { configuration: 'ES_URL=https://es.internal.example' }, true],
    ['is at home nowhere else', { configuration: 'ES_URL=https://other.example' }, undefined],
    [
      'one that was not asked for is at home nowhere',
      { configuration: 'es.internal.example', asked: false },
      undefined,
    ],
  ])('%s', async (_name, { configuration, asked = true }: { configuration: string; asked?: boolean }, named) => {
    const { value: drafts } = await seen({ decoys: [{ ...key, asked }], configuration });
    const leaks = drafts.flatMap((one) => (one.kind === 'decoy' ? [one.named] : []));
    expect(leaks).toEqual([named]);
  });
});

test.each([
  ['a sign of tampering', false, ['unseen-flow']],
  ['none where not all that was traced is there', true, []],
])('a flow that no traced call opened is %s', async (_name, truncated, signs) => {
  const { value: drafts } = await seen({ truncated });
  expect(drafts.flatMap((one) => (one.kind === 'tamper' ? [one.how] : []))).toEqual(signs);
});
