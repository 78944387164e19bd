/**
 * Where MCP clients keep their servers. One row a client: which files, in which container.
 * Sources: the clients' own documentation and code as of November 2026; where two sources disagree on a path, both are here.
 */

/** Keys that lead to the servers; `*` stands for every key. */
export type Container = readonly string[];

export interface Client {
  readonly id: string;
  readonly title: string;
  /** Matches the end of a path with forward slashes. */
  readonly file: RegExp;
  /** Where this client's servers stand in such a file. */
  readonly containers: readonly Container[];
  /** True where `file` is a name many other tools use too, so that a file without servers is nothing to talk about. */
  readonly shared?: boolean;
}

const MCP_SERVERS: Container = ['mcpServers'];

/** First match wins. */
export const CLIENTS: readonly Client[] = [
  { id: 'claude-desktop', title: 'Claude Desktop', file: at('claude_desktop_config.json'), containers: [MCP_SERVERS] },
  {
    id: 'claude-code',
    title: 'Claude Code',
    file: at('.mcp.json', '.claude.json', 'managed-mcp.json', '.claude-plugin/plugin.json'),
    containers: [MCP_SERVERS, ['projects', '*', 'mcpServers'], []],
  },
  {
    id: 'claude-code',
    title: 'Claude Code settings',
    file: at(
      '.claude/settings.json',
      '.claude/settings.local.json',
      '.claude-plugin/marketplace.json',
      'hooks/hooks.json',
      '.cursor/hooks.json',
      '.github/hooks/*.json',
    ),
    containers: [MCP_SERVERS],
    shared: true,
  },
  {
    id: 'claude-code',
    title: 'Agents, commands and skills',
    file: at(
      '.claude/agents/**.md',
      '.claude/commands/**.md',
      '.claude/skills/*/SKILL.md',
      '.github/agents/*.md',
      '.github/chatmodes/*.md',
    ),
    containers: [MCP_SERVERS, ['mcp-servers']],
    shared: true,
  },
  { id: 'cursor', title: 'Cursor', file: at('.cursor/mcp.json'), containers: [MCP_SERVERS] },
  {
    id: 'vscode',
    title: 'VS Code',
    file: at('.vscode/mcp.json', 'User/mcp.json', 'User/profiles/*/mcp.json'),
    containers: [['servers'], MCP_SERVERS],
  },
  {
    id: 'vscode',
    title: 'VS Code settings',
    file: at(
      '.vscode/settings.json',
      'User/settings.json',
      '*.code-workspace',
      'devcontainer.json',
      '.devcontainer.json',
    ),
    containers: [
      ['mcp', 'servers'],
      ['mcp.servers'],
      ['amp.mcpServers'],
      ['settings', 'mcp', 'servers'],
      ['customizations', 'vscode', 'mcp', 'servers'],
      ['customizations', 'vscode', 'settings', 'mcp', 'servers'],
    ],
    shared: true,
  },
  {
    id: 'antigravity',
    title: 'Antigravity',
    file: at('.gemini/antigravity/mcp_config.json'),
    containers: [MCP_SERVERS],
  },
  {
    id: 'windsurf',
    title: 'Windsurf',
    file: at(
      'windsurf/mcp_config.json',
      'windsurf-next/mcp_config.json',
      '.windsurf/*.json',
      '.codeium/mcp_config.json',
    ),
    containers: [MCP_SERVERS],
  },
  {
    id: 'zed',
    title: 'Zed',
    file: at('.zed/settings.json', 'zed/settings.json', 'Zed/settings.json'),
    containers: [['context_servers']],
    shared: true,
  },
  {
    id: 'cline',
    title: 'Cline',
    file: at('cline_mcp_settings.json', '.cline/mcp.json', '.clinerules/mcp.json'),
    containers: [MCP_SERVERS],
  },
  { id: 'roo', title: 'Roo Code', file: at('.roo/mcp.json', 'mcp_settings.json'), containers: [MCP_SERVERS] },
  {
    id: 'continue',
    title: 'Continue',
    file: at(
      '.continue/config.yaml',
      '.continue/config.json',
      '.continue/mcpServers/*.yaml',
      '.continue/mcpServers/*.yml',
      '.continue/mcpServers/*.json',
    ),
    containers: [MCP_SERVERS, []],
  },
  {
    id: 'goose',
    title: 'Goose',
    file: at('goose/config.yaml', 'goose/config/config.yaml', '.goose/config.yaml'),
    containers: [['extensions']],
  },
  {
    id: 'codex',
    title: 'Codex',
    file: at('.codex/config.toml'),
    containers: [['mcp_servers'], ['profiles', '*', 'mcp_servers']],
    shared: true,
  },
  { id: 'vibe', title: 'Mistral Vibe', file: at('.vibe/config.toml'), containers: [['mcp_servers']], shared: true },
  {
    id: 'gemini',
    title: 'Gemini CLI',
    file: at('.gemini/settings.json', 'gemini-extension.json'),
    containers: [MCP_SERVERS],
    shared: true,
  },
  {
    id: 'amazon-q',
    title: 'Amazon Q',
    file: at('.amazonq/mcp.json', 'amazonq/mcp.json', '.amazonq/default.json', 'cli-agents/*.json'),
    containers: [MCP_SERVERS],
  },
  {
    id: 'kiro',
    title: 'Kiro',
    file: at('.kiro/settings/mcp.json', '.kiro/agents/*.json'),
    containers: [MCP_SERVERS],
  },
  {
    id: 'lm-studio',
    title: 'LM Studio',
    file: at('.lmstudio/mcp.json', 'lm-studio/mcp.json'),
    containers: [MCP_SERVERS],
  },
  { id: 'junie', title: 'JetBrains Junie', file: at('.junie/mcp/mcp.json'), containers: [MCP_SERVERS] },
  {
    id: 'opencode',
    title: 'opencode',
    file: at('opencode.json', 'opencode.jsonc'),
    containers: [['mcp', 'servers'], ['mcp']],
    shared: true,
  },
  { id: 'crush', title: 'Crush', file: at('crush.json', '.crush.json'), containers: [['mcp']], shared: true },
  {
    id: 'copilot',
    title: 'Copilot',
    file: at('.copilot/mcp-config.json', 'mcp-config.json'),
    containers: [MCP_SERVERS],
  },
  {
    id: 'docker',
    title: 'Docker MCP catalog',
    file: at('.docker/mcp/catalogs/*.yaml', 'mcp/catalogs/*.yaml'),
    containers: [['registry']],
  },
  { id: 'mcporter', title: 'mcporter', file: at('mcporter.json', 'mcporter.jsonc'), containers: [MCP_SERVERS] },
  { id: 'trae', title: 'Trae', file: at('.trae/mcp.json', 'Trae/User/mcp.json'), containers: [MCP_SERVERS] },
  { id: 'mcpb', title: 'MCP bundle', file: at('manifest.json'), containers: [], shared: true },
  {
    id: 'generic',
    title: 'MCP config',
    file: at('mcp_config.json', 'mcp.json', 'mcp.jsonc', 'mcp-servers.json', 'mcp_servers.json'),
    containers: [MCP_SERVERS, ['servers'], []],
  },
];

