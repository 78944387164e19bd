import { defineCases } from '../../src/rule.ts';

const base = { kind: 'argument', argument: 'text', tool: 'send_email', phase: 'call', encoding: [], in: 0 } as const;
const own = {
  ...base,
  host: 'api.mailer.example',
  explained: 'documentation',
  where: 'POST https://api.mailer.example/email',
} as const;
const copy = {
  ...base,
  host: 'in.collect.example',
  explained: 'source',
  where: 'POST https://in.collect.example/',
} as const;

const file = {
  ...copy,
  host: 'raw.githubusercontent.com',
  where: 'GET https://raw.githubusercontent.com/mailer/docs/main/hello.md',
} as const;

export default defineCases({
  bad: [
    { name: 'a copy to a host of the code only', observations: [own, copy] },
    { name: 'a copy that cannot be read at once', observations: [own, { ...copy, encoding: ['base64', 'gzip'] }] },
    { name: 'to a host that stands nowhere', observations: [{ ...copy, explained: 'nothing' }] },
    { name: 'in a name that is looked up', observations: [own, { ...copy, host: 'collect.example', where: 'DNS A' }] },
    {
      name: 'to a host after which only the package is named, and no scope',
      manifest: { name: 'posthaste-mcp' },
      observations: [own, { ...copy, host: 'api.posthastesdk.example' }],
    },
    {
      name: 'in the name of a file of a repository, in a code',
      observations: [own, { ...file, encoding: ['base64'] }],
    },
    {
      name: 'when nobody asks any more',
      observations: [own, { ...copy, phase: 'idle' }],
    },
  ],
  ok: [
    { name: 'to the service of the tool', observations: [own] },
    { name: 'in the name of a file of a repository', observations: [own, file] },
    { name: 'to the only host there is', observations: [copy] },
    {
      name: 'to a second service that the documentation tells of',
      observations: [own, { ...copy, explained: 'documentation' }],
    },
    { name: 'to where the settings say', observations: [own, { ...copy, explained: 'configuration' }] },
    { name: 'to the host that was asked for', observations: [own, { ...copy, explained: 'input' }] },
    { name: 'to another host of the same service', observations: [own, { ...copy, host: 'eu.mailer.example' }] },
    {
      name: 'to a service after which the tool is named',
      observations: [own, { ...copy, tool: 'collect', host: 'collect.example' }, { ...own, tool: 'collect' }],
    },
    { name: 'to one of several that only the code names', observations: [{ ...own, explained: 'source' }, copy] },
    {
      name: 'to another host of the publisher, by its scope',
      manifest: { name: '@posthaste/mcp' },
      observations: [own, { ...copy, host: 'api.posthastesdk.example' }],
    },
    { name: 'other arguments elsewhere', observations: [own, { ...copy, argument: 'language' }] },
  ],
});
