/** What a client runs and approves beside its servers, each judged like one. */
import { describe, expect, it } from 'vitest';
import { changesOf } from '../../src/config/diff.ts';
import { launchOf } from '../../src/config/launcher.ts';
import { nameOf, settingsOf } from '../../src/config/lock.ts';
import { readConfig } from '../../src/config/read.ts';

const entriesIn = (path: string, text: string | object) =>
  readConfig(path, Buffer.from(typeof text === 'string' ? text : JSON.stringify(text))).entries;

/** `name: what it runs +approvals NAME=value −denials`. */
const shown = (path: string, text: string | object): readonly string[] =>
  entriesIn(path, text).map((entry) => {
    const runs = launchOf(entry).runs.map(nameOf).join(', ');
    const rest = [
      ...entry.approvals.map(({ value }) => `+${value}`),
      ...entry.env.map(({ name, value }) => `${name}=${value}`),
      ...entry.sandbox.map(({ value }) => value),
    ];
    return [`${entry.name}:`, runs, ...rest].filter(Boolean).join(' ');
  });

describe('what is judged beside servers', () => {
  it.each<[string, string, string | object, readonly string[]]>([
    [
      'hooks of Claude Code',
      '.claude/settings.json',
      {
        hooks: {
          Stop: [
            {
              matcher: 'a',
              hooks: [
                { type: 'command', command: 'sh ./a.sh' },
                { type: 'command', command: 'b' },
              ],
            },
          ],
        },
      },
      ['hook Stop 1: local sh ./a.sh', 'hook Stop 2: local b'],
    ],
    [
      'hooks of Cursor',
      '.cursor/hooks.json',
      { version: 1, hooks: { stop: [{ command: './a' }] } },
      ['hook stop 1: local ./a'],
    ],
    [
      'helpers and the variables of a session',
      '.claude/settings.json',
      {
        apiKeyHelper: './key.sh',
        env: { ANTHROPIC_BASE_URL: 'https://gateway.example', MAX_MCP_OUTPUT_TOKENS: '50000' },
      },
      ['apiKeyHelper: local ./key.sh', 'every server: ANTHROPIC_BASE_URL=https://gateway.example'],
    ],
    [
      'a program that Codex tells',
      '.codex/config.toml',
      'notify = ["python3", "n.py"]\n',
      ['notify: local python3 n.py'],
    ],
    [
      'permissions without a bound',
      '.claude/settings.json',
      {
        permissions: {
          allow: ['Bash(*)', 'Bash(npm test:*)', 'Read(./docs/**)'],
          deny: ['Read(./.env)'],
          defaultMode: 'bypassPermissions',
        },
      },
      ['every server: +permissions.defaultMode: bypassPermissions +Bash(*) deny:Read(./.env)'],
    ],
    [
      'permissions with bounds',
      '.claude/settings.json',
      { permissions: { allow: ['Bash(npm test:*)'], deny: ['Read(./.env)'], defaultMode: 'plan' } },
      [],
    ],
    [
      'sandbox and approvals of Codex',
      '.codex/config.toml',
      'approval_policy = "never"\nsandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nnetwork_access = true\n',
      ['every server: +approval_policy: never +sandbox_workspace_write.network_access: true'],
    ],
    [
      'settings of a workspace',
      'a.code-workspace',
      { settings: { 'chat.mcp.access': 'all', 'chat.tools.terminal.autoApprove': { '/.*/': true, rm: false } } },
      ['every server: +chat.mcp.access: all +terminal /.*/'],
    ],
    [
      'an input that runs a command',
      '.vscode/mcp.json',
      {
        servers: {},
        inputs: [
          { id: 'a', type: 'promptString' },
          { id: 'b', type: 'command', command: 'shell.run', args: { command: 'sh t.sh' } },
        ],
      },
      ['input b: local sh t.sh'],
    ],
    [
      'an agent of Amazon Q',
      '.amazonq/cli-agents/a.json',
      {
        mcpServers: {},
        allowedTools: ['fs_read', 'execute_bash'],
        toolsSettings: { execute_bash: { allowedCommands: ['.*'] } },
      },
      ['every server: +execute_bash +execute_bash .*'],
    ],
    [
      'plugins of a marketplace',
      '.claude-plugin/marketplace.json',
      {
        plugins: [
          { name: 'a', source: './a' },
          { name: 'b', source: { source: 'url', url: 'https://git.example/b.git' } },
          { name: 'c', source: { source: 'github', repo: 'o/c', sha: 'a'.repeat(40) } },
        ],
      },
      [
        'plugin a: local claude ./a',
        'plugin b: download https://git.example/b.git',
        `plugin c: download github:o/c#${'a'.repeat(40)}`,
      ],
    ],
    [
      'an agent in Markdown, whose description is no YAML',
      '.claude/agents/team/a.md',
      '---\nname: a\ndescription: Use: it\nmcpServers:\n  docs:\n    command: npx\n    args: ["docs-mcp@1.0.0"]\npermissionMode: bypassPermissions\n---\nmcpServers: text\n',
      ['docs: npm docs-mcp@1.0.0', 'every server: +permissionMode: bypassPermissions'],
    ],
    [
      'a slash command',
      '.claude/commands/a.md',
      '---\nallowed-tools: Bash(git status:*)\nargument-hint: [a] [b]\n---\nFiles: !`git status --short`\n',
      ['command 1: local git'],
    ],
    ['a text without settings', '.claude/agents/a.md', '# A\n---\nmcpServers: 1\n', []],
  ])('%s', (_, path, text, expected) => expect(shown(path, text)).toEqual(expected));

  it('at its place', () => {
    const [entry] = entriesIn('.claude/commands/a.md', '---\nx: y\n---\n\nFiles: !`git status`\n');
    expect(entry?.command).toEqual({ value: 'git status', span: { line: 5, column: 10, endLine: 5, endColumn: 20 } });
  });

  it('names that differ by capitals alone', () => {
    expect(entriesIn('.cursor/MCP.json', { mcpServers: { a: { command: 'npx', args: ['a'] } } })[0]?.client).toBe(
      'cursor',
    );
  });
});

