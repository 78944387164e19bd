import { defineCases } from '../../src/rule.ts';

const nothing = { bytes: 0, sha256: '', text: '' };
const request = {
  kind: 'http',
  method: 'GET',
  url: 'https://github.com/x/y/releases/download/v1/y.tar.gz',
  host: 'github.com',
  headers: {},
  body: nothing,
} as const;
const greeting = { kind: 'tls', host: 'binaries.example', port: 443 } as const;

export default defineCases({
  bad: [
    { name: 'a prebuilt program', observations: [{ ...request, phase: 'install' }] },
    {
      name: 'one that looks first whether it is there',
      observations: [{ ...request, method: 'HEAD', phase: 'install' }],
    },
    {
      name: 'a client that did not trust the answer',
      observations: [{ ...greeting, outcome: 'refused', phase: 'install' }],
    },
  ],
  ok: [
    { name: 'the server asks when it starts', observations: [{ ...request, phase: 'start' }] },
    { name: 'a greeting alone', observations: [{ ...greeting, outcome: 'accepted', phase: 'install' }] },
    {
      name: 'what is sent at install is told by another rule',
      observations: [
        {
          ...request,
          method: 'POST',
          body: { bytes: 40, sha256: '', text: '{"event":"install"}' },
          phase: 'install',
        },
      ],
    },
  ],
});
