/**
 * What a remote server and its authorization server say about themselves, judged: MCP's authorization of 2026-07-28, RFC
 * 9728 (protected resources), RFC 8414 (authorization servers), OAuth 2.1. Pure: everything here is text of strangers, and
 * any field may have any shape.
 */
import { hostOf, isLoopback } from './facts.ts';

/** What a probe asked and heard, without any credential. */
export interface Probe {
  /** The endpoint as it was asked, without query. */
  readonly url: string;
  /** `open` answers anybody, `required` asks for a token; `unknown` where no answer said so. */
  readonly authorization: 'open' | 'required' | 'unknown';
  /** `stateless` since 2026-07-28, `initialize` before, `sse` the deprecated one. */
  readonly transport: 'stateless' | 'initialize' | 'sse' | 'unknown';
  readonly problems: readonly Problem[];
}

/** One thing that is not as the specification has it. */
export interface Problem {
  readonly kind: keyof typeof PROBLEMS;
  /** What exactly; not yet quoted. */
  readonly detail: string;
}

/** The closed list of what a probe can find fault with. */
export const PROBLEMS = {
  redirect: 'It sends clients, and whatever token they carry, to another address',
  certificate: 'Its certificate does not hold',
  'no-metadata': 'It asks for a token and does not say who issues them',
  'metadata-elsewhere': 'What it says about itself lies on another host',
  audience: 'It describes itself as another resource, so that tokens for it are tokens for that one',
  'no-issuer': 'It names no authorization server',
  'issuer-insecure': 'Its authorization server is reached without encryption',
  'issuer-silent': 'Its authorization server does not describe itself',
  'issuer-mismatch': 'Its authorization server says it is another one, which is how tokens are mixed up',
  'no-pkce': 'Its authorization server does not offer PKCE with S256, without which clients must not go on',
  implicit: 'Its authorization server offers a flow that OAuth 2.1 removed',
  'token-in-query': 'It takes tokens in the address, where logs keep them',
  'broad-scopes': 'It offers scopes over everything',
} as const;

/** `WWW-Authenticate: Bearer resource_metadata="…", scope="…"`: the parameters of the Bearer challenge. */
export function challengeOf(header: string | undefined): Readonly<Record<string, string>> {
  const bearer = /(?:^|,\s*)Bearer\b(.*)$/is.exec((header ?? '').slice(0, 4_000))?.[1] ?? '';
  const pairs = bearer.matchAll(/([a-z_]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.){0,1000})"|([^\s,"]{1,1000}))/gi);
  return Object.fromEntries([...pairs].map((pair) => [(pair[1] ?? '').toLowerCase(), pair[2] ?? pair[3] ?? '']));
}

/** Where RFC 9728 puts the description of a resource, in the order in which to ask. */
export function metadataUrls(url: string): readonly string[] {
  const { origin, pathname } = new URL(url);
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '');
  const well = `${origin}/.well-known/oauth-protected-resource`;
  return [...new Set([`${well}${path}`, well])];
}

/** Where RFC 8414 and OpenID Connect put the description of an issuer, in the order in which to ask. */
export function issuerUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '');
  const well = `${origin}/.well-known`;
  return [
    ...new Set([
      `${well}/oauth-authorization-server${path}`,
      `${well}/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}

/** The authorization servers a resource names. */
export function issuersOf(metadata: unknown): readonly string[] {
  return textsIn(metadata, 'authorization_servers').filter((issuer) => URL.canParse(issuer));
}

/** What is wrong with the description of a resource (RFC 9728). `from` is where it was read. */
export function resourceProblems(metadata: unknown, url: string, from: string): readonly Problem[] {
  const resource = field(metadata, 'resource');
  const named = typeof resource === 'string' ? resource : '';
  const scopes = textsIn(metadata, 'scopes_supported').filter((scope) => BROAD.test(scope));
  return [
    ...problem('metadata-elsewhere', hostOf(from) !== hostOf(url), from),
    ...problem('audience', !covers(named, url), named === '' ? 'it names no resource' : `${named} for ${url}`),
    ...problem('no-issuer', issuersOf(metadata).length === 0, from),
    ...problem('token-in-query', textsIn(metadata, 'bearer_methods_supported').includes('query'), from),
    ...problem('broad-scopes', scopes.length > 0, scopes.slice(0, 5).join(' ')),
  ];
}

/** Scopes that stand for everything, or for administration. */
const BROAD = /^(?:\*|.*:\*|\*:.*|all|full[_-]?access|root|admin(?:[:.].*)?)$/i;

/** A resource is this endpoint, or on the same origin a path above it. */
function covers(resource: string, url: string): boolean {
  if (!URL.canParse(resource)) return false;
  const [named, asked] = [new URL(resource), new URL(url)];
  const path = named.pathname.replace(/\/$/, '');
  return named.origin === asked.origin && (asked.pathname === path || asked.pathname.startsWith(`${path}/`));
}

/** What is wrong with an issuer's own description; `undefined` is one that has none. */
export function issuerProblems(metadata: unknown, issuer: string): readonly Problem[] {
  const insecure = problem('issuer-insecure', !/^https:/i.test(issuer) && !isLoopback(issuer), issuer);
  if (metadata === undefined) return [...insecure, { kind: 'issuer-silent', detail: issuer }];
  const own = field(metadata, 'issuer');
  const flows = [...textsIn(metadata, 'response_types_supported'), ...textsIn(metadata, 'grant_types_supported')];
  const removed = flows.filter((flow) => flow === 'token' || flow === 'implicit' || flow === 'password');
  return [
    ...insecure,
    ...problem('issuer-mismatch', own !== issuer, `${typeof own === 'string' ? own : 'no issuer'} at ${issuer}`),
    ...problem('no-pkce', !textsIn(metadata, 'code_challenge_methods_supported').includes('S256'), issuer),
    ...problem('implicit', removed.length > 0, `${removed.join(', ')} at ${issuer}`),
  ];
}

function problem(kind: Problem['kind'], is: boolean, detail: string): readonly Problem[] {
  return is ? [{ kind, detail }] : [];
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** Most texts of one list that are looked at. */
const MOST = 200;

function textsIn(value: unknown, name: string): readonly string[] {
  const list = field(value, name);
  if (!Array.isArray(list)) return [];
  return list.slice(0, MOST).filter((text): text is string => typeof text === 'string' && text.length <= 2_000);
}
