/*
 * Writes the modules of npm that an install loads into one file, at the making of the image: node pack.cjs <root of npm> <file>,
 * with nothing packed on descriptor 3, where install.cjs reads what there is.
 * Installs a package of no consequence and takes down what is loaded for it, and from where. What is loaded only elsewhere is
 * read from its own file there.
 */
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { tmpdir } = require('node:os');
const { fileURLToPath, pathToFileURL } = require('node:url');

const [, , root, file] = process.argv;
const modules = {};
const resolved = {};
const npms = (url) => url.startsWith(`${pathToFileURL(root)}/`);
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (npms(found.url)) resolved[`${context.parentURL} ${specifier}`] = found.url;
    return found;
  },
  load(url, context, next) {
    const found = next(url, context);
    const source = String(found.source ?? (npms(url) ? readFileSync(fileURLToPath(url)) : ''));
    if (npms(url)) modules[url] = { format: found.format ?? 'commonjs', source };
    return found;
  },
});

const project = mkdtempSync(`${tmpdir()}/pack-`);
const scripts = { postinstall: 'true' };
const write = (path, content) => writeFileSync(`${project}/${path}`, JSON.stringify(content));
mkdirSync(`${project}/node_modules/one`, { recursive: true });
write('package.json', { dependencies: { one: '1.0.0' } });
write('node_modules/one/package.json', { name: 'one', version: '1.0.0', scripts });
write('package-lock.json', {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { one: '1.0.0' } },
    'node_modules/one': { version: '1.0.0', hasInstallScript: true },
  },
});

process.once('exit', (code) => {
  const loaded = Object.fromEntries(Object.entries(resolved).filter(([, url]) => modules[url]));
  if (code === 0) writeFileSync(file, JSON.stringify({ modules, resolved: loaded }));
  rmSync(project, { recursive: true });
});
process.argv = [process.execPath, root, project, 'one@1.0.0'];
process.chdir(project);
require('./install.cjs');