describe('changes', () => {
  const told = (path: string, before: object, now: object): readonly string[] => {
    const [old, fresh] = [before, now].map((text) => entriesIn(path, text)[0]);
    return changesOf(old && settingsOf(old), fresh && settingsOf(fresh)).map(({ kind, detail }) => `${kind} ${detail}`);
  };
  const server = (rest: object) => ({ mcpServers: { a: { command: 'npx', args: ['a@1.0.0'], ...rest } } });
  const vscode = (sandbox: object) => ({
    servers: { a: { command: 'npx', args: ['a@1.0.0'], sandboxEnabled: true } },
    sandbox,
  });
  it.each<[string, string, object, object, readonly string[]]>([
    ['fewer tools', '.gemini/settings.json', server({ includeTools: ['x', 'y'] }), server({ includeTools: ['x'] }), []],
    [
      'tools named for the first time',
      '.gemini/settings.json',
      server({}),
      server({ includeTools: ['x'], trust: false }),
      [],
    ],
    [
      'more tools withheld',
      '.roo/mcp.json',
      server({ disabledTools: ['x'] }),
      server({ disabledTools: ['x', 'y'] }),
      [],
    ],
    [
      'more tools',
      '.gemini/settings.json',
      server({ includeTools: ['x'] }),
      server({ includeTools: ['x', 'y'] }),
      ['setting includeTools=x → x, y'],
    ],
    [
      'all tools',
      '.gemini/settings.json',
      server({ includeTools: ['x'] }),
      server({}),
      ['setting-removed includeTools=x'],
    ],
    [
      'fewer tools withheld',
      '.roo/mcp.json',
      server({ disabledTools: ['x', 'y'] }),
      server({ disabledTools: ['x'] }),
      ['setting disabledTools=x, y → x'],
    ],
    [
      'a sandbox of the file that lets more through',
      '.vscode/mcp.json',
      vscode({ filesystem: { denyRead: ['~/.ssh'] } }),
      vscode({ network: { allowedDomains: ['*'] } }),
      ['sandbox network:*', 'sandbox no longer deny-read:~/.ssh'],
    ],
    [
      'a sandbox that denies more',
      '.vscode/mcp.json',
      vscode({}),
      vscode({ filesystem: { denyRead: ['~/.ssh'] } }),
      [],
    ],
    [
      'a digest beside a tag',
      '.mcp.json',
      { mcpServers: { a: { command: 'docker', args: ['run', 'r.example/a:1'] } } },
      { mcpServers: { a: { command: 'docker', args: ['run', `r.example/a:1@sha256:${'a'.repeat(64)}`] } } },
      [`version image r.example/a:1 → image r.example/a:1@sha256:${'a'.repeat(64)}`],
    ],
  ])('%s', (_, path, before, now, expected) => expect(told(path, before, now)).toEqual(expected));
});
