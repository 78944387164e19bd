import { defineCases } from '../../src/rule.ts';

/** The first bytes of each kind of program; text, so that nothing here is one. */
const ELF = `\u007fELF${'\u0001'.repeat(60)}`;
const PE = `MZ${'\u0000'.repeat(58)}@\u0000\u0000\u0000PE\u0000\u0000${'\u0000'.repeat(20)}`;

export default defineCases({
  bad: [
    {
      name: 'JavaScript under the name of a native addon',
      files: {
        'index.js':
          "const { readFileSync } = require('fs'); const Module = require('module');\nconst file = require.resolve('./core.' + process.platform + '.node'); const m = new Module(file); m._compile(readFileSync(file, 'utf8'), file); module.exports = m.exports;",
        'core.linux.node': "const os = require('os');\nexports.sum = (a, b) => a + b;\nexports.host = os.hostname();",
      },
    },
    { name: 'a program that is called a picture', files: { 'index.js': '', 'assets/logo.png': ELF } },
    { name: 'a program that is called a script', files: { 'index.js': '', 'lib/vendor.js': PE } },
    { name: 'a program nobody speaks of', alone: 'pass', files: { 'index.js': '', 'lib/helper': ELF } },
    {
      name: 'one beside the addon that the manifest speaks of',
      alone: 'pass',
      files: { 'index.js': '', 'prebuilds/linux-x64/addon.bare': ELF, 'lib/helper': ELF },
      manifest: { addon: true },
    },
  ],
  ok: [
    {
      name: 'a pointer to an addon that lies elsewhere, and one for a test',
      files: {
        'index.js': "module.exports = require('./core.node');",
        'core.node': 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
        'test/fixtures/a.node': "module.exports = require('fs');",
      },
    },
    {
      name: 'a placeholder of an addon that is built at home',
      files: { 'index.js': "module.exports = require('./core.node');", 'core.node': 'module.exports = {};' },
    },
    {
      name: 'an addon built before',
      files: { 'index.js': '', 'prebuilds/linux-x64/addon.node': ELF },
      manifest: { scripts: { install: 'node-gyp-build' } },
    },
    {
      name: 'an addon of another runtime, built before',
      files: { 'index.js': '', 'CMakeLists.txt': '', 'prebuilds/linux-x64/addon.bare': ELF },
      manifest: { addon: true },
    },
    {
      name: 'a package for one system',
      files: { 'index.js': '', 'bin/tool': ELF },
      manifest: { os: ['linux'], cpu: ['x64'] },
    },
    { name: 'a command that is a program', files: { tool: ELF }, manifest: { bin: { tool: './tool' } } },
    {
      name: 'a text that begins with the letters of a program',
      files: { 'index.js': '', 'notes.txt': 'MZ is how it begins' },
    },
  ],
});
