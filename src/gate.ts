/**
 * The gate, on one page: which servers of the project are not what was approved, and what a vet says about those. What
 * is unchanged costs nothing; what cannot be read ends everything, because a gate that skips is no gate.
 */
import type { Subject } from './check.ts';
import type { ConfigContext } from './config/context.ts';
import { type Deployment, readDeployment } from './config/deployment.ts';
import { type Change, changesOf, driftOf, lockChanges } from './config/diff.ts';
import { decode } from './config/document.ts';
import type { ConfigFile, ServerEntry } from './config/entry.ts';
import { secretsOf } from './config/facts.ts';
import type { Launch } from './config/launch.ts';
import { launchOf } from './config/launcher.ts';
import { EMPTY_LOCK, isIntact, type LockedServer, type Settings, seenIn, settingsOf } from './config/lock.ts';
import type { Ignore } from './config/policy.ts';
import { isBundleName, readConfig } from './config/read.ts';
import { reasonOf, UsageError } from './errors.ts';
import { type Before, readBefore } from './gate/before.ts';
import { type Found, readConfigFile } from './gate/find.ts';
import { hijackersOf } from './gate/project.ts';
import { reportOf } from './gate/report.ts';
import type { Decision, GateResult, GateWorld } from './gate/world.ts';
import { worst } from './judge.ts';
import { quote } from './quote.ts';
import type { Rule } from './rule.ts';
import { packagesOf, unvetted } from './source.ts';
import type { Gap, Report, Target, Verdict } from './types.ts';

/** What every step knows. */
interface Scene {
  readonly world: GateWorld;
  readonly before: Before | undefined;
  readonly servers: readonly ServerEntry[];
  /** Ignores of the policy that took something away; filled as it goes. */
  readonly used: Set<Ignore>;
  /** One vet for each package as it is started, however many servers start it so. */
  readonly vets: Map<string, Promise<Report>>;
}

