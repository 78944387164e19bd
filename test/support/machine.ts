/** A machine and a terminal for tests of the command line. */

import { readHere } from '../../src/check/reader.ts';
import type { Machine } from '../../src/cli/machine.ts';
import { run } from '../../src/cli/program.ts';
import type { Stream, Terminal } from '../../src/cli/terminal.ts';
import { NothingToScan } from '../../src/errors.ts';
import { defineRule } from '../../src/rule.ts';
import { fakeRegistry, fakeSandbox } from './doors.ts';

/** A rule that finds nothing. */
const BLIND = defineRule({
  id: 'blind',
  title: 'Finds nothing',
  why: 'w',
  fix: 'f',
  mapping: { owasp: [], attack: [], atlas: [], cwe: [] },
  signal: 'code.odd',
  severity: 'info',
  confidence: 'low',
});

/** A machine on which everything works and every package is honest. */
export function fakeMachine(more: Partial<Machine> = {}): Machine {
  return {
    parseTargets: (texts) => {
      if (texts.includes('nothing'))
        throw new NothingToScan('there is no package.json in nothing', 'name a folder that has one');
      return { value: texts.map((text) => ({ kind: 'npm', text, spec: text, args: [] })), gaps: [] };
    },
    openRegistry: async () => fakeRegistry([{ id: 'weather-mcp@1.0.0' }]),
    openSandbox: () => fakeSandbox(),
    openReader: () => readHere([BLIND]),
    loadRules: async () => [BLIND],
    ruleSet: async () => 'fake',
    explain: async (rule) => `${rule.id}: ${rule.title}\n`,
    setup: async (say) => say('nothing to do'),
    ingest: async (_path, _env, say) => say('3 advisories'),
    inspect: async () => [{ name: 'engine', ok: true, detail: 'Docker 27' }],
    ...more,
  };
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a user would, on a machine of ours. */
export async function lazaret(
  args: readonly string[],
  machine: Machine = fakeMachine(),
  terminal: Partial<Terminal> & { readonly tty?: boolean } = {},
): Promise<Ran> {
  const written = { out: '', err: '' };
  const into = (key: keyof typeof written): Stream => ({
    ...(terminal.tty ? { isTTY: true, columns: 80 } : {}),
    write: (text) => {
      written[key] += text;
    },
  });
  const code = await run(
    args,
    {
      cwd: process.cwd(),
      env: {},
      signal: new AbortController().signal,
      stdout: into('out'),
      stderr: into('err'),
      ...terminal,
    },
    machine,
  );
  return { code, ...written };
}
