/** Texts of a module that become code and are known without running it: what is unpacked is read like the rest. */
import { nameOf } from '../tree/calls.ts';
import type { Call, Module, Node } from './module.ts';
import { type FilesRun, filesRun, sinkOf, startedBy } from './sinks.ts';
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
    return text !== undefined && text.length >= MIN_LENGTH && text.length <= MAX_LENGTH
      ? [{ text, node: call.node }]
      : [];
  });
  return found.slice(0, MAX_TEXTS);
}

function textOfCall(module: Module, call: Call, run: FilesRun): string | undefined {
  const { name, args } = call;
  if (name !== undefined && isProcess(name)) return scriptOf(module, args);
  if (name === 'module.register') return ofUrl(textOf(module, args[0]));
  const sink = sinkOf(module.code, call, run);
  if (sink?.kind === 'loaded') return module.text(sink.args[0] as Node);
  if (sink?.kind === 'process') return readBy(module, call);
  if (sink?.kind !== 'code') return undefined;
  if (sink.args.length === 0) return ofUrl(textOf(module, args[0]));
  // The last argument of `Function` is its body, and the first of everything else is the text.
  const text = textOf(module, name === 'Function' ? args.at(-1) : sink.args[0]);
  return text?.startsWith('data:') ? ofUrl(text) : name === 'import' ? undefined : text;
}

/** The text of an expression, or of the URL that is made of it. */
function textOf(module: Module, node: Node | undefined): string | undefined {
  const isUrl = node?.type === 'NewExpression' && nameOf(module.code, node.callee) === 'URL';
  const inner = isUrl ? (node.arguments[0] as Node | undefined) : node;
  return inner && module.text(inner);
}

/** What node is given to read: `spawn(process.execPath, ['-']).stdin.end(text)`. */
function readBy(module: Module, call: Call): string | undefined {
  const [program] = startedBy(module.code, call)?.args ?? [];
  const command = program && (module.text(program) ?? module.name(program));
  return command !== undefined && NODE.test(command) ? textOf(module, call.args[0]) : undefined;
}

const NODE = /(?:^|[/\\])(?:node|bun|deno)(?:\.exe)?$|^process\.(?:execPath|argv0)$/;

/** `spawn('node', ['-e', text])`, `exec("node -e 'text'")`. */
function scriptOf(module: Module, [program, list]: readonly Node[]): string | undefined {
  const command = program && (module.text(program) ?? module.name(program));
  if (command === undefined) return undefined;
  if (list?.type === 'ArrayExpression' && NODE.test(command)) {
    const words = list.elements.map((item) => (item ? module.text(item) : undefined));
    const at = words.findIndex((word) => word !== undefined && /^(?:-e|-p|-pe|--eval|--print|eval)$/.test(word));
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
