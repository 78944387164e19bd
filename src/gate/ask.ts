/**
 * One question to a stranger over HTTP, safe to ask from inside a network: the address a name resolves to is checked and
 * then pinned, so that a second answer of the name server changes nothing; private and special ranges are refused, redirects
 * are not followed, and size and time are capped. No proxy, no cookie, no credential.
 */
import { lookup } from 'node:dns/promises';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { reasonOf, UsageError } from '../errors.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case; of several values the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was sent within the limits; of a stream of events only its beginning, or nothing. */
  readonly body: string;
}

/** Why there is no answer, in words for a user. `certificate` is one that does not hold. */
export class Unanswered extends Error {
  readonly certificate: boolean;
  constructor(message: string, certificate = false) {
    super(message);
    this.name = 'Unanswered';
    this.certificate = certificate;
  }
}

export interface AskLimits {
  /** Most bytes of a body. */
  readonly bytes: number;
  /** Milliseconds for one question. */
  readonly ms: number;
  /** Ranges that may be asked although they are private: `127.0.0.0/8`. */
  readonly allowed: readonly string[];
  readonly signal: AbortSignal;
}

export type Ask = (question: Question) => Promise<Answer>;

/** Asks within these limits. Throws `Unanswered`. */
export function asker(limits: AskLimits): Ask {
  const allowed = new BlockList();
  for (const range of limits.allowed) addRange(allowed, range);
  return async (question) => {
    const deadline = AbortSignal.any([AbortSignal.timeout(limits.ms), limits.signal]);
    try {
      const url = new URL(question.url);
      if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Unanswered(`${url.protocol} is not asked`);
      const address = await addressOf(url.hostname, allowed, deadline);
      return await exchange(question, url, address, limits.bytes, deadline);
    } catch (error) {
      limits.signal.throwIfAborted();
      throw unanswered(error, deadline, limits.ms);
    }
  };
}

function unanswered(error: unknown, deadline: AbortSignal, ms: number): Unanswered {
  if (error instanceof Unanswered) return error;
  if (deadline.aborted) return new Unanswered(`no answer within ${ms / 1000} s`);
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return new Unanswered(reasonOf(error), /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/.test(code));
}

// ---------------------------------------------------------------- addresses

/**
 * Ranges no public server has: IANA's special-purpose registries of IPv4 and IPv6, and multicast. IPv4 in IPv6 (`::ffff:…`)
 * is checked as IPv4, as `BlockList` does by itself.
 */
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10'],
  'ff00::/8',
];
const REFUSED = new BlockList();
for (const range of SPECIAL) addRange(REFUSED, range);

/** Adds `10.0.0.0/8`, or one address. Throws `UsageError` for what is neither. */
function addRange(list: BlockList, range: string): void {
  const [address = '', bits] = range.split('/');
  const family = isIP(address);
  const widest = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? widest : Number(bits);
  if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > widest)
    throw new UsageError(`${range} is no range of addresses`, 'write it as 10.1.0.0/16 or fd00::/8');
  list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
}

/** The one address that will be asked. A name with any address that may not be asked is refused as a whole. */
async function addressOf(hostname: string, allowed: BlockList, signal: AbortSignal): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found =
    isIP(host) > 0 ? [host] : (await untilAborted(lookup(host, { all: true }), signal)).map((one) => one.address);
  for (const address of found) {
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (REFUSED.check(address, family) && !allowed.check(address, family))
      throw new Unanswered(`${address} is a private or special address, which is not asked`);
  }
  const [first] = found;
  if (first === undefined) throw new Unanswered(`${host} has no address`);
  return first;
}

/** The name server is asked by the system, which cannot be told to stop. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  work.catch(() => {});
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

// ---------------------------------------------------------------- one exchange

/** Bytes of headers; Node’s default, said here because a stranger chooses them. */
const HEADER_LIMIT = 16 * 1024;

function exchange(
  { method, headers = {}, body }: Question,
  url: URL,
  address: string,
  most: number,
  signal: AbortSignal,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const family = isIP(address) as 4 | 6;
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  const options = {
    method,
    agent: false as const,
    signal,
    maxHeaderSize: HEADER_LIMIT,
    // Whatever is asked of the name server again, this address is answered.
    lookup: ((_host: string, wanted: { all?: boolean }, done: (...told: unknown[]) => void) =>
      wanted.all ? done(null, [{ address, family }]) : done(null, address, family)) as never,
    headers: { accept: 'application/json', 'user-agent': 'lazaret', ...headers },
  };
  const call = send(url, options, (answer) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => {
      const body = Buffer.concat(chunks).subarray(0, most).toString('utf8');
      resolve({ status: answer.statusCode ?? 0, headers: firstOf(answer.headers), body });
    };
    const stream = /^text\/event-stream/i.test(answer.headers['content-type'] ?? '');
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < most && !(stream && isWhole(chunks))) return;
      end();
      answer.destroy();
    });
    answer.on('end', end);
    answer.on('error', reject);
    // A stream of events may stay silent for ever; its headers say enough.
    if (stream && method === 'GET') {
      end();
      answer.destroy();
    }
  });
  call.on('error', reject);
  call.end(body);
  return promise;
}

/** True where a stream of events holds one whole event. */
function isWhole(chunks: readonly Buffer[]): boolean {
  return /\r?\n\r?\n/.test(Buffer.concat(chunks).toString('latin1'));
}

function firstOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat()[0] ?? '']])),
  );
}
