/**
 * What one profile saw, from its four witnesses: the tracer, the sink, the conversation with the server, and a listing of
 * changed files. Pure. What only one of them saw is a sign of tampering.
 */
import { quote } from '../quote.ts';
import type { Gap, Phase, Staged } from '../types.ts';
import { LIMITS } from './bounds/limits.ts';
import { AFTERGLOW, argumentsOf, callOf, carriedDrafts } from './decoys/canaries.ts';
import type { Decoy } from './decoys/decoys.ts';
import { explainedHere, type Known, nameOf, recipientDrafts } from './decoys/recipients.ts';
import type { Effort } from './decoys/recognise.ts';
import { decoyDrafts, type Leaked } from './leaks.ts';
import type { CallSpan } from './talk/calls.ts';
import type { Conversation } from './talk/driver.ts';
import { changesBetween, hashOf } from './talk/listing.ts';
import type { Message } from './talk/pipe.ts';
import { withoutMoved } from './talk/rehosted.ts';
import { excerpter } from './witnesses/excerpt.ts';
import { type Draft, namedBy, namesOf, sinkDrafts, type TraceObserver, withAsker } from './witnesses/observe.ts';
import type { SinkEvent } from './witnesses/sink.ts';

/** Longest text of a message of ours in a report. */
const SENT = 2_000;

/** The witnesses of one profile, after their last word. */
export interface Witnesses {
  readonly profile: string;
  readonly observers: readonly TraceObserver[];
  readonly sink: readonly SinkEvent[];
  readonly conversations: readonly Conversation[];
  /** Files that changed, as a listing from outside shows; undefined where there is none. */
  readonly changed: readonly string[] | undefined;
  /** Reads what those files hold, as many as could be kept, by path; undefined where they could not be read. */
  readonly contents: ReadonlyMap<string, () => Uint8Array> | undefined;
  /** Where the tree lies. */
  readonly project: string;
  readonly phaseAt: (time: number) => Phase;
  /** What stands in the user's documents and nowhere else. */
  readonly documents: readonly Decoy[];
  /** How the canaries in the inputs of tools begin. */
  readonly stem: string;
}

/** Every observation of one profile, in no order; a decoy's points at what it was found in. */
export async function gather(
  witnesses: Witnesses,
  decoys: readonly Decoy[],
  configuration: string,
): Promise<Staged<readonly (Draft & { readonly of?: Draft })[]>> {
  const { observers, sink, conversations, phaseAt, stem } = witnesses;
  const names = namesOf(sink);
  const spans = conversations.flatMap(({ calls }) => calls.spans);
  const attribute = attribution(stem, spans);
  const traced = observers
    .flatMap(({ drafts }) => drafts.filter((draft) => !listensWhereTold(draft, names)))
    .map((draft) => attribute(named(draft, names)));
  const asking = (name: string) => observers.map((one) => one.scriptAsking(name)).find((one) => one !== '') ?? '';
  const whole = !observers.some(({ troubles: { truncated } }) => truncated);
  const sent = sinkDrafts(sink, traced, phaseAt, whole).map((one) => ({
    ...one,
    draft: attribute(withAsker(one.draft, asking)),
  }));
  const messages = conversations.flatMap((conversation) => conversation.messages);
  const inputs = messages.filter(({ direction }) => direction === 'sent').map(({ text }) => withoutMoved(text));
  const known = {
    inputs: inputs.join('\n').toLowerCase(),
    configuration: configuration.toLowerCase(),
    answered: namedBy(sink),
    names,
  };
  const excerpt = excerpter();
  const spoken = new Map(messages.map((message) => [messageDraft(message, excerpt), message]));
  const answers = new Map(
    [...spoken].filter(([, { direction }]) => direction === 'received').map(([draft, { text }]) => [draft, text]),
  );
  const drafts = [
    ...traced,
    ...unseenFiles(witnesses),
    ...sent.map(({ draft }) => draft),
    ...spoken.keys(),
    ...listingDrafts(conversations),
  ];
  const effort: Effort = { left: LIMITS.search, vain: new Map() };
  const searched = { sent, traced, answers, files: witnesses.contents ?? new Map(), project: witnesses.project };
  const canaries = {
    inputs: argumentsOf(spans),
    documents: new Map(witnesses.documents.map((one) => [one, { place: one.place }])),
  };
  const sought = new Set([...canaries.inputs.keys(), ...canaries.documents.keys()]);
  const { leaked, carried } = await decoyDrafts(searched, decoys, sought, effort);
  const argued = carriedDrafts(carried, canaries, names, (host, time) => explainedHere(host, time, known));
  // Who only opens a flow and listens has somebody at its other end as well.
  const opened = traced.filter(({ kind }) => kind === 'connect').map((draft) => ({ draft, bytes: [], where: '' }));
  const recipients = recipientDrafts([...sent, ...opened], known);
  const gaps: Gap[] = [];
  const subject = `${witnesses.profile}/network`;
  if (effort.left < 0 || effort.cut)
    gaps.push({ stage: 'sandbox', subject, reason: 'more left than could be searched for decoys in every encoding' });
  if (recipients.cut)
    gaps.push({ stage: 'sandbox', subject, reason: 'more was sent than could be searched for its recipients' });
  const home = leaked.map((one) => atConfigured(one, known));
  return { value: [...drafts, ...home, ...recipients.drafts, ...argued], gaps };
}

