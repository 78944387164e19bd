/** What changed between what was approved and what is there. Pure. */
import type { Span } from './document.ts';
import type { ServerEntry } from './entry.ts';
import type { LockedServer, Seen, Settings } from './lock.ts';

/** The closed list of changes the gate knows. The first group is read from the config, the second from a vet. */
export const CHANGES = {
  added: 'is not approved',
  removed: 'was removed',
  enabled: 'was switched on',
  disabled: 'was switched off',
  launch: 'starts something else',
  version: 'starts another version',
  wrapper: 'is started through something new',
  endpoint: 'reaches another host',
  env: 'gets another variable',
  header: 'sends another header',
  approval: 'may do more without asking',
  scope: 'asks for more rights',
  sandbox: 'has a looser sandbox',
  option: 'is given more of the machine',
  approved: 'is approved by this very change',
  'lock-edited': 'was edited in the lock by hand',
  expired: 'has an approval that ran out',

  tree: 'installs other packages than approved',
  integrity: 'installs other bytes under the approved version',
  'tool-text': 'describes a tool in other words than approved',
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
  /** Part of the entry it stands in: `env.TOKEN`, `url`; empty for the entry as a whole. */
  readonly part: string;
}

/** What the config says differently. `undefined` stands for a server that is not there. */
export function changesOf(before: Settings | undefined, now: Settings | undefined): readonly Change[] {
  if (before === undefined && now === undefined) return [];
  if (now === undefined) return [{ kind: 'removed', detail: before?.launch ?? '', part: '' }];
  if (before === undefined) return [{ kind: 'added', detail: now.launch, part: '' }];
  return [
    ...switched(before, now),
    ...ranOtherwise(before, now),
    ...added(before.wrappers, now.wrappers).map((detail) => ({ kind: 'wrapper', detail, part: 'command' }) as const),
    ...pairChanges('env', before.env, now.env),
    ...pairChanges('header', before.headers, now.headers),
    ...added(before.approvals, now.approvals).map(
      (detail) => ({ kind: 'approval', detail, part: 'approvals' }) as const,
    ),
    ...added(before.scopes, now.scopes).map((detail) => ({ kind: 'scope', detail, part: 'scopes' }) as const),
    ...added(before.options, now.options).map((detail) => ({ kind: 'option', detail, part: 'command' }) as const),
    ...sandboxChanges(before.sandbox, now.sandbox),
  ];
}

function switched(before: Settings, now: Settings): readonly Change[] {
  if (before.enabled === now.enabled) return [];
  return [{ kind: now.enabled ? 'enabled' : 'disabled', detail: now.launch, part: '' }];
}

function ranOtherwise(before: Settings, now: Settings): readonly Change[] {
  const gone = added(now.runs, before.runs);
  const fresh = added(before.runs, now.runs);
  if (fresh.length === 0 && gone.length === 0)
    return before.launch === now.launch ? [] : [change('launch', before.launch, now.launch, 'command')];
  const hosts = [...gone, ...fresh].every((run) => run.startsWith('remote '));
  if (hosts) return [change(sameHost(gone, fresh) ? 'launch' : 'endpoint', gone.join(', '), fresh.join(', '), 'url')];
  const versions =
    gone.length === fresh.length && gone.every((run, index) => baseName(run) === baseName(fresh[index] ?? ''));
  return [change(versions ? 'version' : 'launch', gone.join(', '), fresh.join(', '), 'command')];
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
  return run.replace(/(?<=.)(?:@|==|[<>~!]=?|(?<!\/\/[^/]*):)[^/@]*$/, '').replace(/@sha256$/, '');
}

function pairChanges(kind: 'env' | 'header', before: Settings['env'], now: Settings['env']): readonly Change[] {
  return Object.entries(now).flatMap(([name, value]): Change[] => {
    const part = kind === 'env' ? `env.${name}` : `headers.${name}`;
    if (!Object.hasOwn(before, name)) return [{ kind, detail: `${name}=${value}`, part }];
    return before[name] === value ? [] : [change(kind, `${name}=${before[name]}`, value, part)];
  });
}

