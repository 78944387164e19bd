/**
 * The pipeline, on one page. Two doors lead to the world, `Registry` and `Sandbox`; between them everything is pure.
 * Every stage returns a value and what it could not see, and a gap can only make the verdict worse.
 */

import type { Reader } from './check/reader.ts';
import { check } from './check.ts';
import { reasonOf, UsageError } from './errors.ts';
import { releaseOf } from './history.ts';
import { judge } from './judge.ts';
import { byText, worstFirst } from './order.ts';
import { queue } from './queue.ts';
import { quote } from './quote.ts';
import { placed } from './reachable.ts';
import { rightsOf } from './rights.ts';
import type { Rule } from './rule.ts';
import type {
  Behavior,
  Facts,
  Finding,
  Gap,
  PackageId,
  PackageStore,
  PackageTree,
  Policy,
  Progress,
  Reading,
  Registry,
  Report,
  Sandbox,
  Stage,
  Staged,
  Target,
  TreeNode,
  Trust,
} from './types.ts';

/** Everything a scan needs besides its target. */
export interface World {
  readonly registry: Registry;
  /** `undefined` where the user asked for none (`--static`). */
  readonly sandbox: Sandbox | undefined;
  readonly rules: readonly Rule[];
  /** Opens packages and shows them to the rules. */
  readonly read: Reader;
  readonly policy: Policy;
  /** Our own version, for the report. */
  readonly version: string;
  /** How many packages are fetched at once. All that were fetched wait to be read, which takes no memory, and few are read at a time. */
  readonly jobs: number;
  readonly progress: Progress;
  /** Told when a piece of a stage has ended, and how long it took in milliseconds. Pieces overlap. */
  readonly timed: (stage: string, ms: number) => void;
  /** Ends the scan: what a door throws after that is not a gap. */
  readonly signal: AbortSignal;
}

const UNSEEN: Behavior = { runs: [], observations: [], tools: [], sandbox: undefined };
const NOTHING_FOUND: Staged<readonly Finding[]> = { value: [], gaps: [] };

/**
 * Vets one target; `before` is what could not be seen when it was parsed, `known` its tree where somebody has resolved it. Throws
 * only what the user can mend (`UsageError`), after `signal`, or for our own bug.
 */
export async function scan(
  target: Target,
  world: World,
  before: readonly Gap[] = [],
  known?: Staged<PackageTree | undefined>,
): Promise<Report> {
  const { value: tree, gaps: unresolved } = known ?? (await resolve(target, world));
  const gaps = [...before, ...unresolved];
  if (tree === undefined) return toReport(target, world, { gaps });

  const store = watched(world.registry.store(tree), world);
  const [read, ran, told] = await all(readAll(tree, store, world), detonate(tree, store, world), askAbout(tree, world));
  world.signal.throwIfAborted();
  const facts = new Map(read.value.flatMap(({ id, facts }) => (facts ? [[id, facts] as const] : [])));
  const shared = check(world.rules, { kind: 'tree', tree, facts, kin: told.value?.kin ?? [] });
  const shown = check(world.rules, { kind: 'behavior', behavior: ran.value, tree });
  const trust = told.value;
  const trusted = trust
    ? check(world.rules, { kind: 'trust', trust, tree, context: { ...world.policy, facts } })
    : NOTHING_FOUND;

  return toReport(target, world, {
    tree,
    behavior: ran.value,
    trust,
    facts,
    findings: [...read.value.flatMap((one) => one.findings), ...shared.value, ...shown.value, ...trusted.value],
    gaps: [gaps, shared.gaps, read.gaps, ran.gaps, shown.gaps, told.gaps, trusted.gaps].flat(),
  });
}

/** What is known about the tree from outside it: who publishes it, what is listed against it. */
async function askAbout(tree: PackageTree, world: World): Promise<Staged<Trust | undefined>> {
  const ask = (): Promise<Staged<Trust | undefined>> => orAborted(world.registry.trust(tree), world);
  world.progress({ stage: 'ask', detail: 'registries and lists of advisories' });
  const { value, gaps } = await door('maintainer', tree.root.id, undefined, world, ask, 'trust');
  world.progress({ stage: 'ask', detail: 'done' });
  if (value !== undefined) return { value, gaps };
  const all = (['maintainer', 'provenance', 'advisories'] as const).map((stage) => ({ stage, gaps }));
  return { value, gaps: all.flatMap((each) => each.gaps.map((gap) => ({ ...gap, stage: each.stage }))) };
}

