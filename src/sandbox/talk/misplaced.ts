/**
 * What a tool's error says of a path it was given: that a directory should lie there, a file, or nothing yet. Pure. The error is the
 * package's text: all that is taken from it is which of our own places fits, so that a tool for directories finds one.
 */
import { posix } from 'node:path';
import { sampleFor } from '../decoys/samples.ts';
import type { Input, InputWorld } from './inputs.ts';
import { withFirst } from './with-first.ts';

/** Longest error that is read. */
const LONGEST = 20_000;

/** A file that no other input names: what moves or deletes it leaves the rest as it was. */
const ASIDE = 'src/index.js';

/** Undefined where none of ours is what is asked for. */
type Place = (world: InputWorld, said: string) => string | undefined;
const directory: Place = (world) => world.directory;
const file: Place = (world) => world.file;
const aside: Place = (world) => posix.join(world.directory, ASIDE);
const beside: Place = (world) => posix.relative(world.directory, world.file);
const free: Place = (world) => posix.join(world.directory, `sample-${world.canary()}`);

/** A file of a kind that is named: `Unsupported image format: .md. Supported formats: .jpg, .png`. */
const ofKind: Place = (world, said) => {
  const sample = sampleFor(said);
  return sample === undefined ? undefined : posix.join(world.directory, sample);
};

/** What fits, by what is said; the first that matches. */
const SAID: readonly (readonly [said: RegExp, fits: Place])[] = [
  [
    /\b(?:un|not )?supported (?:\w{1,20} )?(?:formats?|types?|extensions?)\b|\bmust be an? [\w. ]{1,30} (?:file|image)\b/i,
    ofKind,
  ],
  // A tool that takes names only speaks of what it refuses, and not of what it got.
  [/travers|absolute paths?\b|\bmust be (?:a )?relative|(?:directory|path) separators?/i, beside],
  [/ENOTDIR|\bnot a (?:valid )?(?:directory|folder)/i, directory],
  [/EISDIR|\bis a (?:directory|folder)|\bnot a (?:valid |regular )?file/i, file],
  [/EEXIST|already exists/i, free],
  [/ENOENT[^\n]{0,80}\b(?:scandir|opendir|chdir)/i, directory],
  [/\b(?:directory|folder) (?:does not exist|doesn't exist|not found)/i, directory],
  [/ENOENT|no such file|\bfile (?:does not exist|doesn't exist|not found)/i, aside],
];

/** The input with a place that fits for the path that the error speaks of; undefined where it speaks of none. */
export function placedBy(error: string, given: Input, world: InputWorld): Input | undefined {
  const said = error.slice(0, LONGEST);
  const fits = SAID.find(([pattern]) => pattern.test(said))?.[1];
  if (!fits) return undefined;
  const place = fits(world, said);
  if (place === undefined) return undefined;
  const ours = [world.file, world.directory].filter((path) => path !== place);
  const input = withFirst(given.input, (text) =>
    text.length > 1 && text !== place && said.includes(text) ? place : undefined,
  );
  // An error that names no path speaks of the one that was ours, unless it is that there is nothing: ours are there.
  const better =
    input ?? (fits === aside ? undefined : withFirst(given.input, (text) => (ours.includes(text) ? place : undefined)));
  if (!better) return undefined;
  const all = JSON.stringify(better);
  return { ...given, input: better, canaries: given.canaries.filter(({ value }) => all.includes(value)) };
}
