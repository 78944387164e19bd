/** What changed between what was approved and what is there. Pure. */
import { quote } from '../quote.ts';
import type { Location } from '../types.ts';
import type { Span } from './document.ts';
import type { ServerEntry } from './entry.ts';
import { placeOf, wordAt } from './facts.ts';
import type { Launch } from './launch.ts';
import {
  LOCK_FILE,
  type LockedPackage,
  type LockedServer,
  type LockedTool,
  nameOf,
  type Seen,
  type Settings,
  sorted,
} from './lock.ts';
import { masked } from './secret.ts';

/** The closed list of changes the gate knows. The first group is read from the config, the second from a vet. */
export const CHANGES = {
  added: 'is not approved',
  renamed: 'has another name',
  removed: 'was removed',
  enabled: 'was switched on',
  disabled: 'was switched off',
  launch: 'starts something else',
  version: 'starts another version',
  wrapper: 'is started through something new',
  endpoint: 'reaches another host',
  env: 'gets another variable',
  'env-removed': 'no longer gets a variable',
  header: 'sends another header',
  'header-removed': 'no longer sends a header',
  secret: 'holds another credential',
  'secret-added': 'holds a credential that stood in no config before',
  approval: 'may do more without asking',
  scope: 'asks for more rights',
  sandbox: 'has a looser sandbox',
  option: 'is given more of the machine',
  setting: 'has another setting',
  'setting-removed': 'no longer has a setting',
  bundle: 'is a bundle with other content',
  hijack: 'is taken over by a file of the project',
  code: 'starts code of the project that changed',
  approved: 'is approved by this very change',
  restored: 'is as approved again',
  'secret-removed': 'no longer holds a credential, which the history keeps: revoke it',
  'lock-edited': 'was edited in the lock by hand',
  expired: 'has an approval that ran out',

  tree: 'installs other packages than approved',
  integrity: 'installs other bytes under the approved version',
  publisher: 'is published by somebody else than approved',
  'tool-text': 'describes a tool in other words than approved',
  'tool-code': 'has other words for a tool in its code than approved',
  'tool-added': 'offers a tool that was not approved',
  'tool-removed': 'no longer offers a tool',
  host: 'contacts a host that was not approved',
  command: 'runs a program that was not approved',
  credential: 'asks for a credential that was not approved',
} as const;
export type ChangeKind = keyof typeof CHANGES;

export interface Change {
  readonly kind: ChangeKind;
  /** What exactly, in a few words: `weather-mcp@1.0.0 → weather-mcp@1.1.0`. Not yet quoted. */
  readonly detail: string;
  /**
   * Where it stands: `env.TOKEN`, `url`, `word.2` of the launch, `run.npm weather-mcp`, `at.7.12.7.40` of the file, `file.run.js` of the project, `lock.40` of
   * the lock; empty for the entry as a whole.
   */
  readonly part: string;
}

/** What the config says differently. `undefined` stands for a server that is not there. */
export function changesOf(before: Settings | undefined, now: Settings | undefined): readonly Change[] {
  if (before === undefined && now === undefined) return [];
  if (now === undefined) return [{ kind: 'removed', detail: before?.launch ?? '', part: '' }];
  if (before === undefined) return [{ kind: 'added', detail: now.launch || givenBy(now), part: '' }];
  return [
    ...switched(before, now),
    ...ranOtherwise(before, now),
    ...added(before.wrappers, now.wrappers).map((detail) => ({ kind: 'wrapper', detail, part: 'command' }) as const),
    ...pairChanges('env', before.env, now.env),
    ...pairChanges('header', before.headers, now.headers),
    ...(before.others && now.others ? pairChanges('setting', before.others, now.others) : []),
    ...each('approval', 'approvals', before.approvals, now.approvals),
    ...each('scope', 'scopes', before.scopes, now.scopes),
    ...each('option', 'option', before.options, now.options),
    ...sandboxChanges(before.sandbox, now.sandbox),
    ...(before.bundle === now.bundle ? [] : [change('bundle', before.bundle, now.bundle, '')]),
    ...each('hijack', 'server', before.project, now.project),
    ...(before.files && now.files ? codeChanges(before.files, now.files) : []),
  ];
}

