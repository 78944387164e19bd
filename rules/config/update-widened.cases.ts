import { defineCases } from '../../src/rule.ts';
import type { Update } from '../../src/types.ts';

const server = { command: 'npx', args: ['-y', 'weather-mcp@1.1.0'] };
const since = (about: string, added: readonly string[], changed: readonly string[] = []): Update => ({
  from: 'weather-mcp@1.0.0',
  to: 'weather-mcp@1.1.0',
  parts: [{ about, added, removed: [], changed }],
});

export default defineCases({
  bad: [
    { name: 'a script at install', server, context: { update: since('scripts', ['postinstall: node setup.js']) } },
    {
      name: 'another script',
      server,
      context: { update: since('scripts', [], ['postinstall: node a.js → node b.js']) },
    },
    { name: 'a program', server, context: { update: since('binaries', ['bin/helper.exe']) } },
    { name: 'a host', server, context: { update: since('hosts', ['collect.example']) } },
    { name: 'another repository', server, context: { update: since('repository', [], ['repository: a → b']) } },
  ],
  ok: [
    { name: 'other code', server, context: { update: since('at load', [], ['dist/index.js: 3 lines new, 2 gone']) } },
    { name: 'a rebuilt program', server, context: { update: since('binaries', [], ['build/addon.node']) } },
    {
      name: 'newer dependencies',
      server,
      context: { update: since('depends on', [], ['left-pad: ^1.0.0 → ^1.1.0']) },
    },
    {
      name: 'what this change approves',
      server,
      context: {
        update: since('scripts', ['postinstall: node setup.js']),
        changes: [{ kind: 'approved', detail: 'by ann: read it', part: 'lock.3' }],
      },
    },
    {
      name: 'a repository, for the first time',
      server,
      context: { update: since('repository', ['url: github.com/ann/a']) },
    },
    { name: 'no update', server },
  ],
});
