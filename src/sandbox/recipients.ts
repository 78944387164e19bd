/**
 * Who something was sent to: hosts, and in bodies the addresses, chats and callbacks that make somebody else receive it. What the
 * tool's input or the configuration does not name is looked for in the package itself; what nothing names is a finding.
 */
import { quote } from '../quote.ts';
import type { Observation } from '../types.ts';
import type { Draft, Sent } from './observe.ts';

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

/** Most recipients told of one profile, and the deepest and largest body that is read. */
const MOST = 300;
const MAX_DEPTH = 8;
const MAX_BODY = 256 * 1024;
const MAX_LEAVES = 4_000;

/** One text of a body, under the name of the field it stands in. */
interface Leaf {
  readonly field: string;
  readonly text: string;
}

/** Each recipient once for each field and call. Explained as far as that can be told here; the rest says `nothing`. */
export function recipientDrafts(sent: readonly Sent[], known: Known): readonly (Draft & { readonly of: Draft })[] {
  const told = new Set<string>();
  return sent.flatMap((one) =>
    [...recipientsOf(one, known.names)].flatMap((recipient) => {
      const { draft } = one;
      const key = [recipient.what, recipient.value, recipient.field, draft.phase, draft.tool].join(' ');
      if (told.has(key) || told.size >= MOST) return [];
      told.add(key);
      const { time, phase, directory, tool } = draft;
      const place = { time, phase, ...(directory ? { directory } : {}), ...(tool ? { tool } : {}) };
      return [
        {
          ...recipient,
          kind: 'recipient' as const,
          explained: explainedHere(recipient.value, time, known),
          in: 0,
          ...place,
          of: draft,
        },
      ];
    }),
  );
}

/** As far as that can be told without looking at the package. */
export function explainedHere(value: string, time: number, { inputs, configuration, answered }: Known): Explanation {
  const low = value.toLowerCase();
  if (inputs.includes(low)) return 'input';
  if (configuration.includes(low)) return 'configuration';
  return (answered.get(low) ?? Number.POSITIVE_INFINITY) <= time ? 'answer' : 'nothing';
}

type Found = Pick<Recipient, 'what' | 'value' | 'field'>;

function* recipientsOf({ draft, bytes }: Sent, names: Known['names']): Generator<Found> {
  const host = hostOf(draft, names);
  if (host !== undefined) yield { what: 'host', value: host, field: '' };
  if (draft.kind !== 'http' && draft.kind !== 'data') return;
  // Of a request, the body is the last part.
  const body = Buffer.from(bytes.at(-1) ?? [])
    .subarray(0, MAX_BODY)
    .toString('utf8');
  for (const leaf of leavesOf(body)) yield* addressesIn(leaf);
}

/** Loopback is nobody else, the metadata service is a place of its own, and a name asked for is told by its connection. */
const NOBODY =
  /^(localhost|127\.|0\.0\.0\.0$|::1?$|169\.254\.169\.254$|192\.168\.1\.1$|.*\.(local|localdomain|internal|home\.arpa|in-addr\.arpa|ip6\.arpa)$)/;

/** Addresses that only this sandbox gives out (RFC 2544): without their name they say nothing of the package. */
const HANDED_OUT = /^198\.1[89]\./;

/** Whom a flow went to; undefined where that is nobody else, or was not told. */
export function hostOf(draft: Draft, names: Known['names']): string | undefined {
  if (draft.kind !== 'http' && draft.kind !== 'tls' && draft.kind !== 'data') return undefined;
  const given = draft.kind === 'data' ? (draft.protocol === 'tcp' ? draft.address : '') : draft.host;
  const bare = given
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const host = names.get(bare)?.toLowerCase() ?? bare;
  return host === '' || NOBODY.test(host) || HANDED_OUT.test(host) ? undefined : host;
}

// ---------------------------------------------------------------- bodies

const FORM = /^[\w.[\]%+-]{1,80}=[^\n]*$/;

/** The texts of a body with their fields: JSON, a form, multipart, or lines with headers (mail). */
export function leavesOf(body: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect('', body, leaves, 0);
  return leaves;
}

function collect(field: string, text: string, leaves: Leaf[], depth: number): void {
  if (depth > MAX_DEPTH || leaves.length >= MAX_LEAVES) return;
  const json = parseJson(text);
  if (json !== undefined) {
    walk(field, json, leaves, depth + 1);
    return;
  }
  if (field === '' && FORM.test(text)) {
    for (const [key, value] of new URLSearchParams(text)) collect(key, value, leaves, depth + 1);
    return;
  }
  const parts = [...text.matchAll(/name="([^"\n]{1,80})"[^\n]*\r?\n(?:[^\n]+\r?\n)*\r?\n([^\r\n]*)/g)];
  if (parts.length > 0) {
    for (const [, key = '', value = ''] of parts) collect(key, value, leaves, depth + 1);
    return;
  }
  const mail = mailIn(text);
  for (const [, key = '', value = ''] of mail.matchAll(/^(to|cc|bcc|from|reply-to|rcpt to):?\s*([^\r\n]{1,2000})/gim)) {
    leaves.push({ field: key.toLowerCase(), text: value });
  }
  leaves.push({ field, text });
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

function walk(field: string, value: unknown, leaves: Leaf[], depth: number): void {
  if (depth > MAX_DEPTH || leaves.length >= MAX_LEAVES) return;
  if (typeof value === 'string') collect(field, value, leaves, depth);
  if (typeof value === 'number') leaves.push({ field, text: String(value) });
  if (typeof value !== 'object' || value === null) return;
  // `{ "to": [{ "email": … }] }`: who receives it is told by the outer name.
  const outer = RECEIVES.test(field) ? field : undefined;
  for (const [key, child] of Object.entries(value)) {
    walk(outer ?? (Array.isArray(value) ? field : key), child, leaves, depth + 1);
  }
}

/** Names of fields whose value receives what is sent. */
const RECEIVES =
  /^(to|cc|bcc|recipients?|(to|cc|bcc)[_-]?(recipients?|emails?|addresse?s?)|rcpt to|blind_?copy|forward[_-]?to|send[_-]?to|mail[_-]?to)$/i;
const CHAT = /^(chat[_-]?id|channel([_-]?id)?|room[_-]?id|conversation[_-]?id)$/i;
/** Numbers, ids of channels, and names marked as such: `stable` is a channel of another kind. */
const CHAT_ID = /^(?:-?\d{5,20}|[CDGU][A-Z0-9]{8,12}|[@#][\w-]{1,80})$/;
const CALLBACK = /(callback|webhook|notify|notification|forward|hook)[_-]?(url|uri|endpoint)?$/i;
const EMAIL = /[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24}/gi;

function* addressesIn({ field, text }: Leaf): Generator<Found> {
  const name = quote(field, 60);
  for (const [value] of text.slice(0, 20_000).matchAll(EMAIL)) {
    yield { what: 'email', value: value.toLowerCase(), field: RECEIVES.test(field) ? name : '' };
  }
  if (CHAT.test(field) && CHAT_ID.test(text)) yield { what: 'chat', value: quote(text, 80), field: name };
  if (CALLBACK.test(field) && /^https?:\/\//i.test(text)) yield { what: 'url', value: quote(text, 300), field: name };
}
