/** The MCP tools a package declares in its own code: an inventory for whoever approves what was never run. */
import { createHash } from 'node:crypto';
import { quote } from '../../quote.ts';
import type { CodeTool } from '../../types.ts';
import type { Module } from '../flow/module.ts';
import { declaredTools, usesRegistrars } from './tools.ts';

/** Where no such word stands, no tool is declared. */
const CONCERNED = /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema/;
/** Longest beginning of what a tool says that is kept, in characters. */
const SAID = 300;
/** Most tools kept of one package. */
const MOST = 200;

/** Tools of one module whose name its code tells. */
export function toolsIn(module: Module): readonly CodeTool[] {
  if (!CONCERNED.test(module.source) && !usesRegistrars(module.code)) return [];
  return declaredTools(module.code).flatMap(({ name, texts, hints }) => {
    if (name === undefined || name === '') return [];
    const said = texts.map(({ text }) => text).filter((text) => text !== name);
    const stated = [...hints].map(([hint, { value }]) => [hint, value] as const).sort();
    const digest = createHash('sha256')
      .update(JSON.stringify([said, stated]))
      .digest('hex');
    // The description is the first sentence; before it may stand a title.
    const sentence = said.find((text) => text.split(/\s+/, 4).length === 4) ?? said[0] ?? '';
    return [{ name: quote(name, 100), says: quote(sentence, SAID), digest: `sha256-${digest}` }];
  });
}

/** Those of all modules, each name once; of two that share a name the digest says so. */
export function inventoryOfTools(found: readonly CodeTool[]): readonly CodeTool[] {
  const byName = Map.groupBy(found, ({ name }) => name);
  const merged = [...byName.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const all = [...new Set([first, ...more].map(({ digest }) => digest))].sort();
    const digest = all.length === 1 ? first.digest : `sha256-${createHash('sha256').update(all.join()).digest('hex')}`;
    return [{ ...first, digest }];
  });
  return merged.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST);
}
