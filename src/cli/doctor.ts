/** `lazaret doctor`: what works on this machine and what does not. `lazaret setup`: makes it work. */
import { resolve } from 'node:path';
import { quote } from '../quote.ts';
import type { Machine } from './machine.ts';
import type { Terminal } from './terminal.ts';

export async function doctor({ stdout, cwd, env }: Terminal, machine: Machine): Promise<number> {
  const facts = await machine.inspect({ cwd, env });
  const widest = Math.max(0, ...facts.map((fact) => fact.name.length));
  for (const { name, ok, needed = true, detail } of facts) {
    const state = ok ? 'ok' : needed ? 'FAILED' : 'absent';
    stdout.write(`${state.padEnd(6)}  ${name.padEnd(widest)}  ${quote(detail, 1000)}\n`);
  }
  const failed = facts.filter(({ ok, needed = true }) => !ok && needed);
  const unknown = facts.some(({ ok, needed = true }) => !ok && !needed);
  if (failed.length > 0) stdout.write('\nWhat FAILED has to be mended; without it a vet ends incomplete.\n');
  else stdout.write(`\nReady${unknown ? '; what is absent is named in every report as not checked' : ''}.\n`);
  return failed.length > 0 ? 2 : 0;
}

export interface SetupOptions {
  /** A zip or folder of OSV records, or the address of such a zip; then only they are set up. */
  readonly advisories?: string;
}

export async function setup({ advisories }: SetupOptions, terminal: Terminal, machine: Machine): Promise<number> {
  const { stderr, cwd, env } = terminal;
  const say = (line: string): void => void stderr.write(`${line}\n`);
  if (advisories === undefined) await machine.setup(say);
  else
    await machine.ingest(/^https?:\/\//i.test(advisories) ? advisories : resolve(cwd, advisories), { cwd, env }, say);
  return 0;
}
