/**
 * Who something was sent to: hosts, and in bodies the addresses, chats and callbacks that make somebody else receive it. What the
 * tool's input or the configuration does not name is looked for in the package itself; what nothing names is a finding.
 */
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { quote } from '../../quote.ts';
import type { Observation } from '../../types.ts';
import { inflatedBy, TOO_LARGE } from '../bounds/inflate.ts';
import type { Draft, Sent } from '../witnesses/observe.ts';
import { printable } from './readings.ts';

type Recipient = Extract<Observation, { readonly kind: 'recipient' }>;
export type Explanation = Recipient['explained'];

/** What may explain a recipient without looking at the package. */
export interface Known {
  /** Everything the client said: inputs of tools, answers to what the server asked. */
  readonly inputs: string;
  /** Values of variables and arguments the server was started with. */
  readonly configuration: string;
  /** Whom services that it asked named as their user's own, in lower case, and when. */
  readonly answered: ReadonlyMap<string, number>;
  /** Names that the sandbox's addresses stood for. */
  readonly names: ReadonlyMap<string, string>;
}

/** Most recipients told of one profile, how deep and into how many texts a body is read, and how large it may be where it is compressed. */
const MOST = 1_000;
const MAX_DEPTH = 64;
const MAX_LEAVES = 200_000;
const MAX_INFLATED = 4 * 1024 * 1024;

/** One text of a body, under the name of the field it stands in. */
interface Leaf {
  readonly field: string;
  readonly text: string;
}

/** Each recipient once for each field and call. Explained as far as that can be told here; the rest says `nothing`. */
export function recipientDrafts(sent: readonly Sent[], known: Known): Recipients {
  const told = new Map<string, Draft & { readonly of: Draft }>();
  let cut = false;
  for (const one of sent) {
    const { time, phase, directory, tool } = one.draft;
    const { found, whole } = recipientsOf(one, known.names);
    cut ||= !whole;
    for (const recipient of found) {
      const key = [recipient.what, recipient.value, recipient.field, phase, tool].join(' ');
      if (told.has(key)) continue;
      cut ||= told.size >= MOST;
      if (told.size >= MOST) break;
      const place = { time, phase, ...(directory ? { directory } : {}), ...(tool ? { tool } : {}) };
      const explained = explainedHere(recipient.value, time, known);
      told.set(key, { ...recipient, kind: 'recipient', explained, in: 0, ...place, of: one.draft });
    }
  }
  return { drafts: [...told.values()], cut };
}

export interface Recipients {
  readonly drafts: readonly (Draft & { readonly of: Draft })[];
  /** Whether there was more than is read or told. */
  readonly cut: boolean;
}

/** As far as that can be told without looking at the package. */
export function explainedHere(value: string, time: number, { inputs, configuration, answered }: Known): Explanation {
  const low = value.toLowerCase();
  if (inputs.includes(low)) return 'input';
  if (configuration.includes(low)) return 'configuration';
  return (answered.get(low) ?? Number.POSITIVE_INFINITY) <= time ? 'answer' : 'nothing';
}

type Found = Pick<Recipient, 'what' | 'value' | 'field'>;

interface Read {
  readonly found: readonly Found[];
  readonly whole: boolean;
}

function recipientsOf({ draft, bytes }: Sent, names: Known['names']): Read {
  const name = hostOf(draft, names);
  const host = name === undefined ? [] : [{ what: 'host' as const, value: name, field: '' }];
  if (draft.kind !== 'http' && draft.kind !== 'data') return { found: host, whole: true };
  // Of a request, the body is the last part.
  const body = readable(Buffer.from(bytes.at(-1) ?? []));
  const { leaves, whole } = leavesOf(body?.toString('utf8') ?? '');
  const read = leaves.filter(({ text }) => !isCrowded(text));
  const found = [...host, ...read.flatMap((leaf) => [...addressesIn(leaf)])];
  return { found, whole: whole && body !== undefined && read.length === leaves.length };
}

