/** `lazaret doctor`: what works on this machine and what does not. `lazaret setup`: makes it work. */
import { resolve } from 'node:path';
import { quote } from '../quote.ts';
import type { Machine } from './machine.ts';
import type { Terminal } from './terminal.ts';

export async function doctor({ stdout }: Terminal, machine: Machine): Promise<number> {
  const facts = await machine.inspect();
  const widest = Math.max(0, ...facts.map((fact) => fact.name.length));
  for (const { name, ok, detail } of facts) {
    stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(widest)}  ${quote(detail, 1000)}\n`);
  }
  return facts.every((fact) => fact.ok) ? 0 : 2;
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
