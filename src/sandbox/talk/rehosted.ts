/**
 * What a tool's error says of an address it was given: of which host it should be. Pure. The error is the package's text; the host is
 * one that it names anyway, and the path keeps what the address is known by.
 */
import type { Input } from './inputs.ts';
import { withFirst } from './with-first.ts';

/** Longest error that is read. */
const LONGEST = 20_000;

const WANTS = /\bonly\b|\bmust\b|\bexpected\b|\binvalid\b|\bnot (?:an? )?(?:valid|allowed|supported)\b/i;
const HOST = /\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|io|dev|ai|app|cloud|co)\b/gi;
/** As inputs have them: known by their host, or by their path. */
const OURS = /^https:\/\/(?:(site-\w{1,60})\.example\/page|github\.com\/(octocat\/Hello-World))$/;
/** As they are given back. */
const MOVED = /https:\/\/(?!github\.com\/)[\w.-]{1,253}(?=\/(?:acme\/site-\w{1,60}|octocat\/Hello-World)\b)/gi;

/** The input with an address of that host; undefined where the error names none, or no address of ours was given. */
export function rehosted(error: string, given: Input): Input | undefined {
  const said = error.slice(0, LONGEST);
  const [host] = WANTS.test(said) ? (said.match(HOST) ?? []) : [];
  if (host === undefined) return undefined;
  const input = withFirst(given.input, (text) => {
    const [, mark, path = mark && `acme/${mark}`] = OURS.exec(text) ?? [];
    return path && `https://${host.toLowerCase()}/${path}`;
  });
  return input && { ...given, input };
}

/** What a client said without the hosts that errors told it: a package that names one by that way has not explained it. */
export function withoutMoved(said: string): string {
  return said.replace(MOVED, '');
}
