/** Loads the package as a library in every way it offers, the way `import` and `require` do, and gives it a moment. */
import type { PackageTree } from '../../types.ts';
import { LIMITS } from '../bounds/limits.ts';
import { runTraced, type Stage, timed } from './stage.ts';

/** Loads what it is told, in order, and says on descriptor 3 how far it came. Runs in the sandbox, as the user. */
const LOADER = `
const { specifiers, mode, settle, patience, work } = JSON.parse(process.argv[1]);
const { writeSync } = require('node:fs');
const later = () => new Promise((resolve) => setTimeout(resolve, patience));
const missing = ['ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'];
const load = (specifier) => mode === 'require' ? require(specifier)
  : import(specifier).catch((error) => { if (missing.includes(error.code)) return require(specifier); throw error; });
(async () => {
  // What is loaded is found where this began; whoever loads it works on something of his own.
  process.chdir(work);
  for (const [index, specifier] of specifiers.entries()) {
    writeSync(3, index + '\\n');
    try { await Promise.race([load(specifier), later()]); }
    catch (error) { console.error(String(error && error.message)); process.exitCode = 1; }
  }
  writeSync(3, 'end\\n');
  setTimeout(() => process.exit(), settle);
})();`;

/** Gives each loading a process, two side by side, and what one that ended early had left a new one. Fails as the first does. */
const LAUNCHER = `
const { spawn } = require('node:child_process');
const [, jobs, loader] = process.argv;
const { loadings, ms, ...times } = JSON.parse(jobs);
const load = ({ mode, conditions, specifiers }) => new Promise((done) => {
  let at = 0;
  const args = [...conditions.map((one) => '--conditions=' + one), '-e', loader, JSON.stringify({ mode, specifiers, ...times })];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const stop = setTimeout(() => child.kill('SIGKILL'), ms);
  child.stdio[3].on('data', (data) => { at = Number(String(data).trim().split('\\n').at(-1)); }).on('error', () => {});
  child.on('error', () => done(1)).on('exit', (code) => {
    clearTimeout(stop);
    const rest = specifiers.slice(at + 1);
    if (at >= 0 && rest.length > 0) load({ mode, conditions, specifiers: rest }).then(() => done(code));
    else done(code);
  });
});
const waiting = loadings.entries();
const lane = async () => { for (const [index, loading] of waiting) { const code = await load(loading); if (index === 0) process.exitCode = code; } };
Promise.all([lane(), lane()]).then(() => process.exit());`;

export async function importPackage(stage: Stage, tree: PackageTree): Promise<void> {
  const { box, env, layout, work } = stage;
  const times = { ms: LIMITS.import / 2, patience: LIMITS.import / 4, settle: LIMITS.settle };
  const job = JSON.stringify({ loadings: layout.loadings, ...times, work });
  const count = layout.loadings.reduce((sum, { specifiers }) => sum + specifiers.length, 0);
  await timed(stage, 'import', async () => {
    if (count === 0) return { status: 'skipped', detail: 'there is nothing to import: it is a program only' };
    const outcome = await runTraced(stage, 'import', 'import', ['node', '-e', LAUNCHER, job, LOADER], {
      cwd: box.project,
      env,
      deadline: LIMITS.import,
      ours: new Map([
        [LAUNCHER, `(loads ${tree.root.name})`],
        [LOADER, `(loads ${tree.root.name})`],
      ]),
    });
    const ways = count > 1 ? `loaded in ${count} ways` : '';
    return outcome.status === 'completed' ? { ...outcome, detail: ways } : outcome;
  });
}
