/** The commands and their options; what a user reads under `--help`. */
import { Argument, Command, CommanderError, Help, InvalidArgumentError, Option } from 'commander';
import { NothingToScan, reasonOf, UsageError } from '../errors.ts';
import { REQUIRABLE } from '../policy.ts';
import { quote } from '../quote.ts';
import { TIERS } from '../types.ts';
import { completion, SHELLS, type Shell } from './completion.ts';
import type { DiffOptions } from './diff.ts';
import type { SetupOptions } from './doctor.ts';
import type { GateOptions } from './gate.ts';
import type { Machine } from './machine.ts';
import { type OutputOptions, withOutput } from './output.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';
import type { VetOptions } from './vet.ts';

/** Our bug: no verdict was reached. From sysexits.h, EX_SOFTWARE. */
const BUG = 70;

/** Runs one command and gives its exit code. Never throws. */
export async function run(args: readonly string[], terminal: Terminal, machine: Machine): Promise<number> {
  let code = 0;
  const program = makeProgram(terminal, machine, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.unknownOption') await sayQuotes(args, terminal);
    return explainFailure(error, terminal);
  }
}

/** An option that only the launcher of a pasted command knows (`vet npx -y …`). */
async function sayQuotes([command, ...words]: readonly string[], { stderr }: Terminal): Promise<void> {
  const { unquoted } = await import('../source.ts');
  const hint = command === 'vet' ? unquoted(words.slice(words.findIndex((word) => !word.startsWith('-')))) : undefined;
  if (hint !== undefined) stderr.write(`  hint: ${hint}\n`);
}

/** Commands are loaded when they are called: most of a short run is reading source that is not used. */
function makeProgram(terminal: Terminal, machine: Machine, end: (code: number) => void): Command {
  const program = new Command('lazaret')
    .description('The quarantine station for MCP servers: vets a package before it is installed.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .configureHelp({ optionDescription: describe })
    .showHelpAfterError('  hint: `lazaret --help` lists the commands')
    .addHelpText('after', OVERVIEW);

  addVet(program).action(async (targets: string[], options: VetOptions) =>
    end(await (await import('./vet.ts')).vet(targets, options, terminal, machine)),
  );
  addGate(program).action(async (configs: string[], options: GateOptions) =>
    end(await (await import('./gate.ts')).gate(configs, options, terminal, machine)),
  );
  program
    .command('explain [rule]')
    .description('say what a rule finds, why it matters and what to do; without a rule, list them all')
    .addHelpText('after', RULES)
    .action(async (rule: string | undefined) =>
      end(await (await import('./explain.ts')).explain(rule, terminal, machine)),
    );
  addDemo(program).action(async (options: VetOptions) =>
    end(await (await import('./demo.ts')).demo(options, terminal, machine)),
  );
  withOutput(
    program.command('report <saved.json>').description('show a report that was saved as JSON again, in any format'),
  )
    .addHelpText('after', SAVED)
    .action(async (file: string, options: OutputOptions) =>
      end(await (await import('./report.ts')).report(file, options, terminal, machine)),
    );
  program
    .command('diff <old.json> <new.json>')
    .description('show what changed between two vettings that were saved as JSON')
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'write it to a file instead of stdout')
    .addHelpText('after', SAVED)
    .action(async (old: string, now: string, options: DiffOptions) =>
      end(await (await import('./diff.ts')).diff(old, now, options, terminal)),
    );
  program
    .command('doctor')
    .description('say what works on this machine and what does not')
    .addHelpText('after', MACHINE)
    .action(async () => end(await (await import('./doctor.ts')).doctor(terminal, machine)));
  program
    .command('setup')
    .description('make the sandbox usable on this machine, saying what it does')
    .option(
      '--advisories <export>',
      'instead, read known advisories from a zip or folder of OSV records, or the address of such a zip (npm/all.zip of osv.dev)',
    )
    .addHelpText('after', MACHINE)
    .action(async (options: SetupOptions) =>
      end(await (await import('./doctor.ts')).setup(options, terminal, machine)),
    );
  program
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', SHELL_SETUP)
    .action((shell: Shell) => {
      terminal.stdout.write(completion(shell, program));
      end(0);
    });
  for (const command of program.commands)
    command.showHelpAfterError(`  hint: \`lazaret ${command.name()} --help\` shows how it is used, by example`);
  return program;
}

