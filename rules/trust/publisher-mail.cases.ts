import { defineCases } from '../../src/rule.ts';

const by = (publisher: string, mail: { disposableMail?: boolean }, version = '1.0.0') => ({
  histories: [{ releases: [{ version, publisher, ...mail }] }],
});

export default defineCases({
  bad: [
    { name: 'a throw-away address', trust: by('mallory', { disposableMail: true }) },
    { name: 'of a later version', trust: by('mallory', { disposableMail: true }, '2.0.0') },
    {
      name: 'of a dependency’s publisher',
      dependencies: ['dep@1.0.0'],
      trust: {
        histories: [
          {
            package: 'dep@1.0.0',
            name: 'dep',
            releases: [{ version: '1.0.0', publisher: 'mallory', disposableMail: true }],
          },
        ],
      },
    },
  ],
  ok: [
    { name: 'another address', trust: by('wendy', { disposableMail: false }) },
    { name: 'an address that is not told', trust: by('wendy', {}) },
    {
      name: 'an earlier version only',
      trust: {
        histories: [
          {
            releases: [
              { version: '1.0.0', publisher: 'wendy', disposableMail: true },
              { version: '1.0.1', publisher: 'wendy', disposableMail: false },
            ],
          },
        ],
      },
    },
  ],
});
