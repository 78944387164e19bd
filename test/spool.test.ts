/** What is kept on disk for a while, and that nothing of it stays. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { spool } from '../src/sandbox/bounds/spool.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const bytes = randomBytes(3_000_000);
const source = () => Readable.from([bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)]);

/** Files of that folder that this process holds open. */
function open(): readonly string[] {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  });
}

test('is read several times at once, lies under no name, and is gone when it is closed', async () => {
  const kept = await spool(source());
  expect(readdirSync(folder)).toEqual([]);
  expect(open()).toHaveLength(1);
  const all = await Promise.all([buffer(kept.read()), buffer(kept.read())]);
  expect(all.map((one) => one.equals(bytes))).toEqual([true, true]);
  expect((await buffer(kept.read())).equals(bytes)).toBe(true);
  await kept.close();
  expect(open()).toEqual([]);
});

test('closing ends whoever still reads', async () => {
  const kept = await spool(source());
  const idle = kept.read();
  const busy = kept.read();
  const first = await new Promise((resolve) => busy.once('data', resolve));
  expect(first).toBeInstanceOf(Buffer);
  await kept.close();
  expect([idle.destroyed, busy.destroyed]).toEqual([true, true]);
  expect(open()).toEqual([]);
});

test('a source that fails leaves nothing', async () => {
  const failing = Readable.from(
    (async function* () {
      yield bytes;
      throw new Error('the tarball cannot be read');
    })(),
  );
  await expect(spool(failing)).rejects.toThrow('the tarball cannot be read');
  expect(readdirSync(folder)).toEqual([]);
  expect(open()).toEqual([]);
});
