import { defineCases } from '../../src/rule.ts';

const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`;
const trusted = { version: '1.13.4', at: at(1), proof: 'trusted-publisher' } as const;

export default defineCases({
  bad: [
    {
      name: 'from trusted publisher to none',
      trust: { histories: [{ releases: [trusted, { version: '1.14.1', at: at(9), proof: 'none' }] }] },
    },
    {
      name: 'on an older line, later',
      trust: { histories: [{ releases: [trusted, { version: '0.30.4', at: at(9), proof: 'none' }] }] },
    },
    {
      name: 'from provenance to none',
      trust: {
        histories: [
          {
            releases: [
              { ...trusted, proof: 'provenance' },
              { version: '1.14.1', at: at(9), proof: 'none' },
            ],
          },
        ],
      },
    },
  ],
  ok: [
    {
      name: 'proof kept',
      trust: { histories: [{ releases: [trusted, { ...trusted, version: '1.14.0', at: at(9) }] }] },
    },
    {
      name: 'never any proof',
      trust: {
        histories: [
          {
            releases: [
              { version: '1.0.0', at: at(1), proof: 'none' },
              { version: '1.0.1', at: at(2), proof: 'none' },
            ],
          },
        ],
      },
    },
    {
      name: 'published before there was proof',
      trust: {
        histories: [
          {
            version: '1.0.0',
            releases: [
              { version: '1.0.0', at: at(1), proof: 'none' },
              { ...trusted, at: at(2) },
            ],
          },
        ],
      },
    },
    {
      name: 'the proof was a pre-release’s',
      trust: {
        histories: [
          {
            releases: [
              { ...trusted, version: '2.0.0-beta.1' },
              { version: '2.0.0', at: at(3), proof: 'none' },
            ],
          },
        ],
      },
    },
    {
      name: 'a mirror that passes nothing on',
      trust: { histories: [{ releases: [trusted, { version: '1.14.1', at: at(9) }] }] },
    },
  ],
});
