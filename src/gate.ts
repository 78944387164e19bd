import type { ConfigContext } from './config/context.ts';
import { holdersOf, lockSecrets, sharedSecrets } from './config/credential.ts';
import { addressOf, approvedVersion, CHANGES, type Change, changesOf, driftOf } from './config/diff.ts';
import type { ConfigFile, ServerEntry } from './config/entry.ts';
import { startOf } from './config/facts.ts';
import type { Launch } from './config/launch.ts';
import { launchOf } from './config/launcher.ts';
import { EMPTY_LOCK, type LockedPackage, type LockedServer, type Seen, seenIn, settingsOf } from './config/lock.ts';
import type { Probe } from './config/oauth.ts';
import { isBundleName, readConfig } from './config/read.ts';
import { UsageError } from './errors.ts';
import { agesOf } from './gate/ages.ts';
import { readBefore } from './gate/before.ts';
import { deploymentReports, policyReports } from './gate/beside.ts';
import { approvalChanges, approvedChanges, isSaid, isTouched, stateOf } from './gate/changes.ts';
import { type Found, readConfigFile } from './gate/find.ts';
import { checkout, committedOf } from './gate/project.ts';
import { reportOf } from './gate/report.ts';
import { look, type Scene } from './gate/scene.ts';
import type { Started } from './gate/started.ts';
import type { Decision, GateResult, GateWorld } from './gate/world.ts';
import { worst } from './judge.ts';
import { quote } from './quote.ts';
import {
  type Comparison,
  type Gap,
  LEVELS,
  type Report,
  type Staged,
  type Target,
  type Update,
  type Verdict,
} from './types.ts';

/** Runs the gate. Throws `UsageError` for whatever cannot be read. */
export async function gate(given: GateWorld): Promise<GateResult> {
  const before = await readBefore(given);
  // A change that removes the lock takes back every approval; it does not make them needless.
  const world = before?.lock === undefined ? given : { ...given, lock: given.lock ?? EMPTY_LOCK };
  const configs = await readAll(world.files.configs, world.root);
  const servers = configs.flatMap(({ entries }) => entries);
  const project = checkout(world.root, world.git);
  const scene: Scene = {
    world,
    before,
    servers,
    project,
    used: new Set(),
    renamed: new Set(),
    vets: new Map(),
    holders: once(() => holdersOf(servers, world.salt)),
    holdersBefore: once(() => holdersOf(before?.entries.values() ?? [], world.salt)),
  };
  const decisions: Decision[] = [];
  for (const config of configs) for (const entry of config.entries) decisions.push(await decide(entry, config, scene));
  decisions.push(...removed(scene));
  const deployments = await deploymentReports(scene);
  const reports = [
    ...decisions.flatMap((decision) => decision.reports),
    ...deployments.reports,
    ...(await policyReports(scene, decisions)),
  ].toSorted((a, b) => LEVELS.indexOf(a.verdict.level) - LEVELS.indexOf(b.verdict.level));
  return { schema: 1, reports, verdict: verdictOf(reports, scene), decisions, deployments: deployments.known };
}

