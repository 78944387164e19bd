/** `lazaret demo`: vets the harmless thief that every installation brings, so that a `block` can be seen before one is needed. */
import { fileURLToPath } from 'node:url';
import type { Machine } from './machine.ts';
import type { Terminal } from './terminal.ts';
import { type VetOptions, vet } from './vet.ts';

/** The demonstration package; the build copies it beside the compiled file. */
export const DEMO = fileURLToPath(new URL('demo', import.meta.url));

export const demo = (options: VetOptions, terminal: Terminal, machine: Machine): Promise<number> =>
  vet([DEMO], options, terminal, machine);
