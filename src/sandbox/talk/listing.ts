/** What a server says of its tools, and how that differs from what it said before. */
import { createHash } from 'node:crypto';
import type { Client } from '@modelcontextprotocol/client';
import { quote } from '../../quote.ts';
import type { Phase, Tool, ToolChange, ToolsOccasion } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';

/** One answer to `tools/list`. */
export interface Listing {
  readonly time: number;
  readonly phase: Phase;
  readonly occasion: ToolsOccasion;
  readonly tools: readonly Tool[];
  /** True where the server had said that its list changed since the one before. */
  readonly announced: boolean;
}

/** All pages, always asked for anew; a server that always has another page is stopped by the SDK. */
export async function listTools(client: Client): Promise<readonly Tool[]> {
  const { tools } = await client.listTools(undefined, { timeout: LIMITS.start, cacheMode: 'refresh' });
  return tools.map(({ name, title, description, inputSchema, annotations }) => ({
    name,
    description: description ?? '',
    inputSchema,
    annotations: { ...(title === undefined ? {} : { title }), ...annotations },
  }));
}

/** The hash of what a model would read of these tools. The order of the list, and of keys in a schema, says nothing. */
export function hashOf(tools: readonly Tool[]): string {
  const lines = tools.map(textOf).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

const FIELDS = ['description', 'inputSchema', 'annotations'] as const;
/** Most changes told of one listing, and the longest text of one. */
const MOST_CHANGES = 20;
const TEXT = 1_000;

/** What differs, tool by tool and field by field; the texts are clipped around the first difference. */
export function changesBetween(before: readonly Tool[], after: readonly Tool[]): readonly ToolChange[] {
  const old = new Map(before.map((tool) => [tool.name, tool]));
  const now = new Map(after.map((tool) => [tool.name, tool]));
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const changes = names.flatMap((name): ToolChange[] => {
    const [was, is] = [old.get(name), now.get(name)];
    if (!was || !is) return [{ tool: quote(name, 80), field: is ? 'added' : 'removed', before: '', after: '' }];
    return FIELDS.filter((field) => textOf(was[field]) !== textOf(is[field])).map((field) => ({
      tool: quote(name, 80),
      field,
      ...differing(textOf(was[field]), textOf(is[field])),
    }));
  });
  return changes.slice(0, MOST_CHANGES);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, byKey));

/** An object with its keys in order: servers write the same schema in another order for another protocol. */
function byKey(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Both texts from a little before the place where they part. */
function differing(before: string, after: string): { readonly before: string; readonly after: string } {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const from = Math.max(0, at - 60);
  return { before: quote(before.slice(from), TEXT), after: quote(after.slice(from), TEXT) };
}