/** Scripts of the project one by one, in their words; files together, as one change moves many. */
function codeChanges(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly Change[] {
  const paths = sorted([...Object.keys(before), ...Object.keys(now)]).filter((path) => before[path] !== now[path]);
  const isTask = (path: string): boolean => !DIGEST.test(now[path] ?? before[path] ?? '');
  const tasks = paths.filter(isTask).map((path) => {
    const detail = `${path}: ${before[path] ?? 'nothing'} → ${now[path] ?? 'nothing'}`;
    return { kind: 'code', detail, part: `file.${path.replace(/#.*$/s, '')}` } as const;
  });
  const files = paths.filter((path) => !isTask(path));
  const [first] = files;
  if (first === undefined) return tasks;
  const told = files.map((path) => {
    if (now[path] === undefined) return `${path} is gone`;
    return `${path} ${before[path] === undefined ? 'is new' : 'changed'}`;
  });
  return [...tasks, { kind: 'code', detail: some(told), part: `file.${first}` }];
}

const DIGEST = /^sha256-[0-9a-f]{64}$/;

/** What settings that start nothing give. */
function givenBy({ approvals, env }: Settings): string {
  const asked = approvals.length === 0 ? [] : [`approved without asking: ${approvals.join(', ')}`];
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [...asked, ...set].join('; ');
}

function each(kind: ChangeKind, part: string, before: readonly string[], now: readonly string[]): readonly Change[] {
  return added(before, now).map((detail) => ({ kind, detail, part: `${part}.${detail}` }));
}

function switched(before: Settings, now: Settings): readonly Change[] {
  if (before.enabled === now.enabled) return [];
  return [{ kind: now.enabled ? 'enabled' : 'disabled', detail: now.launch, part: 'switch' }];
}

function ranOtherwise(before: Settings, now: Settings): readonly Change[] {
  const gone = added(now.runs, before.runs);
  const fresh = added(before.runs, now.runs);
  if (fresh.length === 0 && gone.length === 0)
    return before.launch === now.launch ? [] : [relaunched(before.launch, now.launch)];
  const hosts = [...gone, ...fresh].every((run) => run.startsWith('remote '));
  if (hosts)
    return [
      change(sameHost(gone, fresh) ? 'launch' : 'endpoint', gone.join(', '), fresh.join(', '), `run.${fresh[0]}`),
    ];
  // Words of the project's own are telling as a whole: `cat` alone says nothing.
  if ([...gone, ...fresh].every((run) => run.startsWith('local '))) return [relaunched(before.launch, now.launch)];
  const versions =
    gone.length === fresh.length && gone.every((run, index) => baseName(run) === baseName(fresh[index] ?? ''));
  return [change(versions ? 'version' : 'launch', gone.join(', '), fresh.join(', '), `run.${fresh[0] ?? ''}`)];
}

/** The same programs, started with other words: the first word that is different says where. */
function relaunched(before: string, now: string): Change {
  const words = (launch: string): readonly string[] => launch.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const [old, fresh] = [words(before), words(now)];
  const first = fresh.findIndex((word, index) => word !== old[index]);
  return change('launch', before, now, `word.${first < 0 ? fresh.length - 1 : first}`);
}

function change(kind: ChangeKind, before: string, now: string, part: string): Change {
  return { kind, detail: `${before || 'nothing'} → ${now || 'nothing'}`, part };
}

function sameHost(before: readonly string[], now: readonly string[]): boolean {
  const host = (runs: readonly string[]): string => runs.map((run) => /:\/\/([^/]+)/.exec(run)?.[1] ?? run).join();
  return host(before) === host(now);
}

/** `npm @s/a@1.2.3` → `npm @s/a`; `image x:1` → `image x`. */
function baseName(run: string): string {
  return run
    .replace(/@sha256:[0-9a-f]+$/, '')
    .replace(/(?<=.)(?:@|==|[<>~!]=?|(?<!\/\/[^/]*):)[^/@]*$/, '')
    .replace(/@sha256$/, '');
}

/** Lists of tools: those that may be used (without one, all may), and those that may not. */
const OFFERED = /^(?:includeTools|enabledTools|enabled_tools|tools)$/;
const WITHHELD = /^(?:excludeTools|disabledTools|disabled_tools)$/;
/** What asks nobody where it is on. */
const GRANTS = /^(?:trust|autoApprove|alwaysAllow|autoApproveAll|\w*auto_?approve\w*)$/i;

/** True where a setting lets a server do less than before, or says what holds without it. */
function isNarrower(name: string, before: string | undefined, now: string | undefined): boolean {
  const within = (less: string, more: string): boolean => added(more.split(', '), less.split(', ')).length === 0;
  if (OFFERED.test(name)) return now !== undefined && (before === undefined || before === '*' || within(now, before));
  if (WITHHELD.test(name)) return now !== undefined && (before === undefined || within(before, now));
  return GRANTS.test(name) && (now ?? 'false') === 'false';
}

const PARTS_OF_PAIRS = { env: 'env', header: 'headers', setting: 'others' } as const;

function pairChanges(
  kind: keyof typeof PARTS_OF_PAIRS,
  before: Settings['env'],
  now: Settings['env'],
): readonly Change[] {
  const more = Object.entries(now).flatMap(([name, value]): Change[] => {
    if (kind === 'setting' && isNarrower(name, before[name], value)) return [];
    const part = `${PARTS_OF_PAIRS[kind]}.${name}`;
    if (!Object.hasOwn(before, name)) return [{ kind, detail: `${name}=${value}`, part }];
    return before[name] === value ? [] : [change(kind, `${name}=${before[name]}`, value, part)];
  });
  // `READ_ONLY=1` that is gone is no less a change than one that came.
  const less = Object.entries(before).filter(
    ([name, value]) => !Object.hasOwn(now, name) && !(kind === 'setting' && isNarrower(name, value, undefined)),
  );
  return [
    ...more,
    ...less.map(([name, value]) => ({ kind: `${kind}-removed`, detail: `${name}=${value}`, part: '' }) as const),
  ];
}

function sandboxChanges(before: readonly string[], now: readonly string[]): readonly Change[] {
  const lost = before.includes('on') && !now.includes('on') ? ['switched off'] : [];
  const isDenial = (entry: string): boolean => entry.startsWith('deny');
  const more = added(before, now).filter((entry) => entry !== 'on' && !isDenial(entry));
  // A lock from before denials were kept holds none, and so misses none.
  const fewer = added(now, before).filter(isDenial);
  return [...lost, ...more, ...fewer.map((entry) => `no longer ${entry}`)].map((detail) => ({
    kind: 'sandbox',
    detail,
    part: `sandbox.${detail}`,
  }));
}

function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const known = new Set(before);
  return now.filter((value) => !known.has(value));
}