/** Metadata only: which packages would an install bring? Throws `UsageError` where the target does not exist. */
export function resolve(target: Target, world: World): Promise<Staged<PackageTree | undefined>> {
  world.progress({ stage: 'resolve', detail: quote(target.text, 80) });
  return door('resolve', target.text, undefined, world, () => orAborted(world.registry.resolve(target), world));
}

/** Runs the tree where nothing can get out, unless the user asked for no sandbox. */
function detonate(tree: PackageTree, store: PackageStore, world: World): Promise<Staged<Behavior>> {
  const { sandbox } = world;
  if (sandbox === undefined) return Promise.resolve({ value: UNSEEN, gaps: [] });
  return door('sandbox', tree.root.id, UNSEEN, world, () => sandbox.detonate(tree, store, world.progress));
}

/** What reading gave, and of which package. */
type Read = Reading & { readonly id: PackageId };

/** Packages left from which one is named: whoever waits wants to know for what. */
const LAST = 4;

/** Opens and checks every package an install here would bring. They are fetched and read a few at a time: a tree is never held whole in memory. */
async function readAll(tree: PackageTree, store: PackageStore, world: World): Promise<Staged<readonly Read[]>> {
  const wanted = packagesOf(tree);
  const limited = atOnce(store, world);
  const done: { readonly id: PackageId; readonly read: Staged<Reading> }[] = [];
  const open = new Set(wanted.map(({ id }) => id));
  const tell = (): void => {
    const [first] = open;
    const of = first === undefined || open.size > LAST ? '' : `, ${quote(first, 60)}`;
    world.progress({ stage: 'read', detail: `${done.length} of ${wanted.length} packages${of}` });
  };
  const reader = async (node: TreeNode): Promise<void> => {
    const read = await readOne(node, tree, limited, world);
    done.push({ id: node.id, read });
    open.delete(node.id);
    tell();
  };
  tell();
  await Promise.all(wanted.map(reader));
  return {
    value: done.map(({ id, read }) => ({ id, ...read.value })),
    gaps: [...unread(tree), ...done.flatMap(({ read }) => read.gaps)],
  };
}

/** What an install here would unpack, each package once, however many copies of it there are. */
function packagesOf({ nodes, root }: PackageTree): readonly TreeNode[] {
  const here = nodes.filter((node) => !node.foreign && !node.bundled);
  const byContent = new Map(here.map((node) => [`${node.id} ${node.integrity}`, node]));
  // The target is read as the target, where the tree holds it a second time as a dependency.
  if (byContent.has(`${root.id} ${root.integrity}`)) byContent.set(`${root.id} ${root.integrity}`, root);
  return [...byContent.values()];
}

function readOne(node: TreeNode, tree: PackageTree, store: PackageStore, world: World): Promise<Staged<Reading>> {
  const root = node.location === tree.root.location;
  return door('fetch', node.id, { findings: [] }, world, () => orAborted(world.read(node, root, store), world), 'read');
}

/** The same store, which tells how long it took. */
function watched(store: PackageStore, world: World): PackageStore {
  const time = async <T>(work: Promise<T>): Promise<T> => {
    const started = performance.now();
    return work.finally(() => world.timed('fetch', performance.now() - started));
  };
  return {
    open: (node) => time(store.open(node)),
    tarball: (node) => time(store.tarball(node)),
    file: (node) => time(store.file(node)),
  };
}

/** The same store, which answers a few questions at a time, and none after the end. */
function atOnce(store: PackageStore, { jobs, signal }: World): PackageStore {
  const turn = queue(Math.max(1, jobs));
  const asked = <T>(ask: () => Promise<T>): Promise<T> =>
    turn(async () => {
      signal.throwIfAborted();
      return ask();
    });
  return {
    open: (node) => asked(() => store.open(node)),
    tarball: (node) => asked(() => store.tarball(node)),
    file: (node) => asked(() => store.file(node)),
  };
}

