/** Under which names a module exports what it has declared by others. */
import { keyText } from './declare.ts';
import type { Node } from './walk.ts';

/** `export { local as exported }`: what other modules call it, and what it is here. */
export function exportSpecifiers(node: Node): { readonly exported: string | undefined; readonly local: Node }[] {
  if (node.type !== 'ExportNamedDeclaration') return [];
  return node.specifiers.flatMap((item) =>
    item.type === 'ExportSpecifier' ? [{ exported: keyText(item.exported), local: item.local }] : [],
  );
}
