/** What is kept of a hostile package is bounded, and what is beyond the bound is said. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../src/sandbox/bounds/limits.ts';
import { demux, lines, TRUNCATED } from '../src/sandbox/bounds/lines.ts';
import { print, take } from '../src/sandbox/bounds/own.ts';
import { findDecoys } from '../src/sandbox/decoys/recognise.ts';
import { describer } from '../src/sandbox/talk/pipe.ts';
import { createChangeLog } from '../src/sandbox/witnesses/changes.ts';
import { createTraceObserver } from '../src/sandbox/witnesses/observe.ts';
import { createSinkLog } from '../src/sandbox/witnesses/sink.ts';

test('an allowance gives what it has and no more', () => {
  const allowance = { left: 10 };
  expect(take(allowance, 6)).toBe(true);
  expect(take(allowance, 4)).toBe(true);
  expect(take(allowance, 1)).toBe(false);
  expect(print('short')).toBe('short');
  expect(print('x'.repeat(5000))).toHaveLength(28);
  expect(print('x'.repeat(5000))).not.toBe(print('x'.repeat(5001)));
});

describe('the streams of the engine', () => {
  const frame = (stream: number, text: string) => {
    const head = Buffer.alloc(8);
    head[0] = stream;
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };

  test.each([1, 3, 7, 8, 9, 1000])('come apart, cut into pieces of %i bytes', (size) => {
    const whole = Buffer.concat([frame(1, 'one\ntw'), frame(2, 'error'), frame(1, ''), frame(1, 'o\n'), frame(2, '!')]);
    const [out, err] = [new PassThrough(), new PassThrough()];
    const stream = demux(out, err);
    for (let at = 0; at < whole.length; at += size) stream.write(whole.subarray(at, at + size));
    expect(String(out.read())).toBe('one\ntwo\n');
    expect(String(err.read())).toBe('error!');
  });

  test('lines that may be longer than others', () => {
    const told: number[] = [];
    const stream = lines(LIMITS.sink, ({ length }) => told.push(length), LIMITS.event);
    stream.end(Buffer.alloc(LIMITS.line + 5, 'a'));
    expect(told).toEqual([LIMITS.line + 5]);
  });

  test('lines over many chunks, and the end of the allowance', () => {
    const told: string[] = [];
    const stream = lines(20, (line) => told.push(line));
    for (const chunk of ['a', 'b', 'c\nde', 'f\n', 'ghijklmnopqrstuvw', 'x\ny\n']) stream.write(Buffer.from(chunk));
    stream.end();
    expect(told).toEqual(['abc', 'def', 'ghijklmnopqrstuvw', TRUNCATED]);
  });
});

test('the sink: events beyond the allowance are one fault', () => {
  const http = { kind: 'http', time: 1, method: 'POST', url: '', host: '', address: '', port: 0, headers: {} } as const;
  const log = createSinkLog();
  for (let sent = 0; sent < 60; sent++)
    log.add({ ...http, body: { bytes: 262_144, sha256: '', data: new Uint8Array(262_144) } });
  expect(log.events).toHaveLength(LIMITS.texts.sink / 262_144 + 1);
  expect(log.events.filter(({ kind }) => kind === 'fault')).toHaveLength(1);
  const names = createSinkLog();
  for (let asked = 0; asked < 20_000; asked++) names.add({ kind: 'dns', time: 1, name: 'a', type: 'A', via: 'udp' });
  expect(names.events).toHaveLength(LIMITS.events + 1);
});

test('the sink: what was longer than is kept is told once', () => {
  const data = { kind: 'data', time: 1, protocol: 'tcp', address: '203.0.113.9', port: 7 } as const;
  const log = createSinkLog();
  for (const bytes of [3, 5, 7]) log.add({ ...data, bytes, data: new Uint8Array(3) });
  expect(log.events.map((event) => (event.kind === 'fault' ? event.reason : event.kind))).toEqual([
    'data',
    'data',
    'the package sent more at once than is searched for decoys',
    'data',
  ]);
});

test('the trace: texts and paths beyond the allowance are no observations, and it is said', () => {
  const memory = { texts: { left: 10_000 }, paths: { left: 10_000 } };
  const observer = createTraceObserver({ project: '/p', phaseAt: () => 'install', memory });
  for (let at = 0; at < 200; at++)
    observer.line(`7 1.0 execve("/bin/true", ["/bin/true", "${at}${'x'.repeat(500)}"], 0x7f /* 1 var */) = 0`);
  expect(observer.drafts.length).toBeGreaterThan(10);
  expect(observer.drafts.length).toBeLessThan(20);
  expect(observer.troubles.truncated).toBe(true);
  for (let at = 0; at < 200; at++) observer.line(`7 2.0 openat(AT_FDCWD, "/h/${at}", O_WRONLY|O_CREAT) = 3</h/${at}>`);
  expect(observer.unexplained(['/h/1'])).toBeUndefined();
});

test('the trace: where it was cut, nobody knows what changed files', () => {
  const observer = createTraceObserver({ project: '/p', phaseAt: () => 'install' });
  observer.line('7 1.0 openat(AT_FDCWD, "/h/1", O_WRONLY|O_CREAT) = 3</h/1>');
  expect(observer.unexplained(['/h/1', '/h/2'])).toEqual(['/h/2']);
  observer.line(TRUNCATED);
  expect([observer.troubles.truncated, observer.unexplained(['/h/2'])]).toEqual([true, undefined]);
});

test('changes: what is renamed again and again is no endless list', () => {
  const log = createChangeLog({ left: 10_000 });
  const event = (from: string) => {
    const args = [`"${from}"`, '"/h/to"'];
    return { kind: 'call', pid: 1, time: 1, name: 'rename', args, result: '0', error: '' } as const;
  };
  for (let at = 0; at < 1_000; at++) log.take(event('/h/from'));
  expect(log.unexplained(['/h/other'])).toEqual(['/h/other']);
  for (let at = 0; at < 1_000; at++) log.take(event(`/h/${at}`));
  expect(log.unexplained(['/h/other'])).toBeUndefined();
});

test('messages: the end of a very long text is kept', () => {
  const text = `${'a'.repeat(3_000_000)} the end`;
  const { text: kept } = describer()('received', { jsonrpc: '2.0', id: 1, result: { text } });
  expect(kept).toContain('the end');
});

test('messages: a long text is kept once, and beyond the allowance as much as is shown', () => {
  const allowance = { left: 25_000 };
  const describe = describer(allowance);
  const say = (letter: string) =>
    describe('received', { jsonrpc: '2.0', id: 1, result: { text: letter.repeat(10_000) } }).text.length;
  expect([say('a'), say('a'), say('a'), say('b')]).toEqual([10_011, 10_011, 10_011, 10_011]);
  expect(say('c')).toBe(2_000);
  expect(allowance.left).toBe(0);
  expect(say('a')).toBe(10_011);
});

test('the search for decoys: when the effort is used up, only what lies in clear is found', () => {
  const decoy = { place: '~/.npmrc', value: 'npm_1234567890abcdefghijklmnopqrstuvwx', asked: false };
  const hidden = Buffer.from(JSON.stringify({ data: Buffer.from(decoy.value).toString('hex') }));
  const effort = { left: 100_000 };
  expect(findDecoys(hidden, [decoy as never], effort)).toHaveLength(1);
  expect(effort.left).toBeLessThan(100_000);
  const spent = { left: 0 };
  expect(findDecoys(hidden, [decoy as never], spent)).toEqual([]);
  expect(spent.left).toBeLessThan(0);
  expect(findDecoys(Buffer.from(`token=${decoy.value}`), [decoy as never], spent)).toHaveLength(1);
});
