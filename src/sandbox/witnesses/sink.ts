/** Reads what the sink prints, one JSON object per line. Pure. The structure is ours, the strings in it are the package's. */

import type { NameTransport } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';
import { TRUNCATED } from '../bounds/lines.ts';
import { type Allowance, take } from '../bounds/own.ts';

export type SinkEvent =
  | { readonly kind: 'ready'; readonly time: number; readonly authority: string }
  | {
      readonly kind: 'dns';
      readonly time: number;
      readonly name: string;
      readonly type: string;
      readonly via: NameTransport;
      /** What the name stands for from then on; empty where that was not asked, or is nothing. */
      readonly address?: string;
    }
  | {
      readonly kind: 'http';
      readonly time: number;
      readonly method: string;
      readonly url: string;
      readonly host: string;
      readonly address: string;
      /** 0 where the kernel does not tell. */
      readonly port: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: { readonly bytes: number; readonly sha256: string; readonly data: Uint8Array };
    }
  | {
      readonly kind: 'tls';
      readonly time: number;
      readonly host: string;
      readonly address: string;
      readonly port: number;
      /** `accepted`, or why not. */
      readonly outcome: string;
      /** Fingerprint of the client's greeting (JA4); empty where it could not be read. */
      readonly ja4: string;
    }
  | {
      readonly kind: 'data';
      readonly time: number;
      readonly protocol: 'tcp' | 'udp';
      readonly address: string;
      readonly port: number;
      readonly bytes: number;
      readonly data: Uint8Array;
    }
  /** Whom a service of the sink named in an answer as its user's own: ids, addresses, hosts; never what a request said. */
  | { readonly kind: 'named'; readonly time: number; readonly values: readonly string[] }
  /** The sink's own trouble, or a flood beyond its allowance. */
  | { readonly kind: 'fault'; readonly time: number; readonly reason: string };

/** The sink heard a complaint about its answers; `changed` where something is answered otherwise from now on. It saw nothing. */
export interface Mended {
  readonly kind: 'mended';
  readonly id: string;
  readonly changed: boolean;
}

/** What the sink said, as much of it as is kept. */
export interface SinkLog {
  readonly events: readonly SinkEvent[];
  readonly add: (event: SinkEvent) => void;
}

export function createSinkLog(): SinkLog {
  const memory: Allowance = { left: LIMITS.texts.sink };
  const events: SinkEvent[] = [];
  let full = false;
  let long = false;
  return {
    events,
    add(event) {
      if (full) return;
      full = events.length >= LIMITS.events || !take(memory, sizeOf(event));
      events.push(full ? { kind: 'fault', time: event.time, reason: FLOOD } : event);
      if (full || long || !isCut(event)) return;
      long = true;
      events.push({ kind: 'fault', time: event.time, reason: LONG });
    },
  };
}

const FLOOD = 'the package sent more than is recorded';
const LONG = 'the package sent more at once than is searched for decoys';

/** Whether more was sent than is kept of it. */
function isCut(event: SinkEvent): boolean {
  if (event.kind === 'http') return event.body.bytes > event.body.data.length;
  return event.kind === 'data' && event.bytes > event.data.length;
}

/** About what an event takes in memory. */
function sizeOf(event: SinkEvent): number {
  if (event.kind === 'data') return event.data.length;
  if (event.kind === 'named') return event.values.reduce((sum, value) => sum + value.length, 0);
  if (event.kind !== 'http') return 'name' in event ? event.name.length : 0;
  const headers = Object.entries(event.headers).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return event.url.length + headers + event.body.data.length;
}

/** One line of the sink, or a fault where it is no line of the sink. */
export function readSinkLine(line: string): SinkEvent | Mended {
  if (line === TRUNCATED) return { kind: 'fault', time: 0, reason: FLOOD };
  let raw: Record<string, unknown>;
  try {
    raw = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { kind: 'fault', time: 0, reason: 'a line of the sink that is not JSON' };
  }
  const time = Number(raw.time);
  const text = (key: string) => String(raw[key] ?? '');
  const where = { address: text('address'), port: Number(raw.port ?? 0) };
  switch (raw.kind) {
    case 'ready':
      return { kind: 'ready', time, authority: text('authority') };
    case 'dns':
      return {
        kind: 'dns',
        time,
        name: text('name'),
        type: text('type'),
        via: transportOf(raw.via),
        address: where.address,
      };
    case 'tls':
      return { kind: 'tls', time, host: text('host'), ...where, outcome: text('outcome'), ja4: text('ja4') };
    case 'data':
      return {
        kind: 'data',
        time,
        protocol: raw.protocol === 'udp' ? 'udp' : 'tcp',
        ...where,
        bytes: Number(raw.bytes),
        data: base64(raw.data),
      };
    case 'http': {
      const body = (raw.body ?? {}) as Record<string, unknown>;
      const headers = (raw.headers ?? {}) as Record<string, string>;
      const sent = { bytes: Number(body.bytes ?? 0), sha256: String(body.sha256 ?? ''), data: base64(body.data) };
      return {
        kind: 'http',
        time,
        method: text('method'),
        url: text('url'),
        host: text('host'),
        ...where,
        headers,
        body: sent,
      };
    }
    case 'named':
      return { kind: 'named', time, values: Array.isArray(raw.values) ? raw.values.map(String) : [] };
    case 'mended':
      return { kind: 'mended', id: text('id'), changed: raw.changed === true };
    case 'overflow':
      return { kind: 'fault', time, reason: FLOOD };
    default:
      return { kind: 'fault', time, reason: text('reason') || `an unknown event: ${text('kind')}` };
  }
}

function transportOf(value: unknown): NameTransport {
  return value === 'tcp' || value === 'tls' || value === 'https' ? value : 'udp';
}

function base64(value: unknown): Uint8Array {
  return Buffer.from(String(value ?? ''), 'base64');
}
