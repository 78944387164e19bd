/** `lazaret report`: shows a saved report again, in any format. */
import type { Machine } from './machine.ts';
import { checkOutput, type OutputOptions, show } from './output.ts';
import { readSaved } from './saved.ts';
import type { Terminal } from './terminal.ts';

export async function report(
  file: string,
  options: OutputOptions,
  terminal: Terminal,
  machine: Machine,
): Promise<number> {
  await checkOutput(options.output, terminal);
  const [result, rules] = await Promise.all([readSaved(file, terminal), machine.loadRules()]);
  await show(result, { options, terminal, rules });
  return 0;
}
