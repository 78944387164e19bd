import { defineCases } from '../../src/rule.ts';

const request = {
  kind: 'http',
  method: 'POST',
  url: 'https://stats.example/v1',
  host: 'stats.example',
  headers: {},
  body: { bytes: 40, sha256: '', text: '{"event":"install"}' },
} as const;
const nothing = { bytes: 0, sha256: '', text: '' };

export default defineCases({
  bad: [
    { name: 'a report at install', observations: [{ ...request, phase: 'install' }] },
    {
      name: 'an address as long as a message',
      observations: [
        { ...request, method: 'GET', body: nothing, url: `https://stats.example/${'a'.repeat(400)}`, phase: 'import' },
      ],
    },
    {
      name: 'raw bytes',
      observations: [
        {
          kind: 'data',
          protocol: 'tcp',
          address: '203.0.113.9',
          port: 4444,
          bytes: 12,
          text: 'hello there!',
          phase: 'import',
        },
      ],
    },
  ],
  ok: [
    {
      name: 'a prebuilt binary is downloaded',
      observations: [
        {
          ...request,
          method: 'GET',
          url: 'https://github.com/x/y/releases/download/v1/y.tar.gz',
          body: nothing,
          phase: 'install',
        },
      ],
    },
    { name: 'a tool calls its service', observations: [{ ...request, phase: 'call' }] },
    { name: 'the server greets its service when it starts', observations: [{ ...request, phase: 'start' }] },
  ],
});
