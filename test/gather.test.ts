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

const witnessesOf = (observer: ReturnType<typeof createTraceObserver>) => ({
  profile: 'laptop',
  observers: [observer],
  sink: [posted],
  conversations: [],
  changed: [],
  contents: new Map(),
  project: '/p',
  phaseAt: () => 'call' as const,
  documents: [],
  stem: 'x',
});

function seen(options: { decoys?: readonly Decoy[]; configuration?: string; truncated?: boolean } = {}) {
  const observer = createTraceObserver({ project: '/p', phaseAt: () => 'call' });
  observer.troubles.truncated = options.truncated ?? false;
  return gather(witnessesOf(observer), options.decoys ?? [], options.configuration ?? '');
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

test('a credential that is asked for is at home where a setting says, by whatever way it goes', async () => {
  const observer = createTraceObserver({ project: '/p', phaseAt: () => 'call' });
  observer.troubles.truncated = true;
  const address = '22.18.0.9';
  const sink: readonly SinkEvent[] = [
    { kind: 'dns', time: 1, name: 'mail.internal.example', type: 'A', via: 'udp', address },
    {
      kind: 'data',
      time: 1,
      protocol: 'tcp',
      address,
      port: 993,
      bytes: 60,
      data: Buffer.from(`a1 LOGIN dev ${key.value}`),
    },
  ];
  const named = async (configuration: string) => {
    const { value: drafts } = await gather(
      { ...witnessesOf(observer), sink },
      [{ ...key, asked: true }],
      configuration,
    );
    return drafts.flatMap((one) => (one.kind === 'decoy' ? [one.named] : []));
  };
  expect(await named('IMAP_HOST=mail.internal.example')).toEqual([true]);
  expect(await named('IMAP_HOST=other.internal.example')).toEqual([undefined]);
});

test.each([
  ['a sign of tampering', false, ['unseen-flow']],
  ['none where not all that was traced is there', true, []],
])('a flow that no traced call opened is %s', async (_name, truncated, signs) => {
  const { value: drafts } = await seen({ truncated });
  expect(drafts.flatMap((one) => (one.kind === 'tamper' ? [one.how] : []))).toEqual(signs);
});

test.each([
  ['a setting of ours, which it takes for its own host', 'acme.internal.example', 'http', []],
  ['one that nothing was sent to', 'acme.internal.example', 'dns', []],
  ['another name', 'spy.example', 'http', ['foreign-address']],
  ['another name, which was only asked for', 'spy.example', 'dns', ['foreign-address']],
])('listening at the address of %s', async (_name, host, flow, signs) => {
  const observer = createTraceObserver({ project: '/p', phaseAt: () => 'start' });
  const address = '22.18.0.2';
  observer.line(
    `10 1700000000.000001 bind(20<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(4747), sin_addr=inet_addr("${address}")}, 16) = 0`,
  );
  observer.end();
  const asked = { kind: 'dns', time: 1, name: host, type: 'A', via: 'udp', address } as const;
  const sink: readonly SinkEvent[] = [flow === 'dns' ? asked : { ...posted, host, address }];
  const { value: drafts } = await gather({ ...witnessesOf(observer), sink }, [], '');
  expect(drafts.flatMap((one) => (one.kind === 'tamper' && one.how === 'foreign-address' ? [one.how] : []))).toEqual(
    signs,
  );
});

test.each([
  ['203.0.113.7', '', ['203.0.113.7 nothing']],
  ['203.0.113.7', 'SYSLOG=203.0.113.7', ['203.0.113.7 configuration']],
  ['192.168.1.40', '', []],
  ['22.18.0.9', '', []],
  ['8.8.8.8', '', [], 53],
])(
  'who opens a flow to %s, with the settings %j, has told whom he listens to',
  async (address, settings, told, port = 4443) => {
    const observer = createTraceObserver({ project: '/p', phaseAt: () => 'start' });
    observer.troubles.truncated = true;
    observer.drafts.push({ kind: 'connect', pid: 7, address, port, time: 1, phase: 'start' });
    const { value: drafts } = await gather({ ...witnessesOf(observer), sink: [] }, [], settings);
    expect(drafts.flatMap((one) => (one.kind === 'recipient' ? [`${one.value} ${one.explained}`] : []))).toEqual(told);
  },
);

describe('a credential in pieces', () => {
  const hex = Buffer.from(key.value).toString('hex');
  const body = { bytes: 0, sha256: '', data: Buffer.alloc(0) };
  const asked = (url: string, time: number): SinkEvent => ({
    ...{ kind: 'http', method: 'GET', url, host: 'collect.example', address: '198.18.0.9', port: 443 },
    ...{ headers: {}, body, time },
  });

  test.each([
    ['at the end of addresses', (piece: string, i: number) => `https://collect.example/s/${i}/${piece}`],
    ['in what is asked for', (piece: string, i: number) => `https://collect.example/img${i}.png?d=${piece}`],
  ])('%s is put together', async (_name, urlOf) => {
    const observer = createTraceObserver({ project: '/p', phaseAt: () => 'start' });
    const pieces = [hex.slice(0, 16), hex.slice(16, 32), hex.slice(32)];
    const sink = pieces.map((piece, i) => asked(urlOf(piece, i), i));
    const { value: drafts } = await gather({ ...witnessesOf(observer), sink }, [{ ...key, asked: false }], '');
    const leaks = drafts.flatMap((one) => (one.kind === 'decoy' ? [`${one.place} ${one.where}`] : []));
    expect(leaks).toEqual([`${key.place} HTTP 3 requests to collect.example`]);
  });
});
