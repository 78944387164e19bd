/**
 * `lazaret.lock.json`: what was approved. It pins everything a launcher would otherwise let float, and keeps what the
 * server said about itself, so that a changed description is seen even where no version changed. Stable order, no
 * secrets, made to be read in a diff.
 */
import { createHash } from 'node:crypto';
import { quote } from '../quote.ts';
import type { CodeTool, PackageId, Report, Tool } from '../types.ts';
import type { LockedSecret } from './credential.ts';
import type { ServerEntry } from './entry.ts';
import { literalsOf } from './interpolation.ts';
import type { Artifact } from './launch.ts';
import { launchOf } from './launcher.ts';
import * as schema from './schema.ts';
import { bareUrl, isSecretName, looksRandom, masked } from './secret.ts';

export const LOCK_FILE = 'lazaret.lock.json';

/** What the config says about a server, without its secrets. Two entries with equal settings start the same thing. */
export interface Settings {
  readonly enabled: boolean;
  readonly launch: string;
  /** `npm weather-mcp@1.2.3`, `image mcp/a:1`, `remote https://host/mcp`. */
  readonly runs: readonly string[];
  readonly wrappers: readonly string[];
  /** Variable or header → its value; references as written, secrets by kind. */
  readonly env: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly approvals: readonly string[];
  readonly scopes: readonly string[];
  readonly sandbox: readonly string[];
  /** What widens the launch: mounts, registries, preloads. */
  readonly options: readonly string[];
  /** Everything else that is set, by its path, and what an address holds beside host and path; absent in locks from before it was kept. */
  readonly others?: Readonly<Record<string, string>> | undefined;
  /** Digest of the whole bundle the entry comes from; empty for every other config. */
  readonly bundle: string;
  /** Files of the project that take the place of what it starts, with what makes them do so: `.npmrc: registry=…`. */
  readonly project: readonly string[];
  /** Code of the project that it runs: file → digest, `package.json#mcp` → the script; absent in locks from before it was kept. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/** What a vet saw: the tree by digest, the tools by digest, where it went. */
export interface Seen {
  readonly packages: readonly LockedPackage[];
  /** As the server listed them; of one that was not run (`image` is empty), as its code declares them. */
  readonly tools: Readonly<Record<string, LockedTool>>;
  readonly hosts: readonly string[];
  readonly commands: readonly string[];
  /** Variables it asks for that hold credentials. */
  readonly credentials: readonly string[];
  readonly verdict: string;
  /** Digest of the rule set, id of the sandbox image; empty where there was none. */
  readonly rules: string;
  readonly image: string;
}

export interface LockedPackage {
  readonly id: string;
  readonly integrity: string;
  /** Digest of every `name@version integrity` of the tree, sorted. */
  readonly tree: string;
  /** Every `name@version` of the tree, sorted, so that a diff says which package came in. */
  readonly holds: readonly string[];
  /** The account that published it; empty where the registry does not tell. */
  readonly publisher: string;
}

export interface LockedTool {
  /** The beginning of its description, for whoever reads the diff; the digests are what is compared. */
  readonly says: string;
  readonly description: string;
  readonly inputSchema: string;
  readonly annotations: string;
}

export interface Approval {
  readonly by: string;
  readonly why: string;
  readonly on: string;
  /** Last day it holds; empty for no end. */
  readonly until: string;
}

export interface LockedServer {
  readonly settings: Settings;
  readonly seen: Seen;
  readonly approved: Approval;
  /** Credentials written out in the entry, by fingerprint. */
  readonly secrets: readonly LockedSecret[];
  /** Digest of the rest, which tells an edit by hand from an approval. It is no signature. */
  readonly digest: string;
}

export interface Lock {
  readonly lock: 1;
  readonly servers: Readonly<Record<string, LockedServer>>;
  /** Line of each server in the file; for messages, and not written. */
  readonly lines: Readonly<Record<string, number>>;
}

export const EMPTY_LOCK: Lock = { lock: 1, servers: {}, lines: {} };

// ---------------------------------------------------------------- read and write

const texts = schema.list(schema.string);
const table = schema.mapOf(schema.string);
const readShape = schema.object({
  lock: schema.oneOf('1'),
  servers: schema.mapOf(
    schema.located(
      schema.object({
        settings: schema.object({
          enabled: schema.flag,
          launch: schema.string,
          runs: texts,
          wrappers: texts,
          env: table,
          headers: table,
          approvals: texts,
          scopes: texts,
          sandbox: texts,
          options: texts,
          others: schema.optional(table, undefined),
          bundle: schema.string,
          project: texts,
          files: schema.optional(table, undefined),
        }),
        seen: schema.object({
          packages: schema.list(
            schema.object({
              id: schema.string,
              integrity: schema.string,
              tree: schema.string,
              holds: texts,
              publisher: schema.string,
            }),
          ),
          tools: schema.mapOf(
            schema.object({
              says: schema.string,
              description: schema.string,
              inputSchema: schema.string,
              annotations: schema.string,
            }),
          ),
          hosts: texts,
          commands: texts,
          credentials: texts,
          verdict: schema.string,
          rules: schema.string,
          image: schema.string,
        }),
        approved: schema.object({ by: schema.string, why: schema.string, on: schema.string, until: schema.string }),
        secrets: schema.list(schema.object({ name: schema.string, print: schema.string, since: schema.string })),
        digest: schema.string,
      }),
    ),
  ),
});

/** Reads a lock. Throws `UsageError` with the place of whatever does not belong there. */
export function readLock(file: string, text: string): Lock {
  const { servers } = schema.readFileAs(file, text, readShape, 'json');
  const each = <T>(pick: (server: (typeof servers)[string]) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(servers).map(([id, server]) => [id, pick(server)]));
  return { lock: 1, servers: each(({ value }) => value), lines: each(({ line }) => line) };
}

/** The lock as text: keys sorted, two blanks, one newline at the end. */
export function writeLock({ servers }: Pick<Lock, 'servers'>): string {
  const sorted = Object.fromEntries(Object.entries(servers).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ lock: 1, servers: sorted }, null, 2)}\n`;
}

/** An approval of what a config says and a vet saw. */
export function lockServer(
  settings: Settings,
  seen: Seen,
  approved: Approval,
  secrets: readonly LockedSecret[] = [],
): LockedServer {
  return { settings, seen, approved, secrets, digest: digestOf({ settings, seen, approved, secrets }) };
}

/** True where the entry is as `lockServer` left it. */
export function isIntact({ digest, ...rest }: LockedServer): boolean {
  return digest === digestOf(rest);
}

/** SHA-256 of a value, whatever the order of its keys. */
export function digestOf(value: unknown): string {
  return `sha256-${createHash('sha256')
    .update(JSON.stringify(canonical(value)) ?? '')
    .digest('hex')}`;
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)]);
}

// ---------------------------------------------------------------- what a config says

/** `project` are the files that take the launch over, `files` those it runs, where somebody looked for them. */
export function settingsOf(
  entry: ServerEntry,
  project: Readonly<Record<string, string>> = {},
  files?: Readonly<Record<string, string>>,
): Settings {
  const launch = launchOf(entry);
  const words = [entry.command, ...entry.args].flatMap((text) => text ?? []);
  const shown = words.map(({ value }, index) => shellQuoted(masked(optionBefore(words, index), value)));
  return {
    enabled: entry.enabled,
    launch: entry.url === undefined ? shown.join(' ') : [...shown, bareUrl(entry.url.value)].join(' '),
    runs: launch.runs.map(nameOf),
    wrappers: launch.wrappers,
    env: pairs([
      ...entry.env,
      ...launch.env,
      ...entry.envNames.map(({ value }) => ({ name: value, value: `\${${value}}` })),
      ...[...entry.envFiles.map(({ value }) => value), ...launch.envFiles.map(({ path }) => path)].map((path) => ({
        name: `@${path}`,
        value: 'file',
      })),
    ]),
    headers: pairs([...entry.headers, ...launch.headers]),
    approvals: sorted(entry.approvals.map(({ value }) => value)),
    scopes: sorted(entry.scopes.map(({ value }) => value)),
    sandbox: sorted(entry.sandbox.map(({ value }) => value)),
    options: sorted([
      ...launch.options.map(({ kind, text }) => `${kind}: ${masked('', text)}`),
      ...(entry.cwd === undefined ? [] : [`cwd: ${entry.cwd.value}`]),
    ]),
    others: pairs([...entry.others, ...(entry.url === undefined ? [] : besideAddress(entry.url.value))]),
    bundle: entry.bundle ?? '',
    project: sorted(Object.entries(project).map(([path, how]) => `${path}: ${quote(masked('', how))}`)),
    ...(files === undefined ? {} : { files }),
  };
}

/** `--token VALUE`: the option in front is the name a value stands under. */
export function optionBefore(words: readonly { readonly value: string }[], index: number): string {
  const before = words[index - 1]?.value ?? '';
  return before.startsWith('-') ? before.replace(/^-+/, '') : '';
}

/** One artifact in the words of the lock. */
export function nameOf(run: Artifact): string {
  if (run.kind === 'npm' || run.kind === 'pypi') return `${run.kind} ${run.spec}`;
  if (run.kind === 'package') return `${run.registry} ${run.spec}`;
  if (run.kind === 'image') return `image ${run.reference}`;
  if (run.kind === 'remote') return `remote ${bareUrl(run.url)}`;
  if (run.kind === 'download') return `download ${bareUrl(run.url)}${/#[\w.:-]+$/.exec(run.url)?.[0] ?? ''}`;
  if (run.kind === 'local') return ['local', run.runtime, run.path].filter(Boolean).join(' ');
  return `unresolved ${masked('', run.text)}`;
}

