/**
 * Speaks MCP with the server in the sandbox, as a client would: `initialize`, `tools/list`, each tool once, and
 * `tools/list` again. The official SDK does the protocol; what the server says is data, capped and never trusted.
 */
import {
  Client,
  type JSONRPCMessage,
  ReadBuffer,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import type { Progress, Tool } from '../types.ts';
import { type InputWorld, inputFor } from './inputs.ts';
import { LIMITS } from './limits.ts';

/** One message of the conversation. `time` is in seconds of the box's clock. */
export interface Message {
  readonly time: number;
  readonly direction: 'sent' | 'received';
  readonly method: string;
  readonly tool?: string;
  /** The whole text, for the search for decoys; shown clipped. */
  readonly text: string;
}

/** The server's end of the pipe. */
export interface ServerIo {
  /** Sends bytes to the server's standard input. */
  write(text: string): void;
  /** Hands on each chunk of the server's standard output from now on. */
  onData(listener: (chunk: Buffer) => void): void;
  /** Resolves when the server has ended. */
  readonly ended: Promise<unknown>;
}

export interface Conversation {
  readonly tools: readonly Tool[];
  readonly messages: readonly Message[];
  /** Names of tools whose call was answered, rightly or with an error. */
  readonly called: readonly string[];
  /** What was left out and why. */
  readonly missed: readonly string[];
  /** True where the second `tools/list` differs from the first. */
  readonly changed: boolean;
  /** How long the calls took together, in milliseconds. */
  readonly callMs: number;
}

export interface DriveOptions {
  readonly world: InputWorld;
  readonly now: () => number;
  readonly progress: Progress;
  /** Called between phases, with the box's time. */
  readonly onPhase: (phase: 'call' | 'idle') => void;
}

/** Largest answer that is kept for the search for decoys, in characters. */
const KEEP = 200_000;

/** Rejects where the server does not get as far as `tools/list`; everything later is part of the result. */
export async function drive(io: ServerIo, options: DriveOptions): Promise<Conversation> {
  const messages: Message[] = [];
  const client = createClient(options.world);
  const describe = describer();
  const transport = pipe(io, (direction, message) => messages.push(describe(direction, message, options.now())));
  const ended = io.ended.then(() => Promise.reject(new Error('the server ended')));
  ended.catch(() => {});
  const within = <T>(ms: number, work: Promise<T>, what: string): Promise<T> => {
    let timer: NodeJS.Timeout;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer to ${what} within ${ms / 1000} s`)), ms);
    });
    return Promise.race([work, late, ended]).finally(() => clearTimeout(timer));
  };
  await within(LIMITS.start, client.connect(transport), 'initialize');
  const tools = await within(LIMITS.start, listTools(client), 'tools/list');
  // What a server does on its own after starting is told apart from what its tools do.
  await within(LIMITS.call, new Promise((resolve) => setTimeout(resolve, LIMITS.settle)), 'nothing').catch(() => {});
  options.onPhase('call');
  const calling = performance.now();
  const { called, missed } = await callEach(client, tools, options, within);
  const again = await within(LIMITS.call, listTools(client), 'tools/list').catch(() => undefined);
  const callMs = performance.now() - calling;
  options.onPhase('idle');
  if (again === undefined) missed.push('the second tools/list was not answered');
  const changed = again !== undefined && JSON.stringify(again) !== JSON.stringify(tools);
  return { tools, messages, called, missed, changed, callMs };
}

type Within = <T>(ms: number, work: Promise<T>, what: string) => Promise<T>;

async function callEach(client: Client, tools: readonly Tool[], { world, progress }: DriveOptions, within: Within) {
  const called: string[] = [];
  const missed: string[] = [];
  const deadline = performance.now() + LIMITS.calls;
  for (const [index, tool] of tools.entries()) {
    if (index >= LIMITS.tools || performance.now() > deadline) {
      missed.push(`${tools.length - index} tools were not called: the time for calls was used up`);
      break;
    }
    progress({ stage: 'call', detail: quote(tool.name, 60) });
    try {
      await within(
        LIMITS.call,
        client.callTool({ name: tool.name, arguments: inputFor(tool.inputSchema, world) }, { timeout: LIMITS.call }),
        tool.name,
      );
      called.push(tool.name);
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === 'the server ended') {
        missed.push(
          `the server ended while ${quote(tool.name, 60)} was called; ${tools.length - index - 1} tools were not called`,
        );
        break;
      }
      // An error that the server sent is an answer like any other.
      if (/no answer|timed out/i.test(reason)) missed.push(`${quote(tool.name, 60)}: ${quote(reason)}`);
      else called.push(tool.name);
    }
  }
  return { called, missed };
}

function createClient(world: InputWorld): Client {
  const client = new Client(
    { name: 'claude-ai', version: '0.1.0' },
    {
      capabilities: { roots: {}, sampling: {}, elicitation: {} },
      // The server's schemas are hostile input: a validator would run its regular expressions on this machine.
      jsonSchemaValidator: {
        getValidator: () => (value: unknown) => ({ valid: true, data: value as never, errorMessage: undefined }),
      },
    },
  );
  client.setRequestHandler('roots/list', () => ({ roots: [{ uri: `file://${world.directory}`, name: 'acme-api' }] }));
  client.setRequestHandler('sampling/createMessage', () => ({
    role: 'assistant',
    model: 'model',
    content: { type: 'text', text: 'OK.' },
  }));
  client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
  return client;
}

/** All pages, within reason: a server that always has another page is stopped. */
async function listTools(client: Client): Promise<readonly Tool[]> {
  const { tools } = await client.listTools(undefined, { timeout: LIMITS.start });
  return tools.map(({ name, description, inputSchema, annotations }) => ({
    name,
    description: description ?? '',
    inputSchema,
    annotations: { ...annotations },
  }));
}

/** The SDK's transport over the sandbox's pipe. What is not a message (a log line on standard output) is skipped, as clients do. */
function pipe(io: ServerIo, onMessage: (direction: 'sent' | 'received', message: JSONRPCMessage) => void): Transport {
  const buffer = new ReadBuffer({ maxBufferSize: LIMITS.output });
  const transport: Transport = {
    async start() {
      io.onData((chunk) => {
        for (const message of readAll(buffer, chunk)) {
          onMessage('received', message);
          transport.onmessage?.(message);
        }
      });
      io.ended.then(() => transport.onclose?.());
    },
    async send(message) {
      onMessage('sent', message);
      io.write(serializeMessage(message));
    },
    async close() {
      transport.onclose?.();
    },
  };
  return transport;
}

function readAll(buffer: ReadBuffer, chunk: Buffer): readonly JSONRPCMessage[] {
  const messages: JSONRPCMessage[] = [];
  try {
    buffer.append(chunk);
  } catch {
    buffer.clear(); // One message larger than the allowance: dropped, and its request will have no answer.
    return messages;
  }
  for (;;) {
    try {
      const message = buffer.readMessage();
      if (message === null) return messages;
      messages.push(message);
    } catch {
      // A line that is no message; the buffer has moved on.
    }
  }
}

/** Describes messages; an answer is told by the tool whose call it answers. */
function describer(): (direction: 'sent' | 'received', message: JSONRPCMessage, time: number) => Message {
  const calls = new Map<unknown, string>();
  return (direction, message, time) => {
    const text = (JSON.stringify(bodyOf(message)) ?? '').slice(0, KEEP);
    const id = 'id' in message ? message.id : undefined;
    if (!('method' in message)) {
      const answered = calls.get(id);
      return {
        time,
        direction,
        method: 'error' in message ? 'error' : 'result',
        ...(answered ? { tool: answered } : {}),
        text,
      };
    }
    const tool = calledTool(message);
    if (tool) calls.set(id, tool);
    return { time, direction, method: quote(message.method, 80), ...(tool ? { tool } : {}), text };
  };
}

function bodyOf(message: JSONRPCMessage): unknown {
  if ('method' in message) return message.params;
  return 'error' in message ? message.error : message.result;
}

/** The tool a message calls, made safe to show. */
function calledTool(message: { readonly method: string; readonly params?: unknown }): string | undefined {
  const name =
    message.method === 'tools/call' ? (message.params as { readonly name?: unknown } | undefined)?.name : undefined;
  return typeof name === 'string' ? quote(name, 80) : undefined;
}
