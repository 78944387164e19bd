/** The repository that a developer works in, as git itself reads it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf, SAMPLES } from '../src/sandbox/decoys/samples.ts';
import { repositoryOf } from '../src/sandbox/world/repository.ts';

const files = new Map([
  ['src/index.js', 'exports.x = 1;\n'],
  ['src.txt', 'sorted before the directory\n'],
  ['README.md', '# it\n'],
  ['src/deep/er.js', ''],
  ['logo.png', SAMPLES.get('docs/logo.png') ?? ''],
]);
const root = mkdtempSync(join(tmpdir(), 'repository-'));
const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' });

beforeAll(() => {
  const git = [...repositoryOf(files)].map(([path, bytes]) => [`.git/${path}`, bytes] as const);
  for (const [path, content] of [...files, ...git]) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? bytesOf(path, content) : content);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

test('is whole, holds the files, and nothing is changed', () => {
  expect(git('fsck', '--strict', '--no-progress')).toBe('');
  expect(git('ls-tree', '-r', '--name-only', 'HEAD').trim().split('\n')).toEqual([...files.keys()].sort());
  expect(git('status', '--porcelain', '--branch')).toBe('## main...origin/main\n');
  expect(git('log', '--format=%an %s')).toBe('Mark Add orders and invoices\n');
});

test('is the same each time', () => {
  expect(repositoryOf(files)).toEqual(repositoryOf(new Map([...files].toReversed())));
});

test('a picture is one, byte by byte', () => {
  const bytes = bytesOf('logo.png', files.get('logo.png') ?? '');
  expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect(bytes.subarray(-8).toString('hex')).toBe('49454e44ae426082');
  expect(git('cat-file', '-s', 'HEAD:logo.png').trim()).toBe(String(bytes.length));
});
