/** From the name by which a module exports something to the module of the package that made it. */
import type { Passes } from './exports.ts';

/** Modules that only pass on what others export, in a row. */
const MAX_HOPS = 8;

/** An export, and what is taken from it: `TEXTS`, then `add`, `description`. */
export interface Place {
  readonly path: string;
  readonly names: readonly string[];
}

/** How to get from one module to the next. */
export interface Across<M> {
  /** What is known of the module; undefined where nothing is, and nothing of what it passes on either. */
  module(place: Place): M | undefined;
  passes(module: M): Passes;
  resolve(specifier: string, from: string): string | undefined;
  /** The modules that one passes on whole; where this is not given, all that it names. */
  wholes?(path: string, module: M): readonly string[];
}

/** What is told of an export: by the module itself, or by the first of those it passes on that tells anything. */
export function behindExport<M, T>(
  across: Across<M>,
  place: Place,
  tell: (module: M, place: Place) => T | undefined,
  hops = MAX_HOPS,
  asked = new Set<string>(),
): T | undefined {
  const module = across.module(place);
  const own = module && tell(module, place);
  if (!module || own !== undefined || hops === 0) return own;
  for (const next of passedFrom(across, place, module)) {
    const key = `${next.path}\n${next.names[0]}`;
    if (asked.has(key)) continue;
    asked.add(key);
    const found = behindExport(across, next, tell, hops - 1, asked);
    if (found !== undefined) return found;
  }
  return undefined;
}

function passedFrom<M>(across: Across<M>, { path, names }: Place, module: M): readonly Place[] {
  const [head = 'default', ...rest] = names;
  const { passes, passesAll } = across.passes(module);
  const passed = passes.get(head);
  const there = passed && across.resolve(passed.specifier, path);
  const wholes =
    across.wholes?.(path, module) ?? passesAll.flatMap((specifier) => across.resolve(specifier, path) ?? []);
  return [
    ...(passed && there !== undefined ? [{ path: there, names: [passed.name, ...rest] }] : []),
    ...wholes.map((whole) => ({ path: whole, names })),
  ];
}
