/** Shell commands that say what their author wants. From incident write-ups of 2025 and 2026; none names a package. */

const DOWNLOAD = String.raw`\b(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b`;
const RUNNER = String.raw`(?:sudo\s+)?(?:\/(?:usr\/)?bin\/)?(?:(?:ba|z|da|k)?sh|node|python3?|perl|ruby|bun|iex|Invoke-Expression)\b`;
const PIPES = [
  new RegExp(`${DOWNLOAD}[^|\\n]{0,400}\\|\\s*${RUNNER}`, 'i'),
  new RegExp(`(?:${RUNNER}|\\b(?:eval|source)\\b)\\s+(?:-\\w+\\s+)*["']?(?:<\\(|\\$\\()\\s*${DOWNLOAD}`, 'i'),
  new RegExp(
    `${DOWNLOAD}[^\\n]{0,400}(?:&&|;)\\s*(?:chmod\\s+\\S{1,10}\\s+\\S{1,200}\\s*(?:&&|;)\\s*)(?:\\./|/|nohup|sh\\b|bash\\b)`,
    'i',
  ),
  /base64\s+(?:-d|-D|--decode)\b[^|\n]{0,200}\|\s*(?:(?:ba|z|da|k)?sh|node|python3?)\b/i,
  /\b(?:IEX|Invoke-Expression)\b[^\n]{0,100}\b(?:DownloadString|irm|iwr|Invoke-WebRequest)\b/i,
];

/** `curl … | sh` in all its spellings. */
export function pipesToShell(command: string): boolean {
  const text = command.slice(0, 20_000);
  return PIPES.some((pattern) => pattern.test(text));
}

const SENDS_FILES =
  /\bcurl\b[^\n;&]{0,400}\s(?:-d|-F|-T|--data(?:-\w+)?|--form|--upload-file|--json)\b|\bwget\b[^\n;&]{0,400}--post-(?:file|data)|\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)\b[^\n;&]{0,400}\s-(?:Body|InFile)\b|\|\s*(?:nc|ncat|socat)\s/i;

/** True for a shell line that sends something it has from a file or a pipe. */
export function sendsFiles(command: string): boolean {
  return SENDS_FILES.test(command.slice(0, 20_000));
}

