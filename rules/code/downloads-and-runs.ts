import { commandsIn } from '../../src/code/flow/acts.ts';
import { commandLines, commandText, isDetached, programsRead, spelled } from '../../src/code/flow/command.ts';
import { type Download, downloadedTo, runsFile } from '../../src/code/flow/downloads.ts';
import { isPlaced } from '../../src/code/flow/feeds.ts';
import {
  beginningsOf,
  type Call,
  type Flow,
  inWords,
  isStarted,
  type Module,
  type Node,
  type Reach,
  runsUnasked,
  together,
  type Ways,
} from '../../src/code/flow/module.ts';
import { startedBy } from '../../src/code/flow/sinks.ts';
import { declaredTools } from '../../src/code/tools/tools.ts';
import { nameOf } from '../../src/code/tree/calls.ts';
import { isWithin } from '../../src/code/tree/walk.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import {
  FOREIGN_RUNTIME,
  fetchesTool,
  fixesCommand,
  fixesProgram,
  foreignRegistry,
  givesToScript,
  isInterpreter,
  MINES,
  managesPackage,
  pipesToShell,
} from '../data/commands.ts';

export default defineRule({
  id: 'downloads-and-runs',
  title: 'Downloads something and runs it',
  why: 'What is downloaded at install or load was never in the package, so nobody reviewed it and it may differ for every victim.',
  fix: 'Do not install it. A package that needs a binary should depend on one that is published with a checksum.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1105', 'T1059.004'],
    atlas: ['AML.T0011.001', 'AML.T0050'],
    cwe: ['CWE-494', 'CWE-506'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'high',
  words: /child_process|execa|cross-spawn|shelljs|spawn|['"`]zx['"`]|\bBun\.\$/,
  *script({ at, text, dated }, root): Iterable<ModuleHit> {
    const what = fetchedBy(text);
    if (what === undefined) return;
    yield dated((reach) => ({
      message: `${what} ${inWords(reach)}`,
      ...(reach === 'install' ? {} : gradeOf(what, text, reach, root)),
      evidence: [{ at, note: what, snippet: quote(text) }],
    }));
  },
  *module(module, root): Iterable<ModuleHit> {
    yield* commandsFromAfar(module, root);
    const saved = downloadedTo(module);
    for (const call of commandsIn(module)) {
      const command = commandText(module.code, call);
      const what = fetchedBy(command);
      if (what !== undefined) {
        yield module.dated(call.node, (reach) => ({
          message: `${what} ${inWords(reach)}`,
          ...gradeOf(what, command, reach, root),
          evidence: [module.at(call.node, what)],
        }));
        continue;
      }
      const download = saved.find(({ path, node }) => node !== call.node && runsFile(module.code, call, path));
      if (download)
        yield module.dated(call.node, (reach) => runsUnasked(reach) && savedAndRun(module, call, download, reach));
    }
  },
});

const OWN_REGISTRY = 'installs packages from a registry that is not a public one';

function fetchedBy(command: string): string | undefined {
  if (pipesToShell(command)) return 'downloads a script and runs it';
  if (FOREIGN_RUNTIME.test(command)) return 'fetches another JavaScript runtime';
  if (foreignRegistry(command)) return OWN_REGISTRY;
  return MINES.test(command) ? 'runs a program that mines' : undefined;
}

function gradeOf(what: string, command: string, reach: Reach, root: boolean): Partial<Hit> {
  if (root && isAsked(reach)) return ASKED;
  const known = what === OWN_REGISTRY ? runsUnasked(reach) : isStarted(reach) && fetchesTool(command);
  return known ? HIDDEN : weight(reach);
}

/** When a tool is used, or where the user types `setup`. */
function isAsked(reach: Reach): boolean {
  return reach === 'call' || reach === 'typed';
}

/** What a tool of the target itself fetches and runs, its user should know of before. */
const ASKED = { severity: 'medium', confidence: 'low' } as const;

/** Fetching the binary it is made of, at install or when it is first missed, is what some tools do. */
const BINARY = { severity: 'medium', confidence: 'low', signal: 'process.load' } as const;

/** Nobody could read it, but it may be its author’s own. */
const HIDDEN = { severity: 'medium', confidence: 'medium', signal: 'code.hidden' } as const;

/** A command that is the answer of a request. */
function* commandsFromAfar(module: Module, root: boolean): Iterable<ModuleHit> {
  for (const ways of together(module.flows)) {
    const [{ source, sink }] = ways;
    if (sink.kind !== 'process' || source.kind !== 'remote') continue;
    const call = module.calls.find((one) => one.node === sink.node);
    const starts = call ? programsOf(module, call) : [];
    if (call && starts.every((start) => isOnlyTold(start) || (fixesCommand(start) && !isProgram(call, ways)))) continue;
    const { what, grade, fed, unasked, shell } = call ? ranBy(module, call, ways, starts) : COMMAND;
    const isTool = root && call && isProgram(call, ways) && inHandler(module, sink.node);
    yield module.dated(
      sink.node,
      (reach) =>
        (!fed || runsUnasked(reach)) && {
          message: `${what} ${inWords(reach)}`,
          ...((runsUnasked(reach) ? unasked : undefined) ??
            grade ??
            (shell && reach !== 'nowhere' ? {} : undefined) ??
            (isTool && reach === 'call' ? ASKED : weight(reach))),
          evidence: [module.at(sink.node, 'runs it'), ...beginningsOf(module, ways, 'downloads it')],
        },
    );
  }
}

/** True for what runs when a model uses a tool, and no person has asked for any command. */
function inHandler({ code }: Module, node: Node): boolean {
  return declaredTools(code).some(({ handlers }) => handlers.some((fn) => isWithin(fn, node)));
}

/** Given to a program that the code names, or to one of its commands: a page to open, a branch to check out. */
function isOnlyTold(start: string): boolean {
  return fixesProgram(start) || managesPackage(start) === 'asks for';
}

/** True where it is the program itself that came over the network. */
function isProgram({ args: [program] }: Call, ways: Ways): boolean {
  return program !== undefined && ways.some(({ steps }) => steps.includes(program));
}

interface Ran {
  readonly what: string;
  /** Undefined where it depends on when it runs. */
  readonly grade?: Partial<Hit>;
  /** The same for what nobody asked for. */
  readonly unasked?: Partial<Hit> | undefined;
  /** True for a shell of this machine that somebody else has, whenever that is. */
  readonly shell?: boolean;
  /** True where a program only reads it. */
  readonly fed?: boolean;
}

const COMMAND: Ran = { what: 'runs a command that came over the network' };

const GIVEN: Ran = { what: 'gives a shell of this machine to whoever answers', shell: true };

/** `socket.pipe(shell.stdin)`: a shell that does what the other end of a bare connection types. */
function isShellGiven({ code }: Module, call: Call, ways: Ways): boolean {
  if (!ways.some(({ source }) => /^(?:net|tls)\./.test(source.detail))) return false;
  const started = startedBy(code, call);
  return started !== undefined && started !== call && programsRead(code, started).some(isInterpreter);
}

/** How a command begins of which nobody knows the program. */
const ANY = '? ';

/** True for a function of another module, of which it is known that what it is given says what is started. */
function isElsewhere({ name }: Call): boolean {
  return name?.startsWith('<') ?? false;
}

/** What of a call came over the network: the package that it installs, where a file lies, what a program reads, or the command. */
function ranBy(module: Module, call: Call, ways: Ways, starts: readonly string[]): Ran {
  const command = spelled(module.code, call, (node) => ways.some(({ steps }) => steps.includes(node)));
  if (isShellGiven(module, call, ways)) return GIVEN;
  const fed = starts.some((start) => start.startsWith(ANY)) && ways.every((way) => isFed(call, way));
  const done = starts.map(managesPackage);
  // Which package that is, nobody can say before.
  if (done.length > 0 && done.every((one) => one !== undefined)) {
    const installs = done.includes('installs');
    return {
      what: `${installs ? 'installs' : 'fetches'} a package by what came over the network`,
      grade: { ...BINARY, confidence: installs ? 'medium' : 'low' },
      // Of a package that the code names, the version is asked for; any package may be anybody's.
      unasked: installs && /\s!(?:\s|$)/.test(command) ? HIDDEN : undefined,
      fed,
    };
  }
  if (ways.every((way) => isProgramsPlace(module, call, way)))
    return { what: 'runs a file whose place came over the network', grade: BINARY };
  if (givesToScript(command)) return { what: 'gives a script what came over the network', grade: FED };
  return fed ? { ...COMMAND, grade: FED, fed } : COMMAND;
}

/** `spawn(path.join(folder, version, 'tool'))`: what is run is a file of that name, and no command. */
function isProgramsPlace({ code }: Module, call: Call, { source, steps }: Flow): boolean {
  if (isElsewhere(call)) return source.placed === true || isPlaced(code, steps);
  const {
    name,
    args: [program],
  } = call;
  if (!/\.(?:spawn|spawnSync|execFile|execFileSync)$/.test(name ?? '')) return false;
  return program !== undefined && steps.includes(program) && (source.placed || isPlaced(code, steps));
}

/** How the commands begin that a call starts, or that started what it writes to. */
function programsOf({ code }: Module, call: Call): readonly string[] {
  if (isElsewhere(call)) return [ANY];
  const started = startedBy(code, call);
  if (!started) return commandLines(code, call);
  const [program] = started.args;
  return RUNS_ITSELF.test((program && nameOf(code, program)) ?? '') ? ['node'] : commandLines(code, started);
}

const RUNS_ITSELF = /^process\.(?:execPath|env\.(?:SHELL|ComSpec|COMSPEC))$/;

/** What is only fed to a program becomes commands if that is an interpreter, which nobody can tell of one that is not known. */
const FED = { severity: 'medium', confidence: 'low', signal: 'code.dynamic' } as const;

/** True where a way ends in what the program reads or in its settings, and not in the command or its arguments. */
function isFed(call: Call, { steps, sink }: Flow): boolean {
  if (isElsewhere(call)) return false;
  const { name, args } = call;
  if (/\.stdin\.\w+$/.test(name ?? '')) return true;
  const last = steps.at(-2);
  const at = steps.at(-1) === sink.node && last ? args.indexOf(last) : -1;
  return at >= (/\bexec(?:Sync)?$/.test(name ?? '') ? 1 : 2);
}

/** Hiding where it lies, or leaving it running, is not what honest tools do with their binary. */
function savedAndRun(module: Module, call: Call, { lies, node }: Download, reach: Reach): Hit {
  const hides = lies === 'hidden' || isDetached(module.code, call);
  return {
    message: `saves a download as a file and runs it ${inWords(reach)}`,
    ...(hides ? {} : BINARY),
    ...(hides || lies === 'below a dot' ? { confidence: 'medium' } : {}),
    evidence: [module.at(call.node, 'runs it'), module.at(node, 'saves it')],
  };
}

/** What a person asks a tool to do is another thing than what happens unasked. */
function weight(reach: Reach): Partial<Hit> {
  return runsUnasked(reach) ? {} : { severity: 'low', signal: 'code.dynamic' };
}
