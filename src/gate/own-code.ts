/**
 * Reads the project's own code that a server runs as a package is read: its files are put into a package of their own,
 * whose executables are what the launch names. What they import from elsewhere is not in it.
 */
import { buffer } from 'node:stream/consumers';
import ssri from 'ssri';
import { pack } from 'tar-stream';
import type { Reader } from '../check/reader.ts';
import { isShellScript, SOURCE } from '../code/scripts/entries.ts';
import type { Finding, Location, PackageStore, Staged, TreeNode } from '../types.ts';
import { unpack } from '../unpack.ts';
import { MOST_FILES, type Started } from './started.ts';

/** What the files are called together while they are read; their own paths take its place in what is told. */
const NAME = 'project';
const VERSION = '0.0.0';
const ID = `${NAME}@${VERSION}`;

const UNFOLLOWED = `it runs more than ${MOST_FILES} files of the project: the others were neither compared nor read`;

/** `subject` is the server that runs them. */
export async function readOwnCode(
  { code, mains, cut }: Pick<Started, 'code' | 'mains' | 'cut'>,
  subject: string,
  read: Reader,
): Promise<Staged<readonly Finding[]>> {
  const files = [...code].filter(([path, bytes]) => SOURCE.test(path) || isShellScript(path, bytes));
  const rest = cut ? [{ stage: 'local', subject, reason: UNFOLLOWED } as const] : [];
  if (files.length === 0) return { value: [], gaps: rest };
  const known = new Set(files.map(([path]) => path));
  const bin = Object.fromEntries(mains.filter((path) => known.has(path)).map((path, at) => [`start-${at}`, path]));
  const manifest = Buffer.from(JSON.stringify({ name: NAME, version: VERSION, bin }));
  const tarball = await packed([...files, ['package.json', manifest]]);
  const { value, gaps } = await read(nodeOf(tarball), true, storeOf(tarball));
  return {
    value: value.findings.flatMap((finding) => placed(finding, subject)),
    gaps: [
      ...rest,
      ...gaps.map(({ reason, subject: at }) => ({
        stage: 'local' as const,
        subject,
        reason: `${at.replace(`${ID}/`, '')}: ${reason}`,
      })),
    ],
  };
}

/** A finding at its place in the project; what is found of the manifest is about ours. */
function placed(finding: Finding, subject: string): readonly Finding[] {
  const [first, ...more] = finding.evidence;
  if (!first.at.startsWith(`file:${ID}/`)) return [];
  const inProject = <T extends Location>(one: T): T => ({ ...one, at: one.at.replace(`file:${ID}/`, 'config:') });
  return [{ ...finding, package: subject, evidence: [inProject(first), ...more.map(inProject)] }];
}

async function packed(files: readonly (readonly [string, Uint8Array])[]): Promise<Buffer> {
  const archive = pack();
  const whole = buffer(archive);
  for (const [path, bytes] of files) archive.entry({ name: `package/${path}`, mtime: new Date(0) }, Buffer.from(bytes));
  archive.finalize();
  return whole;
}

function nodeOf(tarball: Buffer): TreeNode {
  const integrity = ssri.fromData(tarball, { algorithms: ['sha512'] }).toString();
  const place = { location: '', via: [ID], dependencies: {}, foreign: false, bundled: false };
  return { id: ID, name: NAME, version: VERSION, integrity, ...place };
}

function storeOf(tarball: Buffer): PackageStore {
  return {
    open: (node) => unpack(node, tarball),
    tarball: async () => ({ value: tarball, gaps: [] }),
    file: async () => ({ value: undefined, gaps: [] }),
  };
}
