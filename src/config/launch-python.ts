/** uv, pipx and python. Facts from uv's documentation: `@` takes an exact version or `latest`, every `--with` counts. */

import {
  type Artifact,
  join,
  type Launch,
  type Launcher,
  local,
  type Option,
  type Options,
  type Role,
  takeOptions,
  task,
  unresolved,
  valuesFor,
  type Word,
} from './launch.ts';
import { bridgeOf } from './launch-bridge.ts';
import { gitPin, isPath } from './launch-npm.ts';

const UV_VALUED = new Set(
  '--from --with -w --with-editable --with-requirements --python -p --index-url -i --extra-index-url --index --default-index --find-links -f --directory --project --env-file --refresh-package --cache-dir --exclude-newer -c --constraints --overrides --build-constraints --config-file --extra --group --package --allow-insecure-host --link-mode --color --module -m'.split(
    ' ',
  ),
);
const PIPX_VALUED = new Set('--spec --index-url -i --python --pip-args --with'.split(' '));
const PYTHON_VALUED = new Set(['-m', '-c', '-W', '-X']);

/** `uvx …` and `uv tool run …`. */
export function readUvx(launcher: Launcher): Launch {
  const options = takeOptions(launcher.words, UV_VALUED);
  const [first, ...args] = options.rest;
  const [from] = valuesFor(options, '--from');
  const server = from ?? first;
  if (server === undefined) return unresolved(launcher.word, 'uvx names no package');
  return join(pypiRun(server, 'server', launcher, args), ...withs(options, launcher), {
    options: riskyOptions(options),
  });
}

function withs(options: Options, launcher: Launcher): readonly Launch[] {
  return valuesFor(options, '--with', '-w').flatMap(({ text, from }) =>
    text.split(',').map((part) => pypiRun({ text: part.trim(), from }, 'extra', launcher, [])),
  );
}

/** `uv tool run` is uvx; `uv run` runs the project's code with its lock. */
export function readUv(launcher: Launcher): Launch {
  const before = takeOptions(launcher.words, UV_VALUED);
  const [verb, ...words] = before.rest;
  if (verb?.text === 'tool' && words[0]?.text === 'run')
    return readUvx({ ...launcher, name: 'uvx', words: words.slice(1) });
  if (verb?.text === 'x') return readUvx({ ...launcher, name: 'uvx', words });
  if (verb?.text !== 'run') return unresolved(verb ?? launcher.word, 'this uv command starts no server we know');
  const after = takeOptions(words, UV_VALUED);
  const options: Options = { given: [...before.given, ...after.given], rest: after.rest };
  const [module] = valuesFor(options, '-m', '--module');
  const extras = join(...withs(options, launcher), { options: riskyOptions(options), envFiles: envFilesOf(options) });
  const [folder] = valuesFor(options, '--directory', '--project');
  if (module !== undefined) return join(task(module, 'uv run -m', module.text, folder), extras);
  const [program] = options.rest;
  if (program === undefined) return unresolved(launcher.word, 'uv run is given nothing to run');
  if (/^python[\d.]*$/.test(program.text)) return join(launcher.parse(options.rest), extras, { wrappers: ['uv run'] });
  const path = isPath(program.text) || /\.py$/.test(program.text) ? program.text : '';
  const place = folder === undefined ? {} : { folder: folder.text };
  const run = { kind: 'local', role: 'server', from: program.from, runtime: 'uv run', path, ...place } as const;
  return join({ runs: [run] }, extras);
}

function envFilesOf(options: Options): Launch['envFiles'] {
  return valuesFor(options, '--env-file').map(({ text, from }) => ({ path: text, from }));
}

export function readPipx(launcher: Launcher): Launch {
  const [verb, ...words] = launcher.words;
  if (verb?.text !== 'run') return unresolved(verb ?? launcher.word, 'this pipx command starts no server we know');
  const options = takeOptions(words, PIPX_VALUED);
  const [spec] = valuesFor(options, '--spec');
  const [first, ...args] = options.rest;
  const server = spec ?? first;
  if (server === undefined) return unresolved(launcher.word, 'pipx run names no package');
  return join(pypiRun(server, 'server', launcher, args), ...withs(options, launcher), {
    options: riskyOptions(options),
  });
}

/** `python x.py` is the project's code; which package `-m module` belongs to, only the installation knows. */
export function readPython(launcher: Launcher): Launch {
  const options = takeOptions(launcher.words, PYTHON_VALUED);
  const [code] = valuesFor(options, '-c');
  if (code !== undefined)
    return join(unresolved(code, 'is code on the command line'), {
      options: [{ kind: 'inline-code', text: code.text, from: code.from }],
    });
  const [module] = valuesFor(options, '-m');
  if (module !== undefined) return task(module, `${launcher.name} -m`, module.text);
  const [file] = options.rest;
  return file === undefined
    ? unresolved(launcher.word, 'python is given nothing to run')
    : local(file, launcher.name, file.text);
}

function pypiRun(word: Word, role: Role, launcher: Launcher, args: readonly Word[]): Launch {
  const run = pypiArtifact(word, role, launcher.name);
  const bridge = run.kind === 'pypi' && role === 'server' ? bridgeOf(run, args, launcher) : undefined;
  if (bridge === undefined) return join({ runs: [run] });
  return join({ runs: [{ ...run, role: bridge.role }], wrappers: [`${launcher.name} ${word.text}`] }, bridge.launch);
}

/** A PEP 508 requirement, uv's `name@version`, a URL or a path. */
function pypiArtifact({ text, from }: Word, role: Role, launcher: string): Artifact {
  const common = { role, from };
  if (/\$\{|\{\{|^\$|%\w+%/.test(text))
    return { ...common, kind: 'unresolved', text, reason: 'the package is named by a variable' };
  const url = /^(?:[\w.-]+(?:\[[^\]]*\])?\s*@\s*)?((?:git\+|https?:\/\/).+)$/.exec(text);
  if (url?.[1] !== undefined) return { ...common, kind: 'download', url: url[1], pin: gitPin(url[1]) };
  if (isPath(text) || /\.(?:whl|tar\.gz|py)$/.test(text))
    return { ...common, kind: 'local', runtime: launcher, path: text };
  const parts = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(.*)$/.exec(text);
  if (parts?.[1] === undefined) return { ...common, kind: 'unresolved', text, reason: 'is no Python package name' };
  const exact = /^(?:===?|@)\s*\d[\w.!+-]*$/.test(parts[2] ?? '');
  return { ...common, kind: 'pypi', name: parts[1], spec: text, pin: exact ? 'exact' : 'floating', launcher };
}

function riskyOptions(options: Options): readonly Option[] {
  return options.given.flatMap(({ name, value, from }): Option[] => {
    const text = value === undefined ? name : `${name}=${value.text}`;
    if (/^(?:--(?:extra-)?index-url|-i|--index|--default-index|--find-links|-f|--config-file|--pip-args)$/.test(name))
      return [{ kind: 'registry', text, from }];
    return name === '--allow-insecure-host' ? [{ kind: 'insecure', text, from }] : [];
  });
}
