/**
 * A MongoDB, as far as clients need one to go on: it greets, believes every login in clear, and finds one document wherever it is
 * asked. Formats as in the wire protocol of MongoDB 7 (OP_MSG, and OP_QUERY for the first greeting) and BSON 1.1.
 */

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
  const document = bson({ ...answerOf(command), ok: 1 });
  // Flags: the server knows cursors that wait; no cursor; from the first; one document.
  if (kind === OP_QUERY)
    return framed(OP_REPLY, id, Buffer.concat([int(8), Buffer.alloc(8), int(0), int(1), document]));
  return framed(OP_MSG, id, Buffer.concat([int(0), Buffer.from([0]), document]));
}

function framed(kind, to, body) {
  return Buffer.concat([int(HEAD + body.length), int(1), int(to), int(kind), body]);
}

/** What is asked: the name of the first member is the command, its value the collection. */
function commandIn(message, kind) {
  const at = kind === OP_QUERY ? message.indexOf(0, HEAD + 4) + 9 : HEAD + 5;
  if (kind === OP_MSG && (message.readInt32LE(HEAD) & NO_ANSWER || message[HEAD + 4] !== 0)) return undefined;
  const end = message.indexOf(0, at + 5);
  if (end < 0) return undefined;
  const name = message.toString('latin1', at + 5, end).toLowerCase();
  return { name, of: message[at + 4] === 2 ? textAt(message, end + 1) : '', db: databaseIn(message) };
}

function textAt(message, at) {
  return at + 4 <= message.length ? message.toString('utf8', at + 4, at + 3 + message.readInt32LE(at)) : '';
}

const DATABASE = Buffer.from('\x02$db\0', 'latin1');

function databaseIn(message) {
  const at = message.indexOf(DATABASE);
  return at < 0 ? 'admin' : textAt(message, at + DATABASE.length);
}

// ---------------------------------------------------------------- answers

const NUMBER = Buffer.from('65a10c7e4f1d2b3c4d5e6f70', 'hex');
const DOCUMENT = {
  _id: { objectId: NUMBER },
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

// ---------------------------------------------------------------- BSON

const sized = (make, length, ...args) => {
  const bytes = Buffer.alloc(length);
  bytes[make](...args);
  return bytes;
};
const int = (value) => sized('writeInt32LE', 4, value);
const long = (value) => sized('writeBigInt64LE', 8, value);
const text = (value) => {
  const bytes = Buffer.from(`${value}\0`);
  return Buffer.concat([int(bytes.length), bytes]);
};

function bson(object) {
  const members = Object.entries(object).map(([key, value]) => {
    const [type, bytes] = typed(value);
    return Buffer.concat([Buffer.from([type]), Buffer.from(`${key}\0`), bytes]);
  });
  const body = Buffer.concat([...members, Buffer.from([0])]);
  return Buffer.concat([int(4 + body.length), body]);
}

/** The type of a value, and its bytes. */
function typed(value) {
  if (typeof value === 'string') return [2, text(value)];
  if (typeof value === 'boolean') return [8, Buffer.from([Number(value)])];
  if (typeof value === 'bigint') return [18, long(value)];
  if (typeof value === 'number') return [16, int(value)];
  if (Array.isArray(value)) return [4, bson({ ...value })];
  if (value instanceof Date) return [9, long(BigInt(value.getTime()))];
  if (Buffer.isBuffer(value)) return [5, Buffer.concat([int(value.length), Buffer.from([0]), value])];
  return value.objectId ? [7, value.objectId] : [3, bson(value)];
}
