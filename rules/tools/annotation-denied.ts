import { startsProcess } from '../../src/code/command.ts';
import { literalsIn, networkArguments } from '../../src/code/flow.ts';
import type { Call, Module, Node } from '../../src/code/module.ts';
import { isTemporary } from '../../src/code/temporary.ts';
import { callsFrom, type DeclaredTool, declaredTools } from '../../src/code/tools.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Severity } from '../../src/types.ts';

export default defineRule({
  id: 'annotation-denied',
  title: 'Does in code what the annotations of its tool deny',
  why: 'Clients let tools run without asking that say they only read, and let them see private data if they say they talk to nobody. A tool whose code writes, deletes or sends all the same gets these rights by a lie, or by a mistake that is worth as much.',
  fix: 'Do not approve the tool for running unasked. Ask the author to correct `readOnlyHint`, `destructiveHint` or `openWorldHint`.',
  mapping: {
    owasp: ['MCP03', 'MCP02'],
    attack: ['T1036'],
    atlas: ['AML.T0110'],
    cwe: ['CWE-684'],
  },
  signal: 'tool.undeclared',
  severity: 'medium',
  confidence: 'medium',
  words: /(?:readOnly|destructive|openWorld)Hint/,
  *module(module): Iterable<Hit> {
    for (const tool of declaredTools(module.code)) {
      const calls = callsFrom(module.code, tool.handlers);
      for (const { hint, said, denied, severity } of CLAIMS) {
        const claim = tool.hints.get(hint);
        if (claim?.value !== said || (hint === 'destructiveHint' && tool.hints.get('readOnlyHint')?.value)) continue;
        const act = calls.find((call) => denied(module, call));
        if (act) yield { ...hit(module, tool, `${hint}: ${said}`, claim.node, act), ...(severity ? { severity } : {}) };
      }
    }
  },
});

interface Claim {
  readonly hint: string;
  /** What a tool claims. */
  readonly said: boolean;
  /** How bad it is, if it is not as the rule says. */
  readonly severity?: Severity;
  /** True where a call is what it denies. */
  readonly denied: (module: Module, call: Call) => boolean;
}

const DELETES =
  /^(?:fs(?:\.promises)?\.(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|remove|removeSync|emptyDir)|rimraf)$/;
const WRITES =
  /^fs(?:\.promises)?\.(?:writeFile|writeFileSync|appendFile|appendFileSync|outputFile|outputFileSync|rename|renameSync|copyFile|copyFileSync|cp|cpSync|truncate|truncateSync)$|^Bun\.write$/;
/** Files of its own that nobody minds, by what they are called. */
const ASIDE = /\b(?:te?mp|cache|logs?)\b|\.log$/i;

const CLAIMS: readonly Claim[] = [
  { hint: 'readOnlyHint', said: true, denied: (module, call) => writes(module, call) || deletes(module, call) },
  { hint: 'destructiveHint', said: false, denied: deletes },
  // Asking the one service it is made for may still be a closed world.
  {
    hint: 'openWorldHint',
    said: false,
    severity: 'low',
    denied: (module, call) => !startsProcess(call) && reachesOut(module, call),
  },
];

function writes(module: Module, { name, args }: Call): boolean {
  return name !== undefined && WRITES.test(name) && !changed(name, args).every((path) => isAside(module, path));
}

function deletes(module: Module, { name, args }: Call): boolean {
  return name !== undefined && DELETES.test(name) && !changed(name, args).every((path) => isAside(module, path));
}

/** The paths at which something is not as it was: what is renamed is gone from where it was, what is copied is not. */
function changed(name: string, args: Call['args']): Call['args'] {
  if (/\.rename(?:Sync)?$/.test(name)) return args.slice(0, 2);
  return /\.c(?:opyFile|p)(?:Sync)?$/.test(name) ? args.slice(1, 2) : args.slice(0, 1);
}

function isAside(module: Module, path: Node): boolean {
  if (isTemporary(module.code, path)) return true;
  const text = module.source.slice(path.start ?? 0, path.end ?? 0);
  return ASIDE.test([text, ...literalsIn(module.code, [path])].join(' ').replace(/([a-z])([A-Z])/g, '$1 $2'));
}

/** This machine is no open world. */
function reachesOut(module: Module, call: Call): boolean {
  const sent = networkArguments(module.code, call.node);
  if (sent.length === 0) return false;
  const texts = literalsIn(module.code, sent.slice(0, 1));
  return texts.some((text) => /^https?:\/\/(?!localhost|127\.|\[::1)[\w.-]+\.[a-z]{2,}/i.test(text));
}

function hit(module: Module, { name }: DeclaredTool, claim: string, claimed: Call['node'], act: Call): Hit {
  const tool = name === undefined ? 'a tool' : `its tool ${quote(name, 60)}`;
  return {
    message: `${tool} says ${claim} and calls ${quote(act.name ?? 'the network', 60)}`,
    evidence: [module.at(act.node, 'done here'), module.at(claimed, 'denied here')],
  };
}
