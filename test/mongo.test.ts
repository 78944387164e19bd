/** The database of the world, to clients that speak its protocol. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';

interface Speaker {
  isMongo(first: Buffer): boolean;
  mongo(socket: EventEmitter & { write(bytes: Buffer): void; destroy(): void }): void;
}
// Another program: it is only reached by its path.
const path = new URL('../sandbox/sink/mongo.mjs', import.meta.url).href;
const { isMongo, mongo } = (await import(path)) as Speaker;

const int = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from(Int32Array.of(value).buffer)));
const member = (type: number, name: string, value: Buffer) =>
  Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
const text = (value: string) => Buffer.concat([int(value.length + 1), Buffer.from(`${value}\0`)]);
const document = (...members: Buffer[]) => {
  const body = Buffer.concat([...members, Buffer.from([0])]);
  return Buffer.concat([int(body.length + 4), body]);
};
const framed = (kind: number, body: Buffer) => Buffer.concat([int(16 + body.length, 77, 0, kind), body]);
const message = (flags: number, ...members: Buffer[]) =>
  framed(2013, Buffer.concat([int(flags), Buffer.from([0]), document(...members)]));
const ofTheApp = member(2, '$db', text('app'));

/** What is answered to these bytes, however they come. */
function answers(...parts: Buffer[]) {
  const written: Buffer[] = [];
  let ended = false;
  const socket = Object.assign(new EventEmitter(), {
    write: (bytes: Buffer) => void written.push(bytes),
    destroy: () => {
      ended = true;
    },
  });
  mongo(socket);
  for (const part of parts) socket.emit('data', part);
  return { written, ended };
}

describe('a client', () => {
  test('is greeted in the old way, which names the request and its own length', () => {
    const hello = framed(
      2004,
      Buffer.concat([int(0), Buffer.from('admin.$cmd\0'), int(0, -1), document(member(16, 'ismaster', int(1)))]),
    );
    expect(isMongo(hello)).toBe(true);
    const [greeting = Buffer.alloc(0)] = answers(hello).written;
    expect([greeting.readInt32LE(0), greeting.readInt32LE(8), greeting.readInt32LE(12)]).toEqual([
      greeting.length,
      77,
      1,
    ]);
    expect(greeting.readInt32LE(36)).toBe(greeting.length - 36);
    expect(greeting.includes('maxWireVersion')).toBe(true);
  });

  test.each([
    ['logs in', member(1, 'saslStart', Buffer.alloc(8)), 'done'],
    ['finds something where it asks', member(2, 'find', text('users')), 'app.users'],
    ['lists collections', member(16, 'listCollections', int(1)), 'accounts'],
    ['is told that anything else went well', member(16, 'toString', int(1)), 'ok'],
  ])('%s', (_name, command, told) => {
    const asked = message(0, command, ofTheApp);
    const [answer = Buffer.alloc(0)] = answers(asked.subarray(0, 20), asked.subarray(20)).written;
    expect(answer.readInt32LE(0)).toBe(answer.length);
    expect(answer.readInt32LE(21)).toBe(answer.length - 21);
    expect(answer.includes(told)).toBe(true);
  });

  test('that wants no answer gets none, and the next message one', () => {
    const ping = message(0, member(16, 'ping', int(1)), ofTheApp);
    expect(
      answers(Buffer.concat([message(2, member(2, 'insert', text('users')), ofTheApp), ping])).written,
    ).toHaveLength(1);
  });
});

test.each([
  ['no length', int(0, 1, 0, 2013)],
  ['more than is read', int(0x7fffffff, 1, 0, 2013)],
])('%s ends it', (_name, bytes) => expect(answers(bytes)).toEqual({ written: [], ended: true }));

test.each([
  ['nothing inside', framed(2013, Buffer.alloc(0))],
  ['next to nothing inside', framed(2013, int(0, 0))],
  ['a text that is longer than the message', message(0, member(2, 'find', int(99_999)), ofTheApp)],
  ['only half a query', framed(2004, int(0))],
])('%s does no harm', (_name, bytes) => expect(() => answers(bytes)).not.toThrow());

test.each([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n')],
  ['TLS', Buffer.from('16030100c8010000c4030300000000000000', 'hex')],
  ['few bytes', Buffer.from([1, 2])],
])('%s is another protocol', (_name, first) => expect(isMongo(first)).toBe(false));
