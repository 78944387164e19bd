/**
 * Target → the exact tree an install would create: npm's own resolver (Arborist) builds the ideal tree of an empty
 * project to which the target is added. Only metadata is fetched; nothing is unpacked, prepared or run.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Arborist from '@npmcli/arborist';
import npa from 'npm-package-arg';
import npmFetch from 'npm-registry-fetch';
import pacote from 'pacote';
import { reasonOf, UsageError } from './errors.ts';
import type { NpmOptions } from './npm-config.ts';
import { quote } from './quote.ts';
import { askAhead } from './resolve/ahead.ts';
import { RESOLVE_LIMITS, type ResolveLimits } from './resolve/limits.ts';
import { missingVersion, unclaimed } from './resolve/nearest.ts';
import { type OwnPackage, readOwn } from './resolve/own.ts';
import { createPackuments, cutDown, type Packuments } from './resolve/packuments.ts';
import { aloneNode, type IdealNode, type Platform, type Resolved, toPackageTree } from './resolve/tree.ts';
import type { Gap, Staged, Target } from './types.ts';

export type { Platform, Resolved } from './resolve/tree.ts';

/**
 * Options that keep npm's libraries from running or fetching anything a dependency names: no scripts, no resolver
 * extensions, nothing from outside the registry (pacote ≥ 21.5.3 honours all of them).
 */
export const STRICT = {
  ignoreScripts: true,
  ignoreExtension: true,
  allowGit: 'none',
  allowRemote: 'none',
  allowFile: 'none',
  allowDirectory: 'none',
} as const;

/** Where the user's configuration would make a tree that `npx` does not make: always npm's defaults. */
const NEUTRAL = {
  audit: false,
  engineStrict: false,
  force: false,
  fullMetadata: true,
  global: false,
  installStrategy: 'hoisted',
  omit: [],
  packageLock: false,
  strictPeerDeps: false,
  workspaces: [],
};

/** `undefined` where no tree could be made; the gaps say why. Throws `UsageError` where the target does not exist. */
export async function resolveTarget(
  target: Target,
  options: NpmOptions,
  platform: Platform,
  limits: ResolveLimits = RESOLVE_LIMITS,
): Promise<Staged<Resolved | undefined>> {
  const own = target.kind === 'npm' ? undefined : await readOwn(target, options);
  if (own && !own.value) return { value: undefined, gaps: own.gaps };
  const signal = AbortSignal.timeout(limits.tree);
  const packumentCache = createPackuments(
    options,
    { ms: limits.packument, signal },
    own?.value && ownPackument(own.value, options),
  );
  const npm = { ...options, ...NEUTRAL, ...STRICT, ...platform, nodeVersion: platform.node, packumentCache };
  const picked = await pick(target, own?.value, npm);
  if (!picked.value) return { value: undefined, gaps: [...(own?.gaps ?? []), ...picked.gaps] };
  await packumentCache.whileGoing(askAhead(idOf(picked.value), npm)).catch(() => {});
  const tree = await buildTree(picked.value, npm, target, platform);
  return { value: withOwnList(tree.value, own?.value), gaps: [...(own?.gaps ?? []), ...tree.gaps] };
}

/** No store holds the list of a directory: this npm would not publish it. */
function withOwnList(resolved: Resolved, own: OwnPackage | undefined): Resolved {
  if (own?.shrinkwrap === undefined) return resolved;
  const list = { node: resolved.tree.root, list: own.shrinkwrap };
  return { ...resolved, shrinkwrapped: [...resolved.shrinkwrapped, list] };
}

/** The target's own metadata, in the place where a registry would have it. */
function ownPackument({ name, version, manifest, integrity }: OwnPackage, options: NpmOptions) {
  const cut = { ...cutDown(name, version, manifest), dist: { integrity } };
  const registry = npmFetch.pickRegistry(name, options as npmFetch.Options).replace(/\/+$/, '');
  const url = `${registry}/${npa(name).escapedName}`;
  return { url, packument: { name, 'dist-tags': { latest: version }, versions: { [version]: cut } } };
}

type Npm = NpmOptions & { readonly packumentCache: Packuments };

/** The manifest of the target, as pacote gives it. */
type Picked = Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };

function idOf({ name, version }: Picked): string {
  return `${name}@${version}`;
}

