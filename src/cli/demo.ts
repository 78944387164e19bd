/** `lazaret demo`: vets the harmless thief that every installation brings, so that a `block` can be seen before one is needed. */
import { fileURLToPath } from 'node:url';
import type { Machine } from './machine.ts';
import type { Terminal } from './terminal.ts';
import { type VetOptions, vet } from './vet.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** The demonstration package, beside this file; the build copies it. */
const PACKAGE = './demo';

/** The place of the demonstration package is ours; what the user names is relative to the user's folder. */
export const demo = (options: VetOptions, terminal: Terminal, machine: Machine): Promise<number> =>
  vet([PACKAGE], options, terminal, { ...machine, parseTargets: (texts) => machine.parseTargets(texts, HERE) });
