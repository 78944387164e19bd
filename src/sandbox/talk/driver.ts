/**
 * Speaks MCP with the server in the sandbox, as a client would: connects, lists the tools, calls each, reads resources and
 * prompts, and lists the tools again in between and at the end. The official SDK does the protocol.
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type Client,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/client';
import type { Phase, Progress, Tool, ToolsOccasion } from '../../types.ts';
import { LATE, within } from '../bounds/deadline.ts';
import { LIMITS } from '../bounds/limits.ts';
import type { Allowance } from '../bounds/own.ts';
import { type Calls, callTools, type Mender } from './calls.ts';
import { CLIENT_INFO, createClient, type Era, MODERN } from './client.ts';
import type { InputWorld } from './inputs.ts';
import { type Listing, listTools } from './listing.ts';
import { type Offers, readOffers } from './offers.ts';
import { describer, type Message, pipe, type ServerIo } from './pipe.ts';

export interface Conversation {
  readonly tools: readonly Tool[];
  readonly listings: readonly Listing[];
  readonly messages: readonly Message[];
  readonly calls: Calls;
  readonly offers: Offers;
  /** True where a server that answered `initialize` also knows `server/discover`. */
  readonly modernToo: boolean;
  /** How long the calls took together, in milliseconds. */
  readonly callMs: number;
  /** Lists the tools once more, under another occasion. Never rejects. */
  readonly listAgain: (occasion: ToolsOccasion) => Promise<void>;
}

export interface DriveOptions {
  readonly era: Era;
  /** How much is said: everything, or each tool once. */
  readonly thorough: boolean;
  /** Until the answers to the handshake and to the first `tools/list`, each, in milliseconds. */
  readonly patience: number;
  /** What the first listing is for. */
  readonly occasion: ToolsOccasion;
  /** Tools that are not called: they were, in a conversation before. */
  readonly skip?: ReadonlySet<string>;
  readonly world: InputWorld;
  readonly mender?: Mender;
  /** What may be kept of the messages. */
  readonly texts?: Allowance;
  readonly now: () => number;
  readonly phaseAt: (time: number) => Phase;
  readonly progress: Progress;
  /** Called between phases. */
  readonly onPhase: (phase: 'call' | 'idle') => void;
}

/** A server that answered: it was told who we are, and told its tools. */
export interface Session {
  readonly client: Client;
  readonly io: ServerIo;
  readonly tools: readonly Tool[];
  readonly messages: Message[];
  readonly listings: Listing[];
  /** Lists the tools once more. Never rejects. */
  readonly listAgain: (occasion: ToolsOccasion) => Promise<void>;
  /** Sends a request of ours past the client. Never rejects; undefined where no answer came. */
  readonly ask: (method: string, params: object) => Promise<unknown>;
}

/** Rejects where the server does not get as far as `tools/list`. */
export async function connect(io: ServerIo, options: DriveOptions): Promise<Session> {
  const messages: Message[] = [];
  const listings: Listing[] = [];
  const asked = new Map<unknown, (answer: unknown) => void>();
  const client = createClient(options.world, options.era);
  const describe = describer(options.texts);
  const keep = withoutChatter();
  let announced = false;
  const transport = pipe(io, (direction, message) => {
    const time = options.now();
    announced ||= 'method' in message && message.method === 'notifications/tools/list_changed';
    if (!('method' in message)) asked.get(message.id)?.(message);
    const told = describe(direction, message);
    if (keep(told.method, message)) messages.push({ ...told, time, phase: options.phaseAt(time) });
  });
  const must = demanding(io.ended);
  const list = async (occasion: ToolsOccasion): Promise<readonly Tool[]> => {
    const told = announced;
    announced = false;
    const tools = await must(options.patience, listTools(client), 'tools/list');
    const time = options.now();
    listings.push({ time, phase: options.phaseAt(time), occasion, tools, announced: told });
    return tools;
  };
  const ask = async (method: string, params: object): Promise<unknown> => {
    const id = `${method}-1`;
    const answer = new Promise<unknown>((resolve) => asked.set(id, resolve));
    await transport.send({ jsonrpc: '2.0', id, method, params } as JSONRPCMessage);
    const told = await within(LIMITS.patience, Promise.race([answer, io.ended.then(nothing)]));
    return told === LATE ? undefined : told;
  };
  const listAgain = (occasion: ToolsOccasion) => within(LIMITS.call, list(occasion)).then(nothing, nothing);

  const hello = options.era === 'legacy' ? 'initialize' : 'server/discover';
  await must(options.patience, client.connect(transport), hello);
  const tools = await list(options.occasion);
  return { client, io, tools, messages, listings, listAgain, ask };
}