/** `fetch(…).then((r) => r.text()).then(eval)` in a text that is to become code. */
const EVALS =
  /\b(?:eval|exec|Function)\s*\(\s*(?:await\s+)?(?:[\w$]+\.){0,4}(?:urlopen|fetch|get)\s*\(\s*['"]https?:|\b(?:fetch|https?\.get|axios(?:\.get)?|urlopen|requests\.get)\s*\([\s\S]{0,400}?\b(?:eval|exec|Function)\b/;

/** True for a command, or what one is made of, that fetches something and runs it. */
export function fetchesAndRuns(command: string): boolean {
  return pipesToShell(command) || EVALS.test(command.slice(0, 20_000));
}

const INTERPRETER =
  /^(?:.*[\\/])?(?:sudo|env|nohup|xargs|time|eval|exec|source|\.|(?:ba|z|da|k|fi)?sh|busybox|cmd|powershell|pwsh|node|nodejs|deno|bun|tsx|npx|npm|pnpm|yarn|python\d?(?:\.\d+)?|perl|ruby|php|lua|osascript|wscript|cscript|mshta|rundll32|regsvr32|docker|ssh|uvx?|pip[x\d]?)(?:\.(?:exe|cmd|bat|ps1))?$/i;

/** True for the name of a shell or another program that runs what it reads. */
export function isInterpreter(program: string): boolean {
  return INTERPRETER.test(program);
}

/** What only passes on to the command behind it. */
const PASSES_ON = /^(?:.*[\\/])?(?:cmd(?:\.exe)?\s+\/[a-z]|sudo(?:\s+-[nE])?|nohup)\s+/i;
/** Opens a page; the rest of the program's names could run code. */
const OPENS_PAGE = /^rundll32(?:\.exe)?\s+url\.dll,\w+\s/i;

/** Shows what it is given in a window, as the desktop does. */
const SHOWS =
  /^(?:open|xdg-open|gio open|gnome-open|kde-open\d?|wslview|sensible-browser|x-www-browser|www-browser|firefox|chromium(?:-browser)?|google-chrome(?:-stable)?|brave-browser|microsoft-edge|msedge|chrome)$/i;
/** Does the same on Windows, and other things. */
const SHOWS_ON_WINDOWS = /^(?:cmd|powershell|pwsh|rundll32|explorer|start)(?:\.exe)?$/i;

/** True where each of the programs that it may be opens a page, or a file, for a person to see. */
export function opensWindow(programs: readonly string[]): boolean {
  const names = programs.map((program) => program.trim());
  return (
    names.some((name) => SHOWS.test(name)) && names.every((name) => SHOWS.test(name) || SHOWS_ON_WINDOWS.test(name))
  );
}

/** True where the start of a command line settles which program runs, and that program is not one that runs what it is given. */
export function fixesProgram(start: string): boolean {
  const text = start.trimStart().replace(PASSES_ON, '');
  if (OPENS_PAGE.test(text)) return true;
  const [program = ''] = text.split(/\s/, 1);
  return /^[\w./\\:-]+$/.test(program) && !/[;&|`$()<>\n]/.test(text) && !INTERPRETER.test(program);
}

/** Commands and settings of programs that run what is named behind them. */
const RUNS =
  /^(?:exec|execute|eval|run|run-script|dlx|shell|start|call|command|encodedcommand|file|print|script|require|import|loader)$/i;

/** True where nobody knows the program, but which of its commands or settings stands first: `? mcp add weather `, `? --cookies `. */
export function fixesCommand(start: string): boolean {
  const [, command, setting] = /^\? (?:([a-z][a-z-]+)|--?([a-z][\w-]{3,})) /i.exec(start) ?? [];
  const word = command ?? setting;
  return word !== undefined && !RUNS.test(word) && !INTERPRETER.test(word);
}

/** A script, and behind it only arguments of its own: `node ? scan !`. */
const ARGUMENT_OF_SCRIPT =
  /^(?:node|deno run|bun(?! (?:x|add|a|install|i|create|link|pm) )(?: run)?|tsx|python\d?(?! -m )|ruby|php|perl)\s+(?:--?[\w-]+(?:=[^\s!]+)?\s+)*[^\s!;&|`$()<>-][^\s!;&|`$()<>]*\s+[^!;&|`$()<>\n]*!(?:[^;&|`$()<>\n]*)$/;

/** True where what is told, `!` in a command, is only given to a script that the command names before. */
export function givesToScript(command: string): boolean {
  return ARGUMENT_OF_SCRIPT.test(command) && !EVALUATES.test(command);
}

const EVALUATES = /^\S+\s+(?:.*\s)?(?:-[a-z]*[cep]|--eval|--print)\s/;

const BY_MANAGER =
  /^\s*(?:(npm|pnpm|yarn|bun)|(?:uv\s+|python\d?\s+-m\s+)?pip\d?)(?:\.cmd|\.exe)?\s+(?:-\S+\s+)*([a-z-]+)\s[^;&|`$()<>\n]*$/;

/** What a registry is asked for or told: nothing of it runs. */
const NO_CODE = /^(?:view|info|show|search|publish|version|dist-tag|whoami|owner|access|deprecate|ping|tag)$/;

/** What a package manager does with what is named behind the start of a command line; undefined where anything else may happen. */
export function managesPackage(start: string): 'installs' | 'fetches' | 'asks for' | undefined {
  const [, ofNode, word = ''] = BY_MANAGER.exec(start) ?? [];
  if (ofNode ? /^(?:install|i|add)$/.test(word) : word === 'install') return 'installs';
  if (word === (ofNode ? 'pack' : 'download')) return 'fetches';
  return ofNode && NO_CODE.test(word) ? 'asks for' : undefined;
}

/** Deletes a home folder or a whole disk. */
export const WIPES =
  /\brm\s+(?:-\w+\s+|--\S+\s+)*(?:["']?(?:~|\$HOME|\$\{HOME\}|\/home|\/Users|\/\*|\/)["']?\/?\*?)(?:\s|$|["';&|])|\bshred\b[^\n;|&]{0,200}(?:~|\$HOME)|\bfind\s+["']?(?:~|\$HOME|\$\{HOME\})["']?[^\n]{0,300}(?:\s-delete\b|\bshred\b|\brm\s+-)|\bdd\s+if=\/dev\/(?:zero|urandom)\s+of=\/dev\/|\bmkfs\.\w+\s+\/dev\/|\b(?:rd|rmdir)\s+\/s\s+\/q\s+%USERPROFILE%|\bcipher\s+\/w:%USERPROFILE%|\bdel\s+\/[fsq]\s+(?:\/[fsq]\s+)*(?:%USERPROFILE%|C:\\\*)/i;

const AGENT = /\b(?:claude|gemini|codex|q|kiro-cli|amp|cursor-agent|copilot|qwen|aider|goose|opencode)\b/;
const UNLEASHES =
  /--dangerously-skip-permissions|--permission-mode[\s=]+bypassPermissions|--yolo\b|--approval-mode[\s=]+yolo|--trust-all-tools|--dangerously-bypass-approvals-and-sandbox|--dangerously-allow-all|--full-auto\b|--allow-all-tools|--yes-always\b/;

/** True where a command makes an AI assistant act without asking anybody. */
export function unleashesAgent(command: string): boolean {
  const text = command.slice(0, 20_000);
  return UNLEASHES.test(text) && AGENT.test(text);
}

/** Publishes packages or repositories, or makes tokens to do so: what worms do with what they found. */
export const PUBLISHES =
  /\b(?:npm|pnpm|bun)\s+publish\b|\bnpm\s+token\s+(?:create|list)\b|\byarn\s+(?:npm\s+)?publish\b|\bgh\s+repo\s+create\b|\bgh\s+api\b[^\n]{0,200}\/actions\/runners\b/;

/** Another JavaScript runtime, or a program that mines, fetched or run by a command. */
export const FOREIGN_RUNTIME =
  /github\.com\/oven-sh\/bun\/releases|\bbun\.sh\/install|github\.com\/denoland\/deno\/releases|\bdeno\.land\/install/i;
export const MINES =
  /\bstratum\+(?:tcp|ssl):\/\/|\b(?:xmrig|cpuminer|minerd|jsextension|nbminer|t-rex)\b[^\n]{0,200}(?:-o|--url|--pool|--donate-level)\b/i;

const ASKS_REGISTRY = /--registry[=\s]{1,3}['"]?https?:\/\/([\w.-]{1,253})/i;
const MANAGERS = /\b(?:npm|npx|pnpm|yarn|bunx?)\b/i;
const INSTALLS = /\b(?:npx|bunx|dlx)\b|(?:^|\s)(?:i|install|add|ci|exec|x)\s/i;
/** Public registries, their mirrors, and what stands on this machine or in its network. */
const REGISTRIES =
  /(?:^|\.)(?:npmjs\.(?:org|com)|yarnpkg\.com|npmmirror\.com|npm\.taobao\.org|npm\.pkg\.github\.com|jsr\.io|cnpmjs\.org|tencent\.com|huaweicloud\.com|aliyun\.com|localhost|local|internal)$|^(?:127|10|192\.168)\./i;

/** True where a package manager is told to take packages from somewhere else than where everybody does. */
export function foreignRegistry(command: string): boolean {
  const text = command.slice(0, 20_000);
  const host = ASKS_REGISTRY.exec(text)?.[1];
  // The words may come in any order, of a list of arguments.
  return host !== undefined && !REGISTRIES.test(host) && MANAGERS.test(text) && INSTALLS.test(text);
}

const FETCHES_OWN =
  /\b(?:npx|bunx|dlx|npm\s+(?:x|exec)|uvx|uv\s+(?:tool\s+)?run|pipx\s+run|deno\s+run)\b[^\n;&|]{0,200}?\s(?:\S{1,40}=)?(?:git\+)?https?:\/\/(?!(?:www\.)?(?:github|gitlab)\.com\/|deno\.land\/|jsr\.io\/|pypi\.org\/)/i;

/** True for a command that takes the program it starts from a host of its author's, each time anew. */
export function startsFromHost(command: string): boolean {
  return fetchesAndRuns(command) || foreignRegistry(command) || FETCHES_OWN.test(command.slice(0, 20_000));
}

/** Commands that print what a system is set to, each by itself. */
const ASKS_MACHINE =
  /^\s*(?:defaults\s+read|sw_vers|uname|locale|getconf|lsb_release|reg(?:\.exe)?\s+query|systeminfo|scutil\s+--get|hostnamectl\s+status)\b[^;&|`$()<>\n]*$/i;

/** True for a command that only asks the machine how it is set up. */
export function asksMachine(command: string): boolean {
  return ASKS_MACHINE.test(command);
}

/** Where vendors of package managers and runtimes have the script that installs them, as their documentation gives it. */
const INSTALLERS =
  /^(?:https?:\/\/)?(?:bun\.(?:sh|com)\/install|deno\.land\/install|astral\.sh\/uv|sh\.rustup\.rs|get\.pnpm\.io\/install|get\.volta\.sh|fnm\.vercel\.app\/install|raw\.githubusercontent\.com\/(?:Homebrew\/install|nvm-sh\/nvm)\/|get\.docker\.com|ollama\.com\/install|install\.python-poetry\.org)/i;

/** True where all that a command fetches are such scripts. */
export function fetchesTool(command: string): boolean {
  const fetched = command.slice(0, 20_000).match(/(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:\/[^\s'"|)]*)?/g) ?? [];
  const places = fetched.filter((one) => /\/|\.(?:sh|rs|com)$/.test(one));
  return places.length > 0 && places.every((one) => INSTALLERS.test(one));
}
