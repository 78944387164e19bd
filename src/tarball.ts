/**
 * Tarball bytes → files in memory, by the rules of npm's own extractor, and never to disk. The archive is read by
 * node-tar's parser, the one npm uses; what npm adds while it unpacks (pacote's filter, node-tar's path checks) is
 * repeated here, so that we judge exactly the files an install on Linux would write:
 *
 * - the first path component is dropped, whatever it is called; what then is empty is dropped whole
 * - links, devices and FIFOs are left out; a `.gitignore` becomes `.npmignore` unless there was one
 * - `..` anywhere drops the entry; a leading `/` or drive letter is cut off
 * - of two entries with one path the last one wins, but the mode is the first one's
 * - a file is not written over a directory, nor below another file
 *
 * Everything dropped, and every limit that was hit, is a gap.
 */
import { basename, posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { reasonOf } from './errors.ts';
import { megabytes } from './megabytes.ts';
import { quote } from './quote.ts';
import { fileKey } from './same-file.ts';
import type { Gap, Staged } from './types.ts';

export interface TarballLimits {
  /** Bytes of the archive after decompression, padding included. */
  readonly unpacked: number;
  /** Bytes of one file; a larger one is left out. */
  readonly file: number;
  readonly files: number;
  /** How many times larger than its compressed form an archive may grow, once it is past `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Milliseconds for one archive. */
  readonly ms: number;
}

/**
 * Several times what the largest honest packages need. Measured over 69 popular MCP servers with all their dependencies:
 * the largest whole tree unpacks to 564 MB in 1,050 packages, and honest text packs at most about 60 to 1. Programs that are
 * published as one file take up to 402 MB (Claude Code, MCP Toolbox).
 */
export const TARBALL_LIMITS: TarballLimits = {
  unpacked: 512 * 2 ** 20,
  file: 448 * 2 ** 20,
  files: 60_000,
  ratio: 200,
  ratioFrom: 32 * 2 ** 20,
  ms: 60_000,
};

/** What Linux can hold: `NAME_MAX` for a component, `PATH_MAX` for a path. Longer ones fail to extract. */
const MAX_NAME = 255;
const MAX_PATH = 4096;
/** node-tar's own limit on nesting. */
const MAX_DEPTH = 1024;
/** Dropped entries named in one gap. */
const NAMED = 3;

export interface Contents {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly executables: ReadonlySet<string>;
}

/** What is known so far while an archive is read. */
interface Unpacking {
  readonly files: Map<string, Uint8Array>;
  readonly executables: Set<string>;
  readonly directories: Set<string>;
  readonly npmignores: Set<string>;
  /** What became of entries, and why → their paths. */
  readonly dropped: Map<string, string[]>;
  readonly limits: TarballLimits;
  /** Why reading ended before the archive did. */
  cut: string | undefined;
  /** True once the archive's own end mark was read; npm ignores what follows. */
  ended: boolean;
}

/** Reads an archive as far as it can be read. Never throws: what was not read is told by the gaps. */
export async function readTarball(
  subject: string,
  bytes: Uint8Array,
  limits = TARBALL_LIMITS,
): Promise<Staged<Contents>> {
  const state: Unpacking = {
    files: new Map(),
    executables: new Set(),
    directories: new Set(),
    npmignores: new Set(),
    dropped: new Map(),
    limits,
    cut: undefined,
    ended: false,
  };
  const parser = parserInto(state);
  try {
    for await (const chunk of inflated(bytes, state)) {
      parser.write(chunk);
      if (state.cut !== undefined || state.ended) break;
    }
    if (state.cut === undefined) parser.end();
  } catch (error) {
    state.cut ??= quote(reasonOf(error));
  }
  return { value: { files: state.files, executables: state.executables }, gaps: gapsOf(subject, state) };
}

const CHUNK = 64 * 1024;

/** The archive's bytes, inflated piece by piece in the thread pool, until a limit is hit. */
async function* inflated(bytes: Uint8Array, state: Unpacking): AsyncGenerator<Buffer> {
  const { unpacked, ratio, ratioFrom, ms } = state.limits;
  const end = performance.now() + ms;
  let size = 0;
  for await (const chunk of decompressed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
    // Inside a compressed archive node-tar looks for no second compression, but our parser, fed by hand, would.
    if (size === 0 && compressionOf(chunk) && compressionOf(bytes))
      state.cut = 'it is compressed twice, which npm does not read';
    size += chunk.length;
    if (size > unpacked) state.cut = `it unpacks to more than ${megabytes(unpacked)}`;
    if (size > ratioFrom && size > ratio * bytes.length) state.cut = `it unpacks to more than ${ratio} times its size`;
    if (performance.now() > end) state.cut = `it was not unpacked within ${ms} ms`;
    if (state.cut !== undefined) return;
    yield chunk;
  }
}

function decompressed(bytes: Buffer): AsyncIterable<Buffer> | Iterable<Buffer> {
  const compression = compressionOf(bytes);
  if (compression === undefined) return pieces(bytes);
  const stream =
    compression === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createZstdDecompress({ chunkSize: CHUNK });
  // In pieces, because an error loses all output of the piece it is in. It also reaches us through the stream itself.
  pipeline(Readable.from(pieces(bytes)), stream).catch(() => {});
  return stream;
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

/** node-tar goes by the first bytes, not by the name of the file. */
function compressionOf(bytes: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd) return 'zstd';
  return undefined;
}

function parserInto(state: Unpacking): Parser {
  const parser = new Parser({
    filter: (path, entry) => passesFilter(path, entry as ReadEntry, state),
    onReadEntry: (entry) => takeEntry(entry, state),
    onwarn: (code, message) => onWarning(String(code), message, state),
    brotli: false,
    zstd: false,
  });
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    const reason = entry.meta ? 'its name or size is told by an oversized header' : whyIgnored(entry.type);
    if (reason !== undefined) drop(state, reason, entry.path);
  });
  parser.on('eof', () => {
    state.ended = true;
  });
  parser.on('error', (error: Error) => {
    state.cut ??= quote(error.message);
  });
  return parser;
}

