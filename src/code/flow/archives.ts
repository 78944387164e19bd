/** Archives that a module makes of files, by their paths. */

import { sensitivePlace } from '../secrets.ts';
import { type Call, nameOf } from '../tree/calls.ts';
import { heldBy } from '../tree/objects.ts';
import type { Linked } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { isCall, literalsIn } from './feeds.ts';

/** What puts files or whole folders into an archive. */
const PACKS =
  /^(?:tar\.(?:c|create)|tar-fs\.pack|archiver(?:\.create)?\(\)\.(?:directory|file|glob)|adm-zip\(\)\.addLocal(?:Folder|File)|yazl\.ZipFile\(\)\.addFile)$/;

/** The place of credentials that a call packs: `tar.create({ cwd: home }, ['.ssh', '.aws'])`; undefined where it packs none. */
export function packedPlace(code: Linked, { name, args }: Pick<Call, 'name' | 'args'>): string | undefined {
  if (name === undefined || !PACKS.test(name)) return undefined;
  // Of its settings only the folder: others say what is left out.
  const paths = args.flatMap((arg) => (arg.type === 'ObjectExpression' ? (heldBy(code, arg, 'cwd') ?? []) : [arg]));
  return sensitivePlace(literalsIn(code, paths));
}

/** An archive of credentials that a call puts into a file. */
export interface Archive {
  readonly detail: string;
  /** What names the file. */
  readonly to: Node;
}

/** `tar.create({ file }, …)`, `zip.writeZip(file)`, `archive.pipe(createWriteStream(file))`. */
export function archiveMade(code: Linked, call: Call): Archive | undefined {
  const { node, method, args } = call;
  const [first] = args;
  if (!first) return undefined;
  const direct = packedPlace(code, call);
  const file = direct === undefined ? undefined : heldBy(code, first, 'file');
  if (direct !== undefined && file) return { detail: direct, to: file };
  if (method !== 'writeZip' && method !== 'pipe') return undefined;
  const detail = heldIn(code, node);
  const to = method === 'pipe' ? openedBy(code, first) : first;
  return detail === undefined || !to ? undefined : { detail, to };
}

/** The place of credentials of which something was put into the archive that a method is called of. */
function heldIn(code: Linked, call: Node): string | undefined {
  const callee = isCall(call) ? (call.callee as Node) : undefined;
  const archive = callee && 'object' in callee ? (callee.object as Node) : undefined;
  const binding = archive?.type === 'Identifier' ? code.bindingOf(archive) : undefined;
  for (const part of (binding && code.mutations.get(binding)) ?? []) {
    if (!isCall(part)) continue;
    const name = nameOf(code, part.callee as Node);
    const place = packedPlace(code, { name, args: part.arguments as Node[] });
    if (place !== undefined) return place;
  }
  return undefined;
}

function openedBy(code: Linked, stream: Node): Node | undefined {
  const made = stream.type === 'Identifier' ? code.bindingOf(stream)?.definitions[0]?.value : stream;
  if (!made || !isCall(made) || nameOf(code, made.callee as Node) !== 'fs.createWriteStream') return undefined;
  return made.arguments[0] as Node | undefined;
}
