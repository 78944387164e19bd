import { evidenceOf, grouped, hitOf, inPhase, observed, programOf } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

/** Places whose content is run, or obeyed, later: by the shell, the system, git, an editor or an AI agent. */
const RUNS_LATER =
  /\/\.(bashrc|bash_profile|bash_login|profile|zshrc|zprofile|zshenv|zlogin|xinitrc|xprofile|inputrc)$|\/\.config\/(autostart|systemd\/user|fish\/config\.fish)|\/etc\/(cron|profile\.d|systemd|rc\.local|ld\.so\.preload)|\/var\/spool\/cron|\/LaunchAgents\/|\/\.git\/hooks\/|\/\.ssh\/(authorized_keys|config|rc)$|\/\.(claude|cursor|codeium|gemini|codex|kiro)\/|\/\.claude\.json$|claude_desktop_config\.json$|\/\.vscode\/(tasks|mcp|settings)\.json$|\/(CLAUDE|AGENTS|GEMINI)\.md$|\/\.cursorrules$|\/site-packages\/[^/]+\.pth$/;

/** In the folders of assistants, what they neither run nor obey: databases and logs, and what others keep in folders of their own. */
const KEPT_THERE =
  /\/\.(?:claude|cursor|codeium|gemini|codex|kiro)\/(?:.*\.(?:db|sqlite3?|jsonl|log|pid|lock)(?:-\w+)?$|(?!(?:commands|agents|skills|hooks|plugins|extensions|rules|settings|steering|prompts|windsurf|memories|mcp|powers|workflows|output-styles)\/)(?!.*(?:mcp|settings|config|hooks)[^/]*$)[^/]+\/.*\.json$)/;

export default defineRule({
  id: 'persistence-written',
  title: 'Writes where something will run or obey it later',
  why: 'Shell start files, cron, systemd units, git hooks, SSH keys and the settings of AI agents are run or obeyed without asking again. A package that writes there stays after it is removed.',
  fix: 'Do not install it. Where it ran, look at these files and undo what it wrote.',
  mapping: {
    owasp: ['MCP04', 'MCP09'],
    attack: ['T1546', 'T1053', 'T1543', 'T1098'],
    atlas: ['AML.T0081'],
    cwe: ['CWE-506', 'CWE-829'],
  },
  signal: 'persistence',
  severity: 'high',
  confidence: 'high',
  *behavior(behavior): Iterable<Hit> {
    const written = observed(behavior, 'write').filter(
      (one) => RUNS_LATER.test(one.path) && !KEPT_THERE.test(one.path) && !/\/git$/.test(programOf(behavior, one)),
    );
    for (const group of grouped(
      written,
      (one) => `${one.phase} ${one.package} ${one.path.replace(/^\/home\/[^/]+/, '~')}`,
    )) {
      const [first] = group;
      // What a tool is asked to do is its user's decision; that it can is worth knowing.
      const asked = first.phase === 'call' || first.phase === 'idle';
      const message = `writes ${first.path.replace(/^\/home\/[^/]+/, '~')} ${inPhase(first.phase)}`;
      yield hitOf(
        group,
        message,
        (one) => evidenceOf(one, one.ok ? 'written' : 'tried to write', one.path),
        asked ? { confidence: 'low' } : {},
      );
    }
  },
});
