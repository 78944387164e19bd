/** What rules over behaviour share: where an observation stands, how a phase reads, which program a process ran. */
import { CREDENTIAL_FILES } from '../rules/data/credential-files.ts';
import { quote } from './quote.ts';
import type { Hit } from './rule.ts';
import type { Behavior, Evidence, Observation, Phase } from './types.ts';

export type Seen<K extends Observation['kind']> = Extract<Observation, { readonly kind: K }>;

/** Phases in which nobody has asked the package for anything yet. */
export const UNASKED: ReadonlySet<Phase> = new Set<Phase>(['install', 'import']);

const WORDS: Readonly<Record<Phase, string>> = {
  install: 'while it is installed',
  import: 'while it is imported',
  start: 'when the server starts',
  call: 'while its tools are called',
  idle: 'after its tools were called',
};

/** `while it is installed`: completes a sentence about what was done. */
export function inPhase(phase: Phase): string {
  return WORDS[phase];
}

/** Observations of one kind, typed. */
export function observed<K extends Observation['kind']>(
  behavior: Behavior,
  ...kinds: readonly K[]
): readonly Seen<K>[] {
  return behavior.observations.filter((one): one is Seen<K> => (kinds as readonly string[]).includes(one.kind));
}

export function evidenceOf({ run, phase, seq }: Observation, note: string, snippet: string): Evidence {
  return { at: `run:${run}/${phase}#${seq}`, note, snippet: quote(snippet) };
}

/** Most evidence of one finding: the rest would say the same. */
const MAX_EVIDENCE = 8;

/** One hit for a group of observations that show the same thing, at least one. */
export function hitOf<T extends Observation>(
  group: readonly [T, ...T[]],
  message: string,
  evidence: (one: T) => Evidence,
  rest: Partial<Hit> | undefined = {},
): Hit {
  const [first, ...more] = group;
  const shown: [Evidence, ...Evidence[]] = [evidence(first), ...more.slice(0, MAX_EVIDENCE - 1).map(evidence)];
  return { message, evidence: shown, package: first.package, ...rest };
}

/** Groups observations by a key; each group has at least one. */
export function grouped<T>(all: readonly T[], key: (one: T) => string): readonly (readonly [T, ...T[]])[] {
  return [...Map.groupBy(all, key).values()] as unknown as readonly (readonly [T, ...T[]])[];
}

/** The program that the process of an observation ran last; `undefined` where its start was not seen. */
export function startOf(behavior: Behavior, one: Observation & { readonly pid: number }): Seen<'exec'> | undefined {
  return behavior.observations.findLast(
    (other): other is Seen<'exec'> =>
      other.kind === 'exec' && other.run === one.run && other.pid === one.pid && other.seq < one.seq && other.ok,
  );
}

/** Its path, or that of the script it runs: `/usr/bin/git`; empty where its start was not seen. */
export function programOf(behavior: Behavior, one: Observation & { readonly pid: number }): string {
  const started = startOf(behavior, one);
  if (!started) return '';
  // An interpreter is its script: npm is node with npm's file.
  const script = /\/(node|bash|sh|python3?)$/.test(started.path)
    ? started.argv.slice(1).find((argument) => !argument.startsWith('-'))
    : undefined;
  return script ?? started.path;
}

export interface CredentialRead {
  readonly read: Seen<'read'>;
  readonly service: string;
}

/** Looks into files where credentials are kept, but for those by the program whose files they are: npm reads `.npmrc`, git its credentials. */
export function credentialReads(behavior: Behavior): readonly CredentialRead[] {
  return observed(behavior, 'read').flatMap((read) => {
    const file = CREDENTIAL_FILES.find(({ path }) => path.test(read.path));
    return file && !file.owners.test(programOf(behavior, read)) ? [{ read, service: file.service }] : [];
  });
}

/** What a recipient was found in. */
export function sourceOf(behavior: Behavior, one: Seen<'recipient'>): Seen<'http' | 'tls' | 'data'> | undefined {
  const source = behavior.observations.find(({ seq }) => seq === one.in);
  return source?.kind === 'http' || source?.kind === 'tls' || source?.kind === 'data' ? source : undefined;
}

/** The call of the tool that something was the doing of. */
export function inputOf(behavior: Behavior, one: Observation): Seen<'mcp'> | undefined {
  if (one.tool === undefined) return undefined;
  return behavior.observations.findLast(
    (other): other is Seen<'mcp'> =>
      other.kind === 'mcp' &&
      other.direction === 'sent' &&
      other.method === 'tools/call' &&
      other.tool === one.tool &&
      other.run === one.run &&
      other.at <= one.at,
  );
}

/** Words of hosts that say nothing of whose they are. */
const GENERIC = new Set('www api app dev com org net gov edu rest data server service cloud http https web'.split(' '));
/** Shorter scopes begin many words. */
const SHORTEST_SCOPE = 6;

/**
 * Whether a package, or what else is said of it, names a host, or the host its scope, which belongs to one publisher:
 * `api.netlifysdk.com` is a host of `@netlify`.
 */
export function isNamedAfter(host: string, name: string, said = ''): boolean {
  const names = squeezed(`${name} ${said}`);
  const scope = squeezed(/^@([^/]+)\//.exec(name)?.[1] ?? '');
  const words = host.toLowerCase().split(/[^a-z0-9]+/);
  return words
    .slice(0, -1)
    .some(
      (word) =>
        (word.length >= 4 && !GENERIC.has(word) && names.includes(word)) ||
        (scope.length >= SHORTEST_SCOPE && word.startsWith(scope)),
    );
}

const squeezed = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
