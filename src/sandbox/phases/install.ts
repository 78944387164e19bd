/** Lifecycle scripts of the whole tree, by npm itself, so that they find the environment they expect. */
import { LIMITS } from '../limits.ts';
import { missed, runTraced, type Stage, timed } from './stage.ts';

export async function install(stage: Stage): Promise<void> {
  const { box, layout, env } = stage;
  await timed(stage, 'install', async () => {
    if (layout.scripted.length === 0) return { status: 'skipped', detail: 'nothing in the tree runs at install' };
    const npm = { npm_config_nodedir: '/usr/local', npm_config_update_notifier: 'false', npm_config_cache: '/tmp/npm' };
    const command = ['npm', 'rebuild', '--foreground-scripts', '--loglevel=error'];
    const outcome = await runTraced(stage, 'install', 'install', command, {
      cwd: box.project,
      env: { ...env, ...npm },
      deadline: LIMITS.install,
    });
    if (outcome.status === 'timeout') missed(stage, 'install', outcome.detail);
    return outcome;
  });
}
