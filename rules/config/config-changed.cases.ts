import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    {
      name: 'an unknown server',
      server: { command: 'npx', args: ['a@1.0.0'] },
      context: { changes: [{ kind: 'added', detail: 'npx a@1.0.0', part: '' }] },
    },
    {
      name: 'another version',
      server: { command: 'npx', args: ['a@1.1.0'] },
      context: { changes: [{ kind: 'version', detail: 'npm a@1.0.0 → npm a@1.1.0', part: 'command' }] },
    },
    {
      name: 'another host',
      server: { url: 'https://b.example' },
      context: { changes: [{ kind: 'endpoint', detail: 'a.example → b.example', part: 'url' }] },
    },
  ],
  ok: [
    { name: 'as approved', server: { command: 'npx', args: ['a@1.0.0'] } },
    {
      name: 'what only a vet can see',
      server: { command: 'npx', args: ['a@1.0.0'] },
      context: { changes: [{ kind: 'host', detail: 'x.example', part: '' }] },
    },
    {
      name: 'another description alone',
      server: { url: 'https://a.example' },
      context: { changes: [{ kind: 'tool-text', detail: 'get: description', part: '' }] },
    },
  ],
});
