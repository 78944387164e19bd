import { defineCases } from '../../src/rule.ts';

const ask = { kind: 'dns', name: 'api.weather.example', type: 'A', via: 'https' } as const;
const LABEL = 'nb2hi4dthixs6ylqnfsw4z3fmnxw2';

export default defineCases({
  bad: [
    { name: 'a host over HTTPS', alone: 'pass', observations: [ask] },
    { name: 'over TLS', observations: [{ ...ask, via: 'tls' }] },
    { name: 'a text of somebody', observations: [{ ...ask, name: 'orders.collect.example', type: 'TXT' }] },
    { name: 'a name that carries data', observations: [{ ...ask, name: `${LABEL}q2.collect.example` }] },
  ],
  ok: [
    { name: 'the machine’s own resolver', observations: [{ kind: 'dns', name: 'api.weather.example', type: 'A' }] },
    { name: 'its texts', observations: [{ kind: 'dns', name: '_dmarc.weather.example', type: 'TXT' }] },
    { name: 'a long answer that came by TCP', observations: [{ ...ask, via: 'tcp' }] },
  ],
});
