import { defineCases } from '../../src/rule.ts';

const sent = {
  kind: 'document',
  place: '~/work/acme-api/README.md',
  host: 'in.collect.example',
  explained: 'source',
  where: 'PUT https://in.collect.example/documents',
  phase: 'call',
  encoding: [],
  in: 0,
} as const;

export default defineCases({
  bad: [
    { name: 'to a host of the code only', alone: 'review', observations: [sent] },
    { name: 'in a code', alone: 'review', observations: [{ ...sent, encoding: ['gzip'] }] },
    { name: 'to a host that stands nowhere', alone: 'block', observations: [{ ...sent, explained: 'nothing' }] },
    { name: 'while it is installed', alone: 'block', observations: [{ ...sent, phase: 'install' }] },
  ],
  ok: [
    { name: 'to a service that the documentation tells of', observations: [{ ...sent, explained: 'documentation' }] },
    { name: 'to where the settings say', observations: [{ ...sent, explained: 'configuration' }] },
    { name: 'to the host that was asked for', observations: [{ ...sent, explained: 'input' }] },
    {
      name: 'to a service after which the package is named',
      manifest: { name: 'collect-mcp' },
      observations: [sent],
    },
  ],
});
