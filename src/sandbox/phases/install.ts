/** Lifecycle scripts of the whole tree, run by npm's own code as `npx` would, so that they find the environment they expect. */
import { quote } from '../../quote.ts';
import type { Phase } from '../../types.ts';
import { LIMITS } from '../limits.ts';
import { type Draft, TEXT } from '../observe.ts';
import type { InstallScript } from '../project.ts';
import { NPM_ROOT } from '../runtime.ts';
import type { SinkEvent } from '../sink.ts';
import { missed, runTraced, type Stage, timed } from './stage.ts';

/**
 * What `npm exec` does once all packages lie where they belong: the same settings, the same variables, the same builder. npm's
 * own `rebuild` would tell the scripts that it is one. Runs in the sandbox, as the user.
 */
const INSTALLER = `
const [, root, path, spec] = process.argv;
process.argv = [process.execPath, root + '/bin/npm-cli.js', 'exec', '--yes', '--', spec];
const Npm = require(root + '/lib/npm.js');
const Arborist = require(root + '/node_modules/@npmcli/arborist');
const npm = new Npm();
(async () => {
  await npm.load();
  process.env.npm_command = 'exec';
  const arborist = new Arborist({ ...npm.flatOptions, path, foregroundScripts: true, dangerouslyAllowAllScripts: true });
  const tree = await arborist.loadActual();
  const { packages } = JSON.parse(require('node:fs').readFileSync(path + '/package-lock.json', 'utf8'));
  for (const node of tree.inventory.values()) {
    const { resolved = null, integrity = null } = packages[node.location] ?? {};
    Object.assign(node, { resolved, integrity });
  }
  await arborist.rebuild();
  process.exit(0);
})().catch((error) => {
  console.error('npm error', error.code ?? '', 'path' in error ? error.path : '', String(error.message));
  process.exit(1);
});`;

/** Builds what lies in `project`, as if `spec` had been asked for. */
export function installCommand(project: string, spec: string): readonly string[] {
  return ['node', '-e', INSTALLER, NPM_ROOT, project, spec];
}

export async function install(stage: Stage, spec: string): Promise<void> {
  const { box, layout, env, work } = stage;
  await timed(stage, 'install', async () => {
    if (layout.scripts.length === 0) return { status: 'skipped', detail: 'nothing in the tree runs at install' };
    const outcome = await runTraced(stage, 'install', 'install', installCommand(box.project, spec), {
      cwd: work,
      env,
      deadline: LIMITS.install,
      ours: new Map([[INSTALLER, '/usr/local/bin/npm']]),
    });
    if (outcome.status === 'timeout') missed(stage, 'install', outcome.detail);
    return outcome;
  });
}

/**
 * What an install that failed did not come to, once the run is over. One that fails for reasons of its own fails for its users as
 * well, and is only told; but scripts after it did not run, and what it asked the network for is not here, nor what it would
 * have done with that.
 */
export function missedAtInstall(stage: Stage, sink: readonly SinkEvent[]): void {
  const { runs, layout, observers, clock } = stage;
  if (!runs.some(({ phase, status }) => phase === 'install' && status === 'failed')) return;
  const never = unstarted(
    layout.scripts,
    observers.flatMap(({ drafts }) => drafts),
  );
  const asked = hostsAsked(sink, clock.at);
  if (never.length > 0) missed(stage, 'install', `it failed, and these scripts did not run: ${listed(never)}`);
  if (asked.length > 0)
    missed(
      stage,
      'install',
      `it failed after it asked ${listed(asked)}: what it would have fetched and run was not seen`,
    );
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

/** Names and addresses, each once. */
function hostsAsked(sink: readonly SinkEvent[], phaseAt: (time: number) => Phase): readonly string[] {
  const asked = sink.flatMap((event) => {
    if (event.kind === 'ready' || event.kind === 'fault' || event.kind === 'named') return [];
    if (phaseAt(event.time) !== 'install') return [];
    return [quote(event.kind === 'dns' ? event.name : event.kind === 'data' ? event.address : event.host, 100)];
  });
  return [...new Set(asked)].sort();
}
