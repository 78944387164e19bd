/**
 * Places from which something starts by itself, and commands that put it there. From the documentation of the systems and
 * clients, and from incident write-ups up to 2026-11. A path may have been put together, so its parts are parted by blanks.
 */
const SYSTEM =
  /\.(?:bashrc|zshrc|bash_profile|zprofile|zshenv|zlogin|profile|bash_login|bash_logout|bash_aliases|xprofile|xinitrc|xsessionrc|pam_environment|vimrc)\b|\bdirenvrc\b|\bconfig\.fish\b|\bfish[/\\\s]+conf\.d\b|PowerShell_profile\.ps1|PowerShell[/\\\s]+profile\.ps1|\bnvim[/\\\s]+(?:init\.(?:lua|vim)|(?:after[/\\\s]+)?plugin)\b|\.tmux\.conf\b|\.config[/\\\s]+environment\.d\b|\.ipython[/\\\s]+profile_\w+[/\\\s]+startup\b|\.gradle[/\\\s]+init\.d\b|\.config[/\\\s]+autostart|systemd[/\\\s]+(?:user|system)\b|\/etc\/(?:cron\w*|rc\.local|profile\.d|init\.d|ld\.so\.preload|sudoers(?:\.d)?)\b|\bLaunch(?:Agents|Daemons)\b|Start Menu[/\\\s]+Programs[/\\\s]+Startup|\bauthorized_keys\b|\.ssh[/\\\s]+(?:config|rc)\b|\.gitconfig\b|\.config[/\\\s]+git[/\\\s]+config\b|\/etc\/hosts\b|sitecustomize\.py|usercustomize\.py|(?:site|dist)-packages\S*(?:[/\\\s]+\S+)?\.pth\b/;
