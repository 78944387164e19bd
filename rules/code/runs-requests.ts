import { commandHead, programsRead } from '../../src/code/flow/command.ts';
import { trace } from '../../src/code/flow/flow.ts';
import {
  beginningsOf,
  type Call,
  type Flow,
  inWords,
  isBundle,
  type Module,
  type Node,
  type Reach,
  together,
} from '../../src/code/flow/module.ts';
import { startedBy } from '../../src/code/flow/sinks.ts';
import { readsFile } from '../../src/code/flow/sources.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import { isInterpreter } from '../data/commands.ts';

export default defineRule({
  id: 'runs-requests',
  title: 'Runs whatever a request to a server of its own says',
  why: 'A server that hands the text of a request to a shell or to the engine gives the machine to everybody who reaches its port: other programs, pages in the browser, the network. Shells are left behind this way, and a debugging aid of this kind is no safer.',
  fix: 'Do not run it where anybody else reaches its port. Ask the author which commands it needs, and to name them in the code.',
  mapping: { owasp: ['MCP05', 'MCP07'], attack: ['T1059'], atlas: ['AML.T0050'], cwe: ['CWE-78', 'CWE-912'] },
  signal: 'code.dynamic',
  severity: 'medium',
  confidence: 'medium',
  words: [
    /createServer|Server\b|\.(?:headers|body|query|rawBody|url|cookies|params)\b|createSocket|express|fastify|koa|hono|\bPOST\b|\bPUT\b|inspector/,
    /child_process|execa|cross-spawn|shelljs|spawn|\beval\b|\bFunction\b(?!\.prototype\b)|\bvm\b|_compile|\brepl\b|inspector/,
  ],
  *module(module): Iterable<ModuleHit> {
    yield* debuggers(module);
    const asked = module.flows.filter((flow) => flow.source.kind === 'request' && runsIt(module, flow));
    for (const ways of together(asked)) {
      const { sink } = ways[0];
      yield module.dated(
        sink.node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `runs what a request to its own server says as ${sink.kind === 'code' ? 'code' : 'a command'} ${inWords(reach)}`,
            ...weight(module, reach),
            evidence: [module.at(sink.node, 'runs it'), ...beginningsOf(module, ways, 'told of requests here')],
          },
      );
    }
  },
});

/** `inspector.open(9229, '0.0.0.0')`: whoever reaches a debugger runs what he likes in its process. */
function* debuggers(module: Module): Iterable<ModuleHit> {
  for (const { name, args, node } of module.calls) {
    const host = name === 'inspector.open' && args[1] ? module.text(args[1]) : undefined;
    if (host === undefined || LOOPBACK.test(host)) continue;
    yield module.dated(
      node,
      (reach) =>
        reach !== 'nowhere' && {
          message: `opens its debugger to ${quote(host, 60)} ${inWords(reach)}`,
          ...weight(module, reach),
          evidence: [module.at(node, 'opens it')],
        },
    );
  }
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)?$/i;

/** A package that opens a shell while it is installed or imported was not asked for a server. */
function weight(module: Module, reach: Reach): Partial<Hit> {
  if (isBundle(module.code)) return { confidence: 'low' };
  return reach === 'install' || reach === 'load' ? { severity: 'high' } : {};
}

function runsIt(module: Module, flow: Flow): boolean {
  const { sink, steps } = flow;
  // A request that names a file does not say what is in it.
  if (steps.some((step) => 'callee' in step && readsFile(module.name(step.callee as Node) ?? ''))) return false;
  if (sink.kind === 'code') return sink.name !== 'import';
  const call = sink.kind === 'process' ? module.calls.find((one) => one.node === sink.node) : undefined;
  return call !== undefined && (isFed(module, call) || commandsOf(module, call).some((part) => isAsked(module, part)));
}

function isAsked({ code }: Module, part: Node): boolean {
  return trace(code, part).some(({ source }) => source.kind === 'request');
}

/** What decides which program runs: the head of a command line, and the script that a shell is given. */
function commandsOf({ code, text }: Module, { name, args }: Call): readonly Node[] {
  const [program, list] = args;
  if (!program || /\.(?:fork|write|stdin\.\w+)$/.test(name ?? '')) return [];
  const words = list?.type === 'ArrayExpression' ? list.elements.filter((item) => item !== null) : [];
  const script = words.findIndex((word) => SCRIPT.test(text(word) ?? ''));
  return [...commandHead(code, program), ...(script < 0 ? [] : words.slice(script + 1, script + 2))];
}

const SCRIPT = /^(?:-\w{0,3}[ce]|--eval|\/c|-Command)$/;

/** What comes in is what a shell reads: `socket.pipe(shell.stdin)`. */
function isFed(module: Module, call: Call): boolean {
  if (!/\.(?:stdin|pipe)\b/.test(call.name ?? '')) return false;
  const started = startedBy(module.code, call);
  return started !== undefined && programsRead(module.code, started).some(isInterpreter);
}
