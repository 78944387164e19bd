/** Archives of the world, as their usual readers see them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

interface Archives {
  archive(pathname: string): { readonly text: Buffer } | undefined;
}
// Another program: it is only reached by its path.
const path = new URL('../sandbox/sink/archives.mjs', import.meta.url).href;
const { archive } = (await import(path)) as Archives;

/** Paths, modes and the text of the first file, as Python reads them. */
const READS = `
import sys, zipfile, json
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, oct(i.external_attr >> 16 & 0o777)] for i in z.infolist()] + [z.read(z.namelist()[0]).decode()]))
`;

function read(pathname: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.zip');
  writeFileSync(file, archive(pathname)?.text ?? '');
  return JSON.parse(execFileSync('python3', ['-c', READS, file], { encoding: 'utf8' }));
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython).each([
  ['/chrome/131.0/linux64/chrome-headless-shell-linux64.zip', 'chrome-headless-shell-linux64', 'chrome-headless-shell'],
  ['/a/tool/releases/download/v1.2.0/tool-v1.2.0-linux-x64.zip', 'tool-v1.2.0-linux-x64', 'tool'],
  ['/tool_linux_amd64.zip', 'tool_linux_amd64', 'tool'],
])('%s', (pathname, name, program) => {
  expect(read(pathname)).toEqual([[`${name}/${program}`, '0o755'], [program, '0o755'], '#!/bin/sh\nexit 0\n']);
});

test.each(['/v1/zip', '/sqlite3-v5.1.7-napi-v6-linux-x64.tar.gz', '/releases.json', '/', '/.zip'])(
  '%s asks for none',
  (pathname) => {
    expect(archive(pathname)).toBeUndefined();
  },
);
