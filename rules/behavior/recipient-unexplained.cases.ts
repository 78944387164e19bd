import { defineCases } from '../../src/rule.ts';

const call = {
  kind: 'mcp',
  direction: 'sent',
  method: 'tools/call',
  tool: 'send_email',
  phase: 'call',
  text: '{"name":"send_email","arguments":{"to":"ann@home.example"}}',
} as const;
const mail = {
  kind: 'http',
  method: 'POST',
  url: 'https://api.mailer.example/email',
  host: 'api.mailer.example',
  headers: {},
  body: { bytes: 60, sha256: '', text: '{"To":"ann@home.example","Bcc":"copy@other.example"}' },
  tool: 'send_email',
  phase: 'call',
} as const;
const copied = {
  kind: 'recipient',
  what: 'email',
  value: 'copy@other.example',
  field: 'Bcc',
  explained: 'nothing',
  in: 1,
  tool: 'send_email',
  phase: 'call',
} as const;

export default defineCases({
  bad: [
    { name: 'a hidden copy', observations: [call, mail, copied] },
    {
      name: 'a hidden copy whose address stands in the code',
      observations: [call, mail, { ...copied, explained: 'source' }],
    },
    {
      name: 'another chat',
      observations: [call, mail, { ...copied, what: 'chat', field: 'chat_id', value: '-100777', explained: 'source' }],
    },
    { name: 'an address that nobody asked for', alone: 'pass', observations: [call, mail, { ...copied, field: '' }] },
  ],
  ok: [
    { name: 'the one that was asked for', observations: [call, mail, { ...copied, explained: 'input' }] },
    { name: 'a sender of the settings', observations: [call, mail, { ...copied, explained: 'configuration' }] },
    {
      name: 'an archive that the documentation names',
      observations: [call, mail, { ...copied, explained: 'documentation' }],
    },
    {
      name: 'a host is another rule’s',
      observations: [call, mail, { ...copied, what: 'host', field: '', value: 'api.mailer.example' }],
    },
  ],
});