function sandboxChanges(before: readonly string[], now: readonly string[]): readonly Change[] {
  const lost = before.includes('on') && !now.includes('on') ? ['switched off'] : [];
  const more = added(before, now).filter((entry) => entry !== 'on');
  return [...lost, ...more].map((detail) => ({ kind: 'sandbox', detail, part: 'sandbox' }));
}

function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const known = new Set(before);
  return now.filter((value) => !known.has(value));
}

/** What the lock itself tells: edited by hand, or run out on this day. */
export function lockChanges(id: string, locked: LockedServer, intact: boolean, today: string): readonly Change[] {
  const { until } = locked.approved;
  return [
    ...(intact ? [] : [{ kind: 'lock-edited', detail: id, part: '' } as const]),
    ...(until !== '' && until < today ? [{ kind: 'expired', detail: `on ${until}`, part: '' } as const] : []),
  ];
}

/** What a vet saw differently from what was approved. */
export function driftOf(before: Seen, now: Seen): readonly Change[] {
  return [
    ...now.packages.flatMap((fresh) => packageDrift(before, fresh)),
    ...toolDrift(before, now),
    ...added(before.hosts, now.hosts).map((detail) => ({ kind: 'host', detail, part: '' }) as const),
    ...added(before.commands, now.commands).map((detail) => ({ kind: 'command', detail, part: '' }) as const),
    ...added(before.credentials, now.credentials).map((detail) => ({ kind: 'credential', detail, part: '' }) as const),
  ];
}

function packageDrift(before: Seen, fresh: Seen['packages'][number]): readonly Change[] {
  const same = before.packages.find(({ id }) => id === fresh.id);
  if (same === undefined) {
    const name = fresh.id.replace(/(?<=.)@[^@]*$/, '');
    const other = before.packages.find(({ id }) => id.replace(/(?<=.)@[^@]*$/, '') === name);
    return [change('tree', other?.id ?? 'nothing', fresh.id, 'command')];
  }
  if (same.integrity !== fresh.integrity)
    return [change('integrity', same.integrity, `${fresh.integrity} for ${fresh.id}`, 'command')];
  if (same.tree === fresh.tree) return [];
  return [change('tree', `${same.size} packages approved`, `${fresh.size} packages of ${fresh.id}`, 'command')];
}

/** A server that was not started this time has no tools to compare; the gap of its stage says so. */
function toolDrift(before: Seen, now: Seen): readonly Change[] {
  if (Object.keys(now.tools).length === 0) return [];
  const changed = Object.entries(now.tools).flatMap(([name, tool]): Change[] => {
    const old = before.tools[name];
    if (old === undefined) return [{ kind: 'tool-added', detail: name, part: '' }];
    const parts = (['description', 'inputSchema', 'annotations'] as const).filter((part) => old[part] !== tool[part]);
    return parts.length === 0 ? [] : [{ kind: 'tool-text', detail: `${name}: ${parts.join(', ')}`, part: '' }];
  });
  const removed = added(Object.keys(now.tools), Object.keys(before.tools));
  return [...changed, ...removed.map((detail) => ({ kind: 'tool-removed', detail, part: '' }) as const)];
}

/** Where in the file a change stands: its own text where there is one, else the entry. */
export function spanOf(entry: ServerEntry, part: string): Span {
  const [head = '', name = ''] = part.split(/\.(.*)/s);
  if (head === 'env') return entry.env.find((pair) => pair.name === name)?.span ?? entry.span;
  if (head === 'headers') return entry.headers.find((pair) => pair.name === name)?.span ?? entry.span;
  if (head === 'url') return entry.url?.span ?? entry.span;
  if (head === 'command') return entry.command?.span ?? entry.url?.span ?? entry.span;
  if (head === 'approvals') return entry.approvals[0]?.span ?? entry.span;
  if (head === 'scopes') return entry.scopes[0]?.span ?? entry.span;
  if (head === 'sandbox') return entry.sandbox[0]?.span ?? entry.span;
  return entry.span;
}
