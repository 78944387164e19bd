import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'deprecated', trust: { histories: [{ releases: [{ version: '1.0.0', deprecated: 'use other-mcp' }] }] } },
    {
      name: 'a dependency',
      trust: {
        histories: [
          { package: 'old@1.0.0', version: '1.0.0', releases: [{ version: '1.0.0', deprecated: 'unmaintained' }] },
        ],
      },
    },
    {
      name: 'held by the registry',
      trust: {
        histories: [{ releases: [{ version: '0.0.1-security', repository: 'github.com/npm/security-holder' }] }],
      },
    },
  ],
  ok: [
    {
      name: 'another version is',
      trust: { histories: [{ releases: [{ version: '1.0.0', deprecated: 'broken' }, { version: '1.0.1' }] }] },
    },
    { name: 'nothing is told', trust: { histories: [] } },
    {
      name: 'a name that only sounds like it',
      trust: {
        histories: [{ releases: [{ version: '1.0.0', repository: 'github.com/someone/npm-security-holder' }] }],
      },
    },
  ],
});