/** What the lock itself tells: edited by hand, or run out on this day. `line` is where the server stands in it. */
export function lockChanges(locked: LockedServer, intact: boolean, today: string, line = 1): readonly Change[] {
  const { until } = locked.approved;
  const part = `lock.${line}`;
  return [
    ...(intact ? [] : [{ kind: 'lock-edited', detail: 'its digest does not fit what stands there', part } as const]),
    ...(until !== '' && until < today ? [{ kind: 'expired', detail: `on ${until}`, part } as const] : []),
  ];
}

/** What a vet saw differently from what was approved. What was approved unseen (`--static`) is no yardstick for what runs show. */
export function driftOf(before: Seen, now: Seen): readonly Change[] {
  const packages = now.packages.flatMap((fresh) => packageDrift(before, fresh));
  if (before.image === '' || now.image === '') return [...packages, ...declaredDrift(before, now)];
  return [
    ...packages,
    ...toolDrift(before, now),
    ...each('host', 'server', before.hosts, now.hosts),
    ...each('command', 'server', before.commands, now.commands),
    ...each('credential', 'server', before.credentials, now.credentials),
  ];
}

/** The package that was approved under the name of this one. */
export function approvedVersion(before: Seen, { id }: Pick<LockedPackage, 'id'>): LockedPackage | undefined {
  return before.packages.find((one) => one.id === id) ?? before.packages.find((one) => bare(one.id) === bare(id));
}