/** Which version of the target it is. */
async function pick(target: Target, own: OwnPackage | undefined, npm: Npm): Promise<Staged<Picked | undefined>> {
  const spec = own ? `${own.name}@${own.version}` : target.kind === 'npm' ? target.spec : '';
  try {
    const manifest = await npm.packumentCache.whileGoing(pacote.manifest(spec, npm as never));
    return { value: manifest as unknown as Picked, gaps: [] };
  } catch (error) {
    throwWhereMissing(spec, error);
    return { value: undefined, gaps: [{ stage: 'resolve', subject: quote(spec), reason: quote(reasonOf(error)) }] };
  }
}

function throwWhereMissing(spec: string, error: unknown): void {
  const { code } = error as { code?: string };
  const name = quote(npa(spec).name ?? spec);
  if (code === 'E404') throw unclaimed(npa(spec).name ?? spec);
  if (code === 'E401')
    throw new UsageError(
      `the registry wants a login for ${name}`,
      'log in with `npm login`, or set its token in your .npmrc',
    );
  if (code === 'ETARGET' || code === 'ENOVERSIONS') throw missingVersion(npa(spec), error as object);
}

async function buildTree(picked: Picked, npm: Npm, target: Target, platform: Platform): Promise<Staged<Resolved>> {
  // Arborist wants a directory for the project; it stays empty.
  const path = await mkdtemp(join(await realpath(tmpdir()), 'project-'));
  try {
    const { ideal, gaps } = await idealTree(picked, { ...npm, path });
    const start = ideal?.edgesOut.get(picked.name)?.to;
    const found = ideal && start && start.errors.length === 0;
    const { value, gaps: more } = found
      ? toPackageTree(ideal, start, target, platform)
      : aloneTree(picked, target, platform);
    return { value, gaps: [...(found ? gaps : orSilence(gaps, picked)), ...more] };
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** The target without its dependencies: what is left to judge where npm's resolver gave nothing. */
function aloneTree(picked: Picked, target: Target, platform: Platform): Staged<Resolved> {
  const alone = aloneNode(picked, `node_modules/${picked.name}`);
  return toPackageTree(alone, alone, target, platform);
}

/** A tree that fails without a reason must not happen; if it does, it is a gap all the same. */
function orSilence(gaps: readonly Gap[], picked: Picked): readonly Gap[] {
  if (gaps.length > 0) return gaps;
  return [{ stage: 'resolve', subject: idOf(picked), reason: "npm's resolver gave no tree" }];
}

interface Ideal {
  readonly ideal: IdealNode | null;
  readonly gaps: readonly Gap[];
}

async function idealTree(picked: Picked, npm: Npm & { readonly path: string }): Promise<Ideal> {
  const spec = idOf(picked);
  const strict = await build(spec, npm);
  if (strict.code !== 'ERESOLVE') return { ideal: strict.ideal, gaps: gapsOf(spec, strict) };
  // npm refuses such a tree; it can be forced, and what it then holds is still worth reading.
  const forced = await build(spec, { ...npm, force: true });
  const conflict: Gap = {
    stage: 'resolve',
    subject: spec,
    reason: 'its peer dependencies contradict each other, so npm installs it only by force',
  };
  return { ideal: forced.ideal, gaps: [conflict, ...gapsOf(spec, forced)] };
}

interface Built {
  readonly ideal: IdealNode | null;
  readonly code?: string;
  readonly reason?: string;
}

async function build(spec: string, npm: Npm): Promise<Built> {
  const arborist = new Arborist(npm as never);
  try {
    const ideal = await npm.packumentCache.whileGoing(arborist.buildIdealTree({ add: [spec] }));
    return { ideal: ideal as unknown as IdealNode };
  } catch (error) {
    const { code = '' } = error as { code?: string };
    // Arborist throws the failure of a single dependency after it has built all the rest.
    return { ideal: arborist.idealTree as unknown as IdealNode | null, code, reason: reasonOf(error) };
  }
}

/** A failure that a node of the tree carries is told there; all others are told here. */
function gapsOf(spec: string, { ideal, code, reason }: Built): Gap[] {
  if (reason === undefined || code === 'EBADPLATFORM') return [];
  const told = [...(ideal?.inventory.values() ?? [])].some((node) =>
    node.errors.some((error) => error.message === reason),
  );
  return told ? [] : [{ stage: 'resolve', subject: spec, reason: `npm's resolver stopped early: ${quote(reason)}` }];
}
