/** `lazaret explain`: what a rule finds, why it matters, what to do. Without a rule, the list of all. */
import levenshtein from 'fast-levenshtein';
import { UsageError } from '../errors.ts';
import { quote } from '../quote.ts';
import type { Machine } from './machine.ts';
import type { Terminal } from './terminal.ts';

export async function explain(id: string | undefined, { stdout }: Terminal, machine: Machine): Promise<number> {
  const rules = await machine.loadRules();
  if (id === undefined) {
    const widest = Math.max(0, ...rules.map((rule) => rule.id.length));
    stdout.write(rules.map((rule) => `${rule.id.padEnd(widest)}  ${rule.title}\n`).join(''));
    return 0;
  }
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined)
    throw unknown(
      id,
      rules.map((candidate) => candidate.id),
    );
  stdout.write(await machine.explain(rule));
  return 0;
}

function unknown(id: string, ids: readonly string[]): UsageError {
  const nearest = ids.toSorted((a, b) => levenshtein.get(a, id) - levenshtein.get(b, id))[0];
  const guess = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  return new UsageError(`there is no rule "${quote(id)}"`, `${guess}\`lazaret explain\` lists them all`);
}
