/** Shells and what they are told to run: `sh -c LINE`, `cmd /c …`, `powershell -Command …`. */
import { join, type Launch, type Launcher, local, programOf, unresolved, type Word } from './launch.ts';
import { assignments } from './launch-bridge.ts';
import { splitShell } from './shell.ts';

const SHELL_WORDS = new Set([
  'cd',
  'export',
  'set',
  'source',
  '.',
  'true',
  ':',
  'echo',
  'test',
  '[',
  'ulimit',
  'umask',
  'unset',
  'sleep',
  'wait',
  'trap',
]);
const INTERPRETERS = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ash',
  'ksh',
  'fish',
  'node',
  'python',
  'python3',
  'perl',
  'ruby',
  'php',
  'deno',
  'bun',
  'pwsh',
  'powershell',
  'iex',
]);

/** What a shell line would run: each of its simple commands, read again with `parse`. */
export function readLine(line: Word, parse: Launcher['parse']): Launch {
  const { commands, operators, odd } = splitShell(line.text);
  const lines = commands.map((texts) => texts.map((text) => ({ text, from: line.from })));
  const telling = lines.filter((words, index) => !isPreparation(words) && !readsPipe(words, operators[index - 1]));
  const piped = pipedShell(commands, operators)
    ? [{ kind: 'piped-shell', text: line.text, from: line.from } as const]
    : [];
  const strange = odd.map((what) => unresolved(line, `the shell line holds ${what}`, 'extra'));
  const env = lines.flatMap(setBy);
  if (telling.length === 0) return join(unresolved(line, 'the shell line starts nothing we know'), ...strange, { env });
  return join(...telling.map((words) => parse(words)), ...strange, { options: piped, env });
}

/** `export A=b` of a shell and `set A=b` of cmd: what all that follows is given. */
function setBy([verb, ...words]: readonly Word[]): Launch['env'] {
  return /^(?:export|set)$/i.test(verb?.text ?? '') ? assignments(words).assigned : [];
}

function isPreparation(words: readonly Word[]): boolean {
  const { rest } = assignments(words);
  return rest.length > 0 && SHELL_WORDS.has(rest[0]?.text ?? '') && !/^(?:source|\.)$/.test(rest[0]?.text ?? '');
}

/** The `sh` of `… | sh`: what it is given is told with what comes before. */
function readsPipe(words: readonly Word[], operator: string | undefined): boolean {
  return operator === '|' && words.length === 1 && INTERPRETERS.has(programOf(words[0]?.text ?? ''));
}

/** `curl … | sh`: what runs is whatever the other end answers that day. */
function pipedShell(commands: readonly (readonly string[])[], operators: readonly string[]): boolean {
  return commands.some((words, index) => {
    const after = commands[index + 1];
    const fetches = /^(?:curl|wget|iwr|irm|invoke-webrequest|invoke-restmethod)$/.test(programOf(words[0] ?? ''));
    return (
      fetches &&
      operators[index] === '|' &&
      INTERPRETERS.has(programOf((after?.[0] === 'sudo' ? after[1] : after?.[0]) ?? ''))
    );
  });
}

/** `sh -c LINE`, `bash -lc LINE`, `bash script.sh`. */
export function readShell({ name, words, word, parseShell }: Launcher): Launch {
  const flag = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  const first = words.findIndex(({ text }) => !text.startsWith('-'));
  const line = words[flag + 1];
  if (flag >= 0 && (first < 0 || flag < first) && line !== undefined)
    return join({ wrappers: [`${name} -c`] }, parseShell(line));
  const script = words[first];
  return script === undefined
    ? unresolved(word, 'the shell is given nothing to run')
    : local(script, name, script.text);
}

/** `cmd /c npx …`: the rest of the words, or one text with all of them. */
export function readCmd({ words, word, parse, parseShell }: Launcher): Launch {
  const flag = words.findIndex(({ text }) => /^\/[ck]$/i.test(text));
  const rest = words.slice(flag + 1);
  const [first] = rest;
  if (flag < 0 || first === undefined) return unresolved(word, 'cmd is given nothing to run');
  const inner = rest.length === 1 ? parseShell(first) : parse(rest);
  return join({ wrappers: ['cmd /c'] }, inner);
}

/** `start "" /b /d C:\work npx …` of cmd: a title, switches of its own, and what it starts. */
export function readStart({ words, word, parse }: Launcher): Launch {
  const isOwn = ({ text }: Word, index: number): boolean =>
    /^\/\w+$/.test(text) || /^\/d$/i.test(words[index - 1]?.text ?? '') || (index === 0 && /^$|\s/.test(text));
  const first = words.findIndex((one, index) => !isOwn(one, index));
  return first < 0
    ? unresolved(word, 'is given nothing to start')
    : join({ wrappers: ['start'] }, parse(words.slice(first)));
}

export function readPowershell({ words, word, parse, parseShell, name }: Launcher): Launch {
  const flag = words.findIndex(({ text }) => /^-c(?:ommand)?$/i.test(text));
  const encoded = words.findIndex(({ text }) => /^-e(?:c|nc|ncodedcommand)?$/i.test(text));
  const file = words.findIndex(({ text }) => /^-f(?:ile)?$/i.test(text));
  const rest = words.slice(flag + 1);
  const code = words[encoded + 1];
  if (encoded >= 0 && code !== undefined)
    return join(unresolved(code, 'is an encoded command'), {
      options: [{ kind: 'inline-code', text: code.text, from: code.from }],
    });
  const script = words[file + 1] ?? words[0];
  if (flag < 0)
    return script === undefined
      ? unresolved(word, 'powershell is given nothing to run')
      : local(script, name, script.text);
  const [first] = rest;
  if (first === undefined) return unresolved(word, 'powershell is given nothing to run');
  return join({ wrappers: ['powershell -Command'] }, rest.length === 1 ? parseShell(first) : parse(rest));
}
