/** Makes the little world a rule's case describes: a package, its tree, and what a sandbox would have seen. */
import type { Subject } from '../src/check.ts';
import { doingsIn, doingsOf } from '../src/code/facts/doings.ts';
import { factsOf } from '../src/code/facts/facts.ts';
import { isSource } from '../src/code/facts/twins.ts';
import { eachModule } from '../src/code/package/modules.ts';
import { holdersOf, sharedSecrets } from '../src/config/credential.ts';
import { readDeployment } from '../src/config/deployment.ts';
import { launchOf } from '../src/config/launcher.ts';
import { readPolicy } from '../src/config/policy.ts';
import { readConfig } from '../src/config/read.ts';
import type { Case, CaseHistory } from '../src/rule.ts';
import type {
  Behavior,
  Facts,
  History,
  Observation,
  Package,
  PackageId,
  PackageTree,
  TreeNode,
  Trust,
} from '../src/types.ts';

/** Every subject a case gives rise to. */
export function subjectsOf(world: Case): Subject[] {
  const pkg = packageOf(world);
  const tree = treeOf(world, pkg);
  const facts = new Map([[pkg.id, { ...factsOf(pkg), ...doneBy(world, pkg) }], ...factsIn(world)]);
  return [
    { kind: 'tree', tree, facts, kin: world.trust?.kin ?? [] },
    { kind: 'trust', trust: trustOf(world, tree.root), tree, context: { ...world.decided, facts } },
    { kind: 'package', package: pkg, root: true },
    { kind: 'behavior', behavior: behaviorOf(world, pkg.id), tree },
    ...configsOf(world),
    ...deploymentsOf(world),
    ...policiesOf(world),
  ];
}

/** Only where there are sources to hold it against. */
function doneBy({ trust }: Case, pkg: Package): Pick<Facts, 'does'> {
  if (!trust?.repository && ![...pkg.files.keys()].some((path) => path.endsWith('.map') || isSource(path))) return {};
  const { value } = eachModule(pkg, { root: true, select: () => true, look: doingsIn });
  return { does: doingsOf(pkg, value.flat()) };
}

const NO_FACTS: Facts = { unused: [], installs: false, imports: { load: [], later: [] } };

function factsIn({ facts = {} }: Case): readonly (readonly [PackageId, Facts])[] {
  return Object.entries(facts).map(([id, some]) => [id, { ...NO_FACTS, ...some }]);
}

/** What is known from outside in a case: nothing, unless it says more. */
function trustOf({ trust = {} }: Case, root: TreeNode): Trust {
  const histories = (trust.histories ?? []).map((given) => historyOf(given, root));
  return { asOf: '2026-06-30', facts: [], sources: [], advisories: [], proofs: [], kin: [], ...trust, histories };
}

function historyOf({ releases, ...given }: CaseHistory, root: TreeNode): History {
  const version = given.version ?? releases.at(-1)?.version ?? root.version;
  const whole = releases.map((release) => ({ installScript: false, dependencies: [], bins: [], ...release }));
  return { package: root.id, name: root.name, doubts: {}, ...given, version, releases: whole };
}

/** The server of a case in a config of its own; the others stand beside it and are not looked at. */
function configsOf({ server, others = {}, context = {} }: Case): Subject[] {
  if (server === undefined) return [];
  const text = JSON.stringify({ mcpServers: { case: server, ...others } });
  const { entries, inputs } = readConfig('mcp.json', new TextEncoder().encode(text));
  const known = {
    servers: entries,
    shared: entries.slice(0, 1).flatMap((entry) => sharedSecrets(entry, holdersOf(entries, 'salt'), 'salt')),
    inputs,
    duplicates: [],
    changes: [],
    project: {},
    since: {},
    allowedHosts: undefined,
    allowedPublishers: undefined,
    publishers: {},
    ...context,
  };
  const [entry] = entries;
  return entry === undefined ? [] : [{ kind: 'config', entry, context: { launch: launchOf(entry), ...known } }];
}

function policiesOf({ policy: given }: Case): Subject[] {
  if (given === undefined) return [];
  const policy = readPolicy('.lazaret.yaml', given.text);
  const used = given.used && new Set(policy.ignores.filter(({ id }) => given.used?.includes(id)));
  return [{ kind: 'policy', policy, use: { today: given.today, used } }];
}

function deploymentsOf({ deployment = {}, deployedBefore }: Case): Subject[] {
  return Object.entries(deployment).flatMap(([path, text]) => {
    const file = readDeployment(path, text);
    const then = deployedBefore === undefined ? {} : { before: deployedBefore[path] ?? '' };
    return file === undefined ? [] : [{ kind: 'deployment', file: { ...file, ...then } } as const];
  });
}

/** The package of a case; `main` is `index.js` unless the case's manifest says otherwise. */
export function packageOf({ code, files, manifest = {} }: Case): Package {
  const all = { name: 'case', version: '1.0.0', main: 'index.js', ...manifest };
  const text: Record<string, string> = { ...(code === undefined ? {} : { 'index.js': code }), ...files };
  text['package.json'] ??= JSON.stringify(all);
  const entries = Object.entries(text).map(([path, body]) => [path, new TextEncoder().encode(body)] as const);
  return {
    id: `${all.name}@${all.version}`,
    name: all.name,
    version: all.version,
    integrity: 'sha512-case',
    manifest: all,
    files: new Map(entries),
    executables: new Set(),
  };
}

function treeOf(world: Case, pkg: Package): PackageTree {
  const root = nodeOf(pkg.id, `node_modules/${pkg.name}`, []);
  const nodes = (world.dependencies ?? []).map((id) => {
    const name = id.slice(0, id.lastIndexOf('@'));
    return nodeOf(id, `node_modules/${name}`, [pkg.id]);
  });
  const dependencies = Object.fromEntries(nodes.map((node) => [node.name, node.location]));
  const top = { ...root, dependencies };
  const target = { kind: 'npm', text: pkg.id, spec: pkg.id, args: [] } as const;
  return { target, root: top, nodes: [top, ...nodes], refused: refusedBy(pkg.id, world) };
}

function refusedBy(id: string, { refused = [] }: Case): PackageTree['refused'] {
  return refused.map((one) => ({ ...one, via: [id] }));
}

function nodeOf(id: string, location: string, above: readonly string[]): TreeNode {
  const at = id.lastIndexOf('@');
  return {
    id,
    name: id.slice(0, at),
    version: id.slice(at + 1),
    integrity: 'sha512-case',
    location,
    via: [...above, id],
    dependencies: {},
    foreign: false,
    bundled: false,
  };
}

function behaviorOf(world: Case, id: string): Behavior {
  const seen = { run: 'laptop', phase: 'start', at: 0, package: id } as const;
  return {
    runs: world.runs ?? [],
    observations: (world.observations ?? []).map((one, seq) => ({ ...seen, ...one, seq }) as Observation),
    tools: (world.tools ?? []).map((tool) => ({ description: '', inputSchema: {}, annotations: {}, ...tool })),
    sandbox: undefined,
  };
}
