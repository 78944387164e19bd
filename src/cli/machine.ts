/** The real world behind the commands: registry, container engine, rules. Tests pass a fake of the same shape. */
import { explain, loadRules } from '../load-rules.ts';
import { createRegistry } from '../registry.ts';
import type { Rule } from '../rule.ts';
import { createSandbox } from '../sandbox/detonate.ts';
import { inspect, prepare, setup } from '../sandbox/setup.ts';
import { parseTargets } from '../source.ts';
import type { Registry, Sandbox, Staged, Target } from '../types.ts';
import type { Terminal } from './terminal.ts';

export interface Fact {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface Machine {
  readonly parseTargets: (texts: readonly string[], cwd: string) => Staged<readonly Target[]>;
  readonly openRegistry: (options: { cwd: string; env: Terminal['env']; offline?: boolean }) => Promise<Registry>;
  readonly openSandbox: (options: { signal: AbortSignal }) => Sandbox;
  readonly loadRules: () => Promise<readonly Rule[]>;
  readonly explain: (rule: Rule) => string | Promise<string>;
  readonly setup: (say: (line: string) => void) => Promise<void>;
  readonly inspect: () => Promise<readonly Fact[]>;
}

export const machine: Machine = {
  parseTargets,
  openRegistry: createRegistry,
  openSandbox: ({ signal }) => createSandbox(prepare, signal),
  loadRules,
  explain,
  setup,
  inspect,
};