/** That nothing is there without being asked for goes without saying. */
const describe = (option: Option): string =>
  new Help().optionDescription(option).replace(/ \(default: (?:false|\[\])\)/, '');

function addVet(program: Command): Command {
  const command = program
    .command('vet <target...>')
    .description('vet packages: resolve, read and run them in the sandbox, and give a verdict')
    .option('--policy <file>', 'the policy (default: .lazaret.yaml)')
    .addOption(failOn());
  return withOutput(withVetting(command)).addHelpText('after', TARGETS);
}

function addDemo(program: Command): Command {
  const command = program
    .command('demo')
    .description('vet a harmless thief that comes with lazaret, to see what a block looks like')
    .addOption(failOn());
  return withOutput(withVetting(command)).addHelpText('after', DEMONSTRATION);
}

function addGate(program: Command): Command {
  const command = program
    .command('gate [config...]')
    .description('judge what changed in MCP client configs, against the lock and a commit; without a config, find them')
    .option('--base <ref>', 'judge only what changed since this commit')
    .option('--user', 'the configs of your own clients too', false)
    .option('--all', 'judge every server, changed or not', false)
    .option('--policy <file>', 'the policy (default: .lazaret.yaml; with --base the one of that commit)')
    .option('--probe', 'ask remote servers, without a credential, how they authorize', false)
    .addOption(
      new Option('--probe-allow <range>', 'a private range that may be asked too, as 10.1.0.0/16')
        .argParser(range)
        .default([]),
    )
    .option('--update-lock', 'approve what was found: write lazaret.lock.json', false)
    .option('--by <who>', 'who approves, for the lock and the log (default: $GITHUB_ACTOR, $USER)')
    .option('--why <reason>', 'why it is approved')
    .option('--until <day>', 'last day of the approval, as 2027-01-31')
    .option('--audit-log <file>', 'append one JSON line for each decision; - for stdout')
    .addOption(failOn());
  return withOutput(withVetting(command)).addHelpText('after', CONFIGS);
}

const failOn = (): Option =>
  new Option('--fail-on <level>', 'verdict that ends with exit code 1 (default: the policy’s, else block)').choices([
    'block',
    'review',
  ]);

/** Options of every command that vets packages. */
function withVetting(command: Command): Command {
  return command
    .option('--static', 'read only, run nothing: no sandbox', false)
    .addOption(
      new Option(
        '--deep',
        'run it on three more machines: abroad with another clock and locale, where unknown names do not exist, and without a network',
      )
        .default(false)
        .conflicts('static'),
    )
    .option('--offline', 'use only what is in the cache', false)
    .addOption(
      new Option('--require <stages>', `what must be known: ${REQUIRABLE.join(', ')}`).argParser(names).default([]),
    )
    .addOption(
      new Option('--require-tier <tier>', 'the weakest isolation of the sandbox that will do')
        .choices(TIERS)
        .conflicts('static'),
    )
    .addOption(new Option('--jobs <n>', 'packages fetched at once').argParser(count).default(24))
    .option('--timings', 'print the time of each stage to stderr', false)
    .option('--no-progress', 'no progress on stderr');
}

const CONFIGS = `
Examples:
  lazaret gate                                          is everything as approved?
  lazaret gate --base origin/main --format sarif        what does this branch change?
  lazaret gate .mcp.json                                one config
  lazaret gate --update-lock --why "read its code"      approve what is there
  lazaret gate --all --audit-log audit.jsonl            look at everything again, for a nightly job`;

