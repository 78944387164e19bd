/** `lazaret doctor`: what works on this machine and what does not. `lazaret setup`: makes it work. */
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

export async function setup({ stderr }: Terminal, machine: Machine): Promise<number> {
  await machine.setup((line) => void stderr.write(`${line}\n`));
  return 0;
}
