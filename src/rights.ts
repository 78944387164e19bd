/**
 * The least a server needs, from what it was seen to do: hosts, files, programs, variables, and the same server as a container with
 * only those rights. Pure. What it did not do in the sandbox is not in it: a start for a profile, not a proof.
 */
import { basename, posix } from 'node:path';
import { DEEP_PROFILES } from './sandbox/world/profiles.ts';
import type { Behavior, CredentialHandling, Observation, Phase, Rights, Target, TreeNode } from './types.ts';

/** What belongs to running the server; installing and importing need other rights, once. */
const RUNNING: ReadonlySet<Phase> = new Set<Phase>(['start', 'call', 'idle']);
/** What every server of Node.js does, and what a container has of its own. */
const OWN_PLACE =
  /^~\/\.(?:npm|cache|node_repl_history)(?:\/|$)|^\/(?:tmp|dev|proc|sys|etc|usr|var\/tmp)\/|^memfd:|^pipe:|^socket:/;
const RUNTIME = /\/(?:node|env)$|\/node_modules\/\.bin\//;
/** Most names of one kind. */
const MOST = 100;

/** `undefined` where the server was not seen running. */
export function rightsOf(
  { runs, observations }: Behavior,
  root: TreeNode,
  credentials: CredentialHandling | undefined,
  target: Target,
): Rights | undefined {
  if (!runs.some(({ phase, status }) => phase === 'call' && status === 'completed')) return undefined;
  const asked = new Set(
    observations.flatMap((one) => (one.kind === 'recipient' && one.explained === 'input' ? [one.value] : [])),
  );
  const seen = observations.filter(({ phase }) => RUNNING.has(phase));
  const all = (pick: (one: Observation) => string | undefined): readonly string[] => [
    ...new Set(seen.flatMap((one) => pick(one) ?? [])),
  ];
  const names = (pick: (one: Observation) => string | undefined) => all(pick).toSorted().slice(0, MOST);
  const places = (pick: (one: Observation) => string | undefined) => patternsOf(all(pick)).toSorted().slice(0, MOST);
  const hosts = names((one) => (one.kind === 'http' || one.kind === 'tls' ? one.host : undefined)).filter(
    (host) => !asked.has(host) && !/^(?:localhost|127\.|::1)/.test(host),
  );
  const addresses = names((one) =>
    one.kind === 'connect' && !one.host && !/^(?:127\.|::1|unix:)/.test(one.address)
      ? `${one.address}:${one.port}`
      : undefined,
  );
  const rights = {
    hosts,
    addresses,
    reads: places((one) => (one.kind === 'read' && one.ok ? placeOf(one.path) : undefined)),
    writes: places((one) =>
      (one.kind === 'write' || one.kind === 'delete') && one.ok ? placeOf(one.path) : undefined,
    ),
    programs: names((one) => (one.kind === 'exec' && one.ok && !RUNTIME.test(one.path) ? one.path : undefined)),
    variables: (credentials?.variables ?? []).map(({ name }) => name).filter((name) => /^\w+$/.test(name)),
  };
  const online = observations.some(
    (one) => RUNNING.has(one.phase) && (one.kind === 'http' || one.kind === 'tls' || one.kind === 'dns'),
  );
  return {
    ...rights,
    container: {
      install: installOf(root, runs, target),
      run: runOf(root, rights, commandOf(observations), online || addresses.length > 0),
    },
  };
}

/** How the server was started at last: its executable, or the file that its readme has started, as they are in the container. */
function commandOf(observations: readonly Observation[]): readonly string[] | undefined {
  const started = observations.findLast((one) => one.kind === 'exec' && one.phase === 'start' && isServer(one));
  if (started?.kind !== 'exec') return undefined;
  return started.argv.map((one) => elsewhere(one.replace(INSTALLED, '/srv/node_modules/'), WORK));
}

/** What we start, not what runs it (`env`, `node`) nor what it starts itself. */
function isServer({ path, argv: [command = '', file = ''], parent }: Extract<Observation, { kind: 'exec' }>): boolean {
  if (command === path) return LINK.test(path);
  return command === 'node' && parent === undefined && INSTALLED.test(file) && !LINK.test(file);
}

/** The same, where a container has it. */
const WORK = DEEP_PROFILES.map(({ home, work }) => [posix.join(home, work), '/work'] as const);

const LINK = /^.*\/node_modules\/\.bin\//;
const INSTALLED = /^.*?\/node_modules\//;
/** Where the users of the sandbox work, and where they live, with what that is on any machine. */
const HERE = DEEP_PROFILES.map(({ home, work }) => [posix.join(home, work), '.'] as const);
const HOMES = DEEP_PROFILES.map(({ home }) => [home, '~'] as const);

