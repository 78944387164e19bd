/** Which names a traced call asks the DNS for, out of the messages it sends. */
import { stringsOf, type TraceEvent } from './strace.ts';

type Call = Extract<TraceEvent, { kind: 'call' }>;

/** One question, no answers, at most one further record; then labels, each with its length before it. */
const QUESTION = /\0\u0001\0\0\0\0\0[\0\u0001]([\u0001-?][^\0]{1,254})\0/g;
const PORT = /:53\]>$/;
const TO_PORT = /sin6?_port=htons\(53\)/;

/** In lower case. */
export function questionsIn({ name, args }: Call): readonly string[] {
  if (!/^send(?:to|m?msg)$/.test(name)) return [];
  if (!PORT.test(args[0] ?? '') && !args.some((argument) => TO_PORT.test(argument))) return [];
  const messages = args.slice(1).flatMap((argument) => stringsOf(argument));
  return messages.flatMap((message) =>
    [...message.matchAll(QUESTION)].flatMap(([, labels]) => nameOf(labels ?? '') ?? []),
  );
}

function nameOf(labels: string): string | undefined {
  const parts: string[] = [];
  for (let at = 0; at < labels.length; ) {
    const length = labels.charCodeAt(at);
    if (length > 63 || at + length >= labels.length) return undefined;
    parts.push(labels.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return parts.join('.').toLowerCase();
}
