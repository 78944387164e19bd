/** Lifecycle scripts of the whole tree, run by npm's own code as `npx` would, so that they find the environment they expect. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { quote } from '../../quote.ts';
import type { PackageTree, TreeNode } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';
import { contextDirectory } from '../engine/image.ts';
import { type Draft, sinkDrafts, TEXT } from '../witnesses/observe.ts';
import type { SinkEvent } from '../witnesses/sink.ts';
import type { InstallScript } from '../world/project.ts';
import { NPM_ROOT } from '../world/runtime.ts';
import { missed, runTraced, type Stage, timed } from './stage.ts';

/**
 * Builds what lies in `project`, as if `spec` had been asked for; the trace of the phase `install` gives it npm. The text of the
 * program is what `-e` is followed by.
 */
export function installCommand(project: string, spec: string): readonly string[] {
  return ['node', '-e', installer(), NPM_ROOT, project, spec];
}

const installer = (): string => readFileSync(join(contextDirectory(), 'runner', 'install.cjs'), 'utf8');

export async function install(stage: Stage, tree: PackageTree): Promise<void> {
  const { box, layout, env, work } = stage;
  await timed(stage, 'install', async () => {
    if (layout.scripts.length === 0) return { status: 'skipped', detail: 'nothing in the tree runs at install' };
    const outcome = await runTraced(stage, 'install', 'install', installCommand(box.project, tree.root.id), {
      cwd: work,
      env,
      deadline: LIMITS.install,
      ours: new Map([[installer(), '/usr/local/bin/npm']]),
    });
    if (outcome.status === 'timeout') missed(stage, 'install', outcome.detail);
    const without = leftOut(tree, stage).map(({ id }) => id);
    if (outcome.status !== 'completed' || without.length === 0) return outcome;
    return {
      status: 'completed',
      detail: `a script failed, so these optional packages were left out: ${listed(without)}`,
    };
  });
}

/**
 * What was not seen of an install, once the run is over. One that fails for reasons of its own fails for its users as well, and
 * is only told; but scripts after it did not run, and what it asked the network for is not here, nor what it would have done
 * with that. An optional package that failed so is missing here alone: elsewhere it is loaded.
 */
export function missedAtInstall(stage: Stage, tree: PackageTree, sink: readonly SinkEvent[]): void {
  const drafts = draftsOf(stage);
  const during = sink.filter(({ time }) => stage.clock.at(time) === 'install');
  const asked = sinkDrafts(during, drafts, stage.clock.at).flatMap(({ draft }) => askedFor(draft));
  for (const node of leftOut(tree, stage)) {
    const place = posix.join(stage.box.project, node.location);
    const hosts = hostsOf(asked.filter(({ directory }) => directory === place || directory.startsWith(`${place}/`)));
    if (hosts.length > 0) missed(stage, 'install', absent(hosts), { stage: 'platform', subject: node.id });
  }
  if (!stage.runs.some(({ phase, status }) => phase === 'install' && status === 'failed')) return;
  const never = unstarted(stage.layout.scripts, drafts);
  const hosts = hostsOf(asked);
  if (never.length > 0) missed(stage, 'install', `it failed, and these scripts did not run: ${listed(never)}`);
  if (hosts.length > 0)
    missed(
      stage,
      'install',
      `it failed after it asked ${listed(hosts)}: what it would have fetched and run was not seen`,
    );
}

function absent(hosts: readonly string[]): string {
  return `its script asked ${listed(hosts)} and failed, so that npm went on without this optional package; where they answer, it is installed and may be loaded`;
}

const draftsOf = ({ observers }: Stage): readonly Draft[] => observers.flatMap(({ drafts }) => drafts);

/** Optional packages with scripts that npm deleted. What only they need goes with them, and need not be named. */
function leftOut({ nodes }: PackageTree, stage: Stage): readonly TreeNode[] {
  const gone = new Set(
    draftsOf(stage).flatMap((one) => (one.kind === 'delete' && one.phase === 'install' && one.ok ? [one.path] : [])),
  );
  const scripted = new Set(stage.layout.scripts.map((one) => one.package));
  const manifest = ({ location }: TreeNode) => quote(posix.join(stage.box.project, location, 'package.json'));
  return nodes.filter((node) => node.optional && scripted.has(node.id) && gone.has(manifest(node)));
}

/** Most things named in one reason. */
const NAMED = 4;

function listed(all: readonly string[]): string {
  return all.slice(0, NAMED).join(', ') + (all.length > NAMED ? ` and ${all.length - NAMED} more` : '');
}

/** Scripts that no shell was started for. Several packages may have the same one. */
export function unstarted(scripts: readonly InstallScript[], drafts: readonly Draft[]): readonly string[] {
  const started = drafts.flatMap((one) =>
    one.kind === 'exec' && one.phase === 'install' && one.ok && one.argv[1] === '-c' ? [one.argv[2]] : [],
  );
  return [...Map.groupBy(scripts, ({ command }) => quote(command, TEXT))].flatMap(([command, same]) =>
    same
      .slice(started.filter((one) => one === command).length)
      .map((one) => `\`${quote(command, 80)}\` of ${one.package}`),
  );
}

interface Asked {
  readonly host: string;
  /** Where the process that asked worked. */
  readonly directory: string;
}

/** Whom a flow of the install went to. */
function askedFor(draft: Draft): readonly Asked[] {
  const { directory = '' } = draft;
  if (draft.kind === 'dns') return [{ host: draft.name, directory }];
  if (draft.kind === 'data') return [{ host: draft.address, directory }];
  return draft.kind === 'http' || draft.kind === 'tls' ? [{ host: draft.host, directory }] : [];
}

/** Each once. */
function hostsOf(asked: readonly Asked[]): readonly string[] {
  return [...new Set(asked.map(({ host }) => quote(host, 100)))].sort();
}