/** Containers tried where a file's name says nothing, and in known files beside their own. */
export const COMMON_CONTAINERS: readonly Container[] = [
  MCP_SERVERS,
  ['servers'],
  ['mcp', 'servers'],
  ['mcp.servers'],
  ['mcp'],
  ['context_servers'],
  ['mcp_servers'],
  ['extensions'],
  ['amp.mcpServers'],
  ['projects', '*', 'mcpServers'],
  ['registry'],
];

/** The client whose file this is, by its name. */
export function clientOf(path: string): Client | undefined {
  const slashed = path.replaceAll('\\', '/');
  return CLIENTS.find(({ file }) => file.test(slashed));
}

/**
 * A pattern for paths that end in one of these; `*` is any run of characters within one segment, `**` over several. Capitals
 * are as good as small letters: on macOS and Windows they name the same file.
 */
function at(...endings: readonly string[]): RegExp {
  const patterns = endings.map((ending) =>
    ending.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*?/g, (stars) => (stars === '*' ? '[^/]*' : '.*')),
  );
  return new RegExp(`(?:^|/)(?:${patterns.join('|')})$`, 'i');
}

/** Places of configs outside a project, relative to the home directory, for all systems: what is not there is passed over. */
export const HOME_FILES: readonly string[] = [
  'Library/Application Support/Claude/claude_desktop_config.json',
  'AppData/Roaming/Claude/claude_desktop_config.json',
  '.config/Claude/claude_desktop_config.json',
  '.config/claude/claude_desktop_config.json',
  '.claude.json',
  '.cursor/mcp.json',
  ...vscodeHomes('mcp.json'),
  ...vscodeHomes('settings.json'),
  ...vscodeHomes('globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json'),
  ...vscodeHomes('globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json'),
  '.vscode-server/data/User/mcp.json',
  '.codeium/windsurf/mcp_config.json',
  '.codeium/windsurf-next/mcp_config.json',
  '.codeium/mcp_config.json',
  '.windsurf/mcp_config.json',
  'AppData/Roaming/Codeium/windsurf/mcp_config.json',
  '.config/zed/settings.json',
  'AppData/Roaming/Zed/settings.json',
  '.cline/mcp.json',
  '.cline/data/settings/cline_mcp_settings.json',
  '.continue/config.yaml',
  '.continue/config.json',
  '.config/goose/config.yaml',
  'AppData/Roaming/Block/goose/config/config.yaml',
  'AppData/Block/goose/config/config.yaml',
  '.codex/config.toml',
  '.vibe/config.toml',
  '.gemini/settings.json',
  '.gemini/antigravity/mcp_config.json',
  '.aws/amazonq/mcp.json',
  '.kiro/settings/mcp.json',
  '.lmstudio/mcp.json',
  '.cache/lm-studio/mcp.json',
  '.config/opencode/opencode.json',
  '.config/opencode/opencode.jsonc',
  '.opencode/opencode.jsonc',
  '.copilot/mcp-config.json',
  '.mcporter/mcporter.json',
  '.mcporter/mcporter.jsonc',
  '.junie/mcp/mcp.json',
  '.kimi/mcp.json',
  '.factory/mcp.json',
  ...['Library/Application Support', '.config', 'AppData/Roaming'].map((root) => `${root}/Trae/User/mcp.json`),
  '.config/crush/crush.json',
];

