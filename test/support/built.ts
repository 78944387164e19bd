/** What is published, laid out as npm installs it. */
import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** Builds into `folder`; resolves with the root of the package in it. */
export async function installBuilt(folder: string): Promise<string> {
  const home = join(folder, 'node_modules', 'lazaret');
  await mkdir(join(home, 'dist'), { recursive: true });
  await run(
    process.execPath,
    [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', join(home, 'dist')],
    { cwd: ROOT },
  );
  for (const name of ['sandbox', 'package.json']) await cp(join(ROOT, name), join(home, name), { recursive: true });
  // The second half of `npm run build`, with its folder moved.
  const copying = /node -e "(.+)"$/.exec(manifest.scripts.build)?.[1]?.replaceAll("'dist/", `'${home}/dist/`);
  await run(process.execPath, ['-e', copying ?? ''], { cwd: ROOT });
  await symlink(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  return home;
}
