/** The SDK's transport over a pipe of the sandbox, and a record of what went through it, capped and never trusted. */
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { quote } from '../../quote.ts';
import type { Phase } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';
import { type Allowance, own, print, take } from '../bounds/own.ts';

/** One message of the conversation. `time` is in seconds of the box's clock. */
export interface Message {
  readonly time: number;
  readonly phase: Phase;
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

type Direction = Message['direction'];

/** What is not a message (a log line on standard output) is skipped, as clients do. */
export function pipe(io: ServerIo, onMessage: (direction: Direction, message: JSONRPCMessage) => void): Transport {
  const buffer = new ReadBuffer({ maxBufferSize: LIMITS.message });
  const transport: Transport = {
    async start() {
      io.onData((chunk) => {
        for (const message of readAll(buffer, chunk)) {
          onMessage('received', message);
          transport.onmessage?.(typed(message));
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

/** Not every client looks whether the schema of a tool says that it is of an object; ours would refuse the whole list. */
function typed(message: JSONRPCMessage): JSONRPCMessage {
  if (!('result' in message) || !Array.isArray(message.result.tools)) return message;
  const tools = message.result.tools.map((tool: unknown) => {
    const { inputSchema = {} } = Object(tool) as { readonly inputSchema?: unknown };
    const isUntyped = typeof inputSchema === 'object' && inputSchema !== null && !('type' in inputSchema);
    return isUntyped ? { ...Object(tool), inputSchema: { ...inputSchema, type: 'object' } } : tool;
  });
  return { ...message, result: { ...message.result, tools } };
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

/** Shorter texts are kept as they come; longer ones each once, however often they are said. */
const SHORT = 2_000;

/** Keeps texts. Where the allowance is used up, as much of them as is shown. */
function keeper(allowance: Allowance): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const mark = text.length > SHORT ? print(text) : '';
    const same = known.get(mark);
    if (same !== undefined) return same;
    if (!take(allowance, Buffer.byteLength(text))) return own(text.slice(0, SHORT));
    if (mark !== '') known.set(mark, text);
    return text;
  };
}

/** Describes messages; an answer is told by the tool whose call it answers. */
export function describer(
  allowance: Allowance = { left: LIMITS.texts.messages },
): (direction: Direction, message: JSONRPCMessage) => Omit<Message, 'time' | 'phase'> {
  const calls = new Map<unknown, string>();
  const kept = keeper(allowance);
  return (direction, message) => {
    const text = kept(JSON.stringify(bodyOf(message)) ?? '');
    const id = 'id' in message ? message.id : undefined;
    if ('method' in message) {
      const tool = calledTool(message);
      if (tool) calls.set(id, tool);
      return { direction, method: quote(message.method, 80), ...(tool ? { tool } : {}), text };
    }
    const answered = calls.get(id);
    const method = 'error' in message ? 'error' : 'result';
    return { direction, method, ...(answered ? { tool: answered } : {}), text };
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