/** What an endpoint is asked with, and as whom: none of it is told with the address itself. */
function besideAddress(url: string): readonly { readonly name: string; readonly value: string }[] {
  const user = /^[a-z][a-z0-9+.-]*:\/\/([^/@?#]*)@/i.exec(url)?.[1];
  const query = /\?([^#]*)/s.exec(url)?.[1] ?? '';
  const asked = query
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const [name = '', value = ''] = part.split(/=(.*)/s);
      return { name: `url ?${name}`, value: withoutLiterals(value, isSecretName(name) || looksRandom(value)) };
    });
  return [...asked, ...(user === undefined ? [] : [{ name: 'url user', value: withoutLiterals(user, true) }])];
}

/** References as they are written; what is written out besides only where that may be told. */
function withoutLiterals(text: string, secret: boolean): string {
  return secret ? literalsOf(text).reduce((shown, literal) => shown.replace(literal, '…'), text) : text;
}

function pairs(named: readonly { readonly name: string; readonly value: string }[]): Readonly<Record<string, string>> {
  const shown = named.map(({ name, value }) => [name, masked(name, value)] as const);
  return Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function shellQuoted(word: string): string {
  return /^[\w@%+=:,./${}~-]+$/.test(word) ? word : JSON.stringify(word);
}

// ---------------------------------------------------------------- what a vet saw

/** What several vets of one server saw (the server, its bridge, its wrappers), as one. `rules` names the rule set. */
export function seenIn(reports: readonly Report[], rules: string): Seen {
  const tools = reports.flatMap((report) =>
    // Of what was not run, the code tells; `image` is empty then.
    report.sandbox === null
      ? (report.declared ?? []).map((tool) => [tool.name, declaredTool(tool)] as const)
      : report.tools.map((tool) => [tool.name, lockTool(tool)] as const),
  );
  return {
    packages: reports.flatMap(lockPackage),
    tools: Object.fromEntries(tools.sort(([a], [b]) => (a < b ? -1 : 1))),
    hosts: sorted(reports.flatMap(hostsOf)),
    commands: sorted(reports.flatMap(commandsOf)),
    credentials: sorted(reports.flatMap(credentialsOf)),
    verdict: reports.map(({ verdict }) => verdict.level).join(' ') || 'not vetted',
    rules,
    image: reports.find(({ sandbox }) => sandbox !== null)?.sandbox?.image ?? '',
  };
}

/** Every `name@version` of every tree that somebody approved. */
export function approvedIn(lock: Lock | undefined): ReadonlySet<PackageId> {
  const servers = Object.values(lock?.servers ?? {});
  return new Set(servers.flatMap(({ seen }) => seen.packages.flatMap(({ id, holds }) => [id, ...holds])));
}

/** Longest beginning of a description kept, in characters: enough to see what a tool is for, and that it changed. */
const SAID = 300;

function lockTool({ description, inputSchema, annotations }: Tool): LockedTool {
  return {
    says: quote(description, SAID),
    description: digestOf(description),
    inputSchema: digestOf(inputSchema),
    annotations: digestOf(annotations),
  };
}

/** Its schema is not told apart from the rest of what its code says. */
function declaredTool({ says, digest }: CodeTool): LockedTool {
  return { says, description: digest, inputSchema: '', annotations: '' };
}

function lockPackage(report: Report): readonly LockedPackage[] {
  const root = report.packages.find(({ id }) => id === report.target.package);
  if (root === undefined) return [];
  const lines = report.packages.map(({ id, integrity }) => `${id} ${integrity}`).sort();
  return [
    {
      id: root.id,
      integrity: root.integrity,
      tree: digestOf(lines),
      holds: sorted(report.packages.map(({ id }) => id)),
      publisher: report.trust?.publisher ?? '',
    },
  ];
}

function hostsOf({ observations }: Report): readonly string[] {
  return observations.flatMap((seen) => {
    if (seen.kind === 'http' || seen.kind === 'tls') return [seen.host];
    if (seen.kind === 'dns') return [seen.name];
    return seen.kind === 'connect' ? [seen.host ?? seen.address] : [];
  });
}

/** Programs that ran, by name: arguments hold temporary paths that differ each time. */
function commandsOf({ observations }: Report): readonly string[] {
  return observations.flatMap((seen) =>
    seen.kind === 'exec' && seen.ok ? [seen.path.split('/').at(-1) ?? seen.path] : [],
  );
}

function credentialsOf({ observations }: Report): readonly string[] {
  return observations.flatMap((seen) => {
    const name = seen.kind === 'decoy' && seen.asked ? seen.place.replace(/^env /, '') : '';
    return isSecretName(name) ? [name] : [];
  });
}
