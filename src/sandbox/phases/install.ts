/** Lifecycle scripts of the whole tree, run by npm's own code as `npx` would, so that they find the environment they expect. */
import { LIMITS } from '../limits.ts';
import { NPM_ROOT } from '../runtime.ts';
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
    if (layout.scripted.length === 0) return { status: 'skipped', detail: 'nothing in the tree runs at install' };
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
