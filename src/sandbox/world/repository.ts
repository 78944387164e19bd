/**
 * A repository of git with one commit, as its files: what a developer works on is in one, and tools for git find something to work
 * on. Pure, and the same each time.
 */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { bytesOf } from '../decoys/samples.ts';

const WHO = 'Mark <mark@acme.example> 1767603600 +0100';
const CONFIG = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
[user]
\tname = Mark
\temail = mark@acme.example
[remote "origin"]
\turl = https://github.com/acme/acme-api.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
\tmerge = refs/heads/main
`;

/** The content of `.git` for these files, by path; theirs are relative to where it lies. */
export function repositoryOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, Uint8Array> {
  const made = new Map<string, Uint8Array>();
  const keep = (kind: string, content: Buffer): Buffer => {
    const whole = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
    const id = createHash('sha1').update(whole).digest();
    const hex = id.toString('hex');
    made.set(`objects/${hex.slice(0, 2)}/${hex.slice(2)}`, deflateSync(whole));
    return id;
  };
  const blobs = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, bytes: bytesOf(path, text) }))
    .map(({ path, bytes }) => ({ path, size: bytes.length, id: keep('blob', bytes) }));
  const tree = treeOf(blobs, keep).toString('hex');
  const commit = keep(
    'commit',
    Buffer.from(`tree ${tree}\nauthor ${WHO}\ncommitter ${WHO}\n\nAdd orders and invoices\n`),
  );
  const head = `${commit.toString('hex')}\n`;
  const texts = {
    HEAD: 'ref: refs/heads/main\n',
    config: CONFIG,
    'refs/heads/main': head,
    'refs/remotes/origin/main': head,
  };
  for (const [path, text] of Object.entries(texts)) made.set(path, Buffer.from(text));
  return made.set('index', indexOf(blobs));
}

/** A file by its path, and the id of what it holds. */
interface Blob {
  readonly path: string;
  readonly size: number;
  readonly id: Buffer;
}

type Keep = (kind: string, content: Buffer) => Buffer;

/** A directory and those in it. Git sorts a directory as if its name ended in a slash. */
function treeOf(blobs: readonly Blob[], keep: Keep): Buffer {
  const groups = Map.groupBy(blobs, ({ path }) => path.replace(/(?<=\/).*/s, ''));
  const entries = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, some]) => {
      const inside = () => some.map((one) => ({ ...one, path: one.path.slice(name.length) }));
      const [mode, id] = name.endsWith('/')
        ? ['40000', treeOf(inside(), keep)]
        : ['100644', some[0]?.id ?? Buffer.alloc(20)];
      return Buffer.concat([Buffer.from(`${mode} ${name.replace(/\/$/, '')}\0`), id]);
    });
  return keep('tree', Buffer.concat(entries));
}

const ENTRY = 62;

/** What git last saw of each file: here its content only, so that it looks itself. */
function indexOf(blobs: readonly Blob[]): Uint8Array {
  const head = Buffer.alloc(12);
  head.write('DIRC');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(blobs.length, 8);
  const entries = blobs.map(({ path, size, id }) => {
    const entry = Buffer.alloc(8 * Math.ceil((ENTRY + Buffer.byteLength(path) + 1) / 8));
    entry.writeUInt32BE(0o100644, 24);
    entry.writeUInt32BE(size, 36);
    id.copy(entry, 40);
    entry.writeUInt16BE(Math.min(path.length, 0xfff), 60);
    entry.write(path, ENTRY);
    return entry;
  });
  const whole = Buffer.concat([head, ...entries]);
  return Buffer.concat([whole, createHash('sha1').update(whole).digest()]);
}