/** What is asked for goes where the settings that the package was given say it is used. */
function atConfigured(one: Leaked, { configuration, names }: Known): Leaked {
  const host = one.of.kind === 'http' ? one.of.host.toLowerCase() : nameOf(one.of, names);
  return one.kind === 'decoy' && one.asked && host && configuration.includes(host) ? { ...one, named: true } : one;
}

/** Says which tool did something: the one whose canary it holds, or the only one that was being called. */
function attribution(stem: string, spans: readonly CallSpan[]): (draft: Draft) => Draft {
  const callIn = callOf(stem, spans);
  return (draft) => {
    if (draft.phase !== 'call' && draft.phase !== 'idle') return draft;
    const own = callIn(JSON.stringify(draft))?.tool;
    const around = spans.filter(({ from, until }) => draft.time >= from && draft.time <= until + AFTERGLOW);
    const tools = own === undefined ? [...new Set(around.map(({ tool }) => tool))] : [own];
    return tools.length === 1 && tools[0] !== undefined ? { ...draft, tool: tools[0] } : draft;
  };
}

/** Most files told one by one that nothing explains. */
const MAX_UNSEEN = 50;

/** Files that no traced call changed, at the time the last trace ended. */
function unseenFiles(witnesses: Witnesses): readonly Draft[] {
  const time = witnesses.observers
    .flatMap(({ drafts }) => drafts)
    .reduce((last, draft) => Math.max(last, draft.time), 0);
  return (unexplained(witnesses) ?? []).slice(0, MAX_UNSEEN).map((path) => {
    const what = `${quote(path)} was changed by no traced call`;
    return { kind: 'tamper', how: 'unseen-file', what, time, phase: witnesses.phaseAt(time) };
  });
}

/** Undefined where listing and trace cannot be compared. */
function unexplained({ observers, changed }: Witnesses): readonly string[] | undefined {
  return observers.reduce((paths, observer) => paths && observer.unexplained(paths), changed);
}

/** A connection to an address says which name was asked for it. */
function named(draft: Draft, names: ReadonlyMap<string, string>): Draft {
  const host = draft.kind === 'connect' ? names.get(draft.address) : undefined;
  return draft.kind === 'connect' && host ? { ...draft, host: quote(host) } : draft;
}

/** A server that was given a host for a setting, and takes that for its own: the address is one that we gave out for a name of ours. */
function listensWhereTold(draft: Draft, names: ReadonlyMap<string, string>): boolean {
  if (draft.kind !== 'tamper' || draft.how !== 'foreign-address') return false;
  const [, address = ''] = /\(([\d.]+)\)$/.exec(draft.what) ?? [];
  return names.get(address)?.endsWith('.internal.example') ?? false;
}

function messageDraft(message: Message, excerpt: (text: string) => string): Draft {
  const { time, phase, direction, method, tool, text } = message;
  return {
    kind: 'mcp',
    direction,
    method,
    ...(tool === undefined ? {} : { tool }),
    text: direction === 'received' ? excerpt(text) : quote(text, SENT),
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

/** npm's own logs are nobody's news. */
const LOGS = /\/\.npm\/_logs\//;

/** Changed files of which nobody knows what they hold. Those in the tree are what was built there, and data of its packages. */
function unsearched({ changed = [], contents, project }: Witnesses): readonly string[] {
  if (contents === undefined) return [];
  return changed.filter((path) => !contents.has(path) && !LOGS.test(path) && !path.startsWith(`${project}/`));
}

/** What the tracer and the sink of a profile say of themselves. */
export function troubles(witnesses: Witnesses): readonly Gap[] {
  const { profile, observers, sink } = witnesses;
  const subject = `${profile}/trace`;
  const unreadable = observers.reduce((sum, { troubles: { unreadable: count } }) => sum + count, 0);
  const gaps: Gap[] = [];
  if (unreadable > 0) {
    const example = observers.find(({ troubles: { example: line } }) => line !== '')?.troubles.example ?? '';
    const reason = `${unreadable} lines of the trace could not be read, as: ${quote(example, 200)}`;
    gaps.push({ stage: 'sandbox', subject, reason });
  }
  if (observers.some(({ troubles: { truncated } }) => truncated))
    gaps.push({ stage: 'sandbox', subject, reason: 'the package did more than is recorded' });
  if (observers.some(({ troubles: { cut, truncated } }) => cut && !truncated))
    gaps.push({ stage: 'sandbox', subject, reason: 'the trace ended before the processes in it did' });
  if (witnesses.contents === undefined) {
    const reason = 'the files that changed could not be read';
    gaps.push({ stage: 'sandbox', subject: `${profile}/files`, reason });
  }
  const unread = unsearched(witnesses);
  if (unread.length > 0) {
    const others = unread.length > 1 ? ` and ${unread.length - 1} more` : '';
    const reason = `${quote(unread[0] ?? '')}${others} could not be searched for decoys: more was written than is kept`;
    gaps.push({ stage: 'sandbox', subject: `${profile}/files`, reason });
  }
  if (unexplained(witnesses) === undefined) {
    const reason = 'the files that changed could not be compared with the trace';
    gaps.push({ stage: 'sandbox', subject: `${profile}/files`, reason });
  }
  const faults = sink.flatMap((event) => (event.kind === 'fault' ? [event.reason] : []));
  if (faults.length > 0) gaps.push({ stage: 'sandbox', subject: `${profile}/network`, reason: quote(faults[0] ?? '') });
  return gaps;
}
