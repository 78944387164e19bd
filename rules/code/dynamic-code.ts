import { isCarried } from '../../src/code/flow/carried.ts';
import { partsBehind, writtenOut } from '../../src/code/flow/feeds.ts';
import type { SourceKind } from '../../src/code/flow/flow.ts';
import {
  beginningsOf,
  type Flow,
  inWords,
  type Module,
  type Node,
  type Reach,
  runsUnasked,
  together,
} from '../../src/code/flow/module.ts';
import { isQuoted } from '../../src/code/flow/quoted.ts';
import { propertyName } from '../../src/code/tree/calls.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'dynamic-code',
  title: 'Turns packed or downloaded text into code',
  why: 'Code that is decoded, decrypted, downloaded or read out of a picture before it runs is code nobody could read before installing. Bundlers and template engines build code from text too, but from text one can read.',
  fix: 'Do not install it. If the package is well known, ask the author what the packed text is.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1027', 'T1140', 'T1059.007'],
    atlas: ['AML.T0011.001', 'AML.T0074'],
    cwe: ['CWE-506', 'CWE-95'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'high',
  // A class's own `constructor() {` and questions after an object's class are everywhere, and reach no code.
  words:
    /\beval\b|\bFunction\b(?!\.prototype\b)|\bvm\b|['"`](?:node:)?(?:inspector|repl)\b|registerHooks|_compile|\.\s*constructor\b(?!\s*(?:\.\s*(?:name|prototype)\b|[=!]==?[^=]))|['"`]constructor\b|\bconstructor\s*(?::\s*\w+\s*)?[,}]|import\s*\(|require-from-string|\bcreateWriteStream\b|\bdlopen\b|\b(?:setTimeout|setInterval)\s*\(\s*(?:atob|Buffer)|Worker\b|base64|data:(?:text|application)\/(?:java|ecma)script/,
  *module(module, root): Iterable<ModuleHit> {
    const hidden = module.flows.filter((flow) => hiddenIn(module, flow) !== undefined);
    for (const ways of together(hidden)) {
      const [flow] = ways;
      const what = hiddenIn(module, flow);
      const command = flow.sink.kind === 'process';
      yield module.dated(flow.sink.node, (reach) => {
        // A command made of decoded parts is usual; one that was packed into the package and runs at once is not.
        if (command && !runsUnasked(reach)) return undefined;
        return {
          message: `runs ${what} as ${command ? 'a command' : 'code'} ${inWords(reach)}`,
          ...(isOnlyTold(module, flow, reach, root) ? TOLD : weight(reach)),
          evidence: [module.at(flow.sink.node, 'becomes code here'), ...beginningsOf(module, ways, flow.source.detail)],
        };
      });
    }
    for (const { name, args, node } of module.calls) {
      const loads = name === 'import' || name === 'module.register';
      const url = loads && args[0] ? module.text(args[0]) : undefined;
      if (!url || !/^data:(?:text|application)\/(?:java|ecma)script[^,]{0,100};base64,/.test(url)) continue;
      yield module.dated(node, (reach) => ({
        message: `runs a packed text as code ${inWords(reach)}`,
        ...weight(reach),
        evidence: [module.at(node, 'a module inside a URL')],
      }));
    }
  },
});

/**
 * Pages are given such files: a loader of modules, a client that loads them anew while they are written. And programs that work
 * together on one machine tell each other what to do. What no entry of a dependency reaches, nobody runs.
 */
const TOLD = { severity: 'low', signal: 'code.dynamic' } as const;

function isOnlyTold(module: Module, { source, steps }: Flow, reach: Reach, root: boolean): boolean {
  if (source.kind === 'near' || (reach === 'nowhere' && (source.kind === 'remote' || !root))) return true;
  return reach === 'call' && steps.some((step) => isOutOfMemory(module, step));
}

/** `decoder.decode(new Uint8Array(wasm.memory.buffer))`: what compilers to WebAssembly have their programs ask of JavaScript. */
function isOutOfMemory({ code }: Module, step: Node): boolean {
  if (step.type !== 'CallExpression' || propertyName(code, step.callee) !== 'decode') return false;
  return [...partsBehind(code, step.arguments as Node[])].some(
    (part) => part.type === 'MemberExpression' && MEMORY.test(nameOfMember(code, part)),
  );
}

const MEMORY = /memory\.buffer$/i;

/** `wasmMemory.buffer`, whatever is left of it. */
function nameOfMember(code: Module['code'], { object, property, computed }: Member): string {
  const own = object.type === 'Identifier' ? object.name : propertyName(code, object);
  return `${own ?? ''}.${keyText(property, computed) ?? ''}`;
}

type Member = Extract<Node, { type: 'MemberExpression' }>;

/** What somebody has to ask for is told, and no threat by itself. */
function weight(reach: Reach): Partial<Hit> {
  return runsUnasked(reach) ? { severity: 'high' } : { severity: 'medium', signal: 'code.dynamic' };
}

const BECOMES_CODE: ReadonlySet<Flow['sink']['kind']> = new Set(['code', 'dropped', 'loaded', 'process']);

/** What is text until it becomes code, and the sink besides code that makes it that. */
const TEXTS: Partial<Record<SourceKind, { what: (detail: string) => string; loaded?: Flow['sink']['kind'] }>> = {
  'data file': { what: (file) => `a data file (${file})` },
  remote: { what: () => 'something downloaded', loaded: 'loaded' },
  near: { what: () => 'what another program of this machine says' },
};

/** What it was that becomes code, where that could not be read in the source. */
function hiddenIn(module: Module, flow: Flow): string | undefined {
  const { source, sink } = flow;
  if (!BECOMES_CODE.has(sink.kind)) return undefined;
  if (isModulePath(module, flow) || isQuoted(module.code, flow.steps, sink.node)) return undefined;
  const told = TEXTS[source.kind];
  if (told) return sink.kind === 'code' || told.loaded === sink.kind ? told.what(source.detail) : undefined;
  if (source.kind !== 'packed') return undefined;
  if (sink.kind === 'process' && !isScript(module, sink.node)) return undefined;
  // What a caller from outside hands over is the caller's: a template, a `data:` URL.
  return isCarried(module.code, source.node, flow.context) ? 'a packed text' : undefined;
}

/** `node -e …`, `sh -c …`, `exec(…)`. */
function isScript(module: Module, node: Flow['sink']['node']): boolean {
  const call = module.calls.find((one) => one.node === node);
  if (!call || /\.exec(?:Sync)?$/.test(call.name ?? '')) return call !== undefined;
  const list = call.args[1];
  return (
    list?.type === 'ArrayExpression' &&
    list.elements.some((item) => /^(?:-e|-c|--eval|\/c)$/.test((item && module.text(item)) ?? ''))
  );
}

/** `import()` of a decoded path loads a file that is checked itself; of a `data:` URL, or one of a blob, it is code. */
function isModulePath(module: Module, { sink, steps }: Flow): boolean {
  if (sink.name !== 'import') return false;
  const { node } = sink;
  const text = node.type === 'ImportExpression' ? writtenOut(module.code, node.source) : '';
  if (/data:/i.test(text)) return false;
  return !steps.some((step) => 'callee' in step && module.name(step.callee as Node) === 'URL.createObjectURL');
}
