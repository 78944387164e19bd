/** Reads what a server offers beside tools: resources, resource templates and prompts. What fails is an answer like any other. */
import type { Client } from '@modelcontextprotocol/client';
import { LIMITS } from '../bounds/limits.ts';
import { type InputWorld, inputFor } from './inputs.ts';

/** Most resources, templates and prompts that are read, each. */
const MOST = 8;

export interface Offers {
  readonly resources: number;
  readonly prompts: number;
}

/** How many of each answered. Never rejects. */
export async function readOffers(client: Client, world: InputWorld): Promise<Offers> {
  const offered = client.getServerCapabilities() ?? {};
  const [resources, prompts] = await Promise.all([
    offered.resources ? readResources(client, world) : 0,
    offered.prompts ? readPrompts(client, world) : 0,
  ]);
  return { resources, prompts };
}

const options = { timeout: LIMITS.patience, cacheMode: 'refresh' } as const;

async function readResources(client: Client, world: InputWorld): Promise<number> {
  const [{ resources }, { resourceTemplates }] = await Promise.all([
    client.listResources(undefined, options).catch(() => ({ resources: [] })),
    client.listResourceTemplates(undefined, options).catch(() => ({ resourceTemplates: [] })),
  ]);
  const templated = resourceTemplates.slice(0, MOST).map(({ uriTemplate }) => fill(uriTemplate, world));
  const wanted = [...resources.slice(0, MOST).map(({ uri }) => uri), ...templated];
  return count(wanted.map((uri) => client.readResource({ uri }, options)));
}

async function readPrompts(client: Client, world: InputWorld): Promise<number> {
  const { prompts } = await client.listPrompts(undefined, options).catch(() => ({ prompts: [] }));
  return count(
    prompts.slice(0, MOST).map(({ name, arguments: wanted = [] }) => {
      const properties = Object.fromEntries(wanted.map((argument) => [argument.name, { type: 'string' }]));
      const input = inputFor({ type: 'object', properties, required: Object.keys(properties) }, world);
      return client.getPrompt({ name, arguments: input as Record<string, string> }, options);
    }),
  );
}

/** A template with every variable filled in (RFC 6570, as far as servers use it). */
function fill(template: string, world: InputWorld): string {
  return template.slice(0, 2_000).replace(/\{[+#./;?&]?([A-Za-z0-9_]{1,80})[^{}]{0,80}\}/g, (_all, name: string) => {
    const input = inputFor({ type: 'object', properties: { [name]: { type: 'string' } }, required: [name] }, world);
    return encodeURIComponent(String(input[name]));
  });
}

async function count(reads: readonly Promise<unknown>[]): Promise<number> {
  const settled = await Promise.allSettled(reads);
  return settled.filter(({ status }) => status === 'fulfilled').length;
}
