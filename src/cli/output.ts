/** Renders a result and puts it where the user wants it. */
import { existsSync } from 'node:fs';
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { reasonOf, UsageError } from '../errors.ts';
import type { Rule } from '../rule.ts';
import type { Result } from '../types.ts';
import { colored, followsLinks, type Terminal, widthOf } from './terminal.ts';

export interface OutputOptions {
  readonly format: keyof typeof FORMATS;
  readonly output?: string;
  readonly color?: boolean;
}

/** What a view may need besides the result. */
interface Context {
  readonly options: OutputOptions;
  readonly terminal: Terminal;
  /** For what they say about themselves. */
  readonly rules: readonly Rule[];
}

type Render = (result: Result, context: Context) => string | Promise<string>;

/** A view is loaded when it is asked for. */
const FORMATS = {
  text: async (result, { options: { color, output }, terminal: { stdout, env }, rules }) => {
    const target = output === undefined ? stdout : { write: () => {} };
    const { text } = await import('../report/text.ts');
    const links = followsLinks(target, env) ? { addressOf: chapterOf(rules) } : {};
    return text(result, { width: widthOf(target), color: colored(color, target, env), ...links });
  },
  json: async (result) => (await import('../report/json.ts')).json(result),
  sarif: async (result, { rules }) => (await import('../report/sarif.ts')).sarif(result, rules),
  markdown: async (result) => (await import('../report/markdown.ts')).markdown(result),
  html: async (result, { rules }) => (await import('../report/html.ts')).html(result, rules),
  cyclonedx: async (result) => (await import('../report/cyclonedx.ts')).cyclonedx(result),
  vsa: async (result) => (await import('../report/vsa.ts')).vsa(result),
} as const satisfies Record<string, Render>;

/** What is written about each rule, beside our own code; the build copies it. */
const RULES = new URL('../../RULES.md', import.meta.url);

/** Addresses of our own rules: a saved report may name any other. */
function chapterOf(rules: readonly Rule[]): (id: string) => string | undefined {
  const known = new Set(existsSync(RULES) ? rules.map(({ id }) => id) : []);
  return (id) => (known.has(id) ? `${RULES.href}#${id}` : undefined);
}

/** Adds the options that say how and where a result is shown. */
export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how to show the result').choices(Object.keys(FORMATS)).default('text'))
    .option('--output <file>', 'write the result to a file instead of stdout')
    .option('--color', 'colour the text, whatever it is written to')
    .option('--no-color', 'never colour the text');
}

/** Fails before the work where what comes of it could not be written after it; `option` is what names the file. */
export async function checkOutput(
  file: string | undefined,
  { cwd }: Pick<Terminal, 'cwd'>,
  option = '--output',
): Promise<void> {
  if (file === undefined) return;
  const path = resolve(cwd, file);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`${path} is a folder`, `give ${option} the name of a file in it`);
  // What is there already is written over, whatever its folder allows.
  const place = there === undefined ? dirname(path) : path;
  await access(place, constants.W_OK).catch(() => {
    throw new UsageError(`cannot write to ${place}`, `give ${option} a file in a folder that exists and is writable`);
  });
}

export async function show(result: Result, context: Context): Promise<void> {
  const { options, terminal } = context;
  await deliver(await FORMATS[options.format](result, context), options, terminal);
}

/** Writes what was rendered where the user wants it. */
export async function deliver(
  rendered: string,
  options: Pick<OutputOptions, 'output'>,
  terminal: Terminal,
): Promise<void> {
  if (options.output === undefined) {
    terminal.stdout.write(rendered);
    return;
  }
  const file = resolve(terminal.cwd, options.output);
  await writeFile(file, rendered).catch((error: unknown) => {
    throw new UsageError(`cannot write ${file}: ${reasonOf(error)}`, 'give --output a file that can be written');
  });
}