/** A damaged archive fails an install; other warnings skip one entry, as npm does. */
function onWarning(code: string, message: string | Error, state: Unpacking): void {
  const text = quote(message instanceof Error ? message.message : message);
  if (code === 'TAR_BAD_ARCHIVE' || code === 'TAR_ABORT') state.cut ??= text;
  else drop(state, `the archive is damaged there (${text})`, '');
}

/** pacote's filter, which sees the path as the archive has it. */
function passesFilter(path: string, entry: ReadEntry, state: Unpacking): boolean {
  if (!/File$/.test(entry.type)) return false;
  const name = basename(path);
  if (name === '.npmignore') state.npmignores.add(path);
  if (name !== '.gitignore') return true;
  entry.path = path.replace(/\.gitignore$/, '.npmignore');
  return !state.npmignores.has(entry.path);
}

/** Types that npm writes, and directories, which it makes as it needs them. */
const USUAL = /^(?:File|OldFile|ContiguousFile|Directory|GNUDumpDir)$/;

/** What is ignored for its type; of types that node-tar does not extract, the filter is never asked. */
function whyIgnored(type: string): string | undefined {
  if (USUAL.test(type)) return undefined;
  return /Link$/.test(type) ? 'it is a link' : `it is of type ${type}`;
}

function takeEntry(entry: ReadEntry, state: Unpacking): void {
  const path = installedPath(entry.path, state);
  if (path === undefined || !fits(path, entry, state)) {
    entry.resume();
    return;
  }
  // All at once: put together from pieces, a large one would take twice as much for a moment.
  const bytes = Buffer.allocUnsafe(entry.size);
  let at = 0;
  entry.on('data', (chunk: Buffer) => {
    at += chunk.copy(bytes, at);
  });
  entry.on('end', () => keep(path, entry, bytes.subarray(0, at), state));
}