/** Runs the gate. Throws `UsageError` for whatever cannot be read. */
export async function gate(given: GateWorld): Promise<GateResult> {
  const before = await readBefore(given);
  // A change that removes the lock takes back every approval; it does not make them needless.
  const world = before?.lock === undefined ? given : { ...given, lock: given.lock ?? EMPTY_LOCK };
  const configs = await readAll(world.files.configs, world.root);
  const servers = configs.flatMap(({ entries }) => entries);
  const scene: Scene = { world, before, servers, used: new Set(), vets: new Map() };
  const decisions: Decision[] = [];
  for (const config of configs) for (const entry of config.entries) decisions.push(await decide(entry, config, scene));
  decisions.push(...removed(scene));
  const deployments = await deploymentReports(scene);
  const reports = [
    ...decisions.flatMap((decision) => decision.reports),
    ...deployments,
    ...(await policyReports(scene, decisions)),
  ];
  return { schema: 1, reports, verdict: verdictOf(reports, scene), decisions };
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

async function readAll(found: readonly Found[], root: string): Promise<readonly ConfigFile[]> {
  const configs: ConfigFile[] = [];
  for (const file of found) configs.push(onlyOne(readConfig(file.name, await contentOf(file, root)), file.server));
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

async function contentOf(file: Found, root: string): Promise<Uint8Array> {
  const bytes = await readConfigFile(file, root);
  return isBundleName(file.name) ? (await import('./config/bundle.ts')).readBundle(file.name, bytes) : bytes;
}

/** The rules and what applies them are loaded when something is to be judged. */
async function look(subject: Subject, { rules }: GateWorld, only: (rule: Rule) => boolean = () => true) {
  const { check } = await import('./check.ts');
  return check((await rules()).filter(only), subject);
}

// ---------------------------------------------------------------- one server

async function decide(entry: ServerEntry, config: ConfigFile, scene: Scene): Promise<Decision> {
  const { world } = scene;
  const launch = launchOf(entry);
  const settings = settingsOf(entry, launch);
  const locked = world.lock?.servers[entry.id];
  const changes = approvalChanges(entry.id, settings, locked, scene);
  const since = await agesOf(entry, world);
  const context: ConfigContext = {
    launch,
    servers: scene.servers,
    inputs: config.inputs,
    duplicates: duplicatesOf(entry, config),
    changes,
    project: {},
    since,
    allowedHosts: world.policyFile?.allowedHosts,
  };
  if (!world.all && !isTouched(entry, settings, changes, scene))
    return { id: entry.id, settings, changes, seen: locked?.seen, reports: await agedReport(entry, context, scene) };
  return judgeServer(entry, settings, locked, context, scene);
}

async function judgeServer(
  entry: ServerEntry,
  settings: Settings,
  locked: LockedServer | undefined,
  known: ConfigContext,
  scene: Scene,
): Promise<Decision> {
  const { world, used } = scene;
  const { launch } = known;
  const vetted = entry.enabled ? await vetAll(launch, scene) : [];
  const seen = seenIn(vetted, await world.ruleSet());
  const drift = locked !== undefined && vetted.length > 0 ? driftOf(locked.seen, seen) : [];
  const changes = [...known.changes, ...drift];
  const project = await hijackersOf(launch, world.root, world.git);
  const checked = await look({ kind: 'config', entry, context: { ...known, changes, project } }, world);
  const gaps = [...problemGaps(entry), ...(entry.enabled ? unvetted(launch, entry.id) : []), ...checked.gaps];
  const [main, ...others] = vetted;
  return {
    id: entry.id,
    settings,
    changes,
    seen,
    reports: [
      reportOf(entry.id, { vetted: main, findings: checked.value, gaps }, world, used),
      ...others.map((other) => reportOf(entry.id, { vetted: other, findings: [], gaps: [] }, world, used)),
    ],
  };
}

/** What is different from the lock, or without one from the base. */
function approvalChanges(
  id: string,
  settings: Settings,
  locked: LockedServer | undefined,
  { world, before }: Scene,
): readonly Change[] {
  if (!isOfProject(id)) return [];
  if (world.lock !== undefined) {
    const edited = locked === undefined ? [] : lockChanges(id, locked, isIntact(locked), world.today);
    return [...changesOf(locked?.settings, settings), ...edited, ...approvedNow(id, locked, before)];
  }
  const old = before?.entries.get(id);
  return before === undefined ? [] : changesOf(old && settingsOf(old), settings);
}

/** For whoever reviews the change: who says so, and why. */
function approvedNow(id: string, locked: LockedServer | undefined, before: Before | undefined): readonly Change[] {
  const same = locked?.digest === before?.lock?.servers[id]?.digest;
  if (before === undefined || locked === undefined || same) return [];
  const { by, why } = locked.approved;
  return [{ kind: 'approved', detail: `by ${by || 'nobody named'}: ${why || 'no reason given'}`, part: '' }];
}

/** The lock is the project's; what stands in the user's own configs is not approved in it. */
function isOfProject(id: string): boolean {
  return !/^(?:[~/]|[A-Za-z]:)/.test(id);
}

/** With a base, what changed since it; else what is not as approved. */
function isTouched(
  entry: ServerEntry,
  settings: Settings,
  changes: readonly Change[],
  { world, before }: Scene,
): boolean {
  if (!isOfProject(entry.id)) return true;
  if (before === undefined) return world.lock === undefined || changes.length > 0;
  const old = before.entries.get(entry.id);
  // Texts are compared as they stand: settings do not tell one secret from another.
  const texts = (server: ServerEntry): string => JSON.stringify(server.texts.map(({ name, value }) => [name, value]));
  if (old === undefined || texts(old) !== texts(entry)) return true;
  if (changesOf(settingsOf(old), settings).length > 0) return true;
  return JSON.stringify(before.lock?.servers[entry.id]) !== JSON.stringify(world.lock?.servers[entry.id]);
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
  for (const { spec, args, bin } of packagesOf(launch)) {
    const target: Target = { kind: 'npm', text: spec, spec, args, ...(bin === undefined ? {} : { bin }) };
    const key = JSON.stringify([spec, bin, args]);
    const vet = vets.get(key) ?? world.vet(target);
    vets.set(key, vet);
    reports.push(await vet);
  }
  return reports;
}

function problemGaps(entry: ServerEntry): readonly Gap[] {
  return entry.problems.map(({ value, span }) => ({
    stage: 'config',
    subject: `${entry.file}:${span.line}:${span.column}`,
    reason: `${quote(entry.name)} ${value}`,
  }));
}

// ---------------------------------------------------------------- credentials that stay

/** Most lines of one server whose age is asked for. */
const MOST_LINES = 20;

/** Age in days of the lines that hold long-lived credentials. */
async function agesOf(entry: ServerEntry, { git, today }: GateWorld): Promise<Record<number, number>> {
  if (git === undefined || /^[/~]/.test(entry.file)) return {};
  const secrets = secretsOf(entry).filter(({ longLived }) => longLived);
  const lines = [...new Set(secrets.map(({ text }) => text.span.line))].slice(0, MOST_LINES);
  const now = Date.parse(`${today}T00:00:00Z`) / 1000;
  const ages: Record<number, number> = {};
  for (const line of lines) {
    const time = await git.lineTime(entry.file, line);
    if (time !== undefined) ages[line] = Math.floor((now - time) / 86_400);
  }
  return ages;
}

/** A server that is as approved is still asked how old its credentials are. */
async function agedReport(
  entry: ServerEntry,
  context: ConfigContext,
  { world, used }: Scene,
): Promise<readonly Report[]> {
  if (Object.keys(context.since).length === 0) return [];
  const { value, gaps } = await look({ kind: 'config', entry, context }, world, ({ id }) => id === 'config-secret-old');
  return value.length + gaps.length === 0 ? [] : [reportOf(entry.id, { findings: value, gaps }, world, used)];
}

// ---------------------------------------------------------------- what is no server that is there

/** Servers that are gone need no judgement; they leave the lock and are told to whoever keeps the log. */
function removed({ world, before, servers }: Scene): readonly Decision[] {
  const there = new Set(servers.map(({ id }) => id));
  const locked = Object.entries(world.lock?.servers ?? {}).map(([id, { settings }]) => ({ id, settings }));
  const based = [...(before?.entries.values() ?? [])].map((entry) => ({ id: entry.id, settings: settingsOf(entry) }));
  const known = new Map([...based, ...locked].map(({ id, settings }) => [id, settings]));
  return [...known]
    .filter(([id]) => !there.has(id) && isSearched(id, world))
    .map(([id, settings]) => ({
      id,
      settings: undefined,
      changes: changesOf(settings, undefined),
      seen: undefined,
      reports: [],
    }));
}

/** A gate over named files says nothing about the servers of others. */
function isSearched(id: string, { files }: GateWorld): boolean {
  return files.whole || files.configs.some(({ name }) => id.startsWith(`${name}#`));
}

async function deploymentReports({ world, before, used }: Scene): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const found of world.files.deployments) {
    const text = decode(found.name, await readConfigFile(found, world.root));
    if (before?.texts.get(found.name) === text) continue;
    const { file, gaps } = readOrGap(found.name, text);
    const checked = file === undefined ? { value: [], gaps: [] } : await look({ kind: 'deployment', file }, world);
    const parts = { findings: checked.value, gaps: [...gaps, ...checked.gaps] };
    if (parts.findings.length + parts.gaps.length > 0) reports.push(reportOf(found.name, parts, world, used));
  }
  return reports;
}

/** A deployment file is not ours to forbid: one that is no YAML is told, not an error. */
function readOrGap(name: string, text: string): { file: Deployment | undefined; gaps: readonly Gap[] } {
  try {
    return { file: readDeployment(name, text), gaps: [] };
  } catch (error) {
    return { file: undefined, gaps: [{ stage: 'local', subject: name, reason: quote(reasonOf(error)) }] };
  }
}

/** Ignores that ran out, and in a run that looked at everything those that ignore nothing. */
async function policyReports({ world, used }: Scene, decisions: readonly Decision[]): Promise<readonly Report[]> {
  const policy = world.policyFile;
  if (policy === undefined || policy.ignores.length === 0) return [];
  const whole =
    world.files.whole && decisions.every(({ reports, settings }) => reports.length > 0 || settings === undefined);
  if (!whole && !policy.ignores.some(({ expires }) => expires < world.today)) return [];
  const use = { today: world.today, used: whole ? new Set(used) : undefined };
  const { value, gaps } = await look({ kind: 'policy', policy, use }, world);
  return value.length + gaps.length === 0 ? [] : [reportOf(policy.file, { findings: value, gaps }, world, used)];
}