/** Packages that an install on another platform would bring. */
function unread(tree: PackageTree): readonly Gap[] {
  const foreign = new Set(tree.nodes.filter((node) => node.foreign).map((node) => node.id));
  const reason = 'an install on the sandbox’s platform leaves it out, so it was not read';
  return [...foreign].map((subject) => ({ stage: 'platform', subject, reason }));
}

/** Whatever a door throws is a gap of its stage: the world failed, and what it would have shown was not seen. */
async function door<T, U extends T>(
  stage: Stage,
  subject: string,
  nothing: U,
  world: World,
  open: () => Promise<Staged<T>>,
  clock: string = stage,
): Promise<Staged<T>> {
  const started = performance.now();
  try {
    return await open();
  } catch (error) {
    world.signal.throwIfAborted();
    if (error instanceof UsageError) throw error;
    return { value: nothing, gaps: [{ stage, subject: quote(subject), reason: quote(reasonOf(error)) }] };
  } finally {
    world.timed(clock, performance.now() - started);
  }
}

/** Stops waiting at once where the user wants an end; only what leaves nothing behind may be let go of like this. */
async function orAborted<T>(work: Promise<T>, { signal }: World): Promise<T> {
  signal.throwIfAborted();
  const ended = new AbortController();
  try {
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { signal: ended.signal });
    });
    return await Promise.race([work, aborted]);
  } finally {
    ended.abort();
  }
}

/** Waits for all even where one fails: a sandbox must never be left behind by an error elsewhere. */
async function all<A, B, C>(a: Promise<A>, b: Promise<B>, c: Promise<C>): Promise<[A, B, C]> {
  await Promise.allSettled([a, b, c]);
  return [await a, await b, await c];
}

/** What a scan has gathered; everything but the gaps is missing where the tree could not be made. */
interface Gathered {
  readonly tree?: PackageTree;
  readonly behavior?: Behavior;
  readonly trust?: Trust | undefined;
  readonly facts?: ReadonlyMap<PackageId, Facts>;
  readonly findings?: readonly Finding[];
  readonly gaps: readonly Gap[];
}

function toReport(target: Target, world: World, gathered: Gathered): Report {
  const behavior = gathered.behavior ?? UNSEEN;
  const findings = [...(gathered.findings ?? [])].sort(worstFirst);
  const gaps = distinct(gathered.gaps);
  const noSandbox = world.sandbox === undefined;
  const { tree, trust, facts = new Map<PackageId, Facts>() } = gathered;
  const root = tree?.root.id ?? null;
  const { credentials, tools: declared = [] }: Partial<Facts> = facts.get(root ?? '') ?? {};
  const rights = tree && rightsOf(behavior, tree.root, credentials, target);
  return {
    schema: 1,
    tool: { name: 'lazaret', version: world.version },
    target: { kind: target.kind, text: quote(target.text), package: root },
    static: noSandbox,
    sandbox: behavior.sandbox ?? null,
    packages: (tree?.nodes ?? []).map(({ id, name, version, integrity, via }) => {
      return { id, name, version, integrity, via };
    }),
    findings,
    runs: behavior.runs,
    observations: behavior.observations,
    tools: behavior.tools,
    ...(declared.length > 0 ? { declared } : {}),
    trust: trust && tree ? toldOf(trust, tree, facts) : null,
    ...(credentials ? { credentials } : {}),
    ...(rights ? { rights } : {}),
    gaps,
    verdict: judge({ findings, gaps, policy: world.policy, target: root, static: noSandbox }),
  };
}

function toldOf(trust: Trust, tree: PackageTree, facts: ReadonlyMap<PackageId, Facts>): Report['trust'] {
  const { asOf, sources } = trust;
  const history = trust.histories.find((one) => one.package === tree.root.id);
  const publisher = history && releaseOf(history)?.publisher;
  const advisories = placed(trust.advisories, tree, facts);
  const by = publisher === undefined ? {} : { publisher: quote(publisher) };
  return { asOf, facts: trust.facts, sources, advisories, ...by };
}

/** Sorted, each once. */
function distinct(gaps: readonly Gap[]): readonly Gap[] {
  const unique = new Map(gaps.map((gap) => [`${gap.stage}\0${gap.subject}\0${gap.reason}`, gap]));
  return [...unique].sort(([a], [b]) => byText(a, b)).map(([, gap]) => gap);
}
