import { defineCases } from '../../src/rule.ts';

const tamper = (what: string) => ({ kind: 'tamper', what }) as const;

export default defineCases({
  bad: [
    { name: 'asks whether it is traced', observations: [tamper('asked whether it is being traced (PTRACE_TRACEME)')] },
    {
      name: 'a flow without a traced call',
      observations: [tamper('a flow to 203.0.113.9 that no traced call opened')],
    },
    {
      name: 'a path the tracer could not read',
      observations: [tamper('the tracer could not read the path of openat: AT_FDCWD, 0x561e')],
    },
  ],
  ok: [
    { name: 'an ordinary connection', observations: [{ kind: 'connect', pid: 3, address: '198.18.0.1', port: 443 }] },
    {
      name: 'an ordinary process',
      observations: [{ kind: 'exec', pid: 3, path: '/usr/bin/git', argv: ['git', '--version'], ok: true }],
    },
    {
      name: 'a client that trusts other authorities',
      observations: [{ kind: 'tls', host: 'pinned.example', port: 443, outcome: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }],
    },
  ],
});
