import { processesIn, requestsIn } from '../../src/code/flow/acts.ts';
import { commandText, isDetached, startsProcess } from '../../src/code/flow/command.ts';
import { networkArguments } from '../../src/code/flow/flow.ts';
import { type Gate, gatesBefore } from '../../src/code/flow/gates.ts';
import { type Call, type Flow, inWords, type Module, type Node, runsUnasked } from '../../src/code/flow/module.ts';
import { textsBehind } from '../../src/code/flow/texts.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { asksMachine, pipesToShell, WIPES } from '../data/commands.ts';
import { dropIn } from '../data/hosts.ts';

/** Questions that pick a victim; honest code hardly ever starts anything behind them. */
const PICKS: ReadonlySet<Gate['kind']> = new Set(['time', 'place', 'machine']);
/** Questions that honest code asks, too: what it does behind them has to be worse. */
const HIDES: ReadonlySet<Gate['kind']> = new Set(['watcher', 'ci']);
const COLLECTED = new Set(['environment', 'secret file', 'secret command', 'identity']);

export default defineRule({
  id: 'waits-for-victim',
  title: 'Does something worth hiding only where it is not watched',
  why: 'Asking for the date, the language, the name of the machine, a build server or a debugger before acting keeps code quiet where it is examined, and picks whom it strikes. Honest code asks, too, but not in front of a theft.',
  fix: 'Do not install it. That it did nothing in a test says nothing about what it does elsewhere.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1480', 'T1497', 'T1622'],
    atlas: ['AML.T0097', 'AML.T0011.001'],
    cwe: ['CWE-511', 'CWE-506'],
  },
  signal: 'code.hidden',
  severity: 'medium',
  confidence: 'medium',
  words: [
    /\beval\b|\bFunction\b|child_process|_compile|\bvm\b|execa|spawn|fetch|https?['"`]|axios|\bgot\b|\bnet\b|dns|\bBuffer\.alloc\(|\brandomBytes\(/,
    /Date\b|getTimezoneOffset|resolvedOptions|\bLANG\b|LC_ALL|hostname|userInfo|\bUSER(?:NAME)?\b|COMPUTERNAME|npm_package|execArgv|inspector|dockerenv|cgroup|totalmem|\bcpus\b|\bCI\b|GITHUB_ACTIONS/,
  ],
  *module(module): Iterable<ModuleHit> {
    const sinks = Map.groupBy(module.flows, ({ sink }) => sink.node);
    const acting = new Set([...processesIn(module), ...requestsIn(module).map(({ call }) => call)]);
    yield* destroyed(module);
    for (const call of module.calls) {
      const flows = sinks.get(call.node) ?? [];
      if (flows.length === 0 && !acting.has(call)) continue;
      const act = actOf(module, call, flows);
      if (act === undefined) continue;
      const gate = gatesBefore(module.code, call.node).find(
        ({ kind }) => PICKS.has(kind) || (act.theft && HIDES.has(kind)),
      );
      if (!gate) continue;
      yield module.dated(
        call.node,
        (reach) =>
          runsUnasked(reach) && {
            message: `${act.what} only where ${gate.asks} ${inWords(reach)}`,
            ...(act.theft ? {} : { confidence: 'low' as const }),
            evidence: [module.at(call.node, act.what), module.at(gate.node, `asks whether ${gate.asks}`)],
          },
      );
    }
  },
});

const OVERWRITES =
  /^fs(?:\.promises)?\.(?:writeFile|writeFileSync|outputFile|outputFileSync|open\(\)\.(?:write|writeFile))$/;
const NOTHING = /^(?:Buffer|buffer\.Buffer)\.alloc(?:Unsafe)?$|^crypto\.randomBytes$/;

/** Files that only some people lose: nobody has to be careful where he makes room for what is new, whatever day it is. */
function* destroyed(module: Module): Iterable<ModuleHit> {
  for (const call of module.calls) {
    if (!losesContent(module, call)) continue;
    const gate = gatesBefore(module.code, call.node).find(({ kind }) => PICKS.has(kind));
    if (!gate) continue;
    yield module.dated(
      call.node,
      (reach) =>
        reach !== 'nowhere' && {
          message: `overwrites files with nothing of use only where ${gate.asks} ${inWords(reach)}`,
          signal: 'destructive',
          evidence: [module.at(call.node, 'overwrites files'), module.at(gate.node, `asks whether ${gate.asks}`)],
        },
    );
  }
}

/** True for what puts zeros or noise in the place of what a file holds. */
function losesContent(module: Module, { name = '', args: [path, content] }: Call): boolean {
  // A file of one's own has its name in the code.
  if (!path || module.text(path) !== undefined) return false;
  if (content?.type !== 'CallExpression' || !OVERWRITES.test(name)) return false;
  const [size] = content.arguments as Node[];
  // A log is emptied on Sundays.
  const empties = size?.type === 'NumericLiteral' && size.value === 0;
  return !empties && NOTHING.test(module.name(content.callee as Node) ?? '');
}

interface Act {
  readonly what: string;
  /** True for what is a theft or an attack without any gate. */
  readonly theft: boolean;
}

/** What a call does that is worth hiding. */
function actOf(module: Module, call: Call, flows: readonly Flow[]): Act | undefined {
  if (flows.some(({ sink, source }) => sink.kind === 'code' && (source.kind === 'packed' || source.kind === 'remote')))
    return { what: 'runs hidden code', theft: true };
  if (flows.some(({ sink, source }) => sink.kind === 'network' && COLLECTED.has(source.kind)))
    return { what: 'sends what it collected', theft: true };
  if (startsProcess(call)) {
    const text = commandText(module.code, call);
    if (asksMachine(text)) return undefined;
    const bad = WIPES.test(text) || pipesToShell(text) || isDetached(module.code, call);
    return { what: bad ? 'starts a process worth hiding' : 'starts a process', theft: bad };
  }
  const sent = networkArguments(module.code, call.node);
  return sent.length > 0 && dropIn(textsBehind(module.code, sent.slice(0, 2)))
    ? { what: 'contacts a drop', theft: true }
    : undefined;
}
