import { defineCases } from '../../src/rule.ts';

const ignore = (expires: string, id = 'config-floating') =>
  `ignore:\n- {id: ${id}, scope: .mcp.json, reason: agreed with the team, expires: ${expires}}\n`;

export default defineCases({
  bad: [
    { name: 'one that ran out', policy: { text: ignore('2026-01-01'), today: '2026-01-02', used: [] } },
    { name: 'one that ignores nothing', policy: { text: ignore('2027-01-01'), today: '2026-01-02', used: [] } },
    {
      name: 'one that ran out and would still be used',
      policy: { text: ignore('2025-12-31'), today: '2026-01-02', used: ['config-floating'] },
    },
  ],
  ok: [
    { name: 'one in use', policy: { text: ignore('2027-01-01'), today: '2026-01-02', used: ['config-floating'] } },
    {
      name: 'one on its last day',
      policy: { text: ignore('2026-01-02'), today: '2026-01-02', used: ['config-floating'] },
    },
    {
      name: 'a run that did not look at everything',
      policy: { text: ignore('2027-01-01'), today: '2026-01-02', used: undefined },
    },
    { name: 'none', policy: { text: 'fail-on: review\n', today: '2026-01-02', used: [] } },
  ],
});