/** node-tar's checks of a path, on Linux: the path below the package's directory, or nothing where the entry is dropped. */
function installedPath(written: string, state: Unpacking): string | undefined {
  const inside = written.split('/').slice(1).join('/');
  const path = posix.normalize(withoutRoot(inside)).replace(/\/$/, '');
  const reason = whyDropped(inside, path);
  if (reason === undefined) return path;
  drop(state, reason, written);
  return undefined;
}

/** Cuts off `/`, `//` and `C:\`, again and again. */
function withoutRoot(path: string): string {
  const root = /^(?:[/\\]+|[a-z]:[/\\]*)/i.exec(path)?.[0];
  return root === undefined ? path : withoutRoot(path.slice(root.length));
}

function whyDropped(inside: string, path: string): string | undefined {
  const parts = inside.split('/');
  if (parts.length > MAX_DEPTH) return 'its path is nested too deep';
  if (inside.split(/[/\\]/).includes('..')) return 'its path leads out of the package';
  if (path === '' || path === '.') return 'its path is the package itself';
  if (path.includes('\0')) return 'its path holds a NUL character';
  if (Buffer.byteLength(path) > MAX_PATH || path.split('/').some((part) => Buffer.byteLength(part) > MAX_NAME)) {
    return 'its path is too long for a file system';
  }
  return undefined;
}

function fits(path: string, entry: ReadEntry, state: Unpacking): boolean {
  if (entry.size > state.limits.file) {
    note(state, `not read: larger than ${megabytes(state.limits.file)}`, path);
    return false;
  }
  if (state.directories.has(path) || newParents(path, state).some((parent) => state.files.has(parent))) {
    drop(state, 'another entry makes a directory of a file', path);
    return false;
  }
  if (state.files.size < state.limits.files || state.files.has(path)) return true;
  state.cut = `it holds more than ${state.limits.files} files`;
  return false;
}

function keep(path: string, entry: ReadEntry, bytes: Buffer, state: Unpacking): void {
  if (!state.files.has(path) && ((entry.mode ?? 0) & 0o111) !== 0) state.executables.add(path);
  state.files.set(path, bytes);
  for (const parent of newParents(path, state)) state.directories.add(parent);
}

/** The directories above a path that no earlier entry made; a hostile archive nests a thousand deep, so stop at the first known. */
function newParents(path: string, state: Unpacking): string[] {
  const parents: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const parent = path.slice(0, end);
    if (state.directories.has(parent)) break;
    parents.push(parent);
  }
  return parents;
}

function drop(state: Unpacking, reason: string, path: string): void {
  note(state, `left out, as npm does: ${reason}`, path);
}

function note(state: Unpacking, what: string, path: string): void {
  const paths = state.dropped.get(what);
  if (paths) paths.push(path);
  else state.dropped.set(what, [path]);
}

function gapsOf(subject: string, state: Unpacking): Gap[] {
  const gaps = [...state.dropped].map(
    ([what, paths]): Gap => ({ stage: 'fetch', subject, reason: droppedText(what, paths) }),
  );
  if (state.cut !== undefined)
    gaps.push({ stage: 'fetch', subject, reason: `its archive was not read to the end: ${state.cut}` });
  const alike = collisions([...state.files.keys()]);
  if (alike)
    gaps.push({
      stage: 'platform',
      subject,
      reason: `${alike} are one file on macOS or Windows; which one wins there was not seen`,
    });
  return gaps;
}

function droppedText(what: string, paths: readonly string[]): string {
  const named = paths
    .slice(0, NAMED)
    .map((path) => quote(path, 100))
    .filter((path) => path !== '');
  const count = paths.length === 1 ? 'one entry of its archive is' : `${paths.length} entries of its archive are`;
  return `${count} ${what}${named.length === 0 ? '' : ` (${named.join(', ')}${paths.length > NAMED ? ', …' : ''})`}`;
}

/** Two paths that stand for one file elsewhere. */
function collisions(paths: readonly string[]): string | undefined {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const key = fileKey(path);
    const other = seen.get(key);
    if (other !== undefined) return `${quote(other)} and ${quote(path)}`;
    seen.set(key, path);
  }
  return undefined;
}
