import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'other bytes',
      server: { command: 'npx', args: ['a@1.0.0'] },
      context: { changes: [{ kind: 'integrity', detail: 'sha512-x → sha512-y for a@1.0.0', part: 'command' }] },
    },
    {
      name: 'another description',
      server: { command: 'npx', args: ['a@1.0.0'] },
      context: { changes: [{ kind: 'tool-text', detail: 'get: description', part: '' }] },
    },
    {
      name: 'another host',
      server: { command: 'npx', args: ['a@1.0.0'] },
      context: { changes: [{ kind: 'host', detail: 'x.example', part: '' }] },
    },
  ],
  ok: [
    { name: 'the same', server: { command: 'npx', args: ['a@1.0.0'] } },
    {
      name: 'what the config itself says',
      server: { command: 'npx', args: ['a@1.1.0'] },
      context: { changes: [{ kind: 'version', detail: '1.0.0 → 1.1.0', part: 'command' }] },
    },
    {
      name: 'a server nobody approved yet',
      server: { url: 'https://a.example' },
      context: { changes: [{ kind: 'added', detail: 'remote https://a.example', part: '' }] },
    },
  ],
});
