import { literalsIn } from '../../src/code/flow.ts';
import { type Call, inWords, type Module, type Reach } from '../../src/code/module.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Signal } from '../../src/types.ts';
import { PUBLISHES, UNGUARDED_AGENT, WIPES } from '../data/commands.ts';

const COMMANDS: readonly { readonly pattern: RegExp; readonly what: string; readonly signal: Signal }[] = [
  { pattern: WIPES, what: 'deletes a home folder or a disk', signal: 'destructive' },
  {
    pattern: UNGUARDED_AGENT,
    what: 'drives an AI assistant that may do anything without asking',
    signal: 'secret.collected',
  },
  { pattern: PUBLISHES, what: 'publishes packages', signal: 'persistence' },
];

export default defineRule({
  id: 'unasked-commands',
  title: 'Runs a command that only an attacker would run unasked',
  why: 'Deleting a home folder, sending an AI assistant through the disk without a leash, or publishing packages with whatever token is found: worms of 2025 and 2026 did all three.',
  fix: 'Do not install it. If it ran, treat the machine and its credentials as lost.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1485', 'T1059', 'T1195.002'],
    atlas: ['AML.T0050', 'AML.T0053'],
    cwe: ['CWE-506'],
  },
  signal: 'destructive',
  severity: 'high',
  confidence: 'high',
  words: /child_process|execa|cross-spawn|shelljs|spawn|rmSync|rmdir|rimraf|\brm\b/,
  *module(module): Iterable<Hit> {
    for (const call of module.calls) {
      const reach = module.when(call.node);
      if (!unasked(reach)) continue;
      for (const { what, signal } of doneBy(module, call)) {
        yield { message: `${what} ${inWords(reach)}`, signal, evidence: [module.at(call.node, what)] };
      }
    }
  },
});

const RUNS = /^(?:child_process\.|execa|cross-spawn|shelljs\.exec)/;
const DELETES =
  /^(?:fs(?:\.promises)?\.(?:rm|rmSync|rmdir|rmdirSync|remove|removeSync|emptyDir|emptyDirSync)|rimraf(?:\.sync)?)$/;

function doneBy(module: Module, { name, args }: Call): readonly { readonly what: string; readonly signal: Signal }[] {
  if (name === undefined) return [];
  if (RUNS.test(name)) {
    const text = literalsIn(module.code, args).join(' ');
    return COMMANDS.filter(({ pattern }) => pattern.test(text));
  }
  const [path] = args;
  const home = DELETES.test(name) && path !== undefined && module.name(path) === 'os.homedir()';
  return home ? [{ what: 'deletes a home folder', signal: 'destructive' }] : [];
}

/** A command that was started does what its user asked it to; that is not for this rule to say. */
function unasked(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}
