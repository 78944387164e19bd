import { defineCases } from '../../src/rule.ts';
import type { Tampering } from '../../src/types.ts';

const tamper = (how: Tampering, what: string) => ({ kind: 'tamper', how, what }) as const;

export default defineCases({
  bad: [
    {
      name: 'asks whether it is traced',
      observations: [tamper('trace-check', 'asked whether it is being traced (PTRACE_TRACEME)')],
    },
    {
      name: 'a flow without a traced call',
      observations: [tamper('unseen-flow', 'a flow to 203.0.113.9 that no traced call opened')],
    },
    {
      name: 'a path the tracer could not read',
      observations: [tamper('unreadable-path', 'the tracer could not read the path of openat: AT_FDCWD, 0x561e')],
    },
    {
      name: 'a child the tracer must not see',
      observations: [tamper('untraced-child', 'tried to make a process that no tracer sees (CLONE_UNTRACED)')],
    },
    {
      name: 'system calls of 32 bits',
      observations: [
        tamper('foreign-abi', 'made system calls of another architecture, which no filter reads'),
        { kind: 'read', pid: 4, path: '/home/mark/.npmrc', ok: true },
      ],
    },
    {
      name: 'a file that no traced call changed',
      observations: [tamper('unseen-file', '/home/mark/.bashrc was changed by no traced call')],
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
    {
      name: 'a monitor that reads its own memory use',
      observations: [{ kind: 'read', pid: 3, path: '/proc/3/status', ok: true }],
    },
  ],
});
