/** `lazaret gate`: what changed in the configs of MCP clients, against the lock and a commit. */
import { randomBytes } from 'node:crypto';
import { appendFile, lstat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { decode } from '../config/document.ts';
import { approvedIn, digestOf, LOCK_FILE, type Lock, readLock, writeLock } from '../config/lock.ts';
import { isExcluded, type PolicyFile } from '../config/policy.ts';
import { isDay } from '../config/schema.ts';
import { NothingToScan, reasonOf, UsageError } from '../errors.ts';
import type { AuditContext } from '../gate/audit.ts';
import { type Found, type FoundFiles, findAtHome, findInProject, findNamed } from '../gate/find.ts';
import { commitOf, type Git, openGit } from '../gate/git.ts';
import { isOfProject } from '../gate/scene.ts';
import type { GateResult, GateWorld } from '../gate/world.ts';
import { exitCode } from '../policy.ts';
import { quote } from '../quote.ts';
import { stamped } from '../report/stamp.ts';
import type { Rule } from '../rule.ts';
import type { World } from '../scan.ts';
import type { Gap, Policy, Report, Target } from '../types.ts';
import type { Machine } from './machine.ts';
import { checkOutput, show } from './output.ts';
import { loadLock, loadPolicy, policyOf, today } from './policy-file.ts';
import { type ProgressLine, progressOn } from './progress.ts';
import { stopwatch } from './stopwatch.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';
import type { VetOptions } from './vet.ts';

export interface GateOptions extends VetOptions {
  readonly user: boolean;
  readonly base?: string;
  readonly all: boolean;
  readonly probe: boolean;
  readonly probeAllow: readonly string[];
  readonly updateLock: boolean;
  readonly by?: string;
  readonly why?: string;
  readonly until?: string;
  readonly auditLog?: string;
}

const NAME_ONE =
  'name the config of a client: `lazaret gate path/to/mcp.json`; --user looks at those of your own clients too';

export async function gate(
  texts: readonly string[],
  options: GateOptions,
  terminal: Terminal,
  machine: Machine,
): Promise<number> {
  checkOptions(options);
  await checkOutput(options.output, terminal);
  if (options.auditLog !== '-') await checkOutput(options.auditLog, terminal, '--audit-log');
  const line = progressOn(terminal.stderr, options.progress);
  const clock = stopwatch();
  const keep = keeper(options, terminal);
  try {
    const world = await openGate(texts, options, terminal, { machine, line, timed: clock.timed });
    const run = (await import('../gate.ts')).gate;
    const result = await run(world);
    line.clear();
    if (result.decisions.length + result.reports.length + result.deployments === 0)
      throw new NothingToScan('no MCP server is configured here', NAME_ONE);
    const rules = result.reports.length > 0 ? await world.rules() : [];
    const stamp = { at: new Date(), rules: result.reports.length > 0 ? await machine.ruleSet() : '' };
    await show(stamped(result, stamp), { options, terminal, rules });
    if (options.timings) terminal.stderr.write(clock.summary());
    if (!options.updateLock && isFirst(result, world))
      terminal.stderr.write(`nothing is approved yet: \`lazaret gate --update-lock\` writes ${LOCK_FILE}\n`);
    await keep(({ auditLines }, context) => auditLines(result, { ...context, base: world.base }));
    if (options.updateLock) return await update(result, world, options, terminal, keep);
    return exitCode(result.verdict.level, world.policy.failOn);
  } catch (error) {
    if (error instanceof UsageError && !(error instanceof NothingToScan))
      await keep(({ failureLine }, context) => failureLine(error.message, context));
    throw error;
  } finally {
    line.clear();
  }
}

/** A project of whose servers nobody approved any. */
function isFirst({ decisions }: GateResult, { files, lock, base }: GateWorld): boolean {
  return files.whole && lock === undefined && base === undefined && decisions.some(({ id }) => isOfProject(id));
}

/** Vets the servers of configs, whatever was approved of them: what `lazaret vet mcp_config.json#server` asks for. */
export async function vetConfigs(
  texts: readonly string[],
  options: VetOptions,
  terminal: Terminal,
  means: Means,
): Promise<readonly Report[]> {
  const world = await openGate(
    texts,
    { ...options, user: false, all: true, updateLock: false, probe: false, probeAllow: [] },
    terminal,
    means,
  );
  const { reports } = await (await import('../gate.ts')).gate({ ...world, lock: undefined });
  if (reports.length === 0)
    throw new NothingToScan(`no MCP server is configured in ${quote(texts.join(', '))}`, NAME_ONE);
  return reports;
}

function checkOptions(options: GateOptions): void {
  const { updateLock, why, until, probe, probeAllow, offline } = options;
  if (options.auditLog === '-' && options.output === undefined && options.format !== 'text')
    throw new UsageError(`--audit-log - would mix its lines with the ${options.format}`, 'give the report an --output');
  if (probe && offline)
    throw new UsageError('--probe asks servers, and --offline asks nobody', 'leave one of them out');
  if (!probe && probeAllow.length > 0)
    throw new UsageError('--probe-allow belongs to --probe', 'add --probe, or leave it out');
  if (!updateLock && (why ?? until) !== undefined)
    throw new UsageError('--why and --until belong to an approval', 'add --update-lock');
  if (until === undefined) return;
  if (!isDay(until)) throw new UsageError(`${quote(until)} is no day`, 'write --until as 2027-01-31');
  if (until < today()) throw new UsageError(`${until} is over`, 'an approval ends today or later');
}

/** What a vet inside the gate needs of this process. */
export interface Means {
  readonly machine: Machine;
  readonly line: ProgressLine;
  readonly timed: World['timed'];
}

async function openGate(
  texts: readonly string[],
  options: GateOptions,
  terminal: Terminal,
  means: Means,
): Promise<GateWorld> {
  const root = terminal.cwd;
  const git = await openGit(root);
  const tip = options.base === undefined ? undefined : await tipOf(options.base, root, git);
  // What the target branch decided since counts; what it changed since is no change of this branch.
  const [policyFile, base, lock, lockThen] = await Promise.all([
    loadPolicy(root, options.policy, { base: tip, git }),
    tip && git?.mergeBase(tip).then((common) => common ?? tip),
    loadLock(root),
    tip === undefined ? undefined : lockAt(git, tip),
  ]);
  const approved = approvedIn(tip === undefined ? lock : lockThen);
  const policy = { ...policyOf(options, policyFile), approved };
  const rules = once(() => means.machine.loadRules());
  return {
    root,
    git,
    base,
    files: await findFiles(texts, options, terminal, policyFile),
    lock,
    all: options.all,
    policy,
    policyFile,
    static: options.static,
    today: today(),
    version: VERSION,
    salt: randomBytes(8).toString('hex'),
    rules,
    ruleSet: once(async () => nameOfRules(await rules())),
    probe: options.probe ? prober(options, terminal) : undefined,
    ...vetter(options, policy, terminal, means),
  };
}

/** Outside of a repository, or where git is not installed, no history that a checkout could bring would help. */
function tipOf(base: string, root: string, git: Git | undefined): Promise<string> {
  if (git !== undefined) return commitOf(root, base);
  throw new UsageError('there is no git repository here', '--base compares with a commit of one');
}

/** Doors open when the first package is to be vetted, and once. */
function vetter(
  options: GateOptions,
  policy: Policy,
  terminal: Terminal,
  { machine, line, timed }: Means,
): Pick<GateWorld, 'vet' | 'compare' | 'readOwn'> {
  const open = once(async () => {
    const { openWorld } = await import('./vet.ts');
    // Not the project's own npm configuration: what a pull request changes could name a registry and have it sent the
    // job's variables. The user's, the machine's and the environment's are trusted.
    return openWorld(options, policy, { ...terminal, cwd: homedir() }, machine, line, timed);
  });
  const reader = once(async () => machine.openReader({ env: terminal.env, signal: terminal.signal }));
  return {
    readOwn: async (started, subject) => {
      const { readOwnCode } = await import('../gate/own-code.ts');
      return readOwnCode(started, subject, await reader());
    },
    vet: async (target) => {
      const { resolve, scan } = await import('../scan.ts');
      const world = await open();
      const known = await resolve(target, world).catch((error: unknown) => ({
        value: undefined,
        gaps: [missing(target, error)],
      }));
      return scan(target, world, [], known);
    },
    compare: async (old, now) => {
      const { updateOf } = await import('../gate/update.ts');
      return updateOf(old, now, await open());
    },
  };
}

/** A package that does not exist, or wants a login, says nothing against the other servers: they are judged all the same. */
function missing({ text }: Target, error: unknown): Gap {
  if (!(error instanceof UsageError)) throw error;
  return { stage: 'resolve', subject: quote(text), reason: quote(`${error.message}; ${error.hint}`, 400) };
}

/** Longest answer of a stranger that is read, and the time it has for each. */
const ASKED = { bytes: 64 * 1024, ms: 8_000 };

function prober({ probeAllow }: GateOptions, { signal }: Terminal): GateWorld['probe'] {
  return async (url) => {
    const [{ asker }, { probe }] = await Promise.all([import('../gate/ask.ts'), import('../gate/probe.ts')]);
    return probe(url, asker({ ...ASKED, allowed: probeAllow, signal }));
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What the rules say and do, in one digest: handlers are part of it as source. */
function nameOfRules(rules: readonly Rule[]): string {
  return digestOf(rules.map((rule) => Object.entries(rule).map(([key, value]) => [key, String(value)]))).slice(0, 23);
}

async function findFiles(
  texts: readonly string[],
  { user }: GateOptions,
  { cwd: root, env }: Terminal,
  policy: PolicyFile | undefined,
): Promise<FoundFiles> {
  const found = texts.length > 0 ? await findNamed(texts, root) : await findInProject(root);
  const wanted = ({ name }: Found): boolean => texts.length > 0 || !isExcluded(policy, name);
  const project = { ...found, configs: found.configs.filter(wanted), deployments: found.deployments.filter(wanted) };
  if (!user) return project;
  return { ...project, configs: [...project.configs, ...(await findAtHome(env.HOME ?? homedir(), env))] };
}

/** The lock of a commit: what a branch approves itself is as fresh as before. */
async function lockAt(git: Git | undefined, commit: string): Promise<Lock | undefined> {
  if (!(await git?.files(commit))?.has(LOCK_FILE)) return undefined;
  const text = decode(LOCK_FILE, (await git?.read(commit, LOCK_FILE)) ?? new Uint8Array());
  // One that cannot be read approves nothing; that it cannot is told where it is compared.
  try {
    return text === '' ? undefined : readLock(LOCK_FILE, text);
  } catch {
    return undefined;
  }
}

async function update(
  result: GateResult,
  world: GateWorld,
  options: GateOptions,
  terminal: Terminal,
  keep: Keep,
): Promise<number> {
  const { approve } = await import('../gate/approve.ts');
  const { why = '', until = '' } = options;
  const { stderr } = terminal;
  const approval = { by: userOf(options, terminal), why, on: world.today, until };
  const lock = approve(result, world, approval);
  await put(join(world.root, LOCK_FILE), writeLock(lock), writeFile);
  await keep(({ approvalLines }, context) => approvalLines(result, approval, { ...context, base: world.base }));
  const count = Object.keys(lock.servers).length;
  stderr.write(`${LOCK_FILE} holds ${count} approved server${count === 1 ? '' : 's'}\n`);
  return 0;
}

const userOf = ({ by }: GateOptions, { env }: Terminal): string => by ?? env.GITHUB_ACTOR ?? env.USER ?? '';

/** Adds lines to the log of decisions, where the user wants one. */
type Keep = (lines: (audit: typeof import('../gate/audit.ts'), context: AuditContext) => string) => Promise<void>;

function keeper(options: GateOptions, terminal: Terminal): Keep {
  const { auditLog, base } = options;
  return async (lines) => {
    if (auditLog === undefined) return;
    const context = { time: new Date().toISOString(), user: userOf(options, terminal), version: VERSION, base };
    const text = lines(await import('../gate/audit.ts'), context);
    if (auditLog === '-') terminal.stdout.write(text);
    else await put(resolve(terminal.cwd, auditLog), text, appendFile);
  };
}

/** A link would let a repository choose which file of this machine is written. */
async function put(path: string, text: string, write: (path: string, text: string) => Promise<void>): Promise<void> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat !== undefined && !stat.isFile())
    throw new UsageError(`${quote(path)} is no plain file`, 'name another file, or remove it');
  await write(path, text).catch((error: unknown) => {
    throw new UsageError(`cannot write ${quote(path)}: ${reasonOf(error)}`, 'name a file that can be written');
  });
}
