import { defineCases } from '../../src/rule.ts';

const installing = (code: string) => ({
  manifest: { scripts: { preinstall: 'node w.js' } },
  files: { 'index.js': '', 'w.js': code },
});

export default defineCases({
  bad: [
    {
      name: 'by a function that is told what npm is to do',
      ...installing(
        "const { spawnSync } = require('child_process');\nconst npm = (args, cwd) => spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, '--registry', 'https://registry.example/'], { cwd });\nif (npm(['whoami'], '.').status === 0) npm(['publish', '--dry-run', '--access', 'public'], '/nowhere');",
      ),
    },
    {
      name: 'scripts of a manifest that are put together anew',
      code: "const f = process.env.INIT_CWD + '/package.json', fs = require('fs');\nconst p = JSON.parse(fs.readFileSync(f)); p.scripts = { ...p.scripts, postinstall: 'true # inert' }; fs.writeFileSync(f, JSON.stringify(p));",
    },
    {
      name: 'publishes at install',
      ...installing("require('child_process').execSync('npm publish --access public', { cwd: '/nowhere' })"),
    },
    {
      name: 'in the script itself',
      manifest: { scripts: { postinstall: 'npm version patch && npm publish' } },
      code: '',
    },
    {
      name: 'an install script into another manifest',
      ...installing(
        "const fs = require('fs'), path = require('path');\nconst file = path.join(process.env.INIT_CWD, 'package.json');\nconst m = JSON.parse(fs.readFileSync(file, 'utf8'));\nm.scripts = m.scripts || {};\nm.scripts.postinstall = 'node inert.js';\nfs.writeFileSync(file, JSON.stringify(m))",
      ),
    },
    {
      name: 'asks the registry whose token it is',
      code: "fetch('https://registry.npmjs.org/-/whoami', { headers: { authorization: `Bearer ${process.env.NPM_TOKEN}` } })",
    },
    {
      name: 'a workflow into a repository',
      ...installing(
        "const fs = require('fs');\nfs.writeFileSync(process.cwd() + '/.github/workflows/inert.yml', 'on: discussion')",
      ),
    },
    {
      name: 'a line in the module of another package',
      code: "const f = require.resolve('express'), fs = require('fs');\nfs.writeFileSync(f, fs.readFileSync(f, 'utf8') + '\\ninert()')",
    },
    {
      name: 'a line in the package beside it',
      files: {
        'index.js': "require('./lib/a')",
        'lib/a.js':
          "const fs = require('fs'), path = require('path');\nfs.appendFileSync(path.resolve(__dirname, '..', '..', 'express', 'index.js'), '\\n;inert()')",
      },
    },
    {
      name: 'a line in the program that uses it',
      code: "const fs = require('fs');\nconst host = require.main?.filename;\nif (host) fs.appendFileSync(host, '\\ninert()')",
    },
    {
      name: 'a workflow put into the repository, by a client of GitHub',
      ...installing(
        "const { Octokit } = require('@octokit/rest');\nnew Octokit({ auth: process.env.GITHUB_TOKEN }).rest.repos.createOrUpdateFileContents({ owner, repo, path: '.github/workflows/lint.yml', content });",
      ),
    },
    {
      name: 'a repository made, by its route',
      ...installing(
        "const { Octokit } = require('@octokit/core');\nnew Octokit({ auth: process.env.GITHUB_TOKEN }).request('POST /user/repos', { name: 'results', private: false });",
      ),
    },
    {
      name: 'the cache of later builds',
      ...installing("require('@actions/cache').saveCache(['node_modules'], 'Linux-npm-' + process.env.GITHUB_SHA);"),
    },
    {
      name: 'a script that runs whenever its user installs',
      manifest: { scripts: { postinstall: 'node index.js' } },
      code: "const fs = require('fs'), path = require('path');\nconst file = path.join(process.env.INIT_CWD, 'package.json');\nconst own = JSON.parse(fs.readFileSync(file));\nown.scripts = { ...own.scripts, prepare: 'node ./node_modules/.cache/x.js' };\nfs.writeFileSync(file, JSON.stringify(own))",
    },
  ],
  ok: [
    {
      name: 'a function that is told what npm is to do, and publishes when somebody asks',
      ...installing(
        "const { spawnSync } = require('child_process');\nconst npm = (args, cwd) => spawnSync('npm', [...args, '--silent'], { cwd });\nnpm(['rebuild'], '.');\nexports.release = (folder) => npm(['publish', '--access', 'public'], folder);",
      ),
    },
    {
      name: 'a tool that makes a repository when asked',
      code: "const { Octokit } = require('@octokit/rest'); const gh = new Octokit({ auth: process.env.GITHUB_TOKEN }); exports.create = (name) => gh.rest.repos.createForAuthenticatedUser({ name });",
    },
    {
      name: 'what anybody asks GitHub',
      ...installing(
        "const { Octokit } = require('@octokit/rest');\nnew Octokit().rest.repos.getLatestRelease({ owner: 'harbour', repo: 'case' });",
      ),
    },
    {
      name: 'the cache of builds, restored',
      ...installing("require('@actions/cache').restoreCache(['build'], 'build-1');"),
    },
    {
      name: 'a module of its own, written when it is installed',
      manifest: { scripts: { postinstall: 'node scripts/build.js' } },
      files: {
        'index.js': '',
        'scripts/build.js':
          "const fs = require('fs'), path = require('path');\nfs.writeFileSync(path.join(__dirname, '..', 'dist', 'index.js'), fs.readFileSync(require.resolve('./template.js')))",
      },
    },
    {
      name: 'a module that is looked at',
      code: "const fs = require('fs');\nfs.writeFileSync('./size.txt', String(fs.statSync(require.resolve('express')).size))",
    },
    {
      name: 'a release script nothing loads',
      files: { 'index.js': '', 'scripts/release.js': "require('child_process').execSync('npm publish')" },
    },
    {
      name: 'a tool that publishes when asked',
      code: "const { execFile } = require('child_process'); exports.release = (dir) => execFile('npm', ['publish'], { cwd: dir })",
    },
    {
      name: 'a client of the registry',
      code: "exports.latest = (name) => fetch(`https://registry.npmjs.org/${name}/latest`); fetch('https://registry.npmjs.org/weather/latest')",
    },
    {
      name: 'a version written into a manifest it built',
      ...installing(
        "const fs = require('fs');\nfs.writeFileSync(__dirname + '/dist/package.json', JSON.stringify({ type: 'commonjs' }))",
      ),
    },
  ],
});