/** Configs of the whole machine, which its administrator manages. */
export const MACHINE_FILES: readonly string[] = [
  '/Library/Application Support/ClaudeCode/managed-mcp.json',
  '/etc/claude-code/managed-mcp.json',
  'C:/Program Files/ClaudeCode/managed-mcp.json',
];

/** Variables with which a user moves a config, and what stands in the folder they name; empty where they name the file. */
export const MOVED_BY: Readonly<Record<string, readonly string[]>> = {
  CLAUDE_CONFIG_DIR: ['.claude.json'],
  CODEX_HOME: ['config.toml'],
  CLINE_MCP_SETTINGS_PATH: [],
  OPENCODE_CONFIG: [],
  OPENCODE_CONFIG_DIR: ['opencode.json', 'opencode.jsonc'],
  MCPORTER_CONFIG: [],
};

/** Folders of the home directory whose whole trees are searched: plugins bring servers of their own. */
export const HOME_TREES: readonly string[] = ['.claude/plugins'];

/** Folders of the home directory in which every matching file is a config. */
export const HOME_FOLDERS: readonly string[] = [
  '.continue/mcpServers',
  '.aws/amazonq/cli-agents',
  '.docker/mcp/catalogs',
  '.kiro/agents',
];

function vscodeHomes(file: string): readonly string[] {
  const roots = ['Library/Application Support', '.config', 'AppData/Roaming'];
  const editors = ['Code', 'Code - Insiders', 'Cursor', 'VSCodium'];
  return roots.flatMap((root) => editors.map((editor) => `${root}/${editor}/User/${file}`));
}
