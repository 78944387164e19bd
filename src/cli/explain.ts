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
  // Of a part of a name, those that hold it; else what is a few slips away. Anything else would be a guess out of the blue.
  const held = ids.filter((one) => id.length > 2 && one.includes(id));
  const near = ids.filter((one) => levenshtein.get(one, id) <= Math.max(2, id.length / 3));
  const closest = near.toSorted((a, b) => levenshtein.get(a, id) - levenshtein.get(b, id)).slice(0, 1);
  const meant = (held.length > 0 ? held : closest).slice(0, 5).map((one) => `"${one}"`);
  const guess = meant.length === 0 ? '' : `did you mean ${meant.join(' or ')}? `;
  return new UsageError(`there is no rule "${quote(id)}"`, `${guess}\`lazaret explain\` lists them all`);
}
