import { type CaseObservation, defineCases } from '../../src/rule.ts';

const node = { kind: 'exec', pid: 7, path: '/usr/local/bin/node', argv: ['node', 'server.js'], ok: true } as const;
const curl = { kind: 'exec', pid: 8, parent: 7, path: '/usr/bin/curl', argv: ['curl', '-s'], ok: true } as const;
const connect = { kind: 'connect', pid: 7, address: '198.18.0.9', port: 443, host: 'api.weather.example' } as const;
const client = (ja4: string): CaseObservation => ({
  kind: 'tls',
  host: 'api.weather.example',
  port: 443,
  outcome: 'accepted',
  ja4,
});
const OTHER = 't13d1312h2_f57a46bbacb6_e7c285222651';

export default defineCases({
  bad: [
    { name: 'another library inside Node.js', alone: 'pass', observations: [node, connect, client(OTHER)] },
    {
      name: 'one that is turned away',
      alone: 'pass',
      observations: [
        node,
        connect,
        { kind: 'tls', host: 'api.weather.example', port: 443, outcome: 'left', ja4: OTHER },
      ],
    },
    {
      name: 'at import',
      observations: [node, { ...connect, phase: 'import' }, { ...client(OTHER), phase: 'import' }],
    },
  ],
  ok: [
    { name: 'Node.js itself', observations: [node, connect, client('t13d5212h1_b262b3658495_8e6e362c5eac')] },
    {
      name: 'Node.js with ciphers of its own',
      observations: [node, connect, client('t13d051100_c96ac5133cd7_8e6e362c5eac')],
    },
    { name: 'a resumed session', observations: [node, connect, client('t13d521200_b262b3658495_66863fb0a24c')] },
    { name: 'curl, which was started', observations: [node, curl, { ...connect, pid: 8 }, client(OTHER)] },
    { name: 'both to one host', observations: [node, curl, connect, { ...connect, pid: 8 }, client(OTHER)] },
    {
      name: 'a program of its own in another language',
      observations: [
        { ...node, pid: 9, path: '/home/mark/work/node_modules/weather/bin/weather-linux', argv: ['weather-linux'] },
        { ...connect, pid: 9 },
        client(OTHER),
      ],
    },
    { name: 'nobody knows whose connection it is', observations: [node, client(OTHER)] },
    { name: 'a process whose start was not seen', observations: [{ ...connect, pid: 12 }, client(OTHER)] },
  ],
});
