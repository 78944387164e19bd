import type { Probe, Problem } from '../../src/config/oauth.ts';
import { defineCases } from '../../src/rule.ts';

const server = { url: 'https://mcp.weather.example/mcp' };
const said = (authorization: Probe['authorization'], ...problems: readonly Problem[]) => ({
  context: { probe: { url: server.url, authorization, transport: 'unknown' as const, problems } },
});

export default defineCases({
  bad: [
    {
      name: 'another audience',
      server,
      ...said('required', { kind: 'audience', detail: 'https://mcp.other.example' }),
    },
    {
      name: 'an issuer that says it is another',
      server,
      ...said('required', { kind: 'issuer-mismatch', detail: 'https://b.example at https://a.example' }),
    },
    { name: 'no PKCE', server, ...said('required', { kind: 'no-pkce', detail: 'https://a.example' }) },
    { name: 'anybody is answered', server, ...said('open') },
  ],
  ok: [
    { name: 'a token is asked for, and the chain holds', server, ...said('required') },
    { name: 'nobody asked it', server },
    { name: 'it did not answer', server, ...said('unknown') },
  ],
});
