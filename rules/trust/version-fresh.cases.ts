import { defineCases } from '../../src/rule.ts';

const first = { version: '1.0.0', at: '2025-01-01T00:00:00.000Z' };

export default defineCases({
  bad: [
    {
      name: 'for a team that waits a month',
      decided: { coolDown: 30 },
      trust: { histories: [{ releases: [first, { version: '1.1.0', at: '2026-06-10T08:00:00.000Z' }] }] },
    },
    {
      name: 'where another version was approved',
      decided: { approved: new Set(['case@1.0.0']) },
      trust: {
        histories: [{ package: 'case@1.1.0', releases: [first, { version: '1.1.0', at: '2026-06-28T08:00:00.000Z' }] }],
      },
    },
    {
      name: 'yesterday',
      trust: { histories: [{ releases: [first, { version: '1.1.0', at: '2026-06-29T08:00:00.000Z' }] }] },
    },
    {
      name: 'today, a first version',
      trust: { histories: [{ releases: [{ version: '0.0.1', at: '2026-06-30T01:00:00.000Z' }] }] },
    },
    {
      name: 'a dependency, six days ago',
      dependencies: ['new@2.0.0'],
      trust: {
        histories: [{ package: 'new@2.0.0', releases: [{ version: '2.0.0', at: '2026-06-24T12:00:00.000Z' }] }],
      },
    },
  ],
  ok: [
    {
      name: 'old enough for this team',
      decided: { coolDown: 1 },
      trust: { histories: [{ releases: [first, { version: '1.1.0', at: '2026-06-28T08:00:00.000Z' }] }] },
    },
    {
      name: 'approved yesterday',
      decided: { approved: new Set(['case@1.1.0']) },
      trust: {
        histories: [{ package: 'case@1.1.0', releases: [first, { version: '1.1.0', at: '2026-06-28T08:00:00.000Z' }] }],
      },
    },
    {
      name: 'a week old',
      trust: { histories: [{ releases: [first, { version: '1.1.0', at: '2026-06-23T08:00:00.000Z' }] }] },
    },
    {
      name: 'a newer version exists, this one is old',
      trust: {
        histories: [{ version: '1.0.0', releases: [first, { version: '1.1.0', at: '2026-06-29T08:00:00.000Z' }] }],
      },
    },
    {
      name: 'a mirror whose dates are not believed',
      trust: { histories: [{ doubts: { dates: 'no dates' }, releases: [{ version: '1.0.0' }] }] },
    },
  ],
});
