import { defineCases } from '../../src/rule.ts';

const npx = (spec: string) => ({ command: 'npx', args: ['-y', spec] });
const context = (allowedPublishers: readonly string[], publishers: Record<string, string> = {}) => ({
  context: { allowedPublishers, publishers },
});

export default defineCases({
  bad: [
    { name: 'another scope', server: npx('@other/mcp@1.0.0'), ...context(['@weather']) },
    {
      name: 'another account',
      server: npx('weather-mcp@1.0.0'),
      ...context(['~ann'], { 'weather-mcp@1.0.0': 'mallory' }),
    },
    { name: 'an account nobody tells', server: npx('weather-mcp@1.0.0'), ...context(['~ann']) },
    {
      name: 'a namespace that begins alike',
      server: { command: 'docker', args: ['run', 'ghcr.io/weather-x/mcp:1'] },
      ...context(['ghcr.io/weather']),
    },
    { name: 'a Python package', server: { command: 'uvx', args: ['weather-mcp==1.0.0'] }, ...context(['@weather']) },
  ],
  ok: [
    { name: 'the scope', server: npx('@weather/mcp@1.0.0'), ...context(['@weather']) },
    { name: 'the account', server: npx('weather-mcp@1.0.0'), ...context(['~ann'], { 'weather-mcp@1.0.0': 'ann' }) },
    {
      name: 'the namespace of an image',
      server: { command: 'docker', args: ['run', `ghcr.io/weather/mcp@sha256:${'0'.repeat(64)}`] },
      ...context(['ghcr.io/weather']),
    },
    { name: 'Docker Hub', server: { command: 'docker', args: ['run', 'mcp/time'] }, ...context(['docker.io/mcp']) },
    { name: 'the project’s own code', server: { command: 'node', args: ['server.js'] }, ...context([]) },
    { name: 'no such list', server: npx('weather-mcp@1.0.0') },
  ],
});
