/** The database of the world, to clients that speak its protocol. */
import { EventEmitter } from 'node:events';
import { type Document, deserialize, ObjectId, serialize } from 'bson';
import { describe, expect, test } from 'vitest';

interface Speaker {
  isMongo(first: Buffer): boolean;
  mongo(socket: EventEmitter & { write(bytes: Buffer): void; destroy(): void }): void;
}
// Another program: it is only reached by its path.
const path = new URL('../sandbox/sink/mongo.mjs', import.meta.url).href;
const { isMongo, mongo } = (await import(path)) as Speaker;

const int = (...values: number[]) => Buffer.concat(values.map((value) => Buffer.from(Int32Array.of(value).buffer)));
const framed = (kind: number, body: Buffer) => Buffer.concat([int(16 + body.length, 77, 0, kind), body]);
const message = (flags: number, command: Document) =>
  framed(2013, Buffer.concat([int(flags), Buffer.from([0]), serialize({ ...command, $db: 'app' })]));
const query = (command: Document) =>
  framed(2004, Buffer.concat([int(0), Buffer.from('admin.$cmd\0'), int(0, -1), serialize(command)]));

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

/** The document of an answer, which says its own length and which message it is for. */
function told(answer: Buffer | undefined, kind: number, head: number): Document {
  expect(answer?.readInt32LE(0)).toBe(answer?.length);
  expect([answer?.readInt32LE(8), answer?.readInt32LE(12)]).toEqual([77, kind]);
  return deserialize(answer?.subarray(head) ?? Buffer.alloc(0));
}

describe('a client', () => {
  test('is greeted in the old way', () => {
    const hello = query({ ismaster: 1 });
    expect(isMongo(hello)).toBe(true);
    expect(told(answers(hello).written[0], 1, 36)).toMatchObject({
      ok: 1,
      maxWireVersion: 21,
      isWritablePrimary: true,
    });
  });

  test.each([
    ['logs in', { saslStart: 1, mechanism: 'PLAIN' }, { done: true }],
    [
      'finds something where it asks',
      { find: 'users' },
      { cursor: { id: 0, ns: 'app.users', firstBatch: [{ _id: expect.any(ObjectId), name: 'acme' }] } },
    ],
    ['lists collections', { listCollections: 1 }, { cursor: { ns: 'app.$cmd', firstBatch: [{ name: 'accounts' }] } }],
    ['is told that anything else went well', { toString: 1 }, { ok: 1 }],
  ])('%s', (_name, command, answer) => {
    const asked = message(0, command);
    const { written } = answers(asked.subarray(0, 20), asked.subarray(20));
    expect(told(written[0], 2013, 21)).toMatchObject({ ...answer, ok: 1 });
  });

  test('that wants no answer gets none, and the next message one', () => {
    const { written } = answers(Buffer.concat([message(2, { insert: 'users' }), message(0, { ping: 1 })]));
    expect(written).toHaveLength(1);
  });
});

test.each([
  ['no length', int(0, 1, 0, 2013)],
  ['more than is read', int(0x7fffffff, 1, 0, 2013)],
])('%s ends it', (_name, bytes) => expect(answers(bytes)).toEqual({ written: [], ended: true }));

/** A message in which a text says that it is longer than it is. */
function damaged(command: Document, text: string): Buffer {
  const bytes = message(0, command);
  bytes.writeInt32LE(99_999, bytes.indexOf(`${text}\0`) - 4);
  return bytes;
}

function nested(depth: number): Document {
  let inner: Document = { find: 'users' };
  for (let at = 0; at < depth; at++) inner = { a: inner };
  return inner;
}

test.each([
  ['nothing inside', framed(2013, Buffer.alloc(0))],
  ['next to nothing inside', framed(2013, int(0, 0))],
  ['a text that is longer than the message', damaged({ find: 'users' }, 'users')],
  ['documents in documents', message(0, nested(10_000))],
  ['only half a query', framed(2004, int(0))],
])('%s does no harm', (_name, bytes) => expect(() => answers(bytes)).not.toThrow());

test.each([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n')],
  ['TLS', Buffer.from('16030100c8010000c4030300000000000000', 'hex')],
  ['few bytes', Buffer.from([1, 2])],
])('%s is another protocol', (_name, first) => expect(isMongo(first)).toBe(false));
