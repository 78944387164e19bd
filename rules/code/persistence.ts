import { literalsIn } from '../../src/code/flow.ts';
import { inWords, type Reach } from '../../src/code/module.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Confidence, Severity } from '../../src/types.ts';

const WRITES =
  /^(?:fs(?:\.promises)?\.(?:writeFile|appendFile|copyFile|symlink|outputFile|outputJson|writeJson|cp|copy|rename)(?:Sync)?|fs\.createWriteStream|Bun\.write)$/;
const STARTS = /^child_process\.(?:exec|execSync|execFile|execFileSync|spawn|spawnSync)$/;

const SYSTEM =
  /\.(?:bashrc|zshrc|bash_profile|zprofile|zshenv|profile|bash_login)\b|\bconfig\.fish\b|\.config[/\\\s]+autostart|systemd[/\\\s]+(?:user|system)\b|\/etc\/(?:cron\w*|rc\.local|profile\.d|init\.d)|\bLaunch(?:Agents|Daemons)\b|Start Menu[/\\\s]+Programs[/\\\s]+Startup|\bauthorized_keys\b|sitecustomize\.py|site-packages\S*\.pth\b/;
const AGENTS =
  /\.claude[/\\\s]+(?:settings|hooks|skills|commands)|\bCLAUDE\.md\b|\.cursorrules\b|\.cursor[/\\\s]+(?:rules|mcp\.json)|\bAGENTS\.md\b|claude_desktop_config\.json|\.claude\.json\b|\.vscode[/\\\s]+(?:tasks|settings)\.json|\.codeium[/\\\s]+windsurf|\.git[/\\\s]+hooks\b|\.continue[/\\\s]+config|\.gemini[/\\\s]+settings/;
const COMMANDS =
  /\bcrontab\s+(?:-|\S+\.)|\bsystemctl\s+(?:--user\s+)?enable\b|\blaunchctl\s+(?:load|bootstrap)\b|\bschtasks\s+\/create\b|\breg\s+add\b[^\n]{0,120}\\Run\b|\bgit\s+config\s+--global\s+core\.hooksPath|\bufw\s+allow\b|>>\s*~?\S*\.(?:bashrc|zshrc|profile)\b/i;

export default defineRule({
  id: 'persistence',
  title: 'Makes itself start again',
  why: 'Lines in a shell’s start file, a cron job, an SSH key or a hook in an assistant’s settings keep running after the package is gone. Nothing that is merely imported needs that.',
  fix: 'Do not install it. If it ran, look through the places named and remove what it left there.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1546.004', 'T1053.003', 'T1543', 'T1098.004'],
    atlas: ['AML.T0011.001', 'AML.T0081'],
    cwe: ['CWE-506'],
  },
  signal: 'persistence',
  severity: 'high',
  confidence: 'high',
  words: /writeFile|appendFile|copyFile|symlink|createWriteStream|outputFile|writeJson|Bun\.write|child_process|rename/,
  *module(module): Iterable<Hit> {
    for (const { name, args, node } of module.calls) {
      const place =
        name === undefined ? undefined : placeOf(name, (nodes) => literalsIn(module.code, nodes).join(' '), args);
      if (place === undefined) continue;
      const reach = module.when(node);
      yield {
        message: `changes ${place.what} ${inWords(reach)}`,
        ...weight(reach, place.agents),
        evidence: [module.at(node, place.what)],
      };
    }
  },
});

type Args = Parameters<typeof literalsIn>[1];

function placeOf(
  name: string,
  read: (nodes: Args) => string,
  args: Args,
): { readonly what: string; readonly agents: boolean } | undefined {
  if (STARTS.test(name))
    return COMMANDS.test(read(args)) ? { what: 'what starts by itself', agents: false } : undefined;
  if (!WRITES.test(name)) return undefined;
  // Copies and links name their goal second.
  const path = read(/copy|cp|symlink|rename/.test(name) ? args.slice(1, 2) : args.slice(0, 1));
  if (SYSTEM.test(path)) return { what: 'what starts by itself', agents: false };
  return AGENTS.test(path) ? { what: 'the settings of an assistant or editor', agents: true } : undefined;
}

/** A command may write a client's configuration because its user typed `install`; being imported or installed is no such wish. */
function weight(reach: Reach, agents: boolean): { severity: Severity; confidence: Confidence } {
  if (reach === 'install' || reach === 'load')
    return { severity: 'high', confidence: agents && reach === 'install' ? 'medium' : 'high' };
  return reach === 'start' && !agents
    ? { severity: 'medium', confidence: 'medium' }
    : { severity: 'info', confidence: 'low' };
}
