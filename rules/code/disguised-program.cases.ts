import { defineCases } from '../../src/rule.ts';

/** The first bytes of each kind of program; text, so that nothing here is one. */
const ELF = `\u007fELF${'\u0001'.repeat(60)}`;
const PE = `MZ${'\u0000'.repeat(58)}@\u0000\u0000\u0000PE\u0000\u0000${'\u0000'.repeat(20)}`;

export default defineCases({
  bad: [
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
