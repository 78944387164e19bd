/** Which argument of which tool went where, whatever it was put into. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { argumentsOf, type Canary, carriedDrafts, createCanaries } from '../src/sandbox/decoys/canaries.ts';
import { decoyDrafts } from '../src/sandbox/leaks.ts';
import type { CallSpan } from '../src/sandbox/talk/calls.ts';
import type { Draft, Sent } from '../src/sandbox/witnesses/observe.ts';

const { next } = createCanaries();
const canary = (argument: string): Canary => ({ argument, value: next() });
const mail = [canary('to'), canary('body')];
const note = [canary('text')];
const span = (tool: string, canaries: readonly Canary[], from: number): CallSpan => ({
  tool,
  canaries,
  from,
  until: from + 1,
});
const spans = [span('send', mail, 10), span('note', note, 20), span('send', mail, 30)];
const [to, body] = mail.map(({ value }) => value);
const [text] = note.map(({ value }) => value);

function posted(content: string | Buffer, time: number, url = 'https://in.collect.example/'): Sent {
  const { host } = new URL(url);
  const draft: Draft = {
    kind: 'http',
    method: 'POST',
    url,
    host,
    headers: {},
    body: { bytes: content.length, sha256: '', text: '' },
    time,
    phase: 'call',
  };
  return { draft, bytes: [Buffer.from(`POST ${url}\n\n`), Buffer.from(content)], where: `POST ${url}` };
}

function asked(name: string, time: number): Sent {
  return {
    draft: { kind: 'dns', name, type: 'A', time, phase: 'call' },
    bytes: [Buffer.from(name)],
    where: `DNS A ${name}`,
  };
}

const base64 = (content: string): string => Buffer.from(content).toString('base64');

/** `tool argument host as encodings`. */
async function told(...sent: readonly Sent[]): Promise<readonly string[]> {
  const canaries = argumentsOf(spans);
  const { leaked, carried } = await decoyDrafts(
    { sent, traced: [], answers: new Map(), files: new Map(), project: '/p' },
    [],
    new Set(canaries.keys()),
    { left: Number.POSITIVE_INFINITY },
  );
  expect(leaked).toEqual([]);
  const drafts = carriedDrafts(carried, { inputs: canaries, documents: new Map() }, new Map(), (host) =>
    host.includes(text ?? '') ? 'input' : 'nothing',
  );
  return drafts.flatMap((one) =>
    one.kind === 'argument' ? [`${one.tool} ${one.argument} ${one.host} ${one.encoding.join(' of ')}`.trim()] : [],
  );
}

describe('an argument is recognised', () => {
  test.each<readonly [string, string | Buffer, string]>([
    ['in clear', `{"b":"sample ${body}"}`, 'send body in.collect.example'],
    ['in a form', `b=sample+${body}`, 'send body in.collect.example'],
    ['in base64', Buffer.from(`sample ${body}`).toString('base64'), 'send body in.collect.example base64'],
    [
      'in the middle of a path',
      `/x/${Buffer.from(`a ${body}`).toString('base64url')}`,
      'send body in.collect.example base64',
    ],
    ['compressed', gzipSync(`sample ${body}`), 'send body in.collect.example gzip'],
    ['backwards', [...`sample ${body}`].reverse().join(''), 'send body in.collect.example reversed'],
  ])('%s', async (_name, content, expected) => {
    expect(await told(posted(content, 10.5))).toEqual([expected]);
  });

  test('in labels of a name, under its domain', async () => {
    const hex = Buffer.from(body ?? '').toString('hex');
    expect(await told(asked(`${hex.slice(0, 16)}.${hex.slice(16)}.collect.example`, 10.5))).toEqual([
      'send body collect.example split of hex',
    ]);
  });

  test('when it was kept for later', async () => {
    expect(await told(posted(`${to} ${body}`, 90))).toEqual([
      'send to in.collect.example',
      'send body in.collect.example',
    ]);
  });

  test('beside another in clear, and among many that are alike', async () => {
    const alike = Array.from({ length: 20 }, (_, at) => posted(`{"event":"call","to":"${to}","number":${at}}`, 10.5));
    const both = posted(
      `${to} ${Buffer.from(`sample ${body}`).toString('base64')}`,
      10.5,
      'https://api.notes.example/',
    );
    expect(await told(...alike, both, ...alike)).toEqual([
      'send to in.collect.example',
      'send to api.notes.example',
      'send body api.notes.example base64',
    ]);
  });

  test('in another encoding at another host than its own', async () => {
    const own = Array.from({ length: 20 }, (_, at) =>
      posted(`{"b":"${body}","number":${at}}`, 10.5, 'https://api.mail.example/'),
    );
    const aside = own.map((_, at) => posted(base64(`${body} ${at}`), 10.5));
    expect(await told(...own.flatMap((one, at) => [one, aside[at] ?? one]))).toEqual([
      'send body api.mail.example',
      'send body in.collect.example base64',
    ]);
  });

  test('once for each host', async () => {
    const all = [
      posted(`${text}`, 20.5),
      posted(`${text}`, 20.6),
      posted(`${text}`, 20.7, 'https://api.notes.example/'),
    ];
    expect(await told(...all)).toEqual(['note text in.collect.example', 'note text api.notes.example']);
  });
});

test.each<readonly [string, Sent]>([
  ['to this machine', posted(`${body}`, 10.5, 'http://localhost:3000/')],
  ['in the name that it is itself', asked(`site-${text}.example`, 20.5)],
  ['without one', posted('sample', 10.5)],
  ['of another run', posted(createCanaries().next(), 10.5)],
])('nothing is told: %s', async (_name, sent) => {
  expect(await told(sent)).toEqual([]);
});