const INFLATERS = [gunzipSync, inflateSync, zstdDecompressSync, brotliDecompressSync];

/** A body as its recipient reads it, whatever its head says; undefined where it is larger than we read. */
function readable(body: Buffer): Buffer | undefined {
  const inner = printable(body) ? undefined : inflatedBy(INFLATERS, body, MAX_INFLATED);
  return inner === TOO_LARGE ? undefined : (inner ?? body);
}

/** Loopback is nobody else, the metadata service is a place of its own, and a name asked for is told by its connection. */
const NOBODY =
  /^(localhost|127\.|0\.0\.0\.0$|::1?$|169\.254\.169\.254$|192\.168\.1\.1$|.*\.(local|localdomain|internal|home\.arpa|in-addr\.arpa|ip6\.arpa)$)/;

/** Addresses that only this sandbox gives out (an army's, where no thief lives): without their name they say nothing of the package. */
const HANDED_OUT = /^22\.1[89]\./;

/** Whom a flow went to; undefined where that is nobody else, or was not told. */
export function hostOf(draft: Draft, names: Known['names']): string | undefined {
  const host = nameOf(draft, names);
  return host === undefined || isNobody(host) ? undefined : host;
}

/** Whom a flow was for as it says itself; of what was only opened, an address that is nobody's here. */
function givenBy(draft: Draft): string | undefined {
  if (draft.kind === 'http' || draft.kind === 'tls') return draft.host;
  if (draft.kind === 'data') return draft.protocol === 'tcp' ? draft.address : '';
  if (draft.kind !== 'connect' || draft.host !== undefined || DNS.has(draft.port)) return undefined;
  return isPublic(draft.address) ? draft.address : undefined;
}

/** Resolvers that programs bring along; what they are asked is told of each question. */
const DNS = new Set([53, 853]);

const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** Addresses of one's own network and of no one (RFC 6890); those for documentation stand for anybody's. */
const HERE =
  /^(?:0|10|127|22[4-9]|2[3-5]\d)\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^192\.168\./;

function isPublic(address: string): boolean {
  return ADDRESS.test(address) && !HERE.test(address);
}

/** True for this machine and what is only known in its network. */
export function isNobody(host: string): boolean {
  return NOBODY.test(host);
}

/** The same of a flow to whomever, as long as it has a name or an address of its own. */
export function nameOf(draft: Draft, names: Known['names']): string | undefined {
  const given = givenBy(draft);
  if (given === undefined) return undefined;
  const bare = given
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const host = names.get(bare)?.toLowerCase() ?? bare;
  return host === '' || HANDED_OUT.test(host) ? undefined : host;
}

// ---------------------------------------------------------------- bodies

const FORM = /^[\w.[\]%+-]{1,80}=[^\n]*$/;

/** The texts of a body with their fields: JSON, a form, multipart, or lines with headers (mail). */
export function leavesOf(body: string): Leaves {
  const leaves: Leaf[] = [];
  const whole = collect('', body, leaves, 0);
  return { leaves, whole };
}

interface Leaves {
  readonly leaves: readonly Leaf[];
  /** False where it goes deeper, or has more texts, than is read. */
  readonly whole: boolean;
}

/** False where not everything was collected. */
function collect(field: string, text: string, leaves: Leaf[], depth: number): boolean {
  if (depth > MAX_DEPTH || leaves.length >= MAX_LEAVES) return false;
  const json = parseJson(text);
  if (json !== undefined) return walk(field, json, leaves, depth + 1);
  if (field === '' && FORM.test(text))
    return all([...new URLSearchParams(text)], ([key, value]) => collect(key, value, leaves, depth + 1));
  const parts = [...text.matchAll(/name="([^"\n]{1,80})"[^\n]*\r?\n(?:[^\n]+\r?\n)*\r?\n([^\r\n]*)/g)];
  if (parts.length > 0) return all(parts, ([, key = '', value = '']) => collect(key, value, leaves, depth + 1));
  const mail = mailIn(text);
  for (const [, key = '', value = ''] of mail.matchAll(/^(to|cc|bcc|from|reply-to|rcpt to):?\s*([^\r\n]{1,2000})/gim)) {
    leaves.push({ field: key.toLowerCase(), text: value });
  }
  leaves.push({ field, text });
  return true;
}

