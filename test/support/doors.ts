/** Fakes of the two doors to the world: a registry made of objects, a sandbox that tells a story written beforehand. */
import { createHash } from 'node:crypto';
import type {
  Behavior,
  Gap,
  Package,
  PackageStore,
  PackageTree,
  Registry,
  Sandbox,
  Target,
  TreeNode,
  Trust,
} from '../../src/types.ts';

export interface FakePackage {
  /** `name@version`. The first of a registry is the target, the others its direct dependencies. */
  readonly id: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly foreign?: boolean;
  readonly bundled?: boolean;
  /** What `open` does instead of giving the package. */
  readonly broken?: () => never;
}

/** Nothing is known, and nobody was asked. */
export const NO_TRUST: Trust = {
  asOf: '2026-06-30',
  facts: [],
  sources: [],
  advisories: [],
  histories: [],
  proofs: [],
  kin: [],
};

export const TARGET: Target = { kind: 'npm', text: 'weather-mcp', spec: 'weather-mcp', args: [] };

/** A registry that knows exactly these packages, and remembers which were opened. */
export function fakeRegistry(
  packages: readonly FakePackage[],
  gaps: readonly Gap[] = [],
): Registry & { opened: string[] } {
  const opened: string[] = [];
  return {
    opened,
    resolve: (target) => Promise.resolve({ value: treeOf(target, packages), gaps }),
    trust: () => Promise.resolve({ value: NO_TRUST, gaps: [] }),
    store: () =>
      opening((node) => {
        opened.push(node.id);
        const found = packages.find(({ id }) => id === node.id);
        found?.broken?.();
        return Promise.resolve({ value: found && packageOf(found), gaps: [] });
      }),
  };
}

/** A store of packages that never were tarballs. */
export function opening(open: PackageStore['open']): PackageStore {
  return {
    open,
    tarball: () => Promise.reject(new Error('there is no tarball')),
    file: async () => ({ value: undefined, gaps: [] }),
  };
}

export function treeOf(target: Target, packages: readonly FakePackage[]): PackageTree {
  const [rootId = ''] = packages.map(({ id }) => id);
  const nodes = packages.map(({ id, foreign = false, bundled = false }): TreeNode => {
    const { name, version } = split(id);
    return {
      id,
      name,
      version,
      integrity: `sha512-${createHash('sha512').update(id).digest('base64')}`,
      location: `node_modules/${name}`,
      via: id === rootId ? [id] : [rootId, id],
      dependencies: {},
      foreign,
      bundled,
    };
  });
  const [root] = nodes;
  if (root === undefined) throw new Error('a fake registry needs at least one package');
  return { target, root, nodes: nodes.toSorted((a, b) => (a.location < b.location ? -1 : 1)), refused: [] };
}

function packageOf({ id, files = {}, manifest = {} }: FakePackage): Package {
  const { name, version } = split(id);
  const bytes = Object.entries(files).map(([path, content]) => [path, Buffer.from(content)] as const);
  return {
    id,
    name,
    version,
    integrity: 'sha512-AA==',
    manifest: { name, version, ...manifest },
    files: new Map(bytes),
    executables: new Set(),
  };
}

function split(id: string): { name: string; version: string } {
  const at = id.lastIndexOf('@');
  return { name: id.slice(0, at), version: id.slice(at + 1) };
}

export const QUIET: Behavior = {
  runs: [{ profile: 'laptop', phase: 'start', status: 'completed', detail: '', ms: 1 }],
  observations: [],
  tools: [],
  sandbox: { image: `sha256:${'cd'.repeat(32)}`, engine: 'fake', runtime: 'runc' },
};

/** A sandbox in which exactly this happens. */
export function fakeSandbox(behavior: Behavior = QUIET, gaps: readonly Gap[] = []): Sandbox {
  return { detonate: () => Promise.resolve({ value: behavior, gaps }) };
}