/** `@s/a@1.2.3` → `@s/a`. */
const bare = (id: string): string => id.replace(/(?<=.)@[^@]*$/, '');

function packageDrift(before: Seen, fresh: Seen['packages'][number]): readonly Change[] {
  const old = approvedVersion(before, fresh);
  const part = `package.${bare(fresh.id)}`;
  if (old === undefined) return [change('tree', 'nothing', fresh.id, part)];
  const handed = old.publisher !== fresh.publisher && old.publisher !== '' && fresh.publisher !== '';
  const publisher = handed ? [change('publisher', old.publisher, fresh.publisher, part)] : [];
  if (old.id !== fresh.id) return [change('tree', old.id, fresh.id, part), ...publisher];
  if (old.integrity !== fresh.integrity)
    return [change('integrity', old.integrity, `${fresh.integrity} for ${fresh.id}`, part), ...publisher];
  return old.tree === fresh.tree ? publisher : [{ kind: 'tree', detail: grown(old, fresh), part }, ...publisher];
}

/** Most names of packages in one line. */
const NAMED = 6;

/** `+ evil@1.0.0, − left-pad@1.3.0`. */
function grown(old: LockedPackage, fresh: LockedPackage): string {
  const marked = [
    ...added(old.holds, fresh.holds).map((id) => `+ ${id}`),
    ...added(fresh.holds, old.holds).map((id) => `− ${id}`),
  ];
  return marked.length === 0 ? 'other bytes under the same versions' : some(marked);
}

/** A server that was not started this time has no tools to compare; the gap of its stage says so. */
function toolDrift(before: Seen, now: Seen): readonly Change[] {
  if (Object.keys(now.tools).length === 0) return [];
  const fresh: Change[] = [];
  const said: Change[] = [];
  /** Which parts → tools that differ in them, but in no word. */
  const alike = new Map<string, string[]>();
  for (const [name, tool] of Object.entries(now.tools)) {
    const old = before.tools[name];
    if (old === undefined) fresh.push({ kind: 'tool-added', detail: `${name}: ${tool.says}`, part: 'server' });
    const parts = PARTS.filter((part) => old !== undefined && old[part] !== tool[part]);
    if (old === undefined || parts.length === 0) continue;
    const what = parts.join(', ');
    if (!parts.includes('description')) alike.set(what, [...(alike.get(what) ?? []), name]);
    else said.push({ kind: 'tool-text', detail: `${name}: ${what}: ${reworded(old, tool)}`, part: 'server' });
  }
  const shaped = [...alike].map(([what, names]) => {
    return { kind: 'tool-text', detail: `${some(names)}: ${what}`, part: 'server' } as const;
  });
  const removed = added(Object.keys(now.tools), Object.keys(before.tools));
  const gone = removed.map((detail) => ({ kind: 'tool-removed', detail, part: 'server' }) as const);
  return [...said, ...shaped, ...fresh, ...gone];
}

const PARTS = ['description', 'inputSchema', 'annotations'] as const;

