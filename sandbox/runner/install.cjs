/*
 * What `npm exec` does once all packages lie where they belong: the same settings, the same variables, the same builder, which
 * goes on where an optional package fails, and the same end of what failed. npm's own `rebuild` would tell the scripts that it
 * is one. Runs as the user: node -e <this> <root of npm> <project> <spec>, with npm's modules on descriptor 3, as pack.cjs
 * wrote them: hundreds of files fewer that a tracer has to see opened.
 */
const [, root, path, spec] = process.argv;
const { closeSync, readFileSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { modules, resolved } = JSON.parse(readFileSync(3, 'utf8'));
closeSync(3);
registerHooks({
  resolve(specifier, context, next) {
    const url = resolved[`${context.parentURL} ${specifier}`];
    return url ? { url, format: modules[url].format, shortCircuit: true } : next(specifier, context);
  },
  load: (url, context, next) => (modules[url] ? { ...modules[url], shortCircuit: true } : next(url, context)),
});

process.argv = [process.execPath, `${root}/bin/npm-cli.js`, 'exec', '--yes', '--', spec];
const Npm = require(`${root}/lib/npm.js`);
const Arborist = require(`${root}/node_modules/@npmcli/arborist`);
const npm = new Npm();
(async () => {
  await npm.load();
  process.env.npm_command = 'exec';
  const arborist = new Arborist({
    ...npm.flatOptions,
    path,
    foregroundScripts: true,
    dangerouslyAllowAllScripts: true,
  });
  const tree = await arborist.loadActual();
  const { packages } = JSON.parse(readFileSync(`${path}/package-lock.json`, 'utf8'));
  for (const node of tree.inventory.values()) {
    const { resolved = null, integrity = null } = packages[node.location] ?? {};
    Object.assign(node, { resolved, integrity });
  }
  await arborist.rebuild({ handleOptionalFailure: true });
  await arborist[Symbol.for('removeTrash')]();
  process.exit(0);
})().catch((error) => {
  console.error('npm error', error.code ?? '', 'path' in error ? error.path : '', String(error.message));
  process.exit(1);
});
