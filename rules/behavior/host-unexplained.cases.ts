import { defineCases } from '../../src/rule.ts';

const host = {
  kind: 'recipient',
  what: 'host',
  value: 'drop.example',
  field: '',
  explained: 'nothing',
  in: 0,
} as const;

export default defineCases({
  bad: [
    { name: 'a host that stands nowhere', observations: [host] },
    { name: 'at install', observations: [{ ...host, phase: 'install' }] },
    { name: 'a bare address', observations: [{ ...host, value: '203.0.113.9', phase: 'call' }] },
  ],
  ok: [
    { name: 'a host of the code', observations: [{ ...host, explained: 'source' }] },
    { name: 'a host of the input', observations: [{ ...host, explained: 'input' }] },
    { name: 'a host of the settings', observations: [{ ...host, explained: 'configuration' }] },
    {
      name: 'an e-mail address is another rule’s',
      observations: [{ ...host, what: 'email', value: 'a@drop.example' }],
    },
  ],
});
