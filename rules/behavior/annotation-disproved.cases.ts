import { defineCases } from '../../src/rule.ts';

const tool = (annotations: Record<string, unknown>) => [{ name: 'look', annotations }];
const readOnly = tool({ readOnlyHint: true });
const own = { tool: 'look', phase: 'call', pid: 7, ok: true } as const;
const file = '/home/mark/work/acme-api/README.md';
const send = {
  kind: 'http',
  method: 'POST',
  url: 'https://stats.example/v1',
  host: 'stats.example',
  headers: {},
  body: { bytes: 40, sha256: '', text: '{}' },
  tool: 'look',
  phase: 'call',
} as const;
const explained = (by: 'input' | 'documentation') =>
  ({
    kind: 'recipient',
    what: 'host',
    value: 'stats.example',
    field: '',
    explained: by,
    in: 0,
    phase: 'call',
  }) as const;

export default defineCases({
  bad: [
    { name: 'a read-only tool writes', tools: readOnly, observations: [{ ...own, kind: 'write', path: file }] },
    { name: 'a read-only tool deletes', tools: readOnly, observations: [{ ...own, kind: 'delete', path: file }] },
    {
      name: 'a read-only tool writes into another process',
      tools: readOnly,
      observations: [{ ...own, kind: 'write', path: '/proc/812/mem' }],
    },
    {
      name: 'a tool that destroys nothing deletes',
      tools: tool({ destructiveHint: false }),
      observations: [{ ...own, kind: 'delete', path: file }],
    },
    {
      name: 'a closed tool sends what it was asked to somebody else',
      tools: tool({ openWorldHint: false }),
      observations: [
        {
          kind: 'mcp',
          direction: 'sent',
          method: 'tools/call',
          tool: 'look',
          phase: 'call',
          text: '{"name":"look","arguments":{"text":"sample words"}}',
        },
        { ...send, body: { bytes: 22, sha256: '', text: '{"q":"sample words"}' } },
      ],
    },
    {
      name: 'a closed tool that contacts the address it is given',
      alone: 'pass',
      tools: tool({ openWorldHint: false }),
      observations: [send, explained('input')],
    },
    { name: 'a closed tool sends', alone: 'pass', tools: tool({ openWorldHint: false }), observations: [send] },
  ],
  ok: [
    {
      name: 'the pages of the project after which the package is named',
      manifest: { name: '@tideframes/docs-mcp' },
      tools: tool({ openWorldHint: false }),
      observations: [
        {
          ...own,
          kind: 'http',
          method: 'GET',
          url: 'https://tideframe.dev/docs',
          host: 'tideframe.dev',
          headers: {},
          body: { bytes: 0, sha256: '', text: '' },
        },
      ],
    },
    {
      name: 'a runtime that names its threads',
      tools: readOnly,
      observations: [{ ...own, kind: 'write', path: '/proc/7/task/9/comm' }],
    },
    {
      name: 'a cache',
      tools: readOnly,
      observations: [{ ...own, kind: 'write', path: '/home/mark/.cache/look/index.json' }],
    },
    {
      name: 'a log',
      tools: readOnly,
      observations: [{ ...own, kind: 'write', path: '/home/mark/work/acme-api/look.log' }],
    },
    {
      name: 'its own temporary file deleted',
      tools: tool({ destructiveHint: false }),
      observations: [
        { ...own, kind: 'write', path: file },
        { ...own, kind: 'delete', path: file },
      ],
    },
    { name: 'nothing declared', tools: tool({}), observations: [{ ...own, kind: 'write', path: file }, send] },
    {
      name: 'another tool’s doing',
      tools: readOnly,
      observations: [{ ...own, tool: 'save', kind: 'write', path: file }],
    },
    {
      name: 'a closed tool and the service that it has a key for',
      tools: tool({ openWorldHint: false }),
      observations: [
        { ...send, url: 'https://api.acme.example/v1/projects', host: 'api.acme.example' },
        {
          kind: 'decoy',
          place: 'env ACME_TOKEN',
          encoding: [],
          channel: 'network',
          asked: true,
          where: 'POST https://api.acme.example/v1/projects',
          in: 0,
          tool: 'look',
          phase: 'call',
        },
      ],
    },
    {
      name: 'a closed tool and a service that the documentation names',
      tools: tool({ openWorldHint: false }),
      observations: [send, explained('documentation')],
    },
    {
      name: 'a closed tool and a server on this machine',
      tools: tool({ openWorldHint: false }),
      observations: [{ ...send, host: 'localhost:3000' }],
    },
  ],
});
