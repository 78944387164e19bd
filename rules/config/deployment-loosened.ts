import { type Deployment, readDeployment } from '../../src/config/deployment.ts';
import type { Text } from '../../src/config/entry.ts';
import { hostOf, isLoopback, placeOf } from '../../src/config/facts.ts';
import { masked } from '../../src/config/secret.ts';
import { quote } from '../../src/quote.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deployment-loosened',
  title: 'An MCP server is deployed with less protection, or with something from another host, than before',
  why: 'A gateway checks signatures and holds secrets back because an option says so, and starts the servers of the catalog it is given. A change that takes the option away or names another catalog decides what everybody behind it runs.',
  fix: 'Keep the option, and keep what is fetched in the repository, where it is reviewed.',
  mapping: {
    practice: ['BP7'],
    owasp: ['MCP04', 'MCP07'],
    attack: ['T1554'],
    atlas: ['AML.T0081'],
    cwe: ['CWE-693'],
  },
  signal: 'config.weak',
  severity: 'medium',
  confidence: 'high',
  *deployment(file) {
    const old = file.before === undefined ? undefined : readOld(file.path, file.before);
    if (old === undefined) return;
    const then = old.commands.flatMap(wordsOf);
    yield* guardsGone(then, file);
    yield* hostsAdded(then, file);
  },
});

function* guardsGone(then: readonly string[], file: Deployment) {
  const now = new Set(file.commands.flatMap(wordsOf));
  const [first] = file.commands;
  for (const word of new Set(then))
    if (first !== undefined && GUARD.test(word) && !now.has(word))
      yield told(file, first, `It is started without ${quote(word)} now`);
}

function* hostsAdded(then: readonly string[], file: Deployment) {
  const known = new Set(then.map(hostIn));
  for (const command of file.commands)
    for (const host of new Set(wordsOf(command).map(hostIn)))
      if (!known.has(host) && host !== '')
        yield told(file, command, `It is started with something from another host: ${quote(host)}`);
}

/** The host of an address in a word, other than this machine. */
function hostIn(word: string): string {
  const url = /https?:\/\/\S+/i.exec(word)?.[0] ?? '';
  return isLoopback(url) ? '' : hostOf(url);
}

/** An option that holds something back. */
const GUARD =
  /^--(?:verify|block|require|enforce|deny|read-only|no-new|cap-drop|security-opt|allowed?-hosts)(?:-[\w-]+)?(?:=(?!false).*)?$/;

function readOld(path: string, text: string): Deployment | undefined {
  try {
    return text === '' ? undefined : readDeployment(path, text);
  } catch {
    return undefined; // It could not be read then either.
  }
}

/** A JSON array of words, or a line of a shell. */
function wordsOf({ value }: Text): readonly string[] {
  if (!value.startsWith('[')) return value.split(/\s+/);
  try {
    return (JSON.parse(value) as readonly unknown[]).map(String);
  } catch {
    return value.split(/\s+/);
  }
}

function told(file: Deployment, { value, span }: Text, message: string) {
  return {
    message,
    evidence: [{ ...placeOf(file.path, span), note: 'this command', snippet: quote(masked('', value)) }] as const,
  };
}
