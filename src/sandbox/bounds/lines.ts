/** Streams of the sandbox, read without buffering more than a line and never more than an allowance. */
import { Transform, Writable } from 'node:stream';
import { passed } from './garbage.ts';
import { LIMITS } from './limits.ts';

/** Line given instead of all that came after the allowance was used up. */
export const TRUNCATED = '\u0000truncated';

/**
 * A writable that calls back once for each line, without its end. A line longer than `longest` is cut; after
 * `allowance` bytes one `TRUNCATED` line follows and the rest is dropped.
 */
export function lines(allowance: number, onLine: (line: string) => void, longest: number = LIMITS.line): Writable {
  let left = allowance;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const flush = () => {
    const [first] = held;
    const line = held.length === 1 && first ? first : Buffer.concat(held);
    if (heldBytes > 0) onLine(line.toString('utf8', 0, longest));
    held = [];
    heldBytes = 0;
  };
  const hold = (part: Buffer) => {
    if (heldBytes < longest) held.push(part);
    heldBytes += part.length;
  };
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      if (left <= 0) return done();
      left -= chunk.length;
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        hold(chunk.subarray(start, end));
        flush();
        start = end + 1;
      }
      // A small rest as a copy, or it holds the whole chunk in memory.
      if (start < chunk.length) hold(start === 0 ? chunk : Buffer.from(chunk.subarray(start)));
      if (left <= 0) {
        flush();
        onLine(TRUNCATED);
      }
      done();
    },
    final(done) {
      flush();
      done();
    },
  });
}

/** A writable that hands on each chunk, up to an allowance; the rest is dropped, and that is told once. */
export function chunks(
  onChunk: (chunk: Buffer) => void,
  allowance: number = LIMITS.output,
  onFull: () => void = () => {},
): Writable {
  let left = allowance;
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (left > 0) {
        onChunk(chunk);
        if (left <= chunk.length) onFull();
      }
      left -= chunk.length;
      done();
    },
  });
}

/** Bytes before each part of the engine's streams: which stream it is of, three zeros, and its length. */
const HEAD = 8;
const STDERR = 2;

/**
 * Takes apart what the engine sends of a program's two streams. What has come of a part is handed on at once, and nothing is copied
 * or held: a program may print a gigabyte a second.
 */
export function demux(out: Writable, err: Writable): Writable {
  const head = Buffer.alloc(HEAD);
  let headBytes = 0;
  let left = 0;
  const take = (chunk: Buffer): Buffer => {
    if (left > 0) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      (head[0] === STDERR ? err : out).write(part);
      return chunk.subarray(part.length);
    }
    const copied = chunk.copy(head, headBytes);
    headBytes = (headBytes + copied) % HEAD;
    if (headBytes === 0) left = head.readUInt32BE(4);
    return chunk.subarray(copied);
  };
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (let rest = chunk; rest.length > 0; ) rest = take(rest);
      passed(chunk.length);
      done();
    },
  });
}

/** Gathers small writes: thousands of tar headers one by one would cost a round trip through the engine each. */
export function gather(size: number): Transform {
  let held: Buffer[] = [];
  let bytes = 0;
  const flush = (stream: Transform) => {
    if (bytes > 0) stream.push(Buffer.concat(held));
    held = [];
    bytes = 0;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk);
      bytes += chunk.length;
      if (bytes >= size) flush(this);
      done();
    },
    flush(done) {
      flush(this);
      done();
    },
  });
}
