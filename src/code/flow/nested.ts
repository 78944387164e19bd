/** Texts of a module that become code and are known without running it: what is unpacked is read like the rest. */
import { nameOf } from '../tree/calls.ts';
import { propertyOf } from '../tree/objects.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { backwards, wholeEnvironment } from './flow.ts';
import type { Call, Module, Node } from './module.ts';
import { codeArguments, type FilesRun, filesRun, NODE, READS_TEXT, sinkOf, startedBy } from './sinks.ts';
import { isProcess } from './sources.ts';

export interface TextRun {
  readonly text: string;
  /** The call that runs it. */
  readonly node: Node;
}

const MAX_TEXTS = 20;
const MAX_LENGTH = 1024 * 1024;
/** Shorter texts hold no more than what names and folded constants show already. */
const MIN_LENGTH = 20;

export function textsRun(module: Module): TextRun[] {
  const run = filesRun(module.code, module.calls);
  const found = module.calls.flatMap((call) => {
    const text = textOfCall(module, call, run);
    const texts = text === undefined ? piecesGiven(module, call) : [text];
    return texts.map((one) => ({ text: one, node: call.node }));
  });
  return [...found, ...piecesLoaded(module)]
    .filter(({ text }) => text.length >= MIN_LENGTH && text.length <= MAX_LENGTH)
    .slice(0, MAX_TEXTS);
}

/** What is gone through for the pieces of a text, and as how many it is taken. */
const [MAX_BEHIND, MAX_PIECES] = [60, 3];
/** A piece that does something for itself. */
const STATEMENT = /\(.*(?:[;}]|\)\s*$)/s;

/** Pieces of code that a call runs together with what is only known then. */
function piecesGiven({ code }: Module, { node, name, args }: Call): readonly string[] {
  const evaluated = name?.startsWith('<') ? code.outside?.evals(name) : undefined;
  const given = evaluated ? args.filter((_, i) => evaluated.has(i)) : codeArguments(code, node);
  return given.flatMap((arg) => piecesOf(code, arg));
}

function piecesOf(code: Linked, arg: Node): readonly string[] {
  const pieces = backwards(code, arg)
    .take(MAX_BEHIND)
    .map(({ node }) => textOf(code, node) ?? withHoles(code, node) ?? '')
    .filter((text) => text.length > 2 * MIN_LENGTH && STATEMENT.test(text))
    .take(MAX_PIECES);
  return [...new Set(pieces)];
}

/** A template with something in the place of what is put into it: the environment, where it is that, or nothing. */
function withHoles(code: Linked, node: Node): string | undefined {
  if (node.type !== 'TemplateLiteral') return undefined;
  const holes = node.expressions.map((one) => textOf(code, one) ?? standIn(code, one as Node));
  return node.quasis.map(({ value }, i) => (value.cooked ?? '') + (holes[i] ?? '')).join('');
}

function standIn(code: Linked, hole: Node): string {
  return wholeEnvironment(code, hole).length > 0 ? 'process.env' : '0';
}

/** What a module that changes how others are loaded puts into them: `export async function load(url, context, nextLoad)`. */
function piecesLoaded({ code }: Module): readonly TextRun[] {
  const hooks = code.nodes.functions.filter((fn) => fn.params.length === 3 && 'id' in fn && fn.id?.name === 'load');
  const results = hooks.flatMap((fn) => code.results.get(fn) ?? []);
  const given = results.flatMap((one): readonly Node[] =>
    one.type === 'ConditionalExpression' ? [one.consequent, one.alternate] : [one],
  );
  const sources = given.flatMap((one) => propertyOf(code, one, 'source') ?? []);
  return sources.flatMap((node) => piecesOf(code, node).map((text) => ({ text, node })));
}

function textOfCall(module: Module, call: Call, run: FilesRun): string | undefined {
  const { name, args } = call;
  if (name !== undefined && isProcess(name)) return scriptOf(module, args);
  if (name === 'module.register') return ofUrl(textGiven(module, args[0]));
  const sink = sinkOf(module.code, call, run);
  if (sink?.kind === 'loaded') return module.text(sink.args[0] as Node);
  if (sink?.kind === 'process') return readBy(module, call);
  if (sink?.kind !== 'code') return undefined;
  if (sink.args.length === 0) return ofUrl(textGiven(module, args[0]));
  // The last argument of `Function` is its body, and the first of everything else is the text.
  const text = textGiven(module, name === 'Function' ? args.at(-1) : sink.args[0]);
  return text?.startsWith('data:') ? ofUrl(text) : name === 'import' ? undefined : text;
}

/** The text of an expression, or of the URL that is made of it. */
function textGiven(module: Module, node: Node | undefined): string | undefined {
  const isUrl = node?.type === 'NewExpression' && nameOf(module.code, node.callee) === 'URL';
  const inner = isUrl ? (node.arguments[0] as Node | undefined) : node;
  return inner && module.text(inner);
}

/** What node is given to read: `spawn(process.execPath, ['-']).stdin.end(text)`. */
function readBy(module: Module, call: Call): string | undefined {
  const [program] = startedBy(module.code, call)?.args ?? [];
  const command = program && (module.text(program) ?? module.name(program));
  return command !== undefined && NODE.test(command) ? textGiven(module, call.args[0]) : undefined;
}

/** `spawn('node', ['-e', text])`, `exec("node -e 'text'")`. */
function scriptOf(module: Module, [program, list]: readonly Node[]): string | undefined {
  const command = program && (module.text(program) ?? module.name(program));
  if (command === undefined) return undefined;
  if (list?.type === 'ArrayExpression' && NODE.test(command)) {
    const words = list.elements.map((item) => (item ? module.text(item) : undefined));
    const at = words.findIndex((word) => word !== undefined && READS_TEXT.test(word));
    return at < 0 ? undefined : words[at + 1];
  }
  const match = /\b(?:node|bun|deno)\s+(?:-e|-p|-pe|--eval|--print|eval)\s+(["'])([\s\S]*)\1/.exec(
    command.slice(0, MAX_LENGTH),
  );
  return match?.[2]?.replaceAll('\\"', '"');
}

/** The script of a `data:` URL. */
function ofUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const match = /^data:(?:text|application)\/(?:javascript|ecmascript)([^,]{0,100}),/.exec(url);
  if (!match) return undefined;
  const body = url.slice(match[0].length);
  if (match[1]?.includes('base64')) return Buffer.from(body, 'base64').toString();
  try {
    return decodeURIComponent(body);
  } catch {
    return undefined;
  }
}
