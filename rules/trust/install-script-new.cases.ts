import { defineCases } from '../../src/rule.ts';

const quiet = ['1.0.0', '1.0.1', '1.0.2'].map((version) => ({ version }));

export default defineCases({
  bad: [
    {
      name: 'after three without',
      trust: { histories: [{ releases: [...quiet, { version: '1.0.3', installScript: true }] }] },
    },
    {
      name: 'a dependency',
      trust: { histories: [{ package: 'dep@1.0.3', releases: [...quiet, { version: '1.0.3', installScript: true }] }] },
    },
    {
      name: 'a later version has none again',
      trust: {
        histories: [
          { version: '1.0.3', releases: [...quiet, { version: '1.0.3', installScript: true }, { version: '1.0.4' }] },
        ],
      },
    },
  ],
  ok: [
    {
      name: 'there was always one',
      trust: {
        histories: [
          {
            releases: [...quiet, { version: '1.0.3', installScript: true }].map((one) => ({
              ...one,
              installScript: true,
            })),
          },
        ],
      },
    },
    {
      name: 'a young package',
      trust: { histories: [{ releases: [{ version: '1.0.0' }, { version: '1.0.1', installScript: true }] }] },
    },
    { name: 'none at all', trust: { histories: [{ releases: quiet }] } },
  ],
});
