/** Facts of the checkout that decide what a launch really starts: files that take the place of a package. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childOf, type Node, parseDocument, textOf } from '../config/document.ts';
import type { Launch } from '../config/launch.ts';
import type { Git } from './git.ts';

/** Largest `.npmrc` or `package.json` looked into, in bytes. */
const LIMIT = 1024 * 1024;

/** Those of a launch's `hijack` files that are there and would work, with what makes them do so. */
export async function hijackersOf(launch: Launch, root: string, git: Git | undefined): Promise<Record<string, string>> {
  const paths = [...new Set(launch.runs.flatMap((run) => (run.kind === 'npm' ? run.hijack : [])))];
  const inModules = paths.filter((path) => path.startsWith('node_modules/'));
  // A folder that the developer installed is no surprise; one that came with the repository is.
  const committed = git === undefined ? new Set(inModules) : await git.tracked(inModules);
  const found = await Promise.all(
    paths.map(async (path): Promise<readonly [string, string][]> => {
      const how = inModules.includes(path) ? await presence(path, root, committed) : await order(path, root);
      return how === undefined ? [] : [[path, how]];
    }),
  );
  return Object.fromEntries(found.flat());
}

async function presence(path: string, root: string, committed: ReadonlySet<string>): Promise<string | undefined> {
  const there = await lstat(join(root, path)).catch(() => undefined);
  return there !== undefined && committed.has(path) ? 'is part of the repository' : undefined;
}

/** What a file of settings orders, if anything. */
async function order(path: string, root: string): Promise<string | undefined> {
  const [file = '', pointer] = path.split('#');
  const text = await readSmall(join(root, file));
  if (text === undefined) return undefined;
  if (file === 'package.json') return binOf(text, pointer?.replace(/^bin\./, '') ?? '');
  if (file === '.npmrc') return REGISTRY.exec(text)?.[0].trim();
  if (file === '.yarnrc.yml') return /^\s*npmRegistryServer\s*:.*$/m.exec(text)?.[0].trim();
  if (file === 'bunfig.toml') return /^\s*registry\s*=.*$/m.exec(text)?.[0].trim();
  return undefined;
}

/** A registry other than the public one, or a script shell of its own. */
const REGISTRY =
  /^\s*(?:(?:@[\w.-]+:)?registry\s*=\s*(?!["']?https:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\/?["']?\s*$)|script-shell\s*=|node-options\s*=).*$/m;

function binOf(text: string, name: string): string | undefined {
  let root: Node | undefined;
  try {
    [root] = parseDocument('package.json', text, 'json').roots;
  } catch {
    return undefined; // npm cannot read it either.
  }
  const bin = childOf(root, 'bin');
  if (bin?.kind === 'scalar') return textOf(childOf(root, 'name')) === name ? textOf(bin) : undefined;
  return textOf(childOf(bin, name));
}

async function readSmall(path: string): Promise<string | undefined> {
  const stat = await lstat(path).catch(() => undefined);
  if (!stat?.isFile() || stat.size > LIMIT) return undefined;
  return readFile(path, 'utf8').catch(() => undefined);
}
