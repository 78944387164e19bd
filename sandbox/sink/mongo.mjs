/**
 * A MongoDB, as far as clients need one to go on: it greets, believes every login in clear, and finds one document wherever it is
 * asked. Formats as in the wire protocol of MongoDB 7 (OP_MSG, and OP_QUERY for the first greeting).
 */
import { deserialize, ObjectId, serialize } from 'bson';

const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];
const HEAD = 16;
/** Largest message that is read, and the bit of one that wants no answer. */
const LARGEST = 1_048_576;
const NO_ANSWER = 2;

/** True where the first bytes of a client begin such a message. */
export function isMongo(first) {
  if (first.length < HEAD) return false;
  return (
    first.readInt32LE(0) > HEAD && [OP_QUERY, OP_MSG].includes(first.readInt32LE(12)) && first.readInt32LE(8) === 0
  );
}

export function mongo(socket) {
  let held = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= HEAD) {
      const length = held.readInt32LE(0);
      if (length < HEAD + 5 || length > LARGEST) return socket.destroy();
      if (held.length < length) return;
      const answer = answerTo(held.subarray(0, length));
      held = held.subarray(length);
      if (answer) socket.write(answer);
    }
  });
}

/** The answer to one message; undefined where none is wanted. */
function answerTo(message) {
  const [id, kind] = [message.readInt32LE(4), message.readInt32LE(12)];
  const command = commandIn(message, kind);
  if (!command) return undefined;
  const document = serialize({ ...answerOf(command), ok: 1 });
  // Flags: the server knows cursors that wait; no cursor; from the first; one document.
  if (kind === OP_QUERY)
    return framed(OP_REPLY, id, Buffer.concat([int(8), Buffer.alloc(8), int(0), int(1), document]));
  return framed(OP_MSG, id, Buffer.concat([int(0), Buffer.from([0]), document]));
}

function int(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function framed(kind, to, body) {
  return Buffer.concat([int(HEAD + body.length), int(1), int(to), int(kind), body]);
}

/** What is asked: the name of the first member is the command, its value the collection. */
function commandIn(message, kind) {
  const at = kind === OP_QUERY ? message.indexOf(0, HEAD + 4) + 9 : HEAD + 5;
  if (kind === OP_MSG && (message.readInt32LE(HEAD) & NO_ANSWER || message[HEAD + 4] !== 0)) return undefined;
  const document = documentAt(message, at);
  const [first] = Object.entries(document ?? {});
  if (!first) return undefined;
  const [name, of] = first;
  return { name: name.toLowerCase(), of: nameIn(of) ?? '', db: nameIn(document.$db) ?? 'admin' };
}

const nameIn = (value) => (typeof value === 'string' ? value : undefined);

/** Undefined for what is none, or is nested too deep to be read. */
function documentAt(message, at) {
  try {
    return deserialize(message.subarray(at), { allowObjectSmallerThanBufferSize: true, validation: { utf8: false } });
  } catch {
    return undefined;
  }
}

// ---------------------------------------------------------------- answers

const DOCUMENT = {
  _id: new ObjectId('65a10c7e4f1d2b3c4d5e6f70'),
  name: 'acme',
  status: 'active',
  createdAt: new Date('2026-01-12T09:30:00Z'),
};
const GREETING = () => ({
  ...{
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    readOnly: false,
    connectionId: 7,
    saslSupportedMechs: [],
  },
  ...{ maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 },
  ...{ minWireVersion: 0, maxWireVersion: 21, logicalSessionTimeoutMinutes: 30, localTime: new Date() },
});
const INDEX = { v: 2, key: { _id: 1 }, name: '_id_' };
const COLLECTION = { name: 'accounts', type: 'collection', options: {}, info: { readOnly: false }, idIndex: INDEX };
const WRITTEN = () => ({ n: 1, nModified: 1 });
const STATISTICS = ({ db }) => ({
  db,
  collections: 1,
  objects: 1,
  count: 1,
  avgObjSize: 64,
  dataSize: 64,
  size: 64,
  storageSize: 4096,
});

const found =
  (batch) =>
  ({ db, of }) => ({ cursor: { id: 0n, ns: `${db}.${of || '$cmd'}`, firstBatch: batch } });

const ANSWERS = {
  hello: GREETING,
  ismaster: GREETING,
  saslstart: () => ({ conversationId: 1, done: true, payload: Buffer.alloc(0) }),
  find: found([DOCUMENT]),
  aggregate: found([DOCUMENT]),
  listcollections: found([COLLECTION]),
  listindexes: found([INDEX]),
  getmore: ({ db }) => ({ cursor: { id: 0n, ns: `${db}.$cmd`, nextBatch: [] } }),
  listdatabases: () => ({ databases: [{ name: 'app', sizeOnDisk: 8192, empty: false }], totalSize: 8192 }),
  count: () => ({ n: 1 }),
  distinct: () => ({ values: ['acme'] }),
  insert: () => ({ n: 1 }),
  update: WRITTEN,
  delete: () => ({ n: 1 }),
  findandmodify: () => ({ value: DOCUMENT, lastErrorObject: { n: 1, updatedExisting: true } }),
  createindexes: () => ({ numIndexesBefore: 1, numIndexesAfter: 2 }),
  buildinfo: () => ({ version: '7.0.14', versionArray: [7, 0, 14, 0], bits: 64, modules: [] }),
  serverstatus: () => ({
    host: 'db-1',
    version: '7.0.14',
    uptime: 86_400,
    connections: { current: 3, available: 800 },
  }),
  dbstats: STATISTICS,
  collstats: STATISTICS,
};

function answerOf(command) {
  return Object.hasOwn(ANSWERS, command.name) ? ANSWERS[command.name](command) : {};
}
