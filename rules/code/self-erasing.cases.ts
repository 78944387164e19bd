import { defineCases } from '../../src/rule.ts';

const installing = (code: string, path = 'setup.js') => ({
  manifest: { scripts: { postinstall: `node ${path}` } },
  files: { 'index.js': '', [path]: code },
});

export default defineCases({
  bad: [
    { name: 'the running script', ...installing("require('fs').unlinkSync(__filename)") },
    {
      name: 'the running script by its name',
      ...installing(
        "const fs = require('fs'), path = require('path');\nfs.rmSync(path.join(__dirname, 'setup.js'), { force: true })",
      ),
    },
    {
      name: 'another manifest in its place',
      ...installing(
        "const fs = require('fs'), path = require('path');\nfs.renameSync(path.join(__dirname, '..', 'package.md'), path.join(__dirname, '..', 'package.json'))",
        'scripts/setup.js',
      ),
    },
    {
      name: 'its script taken out of the manifest',
      ...installing(
        "const fs = require('fs');\nconst p = JSON.parse(fs.readFileSync('package.json', 'utf8'));\ndelete p.scripts;\nfs.writeFileSync('package.json', JSON.stringify(p))",
      ),
    },
    {
      name: 'the manifest, by a path that its own function makes',
      ...installing(
        "const fs = require('fs'), path = require('path');\nconst here = (name) => path.resolve(process.cwd(), name);\nfs.writeFileSync(here('package.json'), '{}')",
      ),
    },
  ],
  ok: [
    {
      name: 'a folder it made',
      ...installing(
        "const fs = require('fs'), path = require('path');\nfs.rmSync(path.join(__dirname, 'build-tmp'), { recursive: true, force: true })",
      ),
    },
    {
      name: 'a hook of Git, in the project whose manifest is looked for',
      manifest: { scripts: { install: 'node setup.js' } },
      files: {
        'index.js': '',
        'find.js': "module.exports = (from, name) => require('path').join(from, name)",
        'setup.js':
          "const fs = require('fs'), path = require('path'), find = require('./find');\nconst write = (file, data) => fs.writeFileSync(file, data);\nconst hooks = find(process.env.INIT_CWD, 'package.json');\nwrite(path.join(hooks, process.argv[2]), 'exit 0');\nwrite(path.join(hooks, process.argv[3]), 'exit 0')",
      },
    },
    {
      name: 'the manifest of a new project',
      code: "const fs = require('fs'), path = require('path'); exports.init = (dir) => fs.writeFileSync(path.join(dir, 'package.json'), '{}')",
    },
    {
      name: 'a binary over its launcher',
      ...installing(
        "const fs = require('fs'), path = require('path');\nfs.copyFileSync(require.resolve('tides-linux-x64/tides'), path.join(__dirname, 'bin', 'tides'))",
      ),
    },
    {
      name: 'a manifest of what it built',
      ...installing(
        "const fs = require('fs'), path = require('path');\nfs.writeFileSync(path.join(__dirname, 'dist', 'esm', 'package.json'), '{\"type\":\"module\"}')",
      ),
    },
  ],
});