/** `a, b and 3 more`. */
function some(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What code declares is compared with what code declared: what a server says when it runs need not be the same words. */
function declaredDrift(before: Seen, now: Seen): readonly Change[] {
  if (before.image !== now.image || Object.keys(before.tools).length === 0) return [];
  return toolDrift(before, now).map((change) =>
    change.kind === 'tool-text' ? ({ ...change, kind: 'tool-code' } as const) : change,
  );
}

/** `Weather… → Weather; read ~/.ssh first`: from where the words begin to differ. */
function reworded(old: LockedTool, now: LockedTool): string {
  let same = 0;
  while (same < now.says.length && old.says[same] === now.says[same]) same += 1;
  const from = Math.max(0, now.says.lastIndexOf(' ', Math.max(0, same - 20)));
  const part = (says: string): string => `${from > 0 ? '…' : ''}${quote(says.slice(from), 90)}`;
  return `“${part(old.says)}” → “${part(now.says)}”`;
}

/** Where a change stands, as evidence names it: its own words where there are some, so that it is on a line of the change. */
export function addressOf({ part }: Change, entry: ServerEntry, launch: Launch): Location {
  const [head = '', name = ''] = part.split(/\.(.*)/s);
  if (head === 'file') return { at: `config:${name}:1:1` };
  if (head === 'lock') return { at: `config:${LOCK_FILE}:${name}:1` };
  return placeOf(entry.file, spanOf(head, name, entry, launch) ?? entry.named);
}

type Find = (name: string, entry: ServerEntry, launch: Launch) => Span | undefined;

function spanOf(head: string, name: string, entry: ServerEntry, launch: Launch): Span | undefined {
  return FINDERS[head]?.(name, entry, launch);
}

const word: Find = (index, entry) => wordAt(entry, Number(index)).span;
const runWhere = (entry: ServerEntry, launch: Launch, wanted: (run: Launch['runs'][number]) => boolean) => {
  const run = launch.runs.find(wanted);
  return run && wordAt(entry, run.from).span;
};

const FINDERS: Readonly<Record<string, Find>> = {
  at: (name, { span }) => {
    const [line = span.line, column = span.column, endLine = line, endColumn = column] = name.split('.').map(Number);
    return { line, column, endLine, endColumn };
  },
  switch: (_, { texts }) => texts.find(({ name }) => name === 'disabled' || name === 'enabled')?.span,
  word,
  command: (_, entry, launch) => word('0', entry, launch),
  run: (name, entry, launch) => runWhere(entry, launch, (run) => nameOf(run) === name),
  package: (name, entry, launch) => runWhere(entry, launch, (run) => run.kind === 'npm' && run.name === name),
  server: (_, entry, launch) => runWhere(entry, launch, ({ role }) => role === 'server'),
  env: (name, entry, { env }) => {
    const here = [...entry.env, ...entry.envFiles.map((text) => ({ ...text, name: `@${text.value}` }))];
    const named = entry.envNames.map((text) => ({ ...text, name: text.value }));
    const given = env.filter((pair) => pair.name === name).map(({ from }) => wordAt(entry, from).span);
    return [...here, ...named].find((pair) => pair.name === name)?.span ?? given[0];
  },
  headers: (name, entry, { headers }) => {
    const given = headers.filter((pair) => pair.name === name).map(({ from }) => wordAt(entry, from).span);
    return entry.headers.find((pair) => pair.name === name)?.span ?? given[0];
  },
  others: (name, { others, url }) =>
    name.startsWith('url ') ? url?.span : others.find((one) => one.name === name)?.span,
  approvals: (name, { approvals }) => approvals.find(({ value }) => value === name)?.span,
  scopes: (name, { scopes }) => scopes.find(({ value }) => value === name)?.span,
  sandbox: (name, { sandbox }) => (sandbox.find(({ value }) => value === name) ?? sandbox[0])?.span,
  option: (name, entry, launch) => {
    const option = launch.options.find(({ kind, text }) => name === `${kind}: ${masked('', text)}`);
    return option ? wordAt(entry, option.from).span : entry.cwd?.span;
  },
};
