import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'a postinstall that runs a file',
      manifest: { scripts: { postinstall: 'node setup.js' } },
      files: { 'setup.js': '' },
    },
    { name: 'a preinstall that runs a shell', manifest: { scripts: { preinstall: 'sh ./boot.sh || true' } }, code: '' },
    {
      name: 'a binding.gyp without any script',
      files: { 'binding.gyp': '{"targets":[{"target_name":"addon","sources":["addon.cc"]}]}', 'index.js': '' },
    },
    {
      name: 'a command hidden in a binding.gyp',
      files: {
        'binding.gyp': '{"variables":{"x":"<!(node index.js > /dev/null 2>&1 && echo stub.c)"},"targets":[]}',
        'index.js': '',
      },
    },
  ],
  ok: [
    {
      name: 'scripts only its developers run',
      manifest: { scripts: { test: 'node test.js', build: 'tsc', prepublishOnly: 'npm run build' } },
      code: '',
    },
    {
      name: 'a prepare script, which npm runs for Git checkouts only',
      manifest: { scripts: { prepare: 'husky' } },
      code: '',
    },
    { name: 'an empty script', manifest: { scripts: { postinstall: '' } }, code: '' },
    {
      name: 'a binding.gyp that is switched off',
      manifest: { gypfile: false },
      files: { 'binding.gyp': '{}', 'index.js': '' },
    },
    { name: 'scripts of the wrong shape', manifest: { scripts: ['postinstall'] }, code: '' },
  ],
});
