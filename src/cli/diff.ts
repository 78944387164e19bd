/** `lazaret diff`: what changed between two vettings. */
import { UsageError } from '../errors.ts';
import { diff as compare, diffJson, diffText } from '../report/diff.ts';
import type { Report } from '../types.ts';
import { checkOutput, deliver } from './output.ts';
import { readSaved } from './saved.ts';
import type { Terminal } from './terminal.ts';

export interface DiffOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
}

export async function diff(old: string, now: string, options: DiffOptions, terminal: Terminal): Promise<number> {
  await checkOutput(options.output, terminal);
  const [before, after] = await Promise.all([readOne(old, terminal), readOne(now, terminal)]);
  const difference = compare(before, after);
  await deliver(options.format === 'json' ? diffJson(difference) : diffText(difference), options, terminal);
  return 0;
}

async function readOne(file: string, terminal: Terminal): Promise<Report> {
  const result = await readSaved(file, terminal);
  if (!('reports' in result)) return result;
  throw new UsageError('a report of several targets cannot be compared', 'vet each target into a file of its own');
}
