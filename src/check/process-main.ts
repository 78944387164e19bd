/** The other end of `processes.ts`. */
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import ssri from 'ssri';
import { read } from '../check.ts';
import { loadRules } from '../load-rules.ts';
import type { Package, Reading, Staged } from '../types.ts';
import { unpack } from '../unpack.ts';
import { type Answer, type Job, PULSE, PULSE_BYTES } from './processes.ts';

const rules = loadRules();
const parent = process.ppid;
/** Steps told, of all jobs. */
let steps = 0;

process.on('message', async (job: Job) => {
  process.send?.(await answerTo(job));
  giveBack();
});

/** Megabytes from which a process gives back what a large package took, before it reads another one. */
const GROWN = 350;

/** V8 keeps the pages of a tree that is gone, up to 300 MB of them, unless it is told that there is no more memory. */
function giveBack(): void {
  if (process.memoryUsage.rss() > GROWN * 1024 * 1024) globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
}

async function answerTo(job: Job): Promise<Answer> {
  try {
    const bytes = await bytesOf(job);
    return bytes ? { read: await open(job, bytes) } : { damaged: true };
  } catch (error) {
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** The tarball; undefined where its file does not hold what it should. */
async function bytesOf({ node, content }: Job): Promise<Uint8Array | undefined> {
  if (typeof content !== 'string') return content;
  const bytes = await readFile(content).catch(() => undefined);
  return bytes && ssri.checkData(bytes, node.integrity) ? bytes : undefined;
}

async function open({ node, root, unread }: Job, bytes: Uint8Array): Promise<Staged<Reading>> {
  const { value, gaps } = await unpack(node, bytes);
  const done = read(await rules, value, root, { step: teller(value), unread: byPath(value, unread) });
  return { value: done.value, gaps: [...gaps, ...done.gaps] };
}

/** Milliseconds between two steps told of one file. */
const OFTEN = 50;

/** Tells each file that is begun, and now and then that it is still at work. Written at once: a message would wait for us to be idle. */
function teller({ files }: Package): (path?: string) => void {
  const places = new Map([...files.keys()].map((path, place) => [path, place + 1]));
  const pulse = Buffer.alloc(PULSE_BYTES);
  let told = { place: -1, at: 0 };
  return (path) => {
    const place = path === undefined ? 0 : (places.get(path) ?? 0);
    const at = performance.now();
    if (place === told.place && at - told.at < OFTEN) return;
    // Whoever asked is gone, and nobody would end us.
    if (process.ppid !== parent) process.exit();
    told = { place, at };
    steps = (steps + 1) >>> 0;
    pulse.writeUInt32LE(steps, 0);
    pulse.writeUInt32LE(place, 4);
    writeSync(PULSE, pulse, 0, PULSE_BYTES, 0);
  };
}

function byPath({ files }: Package, unread: Job['unread']): Map<string, string> {
  return new Map(
    [...files.keys()].flatMap((path, place) => {
      const reason = unread.get(place);
      return reason === undefined ? [] : [[path, reason] as const];
    }),
  );
}
