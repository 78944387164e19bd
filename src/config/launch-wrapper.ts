/** Programs that start another one after setting something up: secrets, an environment, a user, a timeout. */
import {
  join,
  type Launch,
  type Launcher,
  local,
  type Option,
  type ReadLauncher,
  takeOptions,
  unresolved,
  valuesFor,
  type Word,
} from './launch.ts';

/** `env [-i] [-u X] [-S LINE] A=B CMD`. */
export function readEnv({ words, word, parse, parseShell }: Launcher): Launch {
  const options = takeOptions(words, new Set(['-u', '--unset', '-S', '--split-string', '-C', '--chdir']));
  const [line] = valuesFor(options, '-S', '--split-string');
  if (line !== undefined) return join({ wrappers: ['env'] }, parseShell(line));
  return options.rest.length === 0
    ? unresolved(word, 'env is given nothing to run')
    : join({ wrappers: ['env'] }, parse(options.rest));
}

interface WrapperShape {
  /** Verbs one of which stands before the command, such as `run` or `exec`; none where there are none. */
  readonly verbs: readonly string[];
  readonly valued: readonly string[];
  /** Options whose value is a shell line to run instead. */
  readonly line: readonly string[];
  readonly envFiles: readonly string[];
  /** Words that stand between the verb and the command: a profile, a directory. */
  readonly skip: number;
  readonly options: readonly Option['kind'][];
}

const PLAIN: WrapperShape = { verbs: [], valued: [], line: [], envFiles: [], skip: 0, options: [] };

export function wrapper(given: Partial<WrapperShape>): ReadLauncher {
  const shape = { ...PLAIN, ...given };
  const valued = new Set([...shape.valued, ...shape.line, ...shape.envFiles]);
  return (launcher) => {
    const { name, words, word } = launcher;
    const verb = shape.verbs.find((text) => text === words[0]?.text);
    if (shape.verbs.length > 0 && verb === undefined) return local(word, name, '');
    const own = verb === undefined ? words : words.slice(1);
    const dashes = own.findIndex(({ text }) => text === '--');
    const options = takeOptions(dashes < 0 ? own : own.slice(0, dashes), valued);
    const rest = dashes < 0 ? options.rest.slice(shape.skip) : own.slice(dashes + 1);
    const [line] = valuesFor(options, ...shape.line);
    return join(
      {
        wrappers: [verb === undefined ? name : `${name} ${verb}`],
        envFiles: valuesFor(options, ...shape.envFiles).map(({ text, from }) => ({ path: text, from })),
        options: shape.options.map((kind) => ({ kind, text: word.text, from: word.from })),
      },
      line === undefined ? wrapped(launcher, rest) : launcher.parseShell(line),
    );
  };
}

function wrapped({ name, word, parse }: Launcher, rest: readonly Word[]): Launch {
  return rest.length === 0 ? unresolved(word, `${name} is given nothing to run`) : parse(rest);
}

/** `nix run nixpkgs#bun -- run x.ts`: the flake's program with the rest as its arguments. */
export function readNix({ words, word, parse, parseShell, knows }: Launcher): Launch {
  const [verb, reference, ...rest] = words;
  const line = words.find((_, index) => /^(?:--run|--command|-c)$/.test(words[index - 1]?.text ?? ''));
  if (line !== undefined && verb?.text !== 'run')
    return join(
      { wrappers: ['nix'] },
      verb?.text === 'develop' || verb?.text === 'shell' ? parse(words.slice(words.indexOf(line))) : parseShell(line),
    );
  if (verb?.text !== 'run' || reference === undefined)
    return unresolved(word, 'what nix starts here is not in the config');
  const program = reference.text.split('#')[1]?.split('.').at(-1) ?? '';
  const inner = [
    { text: program, from: reference.from },
    ...rest.filter(({ text }, index) => index > 0 || text !== '--'),
  ];
  const pin = /^nixpkgs#/.test(reference.text) || !/[0-9a-f]{40}/.test(reference.text) ? 'floating' : 'exact';
  const own = join({
    wrappers: [`nix run ${reference.text}`],
    runs: [{ kind: 'package', role: 'wrapper', from: reference.from, registry: 'nix', spec: reference.text, pin }],
  });
  return knows(program)
    ? join(own, parse(inner))
    : { ...own, runs: own.runs.map((run) => ({ ...run, role: 'server' as const })) };
}