/** Uses everything the server offers. Never rejects. */
export async function converse(session: Session, options: DriveOptions): Promise<Conversation> {
  const { client, io, tools, messages, listings, listAgain } = session;
  const { world, now, progress, thorough } = options;
  // What a server does on its own after starting is told apart from what its tools do.
  await within(thorough ? LIMITS.settle : LIMITS.settle / 2, io.ended);
  options.onPhase('call');
  const calling = performance.now();
  let offers: Offers = { resources: 0, prompts: 0 };
  const between = async () => {
    if (!thorough) return;
    await listAgain('between calls');
    const read = await within(LIMITS.furtherCalls, readOffers(client, world));
    if (read !== LATE) offers = read;
  };
  const calls = await callTools(
    client,
    tools,
    { world, now, progress, ended: io.ended, skip: options.skip ?? new Set(), mender: options.mender },
    between,
    thorough,
  );
  // A slow tool does not hold up the first conversation; in a later one it is all there is to wait for.
  if (thorough) await listAgain('after calls');
  else await within(LIMITS.patience, calls.settled);
  const modernToo = thorough && options.era === 'legacy' && (await knowsDiscover(session));
  const callMs = performance.now() - calling;
  options.onPhase('idle');
  return { tools, listings, messages, calls, offers, modernToo, callMs, listAgain };
}

/** Notifications of one kind that are kept: a server may log without end, and more so when its clock runs fast. */
const MOST_NOTIFICATIONS = 200;

/** Which messages are kept: every request and every answer, and of each kind of notification the first ones. */
function withoutChatter(): (method: string, message: JSONRPCMessage) => boolean {
  const counts = new Map<string, number>();
  return (method, message) => {
    if ('id' in message) return true;
    const count = (counts.get(method) ?? 0) + 1;
    counts.set(method, count);
    return count <= MOST_NOTIFICATIONS;
  };
}

function nothing(): void {}

type Must = <T>(ms: number, work: Promise<T>, what: string) => Promise<T>;

/** Waits for an answer; rejects where none came in time or the server ended. */
function demanding(ended: Promise<unknown>): Must {
  const gone = ended.then(() => Promise.reject(new Error('the server ended')));
  gone.catch(nothing);
  return async (ms, work, what) => {
    const answer = await within(ms, Promise.race([work, gone]));
    if (answer === LATE) throw new Error(`no answer to ${what} within ${ms / 1000} s`);
    return answer;
  };
}

/** Asks a server of the older era, on the same connection, whether it knows the newer one. */
async function knowsDiscover({ ask }: Session): Promise<boolean> {
  const _meta = {
    [PROTOCOL_VERSION_META_KEY]: MODERN,
    [CLIENT_INFO_META_KEY]: CLIENT_INFO,
    [CLIENT_CAPABILITIES_META_KEY]: {},
  };
  const answer = (await ask('server/discover', { _meta })) as { readonly result?: unknown } | undefined;
  const versions = (answer?.result as { readonly supportedVersions?: unknown } | undefined)?.supportedVersions;
  return Array.isArray(versions) && versions.includes(MODERN);
}