function verdictOf(reports: readonly Report[], { servers, world }: Scene): Verdict {
  if (reports.length > 0)
    return worst(reports.map((report) => ({ target: report.target.text, verdict: report.verdict })));
  const count = `${servers.length} server${servers.length === 1 ? ' is' : 's are'}`;
  return {
    level: 'pass',
    because: [{ text: `${count} ${world.base === undefined ? 'as approved' : 'as before'}`, findings: [] }],
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function readAll(found: readonly Found[], root: string): Promise<readonly ConfigFile[]> {
  const configs: ConfigFile[] = [];
  for (const file of found) {
    const bytes = await readConfigFile(file, root);
    if (!isBundleName(file.name)) {
      configs.push(onlyOne(readConfig(file.name, bytes), file.server));
      continue;
    }
    const { readBundle, digestOfBundle } = await import('./config/bundle.ts');
    configs.push(onlyOne(readConfig(file.name, readBundle(file.name, bytes), digestOfBundle(bytes)), file.server));
  }
  return configs;
}

/** The one server the user named, where one was. */
function onlyOne(config: ConfigFile, server: string | undefined): ConfigFile {
  if (server === undefined) return config;
  const entries = config.entries.filter(({ name, id }) => name === server || id === `${config.path}#${server}`);
  if (entries.length > 0) return { ...config, entries };
  const there = config.entries.map(({ name }) => quote(name, 60)).join(', ');
  throw new UsageError(`${quote(config.path)} has no server ${quote(server)}`, `it has: ${there || 'none'}`);
}

// ---------------------------------------------------------------- one server

async function decide(entry: ServerEntry, config: ConfigFile, scene: Scene): Promise<Decision> {
  const { world } = scene;
  const { settings, started, hijackers: project } = await stateOf(entry, scene.project);
  const { launch } = started;
  const locked = world.lock?.servers[entry.id];
  const changes = await approvalChanges(entry, settings, locked, scene);
  const since = await agesOf(entry, locked, world);
  const context: ConfigContext = {
    launch,
    servers: scene.servers,
    shared: [],
    inputs: config.inputs,
    duplicates: duplicatesOf(entry, config),
    changes,
    project,
    since,
    committed: await committedOf(entry, launch, world),
    allowedHosts: world.policyFile?.allowedHosts,
    allowedPublishers: world.policyFile?.allowedPublishers,
    publishers: {},
  };
  const known = { id: entry.id, settings, secrets: lockSecrets(entry, locked?.secrets ?? [], world.salt, world.today) };
  if (!world.all && !(await isTouched(entry, settings, changes, scene)))
    return { ...known, changes, seen: locked?.seen, reports: await agedReport(entry, context, scene) };
  return { ...known, ...(await judgeServer(entry, locked, { context, started }, scene)) };
}

async function judgeServer(
  entry: ServerEntry,
  locked: LockedServer | undefined,
  { context: known, started }: { readonly context: ConfigContext; readonly started: Started },
  scene: Scene,
): Promise<Pick<Decision, 'changes' | 'seen' | 'reports'>> {
  const { world, used } = scene;
  const { launch } = known;
  const vetted = entry.enabled ? await vetAll(launch, scene) : [];
  const [main, ...others] = vetted;
  const seen = seenIn(vetted, await world.ruleSet());
  const drift = locked !== undefined && vetted.length > 0 ? driftOf(locked.seen, seen) : [];
  const changes = [...known.changes, ...drift.filter((change) => !isSaid(change, known.changes))];
  const update = await updateOf(entry.id, main, seen, scene);
  const asked = await probed(entry, launch, world);
  const own = entry.enabled ? await world.readOwn(started, entry.id) : { value: [], gaps: [] };
  const context = {
    ...known,
    changes,
    shared: sharedSecrets(entry, scene.holders(), world.salt),
    publishers: publishersOf(vetted),
    update: update.value,
    probe: asked.value,
  };
  const checked = await look({ kind: 'config', entry, context }, world);
  const gaps = [
    ...problemGaps(entry),
    ...(await unvettedOf(entry, launch)),
    ...update.gaps,
    ...asked.gaps,
    ...own.gaps,
    ...checked.gaps,
  ];
  const start = startOf(entry, launch);
  const told = [...changes, ...approvedChanges(entry, seen, changes, scene)];
  const compared = { changes: told.map((change) => shown(change, entry, launch)), update: update.value ?? null };
  return {
    changes,
    seen,
    reports: [
      reportOf(
        entry.id,
        { vetted: main, findings: [...checked.value, ...own.value], gaps, compared, entry: start },
        world,
        used,
      ),
      ...others.map((vetted) => reportOf(entry.id, { vetted, findings: [], gaps: [], entry: start }, world, used)),
    ],
  };
}

/** What the remote end of a launch says, where the user wants it asked. */
async function probed(entry: ServerEntry, { runs }: Launch, { probe }: GateWorld): Promise<Staged<Probe | undefined>> {
  const remote = entry.enabled ? runs.find((run) => run.kind === 'remote') : undefined;
  return remote === undefined || probe === undefined ? { value: undefined, gaps: [] } : probe(remote.url);
}

/** What the server's package brings beside the version approved before: in this lock, in that of the base, or in its config. */
async function updateOf(
  id: string,
  main: Report | undefined,
  seen: Seen,
  { world, before }: Scene,
): Promise<Staged<Update | undefined>> {
  const now = seen.packages.find((one) => one.id === main?.target.package);
  if (main === undefined || now === undefined) return { value: undefined, gaps: [] };
  const approved = [world.lock, before?.lock].flatMap((lock) => lock?.servers[id]?.seen ?? []);
  const known = [
    ...approved.flatMap((one) => approvedVersion(one, now) ?? []),
    ...pinnedThen(before?.entries.get(id), now),
  ];
  const old = known.find((one) => one.id !== now.id);
  return old === undefined ? { value: undefined, gaps: [] } : world.compare(old, main);
}

/** Without a lock, the exact version the config named before. */
function pinnedThen(old: ServerEntry | undefined, now: LockedPackage): readonly LockedPackage[] {
  const name = now.id.replace(/(?<=.)@[^@]*$/, '');
  const runs = old === undefined ? [] : launchOf(old).runs;
  return runs.flatMap((run) =>
    run.kind === 'npm' && run.pin === 'exact' && run.name === name
      ? [{ id: run.spec, integrity: '', tree: '', holds: [], publisher: '' }]
      : [],
  );
}

function shown(change: Change, entry: ServerEntry, launch: Launch): Comparison['changes'][number] {
  const { kind, detail } = change;
  return { kind, text: CHANGES[kind], detail: quote(detail), at: addressOf(change, entry, launch).at };
}

function publishersOf(vetted: readonly Report[]): Record<string, string> {
  return Object.fromEntries(
    vetted.flatMap(({ target, trust }) =>
      target.package !== null && trust?.publisher !== undefined ? [[target.package, trust.publisher]] : [],
    ),
  );
}

/** Keys that stand twice in this entry; those of the file around it belong to its first server. */
function duplicatesOf({ span, id }: ServerEntry, { duplicates, entries }: ConfigFile): ConfigFile['duplicates'] {
  const within = (line: number, outer: ServerEntry['span']): boolean => line >= outer.line && line <= outer.endLine;
  return duplicates.filter(
    (duplicate) =>
      within(duplicate.span.line, span) ||
      (entries[0]?.id === id && !entries.some((entry) => within(duplicate.span.line, entry.span))),
  );
}

/** Vets every npm package of a launch, each spec once; the server itself first. */
async function vetAll(launch: Launch, { world, vets }: Scene): Promise<readonly Report[]> {
  const reports: Report[] = [];
  const { packagesOf } = await import('./source.ts');
  for (const { spec, args, bin } of packagesOf(launch)) {
    const target: Target = { kind: 'npm', text: spec, spec, args, ...(bin === undefined ? {} : { bin }) };
    const key = JSON.stringify([spec, bin, args]);
    const vet = vets.get(key) ?? world.vet(target);
    vets.set(key, vet);
    reports.push(await vet);
  }
  return reports;
}

/** What of an entry no vet can see; one that is switched off starts nothing. */
async function unvettedOf(entry: ServerEntry, launch: Launch): Promise<readonly Gap[]> {
  return entry.enabled ? (await import('./source.ts')).unvetted(launch, entry.id) : [];
}

function problemGaps(entry: ServerEntry): readonly Gap[] {
  return entry.problems.map(({ value, span }) => ({
    stage: 'config',
    subject: `${entry.file}:${span.line}:${span.column}`,
    reason: `${quote(entry.name)} ${value}`,
  }));
}

/** A server that is as approved is still asked how old its credentials are. */
async function agedReport(
  entry: ServerEntry,
  context: ConfigContext,
  { world, used }: Scene,
): Promise<readonly Report[]> {
  if (Object.keys(context.since).length === 0) return [];
  const { value, gaps } = await look({ kind: 'config', entry, context }, world, ({ id }) => id === 'config-secret-old');
  return value.length + gaps.length === 0
    ? []
    : [reportOf(entry.id, { findings: value, gaps, entry: startOf(entry, context.launch) }, world, used)];
}

// ---------------------------------------------------------------- what is no server that is there

/** Servers that are gone are told to whoever reviews the change and whoever keeps the log; they leave the lock. */
function removed({ world, before, servers, used, renamed }: Scene): readonly Decision[] {
  const there = new Set(servers.map(({ id }) => id));
  const locked = Object.entries(world.lock?.servers ?? {}).map(([id, { settings }]) => ({ id, settings }));
  const based = [...(before?.entries.values() ?? [])].map((entry) => ({ id: entry.id, settings: settingsOf(entry) }));
  // With a base, what was gone before it is no news; it is still in the lock for `--update-lock` to take out.
  const known = new Map([...(before === undefined ? locked : based)].map(({ id, settings }) => [id, settings]));
  return [...known]
    .filter(([id]) => !there.has(id) && isSearched(id, world))
    .map(([id, settings]) => {
      const changes = changesOf(settings, undefined);
      const at = `config:${id.split('#')[0]}:1:1`;
      const told = changes.map(({ kind, detail }) => ({ kind, text: CHANGES[kind], detail: quote(detail), at }));
      const parts = { findings: [], gaps: [], compared: { changes: told, update: null } };
      return {
        id,
        settings: undefined,
        secrets: [],
        changes,
        seen: undefined,
        // There was nothing to run, so that nothing was left out.
        reports: renamed.has(id) ? [] : [reportOf(id, parts, { ...world, static: false }, used)],
      };
    });
}

/** A gate over named files says nothing about the servers of others. */
function isSearched(id: string, { files }: GateWorld): boolean {
  const named = ({ name, server }: Found): boolean => server === undefined && id.startsWith(`${name}#`);
  return files.whole || files.configs.some(named);
}
