import { defineCases } from '../../src/rule.ts';

const alice = { version: '1.0.0', at: '2024-01-01T00:00:00.000Z', publisher: 'alice' };
const soon = '2024-03-01T00:00:00.000Z';

export default defineCases({
  bad: [
    {
      name: 'somebody else',
      trust: { histories: [{ releases: [alice, { version: '1.0.1', at: soon, publisher: 'bob' }] }] },
    },
    {
      name: 'after two years of silence',
      trust: {
        histories: [{ releases: [alice, { version: '1.0.1', at: '2026-02-01T00:00:00.000Z', publisher: 'bob' }] }],
      },
    },
    {
      name: 'with an install script',
      trust: {
        histories: [{ releases: [alice, { version: '1.0.1', at: soon, publisher: 'bob', installScript: true }] }],
      },
    },
  ],
  ok: [
    {
      name: 'the same person',
      trust: { histories: [{ releases: [alice, { version: '1.0.1', at: soon, publisher: 'alice' }] }] },
    },
    {
      name: 'one of several',
      trust: {
        histories: [
          { releases: [alice, { version: '1.0.1', publisher: 'bob' }, { version: '1.0.2', publisher: 'alice' }] },
        ],
      },
    },
    {
      name: 'a trusted publisher in the place of a person',
      trust: {
        histories: [
          { releases: [alice, { version: '1.0.1', publisher: 'GitHub Actions', proof: 'trusted-publisher' }] },
        ],
      },
    },
    { name: 'a first version', trust: { histories: [{ releases: [alice] }] } },
    {
      name: 'a mirror that leaves publishers out',
      trust: { histories: [{ releases: [{ version: '1.0.0' }, { version: '1.0.1', publisher: 'bob' }] }] },
    },
  ],
});
