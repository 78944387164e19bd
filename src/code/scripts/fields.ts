/** What npm tells the scripts of a package: its manifest, field by field, and which program runs it. */
import type { Package } from '../../types.ts';
import type { Lookup } from './shell.ts';

const NODE = /^(?:npm_node_execpath|NODE|npm_config_node)$/;
const FIELD = /^npm_package_(\w{1,200})$/;
const MAX_DEPTH = 4;

/** `npm_package_config_port` is `config.port` of the manifest, and `npm_node_execpath` is node. */
export function variablesOf({ manifest }: Package): Lookup {
  return (name) => {
    if (NODE.test(name)) return 'node';
    const field = FIELD.exec(name)?.[1];
    return field === undefined ? undefined : valueAt(manifest, field, MAX_DEPTH);
  };
}

function valueAt(value: unknown, field: string, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const name = key.replaceAll(/\W/g, '_');
    if (field === name && typeof inner !== 'object') return String(inner);
    const found = field.startsWith(`${name}_`) ? valueAt(inner, field.slice(name.length + 1), depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A command with what it takes from the manifest in its place. */
export function withFields(pkg: Package, command: string): string {
  if (!command.includes('npm_package_')) return command;
  const lookup = variablesOf(pkg);
  return command.replaceAll(
    /\$\{?(npm_package_\w{1,200})\}?|%(npm_package_\w{1,200})%/g,
    (text, name?: string, quoted?: string) => lookup(name ?? quoted ?? '') ?? text,
  );
}
