/** Archives of the world, as their usual readers see them. */
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import yauzl from 'yauzl';

interface Archives {
  archive(pathname: string): { readonly text: Buffer } | undefined;
}
// Another program: it is only reached by its path.
const path = new URL('../sandbox/sink/archives.mjs', import.meta.url).href;
const { archive } = (await import(path)) as Archives;

/** Path, mode and text of every file, as Unix unpacks them. */
async function read(pathname: string): Promise<readonly (readonly [string, string, string])[]> {
  const zip = await yauzl.fromBufferPromise(archive(pathname)?.text ?? Buffer.alloc(0));
  const found: [string, string, string][] = [];
  for await (const entry of zip.eachEntry()) {
    const mode = (entry.externalFileAttributes >>> 16).toString(8);
    expect(entry.versionMadeBy >> 8).toBe(3);
    found.push([entry.fileName, mode, await text(await zip.openReadStreamPromise(entry))]);
  }
  return found;
}

const NOTHING = '#!/bin/sh\nexit 0\n';

test.each([
  ['/chrome/131.0/linux64/chrome-headless-shell-linux64.zip', 'chrome-headless-shell-linux64', 'chrome-headless-shell'],
  ['/a/tool/releases/download/v1.2.0/tool-v1.2.0-linux-x64.zip', 'tool-v1.2.0-linux-x64', 'tool'],
  ['/tool_linux_amd64.zip', 'tool_linux_amd64', 'tool'],
])('%s', async (pathname, name, program) => {
  expect(await read(pathname)).toEqual([
    [`${name}/${program}`, '100755', NOTHING],
    [program, '100755', NOTHING],
  ]);
});

test.each(['/v1/zip', '/sqlite3-v5.1.7-napi-v6-linux-x64.tar.gz', '/releases.json', '/', '/.zip'])(
  '%s asks for none',
  (pathname) => {
    expect(archive(pathname)).toBeUndefined();
  },
);