/** As `every`, but each of them is read. */
function all<T>(some: readonly T[], read: (one: T) => boolean): boolean {
  return some.map(read).every(Boolean);
}

/** A mail as such, or as services take it: in base64. */
function mailIn(text: string): string {
  if (!/^[A-Za-z0-9+/_-]{40,}={0,2}$/.test(text)) return text;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return /^(to|cc|bcc|from|subject|mime-version|content-type):/im.test(decoded) ? decoded : text;
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function walk(field: string, value: unknown, leaves: Leaf[], depth: number): boolean {
  if (depth > MAX_DEPTH || leaves.length >= MAX_LEAVES) return false;
  if (typeof value === 'string') return collect(field, value, leaves, depth);
  if (typeof value === 'number' && CHAT.test(field)) leaves.push({ field, text: String(value) });
  if (typeof value !== 'object' || value === null) return true;
  // `{ "to": [{ "email": … }] }`: who receives it is told by the outer name.
  const outer = RECEIVES.test(field) ? field : undefined;
  return all(Object.entries(value), ([key, child]) =>
    walk(outer ?? (Array.isArray(value) ? field : key), child, leaves, depth + 1),
  );
}

/** Names of fields whose value receives what is sent. */
const RECEIVES =
  /^(to|cc|bcc|recipients?|(to|cc|bcc)[_-]?(recipients?|emails?|addresse?s?)|rcpt to|blind_?copy|forward[_-]?to|send[_-]?to|mail[_-]?to)$/i;
const CHAT = /^(chat[_-]?id|channel([_-]?id)?|room[_-]?id|conversation[_-]?id)$/i;
/** Numbers, ids of channels, and names marked as such: `stable` is a channel of another kind. */
const CHAT_ID = /^(?:-?\d{5,20}|[CDGU][A-Z0-9]{8,12}|[@#][\w-]{1,80})$/;
const CALLBACK = /(callback|webhook|notify|notification|forward|hook)[_-]?(url|uri|endpoint)?$/i;
const EMAIL = /[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24}/gi;
/** Signs of addresses in one text that are looked at: each costs a search around it. */
const MOST_SIGNS = 10_000;

const isCrowded = (text: string): boolean => text.length > MOST_SIGNS && text.split('@').length > MOST_SIGNS;

/** What an address has at the most before its sign and after it (RFC 5321, 4.5.3.1). */
const [LOCAL, DOMAIN] = [64, 255];

function* addressesIn({ field, text }: Leaf): Generator<Found> {
  const name = quote(field, 60);
  for (const value of new Set(emailsIn(text))) yield { what: 'email', value, field: RECEIVES.test(field) ? name : '' };
  if (CHAT.test(field) && CHAT_ID.test(text)) yield { what: 'chat', value: quote(text, 80), field: name };
  if (CALLBACK.test(field) && /^https?:\/\//i.test(text)) yield { what: 'url', value: quote(text, 300), field: name };
}

/** Only around its sign is there an address: a long text without one costs nothing. */
function* emailsIn(text: string): Generator<string> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const from = Math.max(0, at - LOCAL);
    const around = text.slice(from, at + DOMAIN);
    // Of two signs in one stretch, the other one has a stretch of its own.
    for (const { 0: value, index } of around.matchAll(EMAIL))
      if (from + index <= at && at < from + index + value.length) yield value.toLowerCase();
  }
}
