/** The client the server meets: it offers what real ones offer, and answers what it is asked for. */
import { posix } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { type InputWorld, inputFor } from './inputs.ts';

/** The era of the protocol: a handshake (`initialize`, until 2025-11-25), or `server/discover` (from 2026-07-28). */
export type Era = 'legacy' | 'modern';

/** The first revision of the modern era. */
export const MODERN = '2026-07-28';

/** Who we say we are: the name the most common client gives. */
export const CLIENT_INFO = { name: 'claude-ai', version: '0.1.0' };

export function createClient(world: InputWorld, era: Era): Client {
  const client = new Client(CLIENT_INFO, {
    capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: {} },
    // The server's schemas are hostile input: a validator would run its regular expressions on this machine.
    jsonSchemaValidator: {
      getValidator: () => (value: unknown) => ({ valid: true, data: value as never, errorMessage: undefined }),
    },
    ...(era === 'modern' ? { versionNegotiation: { mode: { pin: MODERN } } } : {}),
  });
  client.setRequestHandler('roots/list', () => ({
    roots: [{ uri: `file://${world.directory}`, name: posix.basename(world.directory) }],
  }));
  client.setRequestHandler('sampling/createMessage', () => ({
    role: 'assistant',
    model: 'model',
    content: { type: 'text', text: 'OK.' },
  }));
  client.setRequestHandler('elicitation/create', ({ params }) =>
    'requestedSchema' in params
      ? { action: 'accept', content: inputFor(params.requestedSchema, world) as Record<string, string> }
      : { action: 'decline' },
  );
  return client;
}
