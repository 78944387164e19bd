import { defineCases } from '../../src/rule.ts';

const write = (path: string) => ({ kind: 'write', pid: 40, path, ok: true }) as const;

export default defineCases({
  bad: [
    {
      name: 'a hook in an agent’s settings at install',
      observations: [{ ...write('/home/dev/.claude/settings.json'), phase: 'install' }],
    },
    { name: 'a line in the shell’s start file', observations: [{ ...write('/home/dev/.bashrc'), phase: 'import' }] },
    {
      name: 'another MCP client’s configuration',
      observations: [{ ...write('/home/dev/.cursor/mcp.json'), phase: 'start' }],
    },
    {
      name: 'a hook that an agent runs, whatever it is written in',
      observations: [{ ...write('/home/dev/.claude/hooks/start.json'), phase: 'start' }],
    },
    {
      name: 'servers that another client starts, in a folder of its own',
      observations: [{ ...write('/home/dev/.gemini/antigravity/mcp_config.json'), phase: 'start' }],
    },
    {
      name: 'a skill in a folder of its own',
      observations: [{ ...write('/home/dev/.claude/skills/weather/SKILL.md'), phase: 'start' }],
    },
    { name: 'a key for SSH', observations: [{ ...write('/home/dev/.ssh/authorized_keys'), phase: 'install' }] },
  ],
  ok: [
    {
      name: 'its own configuration',
      observations: [{ ...write('/home/dev/.config/weather/config.json'), phase: 'start' }],
    },
    {
      name: 'a database of its own among the files of an agent',
      observations: [
        { ...write('/home/dev/.claude/sessions.db'), phase: 'start' },
        { ...write('/home/dev/.claude/sessions.db-journal'), phase: 'start' },
        { ...write('/home/dev/.cursor/weather/state.json'), phase: 'start' },
      ],
    },
    { name: 'a cache', observations: [{ ...write('/home/dev/.cache/weather/index.bin'), phase: 'install' }] },
    { name: 'a log in the temporary directory', observations: [{ ...write('/tmp/weather.log'), phase: 'call' }] },
    {
      name: 'git makes a repository with its sample hooks',
      observations: [
        { kind: 'exec', pid: 40, path: '/usr/bin/git', argv: ['git', 'init'], ok: true, phase: 'call' },
        { ...write('/home/dev/work/x/.git/hooks/pre-commit.sample'), phase: 'call' },
      ],
    },
  ],
});
