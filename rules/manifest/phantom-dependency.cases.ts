import { defineCases } from '../../src/rule.ts';

const brings = (name: string) => ({ dependencies: { [name]: '1.0.0' } });
const installing = (id: string) => ({ [id]: { unused: [], installs: true } });

export default defineCases({
  bad: [
    {
      name: 'a dependency that only the manifest names',
      manifest: brings('plain-tides'),
      code: "module.exports = require('./lib/client')",
      dependencies: ['plain-tides@1.0.0'],
      facts: installing('plain-tides@1.0.0'),
    },
    {
      name: 'named in its lock file and its documentation, too',
      manifest: brings('plain-tides'),
      files: { 'index.js': '', 'README.md': 'plain-tides', 'package-lock.json': '{"plain-tides":1}' },
      dependencies: ['plain-tides@1.0.0'],
      facts: installing('plain-tides@1.0.0'),
    },
    {
      name: 'an optional one',
      manifest: { optionalDependencies: { '@harbour/setup': '1.0.0' } },
      code: '',
      dependencies: ['@harbour/setup@1.0.0'],
      facts: installing('@harbour/setup@1.0.0'),
    },
  ],
  ok: [
    {
      name: 'a native addon that is imported',
      manifest: brings('tide-native'),
      code: "module.exports = require('tide-native')",
      dependencies: ['tide-native@1.0.0'],
      facts: installing('tide-native@1.0.0'),
    },
    {
      name: 'a tool that a script runs',
      manifest: { ...brings('tide-tool'), scripts: { prepare: 'tide-tool build' } },
      code: '',
      dependencies: ['tide-tool@1.0.0'],
      facts: installing('tide-tool@1.0.0'),
    },
    {
      name: 'types, which run nothing',
      manifest: brings('@types/tides'),
      code: '',
      dependencies: ['@types/tides@1.0.0'],
      facts: { '@types/tides@1.0.0': { unused: [], installs: false } },
    },
    { name: 'a dependency that was not read', manifest: brings('tides'), code: '', dependencies: ['tides@1.0.0'] },
  ],
});
