/**
 * Asks a remote server what anybody may ask it: does it want a token, who issues them, for what. Only where the user asked
 * for it (`--probe`), without any credential, a bounded number of questions, each of them safe to ask (`ask.ts`).
 */
import {
  challengeOf,
  issuerProblems,
  issuersOf,
  issuerUrls,
  metadataUrls,
  type Probe,
  type Problem,
  resourceProblems,
} from '../config/oauth.ts';
import { bareUrl } from '../config/secret.ts';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import type { Gap, Staged } from '../types.ts';
import { type Answer, type Ask, Unanswered } from './ask.ts';

/** Most authorization servers of one resource that are asked. */
const MOST_ISSUERS = 3;

/** What a remote server says of itself. What it does not answer is a gap. */
export async function probe(url: string, ask: Ask): Promise<Staged<Probe | undefined>> {
  const shown = bareUrl(url);
  const gap = (reason: string): Gap => ({
    stage: 'remote',
    subject: quote(shown),
    reason: `not asked: ${quote(reason)}`,
  });
  if (!URL.canParse(url)) return { value: undefined, gaps: [gap('its address holds a variable')] };
  try {
    // Query and user are the user's own, and may be credentials.
    const spoken = await speak(shown, ask);
    const problems = spoken.challenged === undefined ? [] : await authorizationOf(shown, spoken.challenged, ask);
    return { value: { ...spoken.probe, problems: [...spoken.probe.problems, ...problems] }, gaps: [] };
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    const unknown: Probe = { url: shown, authorization: 'unknown', transport: 'unknown', problems: [] };
    const broken: Problem = { kind: 'certificate', detail: error.message };
    return { value: error.certificate ? { ...unknown, problems: [broken] } : undefined, gaps: [gap(error.message)] };
  }
}

// ---------------------------------------------------------------- does it answer anybody?

interface Spoken {
  readonly probe: Probe;
  /** The answer that asks for a token. */
  readonly challenged?: Answer;
}

const SAID = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const CLIENT = { name: 'client', version: '1.0.0' };
/** Both eras of the protocol: stateless since 2026-07-28, with a handshake before. */
const ERAS = [
  {
    transport: 'stateless',
    version: '2026-07-28',
    message: { method: 'server/discover', params: {} },
  },
  {
    transport: 'initialize',
    version: '2025-06-18',
    message: {
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: CLIENT },
    },
  },
] as const;

async function speak(url: string, ask: Ask): Promise<Spoken> {
  for (const { transport, version, message } of ERAS) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
    const answer = await ask({ method: 'POST', url, body, headers: { ...SAID, 'mcp-protocol-version': version } });
    const said = heard(url, answer, transport);
    if (said !== undefined) return said;
  }
  const events = await ask({ method: 'GET', url, headers: { accept: 'text/event-stream' } });
  const isStream = /^text\/event-stream/i.test(events.headers['content-type'] ?? '');
  if (events.status === 200 && isStream) return { probe: saying(url, 'open', 'sse') };
  return heard(url, events, 'unknown') ?? { probe: saying(url, 'unknown', 'unknown') };
}

/** What an answer says; `undefined` where another way of asking may say more. */
function heard(url: string, answer: Answer, transport: Probe['transport']): Spoken | undefined {
  const { status, headers } = answer;
  if (status >= 300 && status < 400) {
    const to = redirected(headers.location, url);
    const away = to === undefined || new URL(to).origin !== new URL(url).origin;
    const problems: Problem[] = away ? [{ kind: 'redirect', detail: bareUrl(to ?? 'nowhere') }] : [];
    return { probe: { ...saying(url, 'unknown', 'unknown'), problems } };
  }
  // A refusal comes before the method is looked at, so it says nothing about the era.
  if (status === 401) return { probe: saying(url, 'required', 'unknown'), challenged: answer };
  return status < 300 && hasResult(answer) ? { probe: saying(url, 'open', transport) } : undefined;
}

function saying(url: string, authorization: Probe['authorization'], transport: Probe['transport']): Probe {
  return { url, authorization, transport, problems: [] };
}

function redirected(location: string | undefined, url: string): string | undefined {
  return location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : undefined;
}

/** A JSON-RPC result, plain or as the first event of a stream. */
function hasResult({ body }: Answer): boolean {
  const data = body.split(/\r?\n/).find((line) => line.startsWith('data:'));
  const message = parsed(data === undefined ? body : data.slice(5));
  return typeof message === 'object' && message !== null && 'result' in message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// ---------------------------------------------------------------- who issues its tokens, and for what?

async function authorizationOf(url: string, { headers }: Answer, ask: Ask): Promise<readonly Problem[]> {
  const { resource_metadata: named } = challengeOf(headers['www-authenticate']);
  const urls = named !== undefined && URL.canParse(named) ? [named] : metadataUrls(url);
  const found = await firstOf(urls, ask);
  if (found === undefined) return [{ kind: 'no-metadata', detail: urls.map(bareUrl).join(', ') }];
  const problems: Problem[] = [...resourceProblems(found.value, url, found.from)];
  for (const issuer of issuersOf(found.value).slice(0, MOST_ISSUERS)) {
    const described = await firstOf(issuerUrls(issuer), ask);
    problems.push(...issuerProblems(described?.value, issuer));
  }
  return problems;
}

/** The first of these addresses that answers with a JSON object. */
async function firstOf(urls: readonly string[], ask: Ask): Promise<{ value: unknown; from: string } | undefined> {
  for (const url of urls) {
    const answer = await ask({ method: 'GET', url }).catch((error: unknown) => {
      if (error instanceof Unanswered) return undefined;
      throw new Error(reasonOf(error), { cause: error });
    });
    const value = answer?.status === 200 ? parsed(answer.body) : undefined;
    if (typeof value === 'object' && value !== null) return { value, from: url };
  }
  return undefined;
}
