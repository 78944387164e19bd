/** What one profile saw, from its three witnesses: the tracer, the sink, and the conversation with the server. Pure. */
import { quote } from '../quote.ts';
import type { Gap, Phase } from '../types.ts';
import type { Decoy } from './decoys.ts';
import type { Conversation } from './driver.ts';
import { type Draft, decoyDrafts, namesOf, sinkDrafts, type TraceObserver } from './observe.ts';
import type { SinkEvent } from './sink.ts';
import { changesBetween, hashOf } from './talk/listing.ts';
import type { Message } from './talk/pipe.ts';

/** Longest text of a message in a report. */
const TEXT = 2_000;

/** The witnesses of one profile, after their last word. */
export interface Witnesses {
  readonly observers: readonly TraceObserver[];
  readonly sink: readonly SinkEvent[];
  readonly conversations: readonly Conversation[];
  readonly phaseAt: (time: number) => Phase;
}

/** Every observation of one profile, in no order; a decoy's points at what it was found in. */
export function gather(
  { observers, sink, conversations, phaseAt }: Witnesses,
  decoys: readonly Decoy[],
): readonly (Draft & { readonly of?: Draft })[] {
  const names = namesOf(sink);
  const traced = observers.flatMap(({ drafts }) => drafts).map((draft) => named(draft, names));
  const sent = sinkDrafts(sink, traced, phaseAt);
  const messages = conversations.flatMap((conversation) => conversation.messages);
  const spoken = new Map(messages.map((message) => [messageDraft(message), message]));
  const answers = new Map(
    [...spoken].filter(([, { direction }]) => direction === 'received').map(([draft, { text }]) => [draft, text]),
  );
  const drafts = [...traced, ...sent.map(({ draft }) => draft), ...spoken.keys(), ...listingDrafts(conversations)];
  return [...drafts, ...decoyDrafts(sent, traced, decoys, answers)];
}

/** A connection to an address says which name was asked for it. */
function named(draft: Draft, names: ReadonlyMap<string, string>): Draft {
  const host = draft.kind === 'connect' ? names.get(draft.address) : undefined;
  return draft.kind === 'connect' && host ? { ...draft, host: quote(host) } : draft;
}

function messageDraft({ time, phase, direction, method, tool, text }: Message): Draft {
  return {
    kind: 'mcp',
    direction,
    method,
    ...(tool === undefined ? {} : { tool }),
    text: quote(text, TEXT),
    time,
    phase,
  };
}

/** What the server said of its tools, each time it was asked, beside what it said first. */
function listingDrafts(conversations: readonly Conversation[]): readonly Draft[] {
  const listings = conversations.flatMap((conversation) => conversation.listings);
  const first = listings[0]?.tools ?? [];
  return listings.map(({ time, phase, occasion, tools, announced }) => {
    const changes = changesBetween(first, tools);
    return { kind: 'tools', occasion, sha256: hashOf(tools), changes, announced, time, phase };
  });
}

/** What the tracer and the sink of a profile say of themselves. */
export function troubles(profile: string, { observers, sink }: Witnesses): readonly Gap[] {
  const subject = `${profile}/trace`;
  const unreadable = observers.reduce((sum, { troubles: { unreadable: count } }) => sum + count, 0);
  const gaps: Gap[] = [];
  if (unreadable > 0)
    gaps.push({ stage: 'sandbox', subject, reason: `${unreadable} lines of the trace could not be read` });
  if (observers.some(({ troubles: { truncated } }) => truncated))
    gaps.push({ stage: 'sandbox', subject, reason: 'the package did more than is recorded' });
  const faults = sink.flatMap((event) => (event.kind === 'fault' ? [event.reason] : []));
  if (faults.length > 0) gaps.push({ stage: 'sandbox', subject: `${profile}/network`, reason: quote(faults[0] ?? '') });
  return gaps;
}
