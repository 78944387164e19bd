/**
 * Garbage of streams is taken away as they are read. Each chunk is one as soon as it is, and V8 would let 64 MB of them lie: a
 * program that prints a gigabyte a second gets to that all the time, and what was once so large stays so.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that may have been read between two times. Taking the youngest garbage away takes a millisecond. */
const BETWEEN = 8 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect: NodeJS.GCFunction = runInNewContext('gc');

let read = 0;

/** Tells that so many bytes of a stream were read, and are needed no more. */
export function passed(bytes: number): void {
  read += bytes;
  if (read < BETWEEN) return;
  read = 0;
  collect({ type: 'minor' });
}