/** A path as it is on any machine, or undefined where it is nobody’s business: a cache, a temporary file. */
function placeOf(path: string): string | undefined {
  const place = elsewhere(path, [...HERE, ...HOMES]);
  return OWN_PLACE.test(place) ? undefined : place;
}

/** The first of these places that holds the path is called otherwise. */
function elsewhere(path: string, places: readonly (readonly [string, string])[]): string {
  const [place = '', name = ''] = places.find(([one]) => path === one || path.startsWith(`${one}/`)) ?? [];
  return name + path.slice(place.length);
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const WORD = /[A-Za-z0-9]{4,}/g;
/** `getUserName`, `README`, `notes`: words, however they are written together. */
const SPELLED = /^(?:[a-z]+|[A-Z]+|[A-Z]?[a-z]+(?:[A-Z][a-z]{2,})*)\d{0,3}$/;

/** Paths that differ only in what looks made up anew each time (numbers, digests, ids) are told once, as a pattern. */
function patternsOf(places: readonly string[]): readonly string[] {
  const pattern = (place: string): string =>
    place.replace(UUID, '*').replace(WORD, (word) => (SPELLED.test(word) ? word : '*'));
  return [...Map.groupBy(places, pattern)].flatMap(([shared, same]) => (same.length > 1 ? [shared] : same));
}

const IMAGE = 'node:24-slim';

/** Arguments of `docker`: once, with a network, and with scripts only where there are some; the packages end up in a volume. */
function installOf(root: TreeNode, runs: Behavior['runs'], target: Target): readonly string[] {
  const scripted = runs.some(({ phase, status }) => phase === 'install' && status === 'completed');
  const npm = ['npm', 'install', '--prefix', '/srv', ...(scripted ? [] : ['--ignore-scripts'])];
  const mount = target.kind === 'npm' ? [] : ['--volume', '$PWD:/work:ro'];
  return ['run', '--rm', '--volume', `${volumeOf(root.name)}:/srv`, ...mount, IMAGE, ...npm, ...whatOf(root, target)];
}

/** What was vetted: of a folder or a tarball, a registry may hold something else under the same name. `$PWD` is where it lies. */
function whatOf({ name, version }: TreeNode, target: Target): readonly string[] {
  if (target.kind === 'npm') return [`${name}@${version}`];
  return target.kind === 'directory' ? ['--install-links', '/work'] : [`/work/${basename(target.path)}`];
}

/** The machine's own: a container has others. */
const OF_MACHINE =
  /^(?:HOME|PATH|PWD|OLDPWD|USER|USERNAME|LOGNAME|SHELL|TERM|TMPDIR|TEMP|TMP|HOSTNAME|INIT_CWD|APPDATA|LOCALAPPDATA|USERPROFILE|XDG_\w+|npm_\w+)$/i;
const FLAGS =
  '--rm --interactive --read-only --cap-drop ALL --security-opt no-new-privileges --pids-limit 256 --memory 1g --user node --tmpfs /tmp --tmpfs /home/node';

/**
 * Arguments of `docker`: the server itself, by a path, so that nothing is looked up or fetched. Docker cannot allow single hosts;
 * without any, there is no network at all. `$PWD` is the directory it is used in.
 */
function runOf(
  { name }: TreeNode,
  rights: Omit<Rights, 'container'>,
  started: readonly string[] | undefined,
  online: boolean,
): readonly string[] {
  const command = started ?? [`/srv/node_modules/.bin/${name.split('/').at(-1)}`];
  const here = (paths: readonly string[]) => paths.some((path) => path === '.' || path.startsWith('./'));
  const read = here(rights.reads) || command.some((one) => /^\/work(?:\/|$)/.test(one));
  const mount = here(rights.writes) ? ['--volume', '$PWD:/work'] : read ? ['--volume', '$PWD:/work:ro'] : [];
  const variables = rights.variables.filter((variable) => !OF_MACHINE.test(variable));
  return [
    ...['run', ...FLAGS.split(' ')],
    ...(online ? [] : ['--network', 'none']),
    ...variables.flatMap((variable) => ['--env', variable]),
    ...['--volume', `${volumeOf(name)}:/srv:ro`, ...mount, '--workdir', mount.length > 0 ? '/work' : '/srv'],
    ...[IMAGE, ...command],
  ];
}

function volumeOf(name: string): string {
  return name.replace(/[^a-zA-Z0-9_.-]+/g, '-').replace(/^[^a-zA-Z0-9]+/, '');
}

/** Arguments as a shell takes them; `$PWD` stays what it stands for. */
export function asTyped(args: readonly string[]): string {
  const plain = /^(?:\$PWD)?[\w@%+=:,./-]*$/;
  return args.map((one) => (one !== '' && plain.test(one) ? one : `'${one.replaceAll("'", "'\\''")}'`)).join(' ');
}
