import { runsCommand } from '../../src/code/flow/acts.ts';
import { commandText, spelled } from '../../src/code/flow/command.ts';
import { writesRemoteLines } from '../../src/code/flow/downloads.ts';
import { inWords, type Module, type Node, type Reach, runsUnasked } from '../../src/code/flow/module.ts';
import { toldCommands } from '../../src/code/flow/told-commands.ts';
import { pathWritten, writtenPath, writtenText } from '../../src/code/flow/writes.ts';
import type { Call } from '../../src/code/tree/calls.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import type { Confidence, Severity } from '../../src/types.ts';
import { fetchesAndRuns } from '../data/commands.ts';
import {
  commandsStart,
  onlyAsks,
  replacesProgram,
  setsOwnRegistry,
  startsByItself,
  startsByText,
} from '../data/places.ts';

const BY_ITSELF = 'what starts by itself';
const WHAT: Readonly<Record<How, string>> = {
  place: BY_ITSELF,
  text: BY_ITSELF,
  fetches: BY_ITSELF,
  remote: `${BY_ITSELF}, by lines that came over the network,`,
  steps: 'what the later steps of a build run',
  registry: 'the registry that npm installs from (back to its own)',
};

export default defineRule({
  id: 'persistence',
  title: 'Makes itself start again',
  why: 'Lines in a shell’s start file, a cron job, a service, an SSH key or a file that an interpreter reads first keep running after the package is gone. Nothing that is merely imported needs that.',
  fix: 'Do not install it. If it ran, look through the places named and remove what it left there.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1546.004', 'T1053.003', 'T1543', 'T1098.004'],
    atlas: ['AML.T0011.001'],
    cwe: ['CWE-506'],
  },
  signal: 'persistence',
  severity: 'high',
  confidence: 'high',
  words:
    /bashrc|zshrc|bash_log|[bz]\w*profile|zshenv|zlogin|\.profile|bash_aliases|xinitrc|xsessionrc|pam_environment|vimrc|direnvrc|nvim|tmux\.conf|environment\.d|ipython|\.gradle|pnpmfile|yarnrc|bunfig|pip\.(?:conf|ini)|script-shell|alias\.|fish|PowerShell|autostart|systemd|systemctl|\bcron|rc\.local|init\.d|preload|sudoers|Launch(?:Agents|Daemons)|launchctl|Startup|authorized_keys|customize\.py|\.pth\b|npmrc|envrc|\.asar\b|schtasks|\\\\Run\b|hooksPath|templateDir|sshCommand|fsmonitor|insteadOf|credential\.helper|\.ssh\b|gitconfig|\.config\b|\/etc\/hosts|\bset\b[^\n]{0,20}registry|\bufw\b|enable-linger|GITHUB_(?:ENV|PATH)\b/,
  *script({ at, text, dated }): Iterable<ModuleHit> {
    const how = commanded(text);
    if (how === undefined) return;
    const what = WHAT[how];
    yield dated((reach) => ({
      message: `changes ${what} ${inWords(reach)}`,
      ...weight(reach, how),
      evidence: [{ at, note: what, snippet: quote(text) }],
    }));
  },
  *module(module): Iterable<ModuleHit> {
    const told = toldCommands(module).filter(({ line }) => commanded(line) !== undefined);
    // What one function is told in all places together says less than each of them.
    const known = new Set(told.map(({ from }) => from));
    for (const call of module.calls)
      if (!known.has(call.node)) yield* changed(module, call.node, changes(module, call));
    for (const { node, line } of told) if (!onlyAsks(line)) yield* changed(module, node, commanded(line));
  },
});

function* changed(module: Module, node: Node, how: How | undefined): Iterable<ModuleHit> {
  if (how === undefined) return;
  const what = WHAT[how];
  yield module.dated(
    node,
    (reach) =>
      isTold(how, reach) && {
        message: `changes ${what} ${inWords(reach)}`,
        ...weight(reach, how),
        evidence: [module.at(node, what)],
      },
  );
}

/**
 * `fetches`: it puts there what fetches something and runs it; `remote`: it puts there what came over the network; `text`: only what it puts there makes it start; `steps`: of this build;
 * `registry`: back to npm's own.
 */
type How = 'place' | 'text' | 'fetches' | 'remote' | 'steps' | 'registry';

/** Files by which one step of a build sets the variables and the programs of those after it. */
const STEPS = /^process\.env\.GITHUB_(?:ENV|PATH)$/;

function changes(module: Module, call: Call): How | undefined {
  if (runsCommand(module.code, call)) {
    const how = commanded(commandText(module.code, call));
    return how === undefined || onlyAsks(spelled(module.code, call, () => false)) ? undefined : how;
  }
  if (pathWritten(module.code, call).some((node) => STEPS.test(module.name(node) ?? ''))) return 'steps';
  const path = writtenPath(module.code, call);
  if (path === undefined) return undefined;
  if (startsByItself(path)) return put(module, call);
  return replacesProgram(path) || startsByText(path, writtenText(module.code, call)) ? 'text' : undefined;
}

/** What is put where something starts by itself. */
function put({ code }: Module, call: Call): How {
  if (fetchesAndRuns(writtenText(code, call))) return 'fetches';
  return writesRemoteLines(code, call) ? 'remote' : 'place';
}

function commanded(command: string): How | undefined {
  if (!commandsStart(command)) return undefined;
  return setsOwnRegistry(command) ? 'registry' : 'place';
}

/** A step of a build that is asked to set something does so. */
function isTold(how: How, reach: Reach): boolean {
  if (how === 'steps') return reach === 'install' || reach === 'load';
  return how === 'place' || how === 'remote' || reach !== 'nowhere';
}

/** A command may install a service because its user typed so; being imported or installed is no such wish. */
function weight(reach: Reach, how: How): { severity: Severity; confidence: Confidence } {
  if (how === 'registry' && runsUnasked(reach)) return { severity: 'medium', confidence: 'medium' };
  // Some packages are steps of builds themselves.
  if (reach === 'install' || reach === 'load')
    return { severity: 'high', confidence: how === 'steps' ? 'medium' : 'high' };
  // What runs from then on nobody has read, and nobody asked for any of it.
  if (how === 'remote' && reach === 'start') return { severity: 'high', confidence: 'high' };
  // Nobody asks for that, whatever he asks for.
  if (how === 'fetches' && reach !== 'nowhere') return { severity: 'high', confidence: 'medium' };
  return reach === 'start' && how === 'place'
    ? { severity: 'medium', confidence: 'medium' }
    : { severity: 'info', confidence: 'low' };
}
