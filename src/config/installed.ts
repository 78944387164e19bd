/** What a command of a deployment installs or starts without naming an exact version. Pure. */
import { parseLaunch } from './launcher.ts';
import { nameOf } from './lock.ts';
import { splitShell } from './shell.ts';

/** Artifacts of a shell line, or of a JSON array of words, that may be another tomorrow. */
export function floatingIn(command: string): readonly string[] {
  const words = arrayOf(command);
  const lines = words === undefined ? splitShell(command).commands : [words];
  return [...new Set(lines.flatMap(floatingInWords))];
}

/** `["npx", "weather-mcp"]`, as Dockerfiles write it. */
function arrayOf(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : undefined;
  } catch {
    return undefined;
  }
}

function floatingInWords(words: readonly string[]): readonly string[] {
  const [command, ...args] = words;
  if (command === undefined) return [];
  const installed = installs(words);
  if (installed !== undefined) return installed;
  const { runs } = parseLaunch(command, args);
  return runs.flatMap((run) => ('pin' in run && run.pin === 'floating' ? [nameOf(run)] : []));
}

/** `npm i -g a b@1.0.0` → `npm a`; `undefined` for what installs nothing by name. */
function installs(words: readonly string[]): readonly string[] | undefined {
  const line = words.join(' ');
  const found = INSTALLERS.find(({ line: pattern }) => pattern.test(line));
  if (found === undefined) return undefined;
  const names = line
    .replace(found.line, '')
    .split(/\s+/)
    .filter((word) => /^@?[A-Za-z]/.test(word));
  return names.filter((name) => !found.exact.test(name)).map((name) => `${found.registry} ${name}`);
}

const INSTALLERS = [
  {
    registry: 'npm',
    line: /^(?:sudo )?(?:npm (?:i|install|add)|pnpm add|yarn (?:global )?add|bun (?:add|install)) /,
    exact: /.@v?\d+\.\d+\.\d+/,
  },
  {
    registry: 'pypi',
    line: /^(?:sudo )?(?:pip3? install|python3? -m pip install|uv (?:pip|tool) install|pipx install) /,
    exact: /(?:===?|@)\s*\d/,
  },
];
