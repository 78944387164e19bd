import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a star', server: { command: 'npx', args: ['a'], autoApprove: ['*'] } },
    { name: 'trust', server: { command: 'npx', args: ['a'], trust: true } },
    { name: 'alwaysAllow', server: { command: 'npx', args: ['a'], alwaysAllow: ['get', '*'] } },
    { name: 'an agent that never asks', server: { command: 'npx', args: ['a'], tools: ['*'] } },
  ],
  ok: [
    { name: 'named tools', server: { command: 'npx', args: ['a'], autoApprove: ['get_forecast', 'list_stations'] } },
    { name: 'nothing', server: { command: 'npx', args: ['a'], autoApprove: [], trust: false } },
    { name: 'a list of tools that exist', server: { command: 'npx', args: ['a'], includeTools: ['get_forecast'] } },
  ],
});
