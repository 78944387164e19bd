/**
 * A target that is no package of the registry, a tarball or a directory, as the bytes that would be published. They go
 * into the cache under their integrity; from there on such a target is a package like any other.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Arborist from '@npmcli/arborist';
import cacache from 'cacache';
import pacote from 'pacote';
import semver from 'semver';
import ssri from 'ssri';
import { reasonOf, UsageError } from '../errors.ts';
import { isName, readManifest } from '../manifest.ts';
import { megabytes } from '../megabytes.ts';
import type { NpmOptions } from '../npm-config.ts';
import { quote } from '../quote.ts';
import { readTarball } from '../tarball.ts';
import type { Gap, Manifest, Staged, Target } from '../types.ts';

export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly manifest: Manifest;
}

/** Largest tarball taken as a target; the registry itself accepts less. */
const MAX_OWN = 512 * 2 ** 20;

/** Reads, packs and caches the target. Throws `UsageError` for what the user can mend; a broken tarball is a gap. */
export async function readOwn(
  target: Exclude<Target, { kind: 'npm' }>,
  options: NpmOptions,
): Promise<Staged<OwnPackage | undefined>> {
  const bytes = target.kind === 'tarball' ? await readCapped(target.path) : await packDirectory(target.path);
  const { value, gaps } = await readTarball(target.text, bytes);
  const manifest = readManifest(value.files.get('package.json'));
  if (typeof manifest === 'string') {
    return { value: undefined, gaps: [...gaps, { stage: 'resolve', subject: target.text, reason: manifest }] };
  }
  const integrity = ssri.fromData(bytes, { algorithms: ['sha512'] }).toString();
  await cacache.put(options.cache, `target:${integrity}`, bytes, { algorithms: ['sha512'] }).catch((error: unknown) => {
    // It is read from there from now on.
    throw new UsageError(
      `the cache cannot be written: ${reasonOf(error)}`,
      'set LAZARET_CACHE to a folder that can be',
    );
  });
  // Gaps of the archive are told again, under the package's own name, when the package is opened.
  return { value: { ...identity(target, manifest), integrity, manifest }, gaps: unprepared(target, manifest) };
}

async function readCapped(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MAX_OWN)
    throw new UsageError(`${quote(path)} is larger than ${megabytes(MAX_OWN)}`, 'no npm registry takes such a package');
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`${quote(path)} cannot be read: ${reasonOf(error)}`, 'check its permissions');
  }
}

/**
 * What `npm publish` would send, but for scripts: `ignoreScripts` keeps `prepare` from running. The tree is loaded here
 * and not by pacote, which would run a `.npm-extension.cjs` it finds in the directory.
 */
async function packDirectory(path: string): Promise<Buffer> {
  const manifest = readManifest(await readCapped(join(path, 'package.json')));
  if (typeof manifest === 'string') throw new UsageError(`${quote(path)}: ${manifest}`, 'mend its package.json');
  identity({ text: path }, manifest);
  try {
    const tree = await new Arborist({ path, ignoreScripts: true, ignoreExtension: true } as never).loadActual();
    const packing = { tree, ignoreScripts: true, allowDirectory: 'all' };
    return await pacote.tarball.stream(`file:${path}`, collectStream, packing as never);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${quote(path)} cannot be packed: ${quote(reasonOf(error))}`,
      '`npm pack --ignore-scripts` in that directory should work',
    );
  }
}

async function collectStream(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_OWN)
      throw new UsageError(`the directory packs to more than ${megabytes(MAX_OWN)}`, 'list what to publish in "files"');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function identity(target: { readonly text: string }, { name, version }: Manifest): { name: string; version: string } {
  if (typeof name !== 'string' || !isName(name)) {
    throw new UsageError(
      `the package.json of ${quote(target.text)} has no valid name`,
      'an npm package needs a "name"',
    );
  }
  const clean = typeof version === 'string' ? semver.valid(version, { loose: true }) : null;
  if (clean === null) {
    throw new UsageError(
      `the package.json of ${quote(target.text)} has no valid version`,
      'an npm package needs a "version" like "1.0.0"',
    );
  }
  return { name, version: clean };
}

/** Scripts that `npm publish` would run first, and that may write what is published. */
function unprepared(target: Target, { scripts }: Manifest): Gap[] {
  if (target.kind !== 'directory' || typeof scripts !== 'object' || scripts === null) return [];
  const found = ['prepublishOnly', 'prepack', 'prepare'].filter((name) => name in scripts);
  if (found.length === 0) return [];
  return [
    {
      stage: 'source',
      subject: target.text,
      reason: `the directory is judged as it lies: its ${found.join(' and ')} script was not run`,
    },
  ];
}
