/** Loads the package as a library, the way `import` and `require` do, and gives it a moment. */
import type { PackageTree } from '../../types.ts';
import { LIMITS } from '../limits.ts';
import { runTraced, type Stage, timed } from './stage.ts';

export async function importPackage(stage: Stage, tree: PackageTree): Promise<void> {
  const { box, env } = stage;
  const name = JSON.stringify(tree.root.name);
  const code = `
    const settle = () => setTimeout(() => process.exit(0), ${LIMITS.settle});
    import(${name}).then(settle, (error) => {
      if (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
        try { require(${name}); } catch (again) { console.error(String(again && again.message)); process.exitCode = 1; }
        return settle();
      }
      console.error(String(error && error.message)); process.exitCode = 1; setTimeout(() => process.exit(1), ${LIMITS.settle});
    });`;
  await timed(stage, 'import', () =>
    runTraced(stage, 'import', ['node', '-e', code], { cwd: box.project, env, deadline: LIMITS.import }),
  );
}
