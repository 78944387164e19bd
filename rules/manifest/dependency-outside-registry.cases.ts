import { defineCases } from '../../src/rule.ts';

const refused = (name: string, spec: string, reason: string) => [
  { from: 'case@1.0.0', name, spec, reason, via: ['case@1.0.0'] },
];

export default defineCases({
  bad: [
    {
      name: 'a Git repository',
      code: '',
      refused: refused('charts', 'git+https://git.example/charts.git', 'git specs are not followed'),
    },
    {
      name: 'a commit that no branch holds',
      code: '',
      refused: refused('router', 'github:harbour/router#79ac49eedf774dd4', 'git specs are not followed'),
    },
    {
      name: 'a tarball at a URL',
      code: '',
      refused: refused('tides', 'http://files.example/tides.tgz', 'remote specs are not followed'),
    },
  ],
  ok: [
    { name: 'dependencies from the registry', code: '', dependencies: ['left-pad@1.3.0'] },
    {
      name: 'a Git repository only its developers use',
      manifest: { devDependencies: { charts: 'github:harbour/charts' } },
      code: '',
    },
    {
      name: 'an alias within the registry',
      manifest: { dependencies: { pad: 'npm:left-pad@1.3.0' } },
      code: '',
      dependencies: ['left-pad@1.3.0'],
    },
  ],
});
