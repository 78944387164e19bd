/** `lazaret completion`: a script that teaches a shell our commands and options, made from the commands themselves. */
import type { Command, Option } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completion(shell: Shell, program: Command): string {
  if (shell === 'fish') return fish(program);
  // zsh runs the completions of bash, once it is told to.
  return shell === 'bash'
    ? bash(program)
    : `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
}

const flagsOf = ({ options }: Command): readonly string[] => [...options.flatMap(({ long }) => long ?? []), '--help'];

/** Words that a command takes: those of an option, or of its argument. */
const choices = (one: { readonly argChoices?: readonly string[] | undefined }): readonly string[] =>
  one.argChoices ?? [];

/** Names of rules are asked for when they are wanted: another version has others. */
const RULES = 'lazaret explain';
const takesRule = ({ registeredArguments }: Command): boolean =>
  registeredArguments.some((argument) => argument.name() === 'rule');

const takesWord = (option: Option): boolean => option.required || option.optional;

/** Where nothing of ours fits, `-o default` lets the shell name files. */
function bash(program: Command): string {
  const values = program.commands.flatMap((command) =>
    command.options
      .filter(takesWord)
      .map((option) => `    ${command.name()}:${option.long}) words="${choices(option).join(' ')}" ;;`),
  );
  const words = program.commands.map((command) => {
    const named = command.registeredArguments.flatMap(choices);
    const rules = takesRule(command) ? [`$(${RULES} 2>/dev/null | cut -d " " -f 1)`] : [];
    return `    ${command.name()}) words="${[...flagsOf(command), ...named, ...rules].join(' ')}" ;;`;
  });
  return `# lazaret completion bash
_lazaret() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words="" prefix=""
  # Bash takes "--format=html" for three words, zsh for one.
  case "$current" in
    --*=*) before="\${current%%=*}" prefix="$before=" current="\${current#*=}" ;;
    =) current="" ;;
    *) if [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${[...program.commands.map((one) => one.name()), ...flagsOf(program)].join(' ')}"
  else case "$command:$before" in
${values.join('\n')}
    *) case "$command" in
${words.join('\n')}
    esac ;;
  esac; fi
  COMPREPLY=($(compgen -P "$prefix" -W "$words" -- "$current"))
}
complete -o default -F _lazaret lazaret
`;
}

function fish(program: Command): string {
  const lines = program.commands.flatMap((command) => {
    const here = `complete -c lazaret -n '__fish_seen_subcommand_from ${command.name()}'`;
    const named = command.registeredArguments.flatMap(choices);
    return [
      `complete -c lazaret -f -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
      ...command.options.map((option) => `${here} ${fishOption(option)}`),
      ...(named.length > 0 ? [`${here} -f -a ${quoted(named.join(' '))}`] : []),
      ...(takesRule(command) ? [`${here} -f -a '(${RULES} 2>/dev/null | string split -f 1 " ")'`] : []),
    ];
  });
  return `# lazaret completion fish\n${lines.join('\n')}\n`;
}

function fishOption(option: Option): string {
  const words = choices(option);
  const value = words.length > 0 ? ` -x -a ${quoted(words.join(' '))}` : takesWord(option) ? ' -r' : '';
  return `-l ${option.long?.replace(/^--/, '')}${value} -d ${quoted(option.description)}`;
}

/** A word of fish: inside single quotes only a backslash and a quote mean something. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