const DEMONSTRATION = `
What EICAR is for virus scanners: it reads credentials and sends them to a host that cannot exist (.example, RFC 2606).
The exit code is 1, as for every block.

Examples:
  lazaret demo                                          in the sandbox
  lazaret demo --static                                 without one
  lazaret demo --format html --output demo.html         what a reviewer gets`;

const RULES = `
Examples:
  lazaret explain                                       all rules, one a line
  lazaret explain decoy-sent                            one of them, with cases it must find and must leave alone`;

const SAVED = `
Examples:
  lazaret vet weather-mcp --format json --output report.json
  lazaret report report.json                            as text, again
  lazaret report report.json --format html --output report.html
  lazaret diff last-month.json report.json              what changed between two vettings
  lazaret diff last-month.json report.json --format json`;

const MACHINE = `
Examples:
  lazaret doctor                                        is this machine ready, and what is missing?
  lazaret setup                                         engine and sandbox image; changes nothing that is right already
  lazaret setup --advisories all.zip                    known advisories, for where the registry gives none`;

const SHELL_SETUP = `
Examples:
  lazaret completion bash > ~/.local/share/bash-completion/completions/lazaret
  echo 'source <(lazaret completion zsh)' >> ~/.zshrc
  lazaret completion fish > ~/.config/fish/completions/lazaret.fish`;

const OVERVIEW = `
Examples:
  lazaret vet @modelcontextprotocol/server-everything   is this server safe to install?
  lazaret demo                                          what does a block look like?
  lazaret vet weather-mcp@2 ./my-server                 two at once
  lazaret vet --static weather-mcp                      read its code, run nothing
  lazaret gate --base origin/main                       what changed in the MCP configs?
  lazaret explain                                       what is looked for
  lazaret report saved.json --format markdown           show a saved report again
  lazaret setup                                         get the sandbox ready

Exit codes: 0 pass, or review without --fail-on review; 1 verdict at or above --fail-on; 2 usage or environment;
3 nothing to scan; 4 incomplete, a required stage did not run; 70 a bug in lazaret, no verdict was reached.`;

const TARGETS = `
A target is an npm package (name, name@version, name@range, name@tag), a folder with a package.json, a tarball (.tgz),
a launch command in quotes, or the config of an MCP client, with #name for one server of it.

Examples:
  lazaret vet weather-mcp
  lazaret vet @scope/weather-mcp@^2.1 --fail-on review
  lazaret vet ./weather-mcp-2.1.0.tgz --format json --output report.json
  lazaret vet "npx -y weather-mcp --units c"
  lazaret vet .mcp.json#weather
  lazaret vet weather-mcp --deep                        also look for what it does elsewhere only
  lazaret vet weather-mcp --require advisories,provenance`;

function names(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').map((name) => name.trim())];
}

function range(value: string, before: readonly string[]): readonly string[] {
  if (!/^[\da-f.:]+(?:\/\d{1,3})?$/i.test(value)) throw new InvalidArgumentError('give a range, as 10.1.0.0/16.');
  return [...before, value];
}

function count(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new InvalidArgumentError('give a number from 1 to 999.');
  return Number(value);
}

/** Says what went wrong and what to do about it, without a stack. */
function explainFailure(error: unknown, { stderr, env, signal }: Terminal): number {
  // Commander has written its message; asking for help is not an error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal.aborted) return BUG; // The caller knows which signal it was and has the exit code for it.
  const say = (...lines: string[]): void => void stderr.write(`${lines.map((line) => quote(line, 2000)).join('\n')}\n`);
  if (error instanceof UsageError) {
    say(`error: ${error.message}`, `  hint: ${error.hint}`);
    return 2;
  }
  if (error instanceof NothingToScan) {
    say(`nothing to scan: ${error.message}`, `  hint: ${error.hint}`);
    return 3;
  }
  say('lazaret failed because of a bug of its own: no verdict was reached.', `  ${reasonOf(error)}`);
  say('  Please report it with the command you ran; LAZARET_DEBUG=1 adds the details we need.');
  if (env.LAZARET_DEBUG && error instanceof Error) stderr.write(`${error.stack}\n`);
  return BUG;
}
