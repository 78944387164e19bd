/** Files a module saves from the network, and the processes that are those files. */
import type { Call } from './calls.ts';
import { startsProcess } from './command.ts';
import { literalsIn, networkArguments, partsBehind, trace } from './flow.ts';
import type { Module } from './module.ts';
import type { Linked } from './scope.ts';
import { textOf } from './strings.ts';
import { mayBeTemporary } from './temporary.ts';
import type { Node } from './walk.ts';

export interface Download {
  /** The path it is saved under. */
  readonly path: Node;
  /** Where it is saved. */
  readonly node: Node;
  /** True where files lie that nobody looks at: temporary, or with a dot in front. */
  readonly hidden: boolean;
}

const SAVES = /^fs(?:\.promises)?\.(?:writeFile|writeFileSync|outputFile|outputFileSync)$|^Bun\.write$/;
const STREAMS = /^fs\.createWriteStream$/;
const HIDDEN = /(?:^|[/\\\s])(?:tmp|temp|\.[a-z]\w*|AppData|ProgramData)(?=[/\\\s]|$)/i;
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
    return startsProcess(call) && FETCHES.test(literalsIn(code, args).join(' ')) ? [downloadOf(code, path, node)] : [];
  });
}

function isRemote(code: Linked, content: Node): boolean {
  return trace(code, content).some(({ source }) => source.kind === 'remote');
}

function downloadOf(code: Linked, path: Node, node: Node): Download {
  const texts = literalsIn(code, [path]);
  return { path, node, hidden: mayBeTemporary(code, path) || HIDDEN.test(texts.join(' ')) };
}

/** True where a process is the file at a path, or an interpreter that is given it: by the same name, or the same text. */
export function runsFile(code: Linked, { args }: Call, path: Node): boolean {
  const wanted = anchorsOf(code, path);
  return [...partsBehind(code, args.slice(0, 2))].some((part) => {
    const binding = part.type === 'Identifier' ? code.bindingOf(part) : undefined;
    if (binding && wanted.has(binding)) return true;
    const text = textOf(code, part);
    return text !== undefined && text.length >= 4 && wanted.has(text);
  });
}

/** What tells one path from another: the variable that holds it, or its text where that is whole. */
function anchorsOf(code: Linked, path: Node): ReadonlySet<unknown> {
  const text = textOf(code, path);
  if (text !== undefined) return new Set([text, ...(FETCHES.exec(text)?.slice(1) ?? [])]);
  const binding = path.type === 'Identifier' ? code.bindingOf(path) : undefined;
  return new Set(binding && binding.kind !== 'param' ? [binding] : []);
}
