/**
 * What npm's packer leaves out of a directory although nobody asked it to: links, and what is no regular file. Whoever starts the
 * server from the directory gets them all the same. It is npm's own walk, made before it packs, so that it can also be ended: the
 * packer's time grows with the cube of the depth.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import packlist, { type PackTree, type WalkerOptions, type WalkOptions } from 'npm-packlist';

/** Directories below each other. Packages of registries have a dozen; with three hundred files so deep, packing takes two seconds. */
const DEEPEST = 32;
/** Milliseconds: the packer takes as long once more. */
const LONGEST = 60_000;

export interface LeftOut {
  /** What npm silently leaves out: its path in the directory → what it is. */
  readonly odd: Map<string, Oddity>;
  /** Why the directory must not be given to the packer. */
  unpackable: string | undefined;
}

export type Oddity = 'a link' | 'no regular file' | 'a name that Windows cannot hold';

/** `tree` is what will be given to the packer. Throws what it would throw. */
export async function leftOutOf(path: string, tree: PackTree): Promise<LeftOut> {
  const found: LeftOut = { odd: new Map(), unpackable: undefined };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const scout = new Scout(tree, { path, isPackage: true }, { found, depth: 0, end: performance.now() + LONGEST });
  scout.on('done', () => resolve()).on('error', reject);
  scout.start();
  await promise;
  return found;
}

/** What all walkers of one walk share, and how deep this one is. */
interface Course {
  readonly found: LeftOut;
  readonly depth: number;
  readonly end: number;
}

class Scout extends packlist.Walker {
  readonly #course: Course;

  constructor(tree: PackTree, options: WalkerOptions, course: Course) {
    super(tree, options);
    this.#course = course;
  }

  /** npm looks up what `files` names, and what then is a link it never names again: here the names themselves are the rules. */
  override injectRules(file: string | symbol, rules: readonly string[], then?: () => void): void {
    const named = file === 'package.json' ? namedBy(this.tree.package.files) : rules;
    super.injectRules(file, named, then);
  }

  /** Asked for whatever the rules let through. */
  override stat(options: WalkOptions, then: () => void): void {
    const { found, end } = this.#course;
    if (options.entry.includes('*')) found.odd.set(this.#pathOf(options.entry), 'a name that Windows cannot hold');
    if (options.entry.includes('\ufffd')) found.unpackable ??= 'the name of one of its files is no UTF-8';
    if (performance.now() > end) found.unpackable ??= `what to pack was not found within ${LONGEST / 1000} s`;
    if (found.unpackable === undefined) super.stat(options, then);
    else then();
  }

  override onstat(options: Required<WalkOptions>, then: () => void): void {
    const { st, entry, file, dir } = options;
    const isLink = st.isSymbolicLink();
    if (isLink ? (leadsToDirectory(join(this.path, entry)) ? dir : file) : file && !st.isFile() && !st.isDirectory())
      this.#course.found.odd.set(this.#pathOf(entry), isLink ? 'a link' : 'no regular file');
    super.onstat(options, then);
  }

  override walker(entry: string, options: WalkerOptions, then: () => void): void {
    const course = { ...this.#course, depth: this.#course.depth + 1 };
    if (course.depth > DEEPEST) {
      course.found.unpackable ??= `its directories are nested more than ${DEEPEST} deep`;
      then();
    } else new Scout(this.tree, this.walkerOpt(entry, options), course).on('done', then).start();
  }

  #pathOf(entry: string): string {
    return join(this.path, entry).slice(this.root.length + 1);
  }
}

/** The rules that `files` of a manifest stands for, whatever lies there. */
function namedBy(files: readonly unknown[] = []): string[] {
  const rules = files.flatMap((entry) => {
    if (typeof entry !== 'string') return [];
    const path = entry.replace(/^!*(?:\.?\/)?/, '').replace(/\/+$/, '');
    const sign = entry.startsWith('!') ? '' : '!';
    return path === '' ? [] : [`${sign}/${path}`, `${sign}/${path}/**`];
  });
  return ['*', ...rules];
}

function leadsToDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
