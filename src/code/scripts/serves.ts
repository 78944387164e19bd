/** Whether a package speaks with MCP clients, which start it without asking anybody. */
import type { Package } from '../../types.ts';
import { SOURCE } from './entries.ts';

const SERVES = ['@modelcontextprotocol/', 'tools/list', 'fastmcp'];
const KNOWN = new WeakMap<Package, boolean>();

/** True for a package that says so anywhere in its code, with a library or by itself. */
export function servesClients(pkg: Package): boolean {
  const known = KNOWN.get(pkg) ?? says(pkg);
  KNOWN.set(pkg, known);
  return known;
}

function says({ files }: Package): boolean {
  return [...files].some(
    ([path, bytes]) =>
      SOURCE.test(path) &&
      SERVES.some((word) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(word)),
  );
}