/** Asks Python for its folder; what is put there under such a name Python reads first. */
const PYTHON = /\bget(?:user)?sitepackages\b/;
const SYSTEM_COMMANDS =
  /\bcrontab\s+(?:-(?!l\b)|\S+\.)|\bsystemctl\s+(?:--user\s+)?enable\b|\blaunchctl\s+(?:load|bootstrap)\b|\bschtasks(?:\.exe)?\s+\/create\b|\breg(?:\.exe)?\s+add\b[^\n]{0,120}\\Run\b|\bgit\s+config\s+--global\s+(?:--?\w+\s+)*(?:core\.(?:hooksPath|sshCommand|fsmonitor)|init\.templateDir|url\.\S+\.insteadOf|credential\.helper|alias\.\S+\s+["']?!)|\bnpm\s+(?:config\s+)?set\s+(?:-g\s+|--global\s+)?(?:registry|@\S+:registry|script-shell|node-options)\b|\bufw\s+allow\b|>>\s*["']?(?:~|\$HOME|\S*\/)?\S*\.(?:bashrc|zshrc|profile|bash_profile|zprofile)\b|>>\s*["']?\S*authorized_keys\b|\b(?:loginctl\s+enable-linger)\b/i;

/** The program of an application that is there already. */
const PROGRAM = /\bapp\.asar\b/;

/** True where a path is that of another application's program. */
export function replacesProgram(path: string): boolean {
  return PROGRAM.test(path);
}

/** True where a path is one from which a system starts things. */
export function startsByItself(path: string): boolean {
  return SYSTEM.test(path) || (PYTHON.test(path) && /\.pth\b/.test(path));
}

/** Lines that make something of a file that by itself says little: code that Python runs, another registry, shell or program for a package manager, commands of a folder. */
const LINES: readonly (readonly [RegExp, RegExp])[] = [
  [/\.pth\b/, /^\s*import\s/m],
  [/(?:^|[/\\\s])\.npmrc\b/, /^\s*(?:@[\w-]+:)?registry\s*=|^\s*(?:script-shell|git|node-options|userconfig)\s*=/m],
  [/(?:^|[/\\\s])\.(?:envrc\b|pnpmfile\.c?js)/, /\S/],
  [/(?:^|[/\\\s])\.yarnrc(?:\.yml)?\b/, /^\s*(?:yarnPath|yarn-path|npmRegistryServer|registry)\b/m],
  [/(?:^|[/\\\s])\.?bunfig\.toml\b/, /^\s*(?:preload|registry)\s*=/m],
  [/(?:^|[/\\\s])pip\.(?:conf|ini)\b/, /^\s*(?:extra-)?index-url\s*=/m],
];

/** True where a text in a file at a path makes something start by itself. */
export function startsByText(path: string, text: string): boolean {
  return LINES.some(([place, line]) => place.test(path) && line.test(text));
}

/** True where a command makes something start by itself. */
export function commandsStart(command: string): boolean {
  return SYSTEM_COMMANDS.test(command.slice(0, 20_000));
}

const ASKS = /\bgit\s+config\s+(?:-\S+\s+)*(?:--(?:get|list|unset)\S*\s|[^\s-]\S*\s*$)/;

/** True where a command, all of it, only asks how something is set, or sets it no more. */
export function onlyAsks(command: string): boolean {
  return ASKS.test(command.slice(0, 20_000));
}

const OWN_REGISTRY =
  /\bnpm\s+(?:config\s+)?set\s+(?:-g\s+|--global\s+)?registry[\s=]+["']?https:\/\/registry\.npmjs\.org\/?(?=["'\s;&|]|$)/gi;

/** True where all that a command sets for later is the registry that npm comes with: nobody new is asked, but a company's own no more. */
export function setsOwnRegistry(command: string): boolean {
  return commandsStart(command) && !commandsStart(command.slice(0, 20_000).replace(OWN_REGISTRY, ''));
}

/** What an added line makes a client start from then on. */
export const SERVERS = 'the servers an MCP client starts';

const AGENT_PLACES: readonly (readonly [string, RegExp])[] = [
  [
    'what an assistant runs by itself',
    /\.claude[/\\\s]+(?:settings(?:\.local)?(?:\.json)?|hooks|skills|commands|agents|plugins)\b|\.gemini[/\\\s]+(?:settings|extensions|commands)|\.codex[/\\\s]+(?:config|prompts|skills)|\.agents[/\\\s]+skills\b|\.?opencode[/\\\s]+(?:plugins?|agents?|commands?)\b|\.qwen[/\\\s]+settings|\.cursor[/\\\s]+(?:hooks|commands)|\.kiro[/\\\s]+(?:hooks|settings)/,
  ],
  [
    SERVERS,
    /claude_desktop_config\.json|\.cursor[/\\\s]+mcp\.json|\.claude\.json\b|\.codeium[/\\\s]+windsurf|\.continue[/\\\s]+(?:config|mcpServers)|cline_mcp_settings\.json|mcp_settings\.json|\.vscode[/\\\s]+mcp\.json|\.(?:roo|amazonq|factory|lmstudio)[/\\\s]+mcp\.json|(?:^|[/\\\s])\.mcp\.json\b|\.copilot[/\\\s]+mcp-config\.json|[/\\\s]User[/\\\s]+mcp\.json|\.zed[/\\\s]+settings|\.config[/\\\s]+(?:zed[/\\\s]+settings|goose[/\\\s]+config|crush[/\\\s]+crush)\b|\bopencode\.jsonc?\b/,
  ],
  [
    'the orders an assistant reads in every session',
    /\bCLAUDE(?:\.local)?\.md\b|\bGEMINI\.md\b|\bAGENTS\.md\b|\.cursorrules\b|\.cursor[/\\\s]+rules\b|\.windsurfrules\b|\.clinerules\b|copilot-instructions\.md|\.junie[/\\\s]+guidelines|\.roorules\b|\.(?:roo|windsurf|continue|amazonq|augment|trae)[/\\\s]+rules\b|\.kiro[/\\\s]+steering\b|\.goosehints\b|\.augment-guidelines\b|\.github[/\\\s]+(?:instructions|prompts|chatmodes|agents)\b/,
  ],
  [
    'what an editor runs by itself',
    /\.vscode[/\\\s]+(?:tasks|settings|launch)\.json|\.git[/\\\s]+(?:hooks|config)\b|\.husky\b|\.devcontainer[/\\\s]+devcontainer\.json|\.(?:vscode|cursor|windsurf)[/\\\s]+extensions\b|\b(?:Code|Cursor|Windsurf)[/\\\s]+User[/\\\s]+(?:settings|tasks)\.json|\.idea[/\\\s]+(?:workspace|runConfigurations)/,
  ],
];

const GIT_HOOK = /\b(?:(?:pre|post)-(?:commit|push|merge|checkout|rewrite|receive)|commit-msg)\b/;

/** True where a path may be that of a hook, wherever a repository keeps them. */
export function isGitHook(path: string): boolean {
  return GIT_HOOK.test(path);
}

/** What of an assistant or editor a path belongs to, in words behind "changes". */
export function agentPlace(path: string): string | undefined {
  return AGENT_PLACES.find(([, pattern]) => pattern.test(path))?.[0];
}

/** Puts something where its last word, or what stands behind `>`, says. */
const PUTS = /(?:\b(?:cp|mv|ln|rsync|install|tee|Copy-Item|xcopy|robocopy)\b[^\n;&|]{0,400}|>>?\s*["']?)(\S*\S)/g;
const ADDS_SERVER = /\b(?:claude|codex|gemini|code|cursor)\s+(?:--add-mcp|mcp\s+add(?:-json)?)\b/;
/** Of a command that was put together the parts stand in any order. */
const ADDS_EXTENSION = /^(?=[\s\S]*\b(?:code|codium|cursor|windsurf)\b)[\s\S]*--install-extension\b/;

/** As `agentPlace`, for what a command changes. */
export function changesAgent(command: string): string | undefined {
  const text = command.slice(0, 20_000);
  if (ADDS_SERVER.test(text)) return SERVERS;
  if (ADDS_EXTENSION.test(text)) return 'what an editor runs by itself';
  for (const [all] of text.matchAll(PUTS)) {
    const words = all.trim().split(/\s+/);
    // A goal may be followed by nothing but itself; sources come before it.
    const what = agentPlace(words.at(-1) ?? '');
    if (what !== undefined) return what;
  }
  return undefined;
}
