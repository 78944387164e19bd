/** Files a module saves from the network, and the processes that are those files. */
import type { Call } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import type { Node } from '../tree/walk.ts';
import { startsProcess } from './command.ts';
import { writtenOut } from './feeds.ts';
import { literalsIn, networkArguments, partsBehind, trace } from './flow.ts';
import type { Module } from './module.ts';
import { onlyHandles } from './sinks.ts';
import { mayBeTemporary } from './temporary.ts';
import { contentWritten } from './writes.ts';

/**
 * Where a file lies: hidden where nobody looks, as under a name with a dot; or in a folder with one, as `~/.local/bin`, where users
 * keep their programs; or elsewhere.
 */
export type Lies = 'hidden' | 'below a dot' | 'open';

export interface Download {
  /** The path it is saved under. */
  readonly path: Node;
  /** Where it is saved. */
  readonly node: Node;
  readonly lies: Lies;
}

const SAVES = /^fs(?:\.promises)?\.(?:writeFile|writeFileSync|outputFile|outputFileSync)$|^Bun\.write$/;
const STREAMS = /^fs\.createWriteStream$/;
const UNSEEN = /(?:^|[/\\\s])(?:tmp|temp|AppData|ProgramData)(?=[/\\\s]|$)/i;
const DOTTED = /^\.[a-z?]/i;
const FETCHES = /\b(?:curl\s[^\n;|&]*\s(?:-o|-O|--output)|wget\s[^\n;|&]*\s-O)\s*["']?(\S{3,200}?)["']?(?=\s|$)/;

/** Every file of a module that holds what came over the network. */
export function downloadedTo(module: Module): readonly Download[] {
  const { code, calls } = module;
  const fetches = calls.some(({ node }) => networkArguments(code, node).length > 0);
  return calls.flatMap((call): readonly Download[] => {
    const { name = '', args, node } = call;
    const [path, content] = args;
    if (!path) return [];
    if (SAVES.test(name)) return content && isRemote(code, content) ? [downloadOf(code, path, node)] : [];
    if (fetches && STREAMS.test(name)) return [downloadOf(code, path, node)];
    return startsProcess(call) && FETCHES.test(literalsIn(code, args).join(' '))
      ? [downloadOf(code, pathGiven(code, args) ?? path, node)]
      : [];
  });
}

const GOAL = /(?:\s-o|\s-O|\s--output)[\s=]*["']?$/;

/** The expression behind `-o`, where only part of a command is written out. */
function pathGiven(code: Linked, [command, list]: readonly Node[]): Node | undefined {
  if (command?.type === 'BinaryExpression' && GOAL.test(textOf(code, command.left) ?? '')) return command.right;
  if (command?.type === 'TemplateLiteral') {
    const at = command.quasis.findIndex((quasi) => GOAL.test(quasi.value.cooked ?? ''));
    return command.expressions[at] as Node | undefined;
  }
  const joined = command?.type === 'CallExpression' && 'object' in command.callee ? command.callee.object : list;
  if (joined?.type !== 'ArrayExpression') return undefined;
  const at = joined.elements.findIndex((item) => item && /^(?:-o|-O|--output)$/.test(textOf(code, item) ?? ''));
  return at < 0 ? undefined : (joined.elements[at + 1] ?? undefined);
}

/** Stands for what came over the network. */
const REMOTE = '\0';
const REMOTE_LINE = /^[ \t]*\0/m;

/** True where a call writes lines that came over the network as they are: no value that is put into a line of its own. */
export function writesRemoteLines(code: Linked, call: Call): boolean {
  const mark = (part: Node): string => (isRemote(code, part) ? REMOTE : '?');
  return contentWritten(call).some((content) => REMOTE_LINE.test(writtenOut(code, content, mark)));
}

function isRemote(code: Linked, content: Node): boolean {
  return trace(code, content).some(({ source }) => source.kind === 'remote');
}

function downloadOf(code: Linked, path: Node, node: Node): Download {
  return { path, node, lies: liesAt(code, path) };
}

function liesAt(code: Linked, path: Node): Lies {
  const texts = literalsIn(code, [path]);
  if (mayBeTemporary(code, path) || UNSEEN.test(texts.join(' '))) return 'hidden';
  const written = writtenOut(code, path, '?');
  const names = (written === '?' ? texts.join('/') : written).split(/[\\/]/);
  if (DOTTED.test(names.at(-1) ?? '')) return 'hidden';
  return names.some((name) => DOTTED.test(name)) ? 'below a dot' : 'open';
}

/** True where a process is the file at a path, or an interpreter that is given it: by the same name, or the same text. */
export function runsFile(code: Linked, { args }: Call, path: Node): boolean {
  if (onlyHandles(code, args)) return false;
  const wanted = anchorsOf(code, path);
  return [...partsBehind(code, args.slice(0, 2))].some((part) => {
    const binding = part.type === 'Identifier' ? code.bindingOf(part) : undefined;
    if (binding && wanted.has(binding)) return true;
    const text = textOf(code, part)?.slice(0, MAX_COMMAND);
    if (text === undefined && wanted.has(outlineOf(code, part))) return true;
    return (
      text !== undefined && [text, ...text.split(/[\s;&|"']+/)].some((word) => word.length >= 4 && wanted.has(word))
    );
  });
}

const MAX_COMMAND = 20_000;

/** What tells one path from another: the variable that holds it, or its text where that is whole. */
function anchorsOf(code: Linked, path: Node): ReadonlySet<unknown> {
  const text = textOf(code, path);
  if (text !== undefined) return new Set([text, ...(FETCHES.exec(text)?.slice(1) ?? [])]);
  if (path.type === 'MemberExpression') return heldPath(code, path);
  const outline = outlineOf(code, path);
  if (outline !== undefined) return new Set([outline]);
  const binding = path.type === 'Identifier' ? code.bindingOf(path) : undefined;
  return new Set(binding && binding.kind !== 'param' ? [binding] : []);
}

/** What is known of a path that is put together where it stands: `os.tmpdir() + '/.l.js'`. */
function outlineOf(code: Linked, path: Node): string | undefined {
  if (path.type !== 'BinaryExpression' && path.type !== 'TemplateLiteral' && path.type !== 'CallExpression')
    return undefined;
  const outline = writtenOut(code, path);
  return /[\\/][\w.-]{4,}$/.test(outline) ? `?${outline}` : undefined;
}

/** `this.file`: the one path that it holds, if that is written out. */
function heldPath(code: Linked, path: Node): ReadonlySet<unknown> {
  const texts = literalsIn(code, [path]).filter((text) => text.includes('/') && text.length >= 4);
  return new Set(texts.length === 1 ? texts : []);
}
