/** Paths below folders that are there to be thrown away: what may be one, for who accuses, and what is sure to, for who excuses. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import type { Node } from '../tree/walk.ts';
import { partsBehind } from './feeds.ts';

/** Also where Windows keeps what programs need and nobody looks at. */
const MAYBE = /^os\.tmpdir\(\)$|^process\.env\.(?:TMPDIR|TEMP|TMP|APPDATA|LOCALAPPDATA)$/;
const SURELY = /^(?:os\.tmpdir|fs(?:\.promises)?\.mkdtemp(?:Sync)?)\(\)$/;
/** `path.resolve` is none: what it is given may be a whole path. */
const JOIN = /^path\.(?:posix\.|win32\.)?join$/;
const MAX_DEPTH = 8;

/** True where such a folder is anywhere behind a path. */
export function mayBeTemporary(code: Linked, path: Node): boolean {
  return [...partsBehind(code, [path])].some((part) => MAYBE.test(nameOf(code, part) ?? ''));
}

/** True where a path begins with such a folder, whatever its variables hold. */
export function isTemporary(code: Linked, path: Node, depth = MAX_DEPTH): boolean {
  const inner = (part: Node | undefined): boolean => part !== undefined && isTemporary(code, part, depth - 1);
  if (depth === 0) return false;
  switch (path.type) {
    case 'CallExpression':
      if (SURELY.test(nameOf(code, path) ?? '')) return true;
      return JOIN.test(nameOf(code, path.callee as Node) ?? '') && inner(path.arguments[0] as Node | undefined);
    case 'TemplateLiteral':
      return path.quasis[0]?.value.raw === '' && inner(path.expressions[0] as Node | undefined);
    case 'BinaryExpression':
      return path.operator === '+' && inner(path.left);
    case 'AwaitExpression':
      return inner(path.argument);
    case 'Identifier': {
      const held = code.bindingOf(path)?.definitions ?? [];
      return held.length > 0 && held.every((one) => one.path.length === 0 && inner(one.value));
    }
    default:
      return false;
  }
}
