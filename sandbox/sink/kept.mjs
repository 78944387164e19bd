/** Keeps what a stream brings, within an allowance, and hands it on when the stream ends or falls silent for a while. */
import { createHash } from 'node:crypto';

/** Bytes that are kept of one part, more than an honest upload has; the rest is hashed and counted. */
export const KEEP = 2 * 1024 * 1024;

/**
 * Calls `onPart({ bytes, sha256, data })` (data in base64) for what came since the last part: after `quiet` milliseconds
 * of silence, so that a connection that stays open is told as well, and once more at the end. `onEnd` gets the last part;
 * without any part before, that is the whole. Nothing is told of an empty part.
 */
export function keep(stream, { quiet, onPart, onEnd = () => {} }) {
  let hash = createHash('sha256');
  let kept = [];
  let bytes = 0;
  let timer;
  let finished = false;
  const take = () => {
    const part = { bytes, sha256: hash.digest('hex'), data: Buffer.concat(kept).toString('base64') };
    hash = createHash('sha256');
    kept = [];
    bytes = 0;
    return part;
  };
  stream.on('data', (chunk) => {
    hash.update(chunk);
    if (bytes < KEEP) kept.push(chunk.subarray(0, KEEP - bytes));
    bytes += chunk.length;
    clearTimeout(timer);
    timer = setTimeout(() => bytes > 0 && onPart(take()), quiet);
  });
  const finish = () => {
    if (finished) return;
    finished = true;
    clearTimeout(timer);
    const last = take();
    if (last.bytes > 0) onPart(last);
    onEnd(last);
  };
  for (const event of ['end', 'close', 'error']) stream.once(event, finish);
}
