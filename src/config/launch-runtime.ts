/** Runtimes that are given a file, code on the command line, or a package of a registry we do not vet. */
import {
  join,
  type Launch,
  type Launcher,
  local,
  type ReadLauncher,
  takeOptions,
  unresolved,
  valuesFor,
  type Word,
} from './launch.ts';
import { isPath } from './launch-npm.ts';

/** `node [-r x] file.js`, `node -e CODE`, tsx and their like. */
export function readNode({ name, words, word }: Launcher): Launch {
  const valued = new Set(
    '-r --require --import --loader --experimental-loader -e --eval -p --print -C --conditions --env-file --env-file-if-exists --icu-data-dir --inspect-port --max-old-space-size --tsconfig'.split(
      ' ',
    ),
  );
  const options = takeOptions(words, valued);
  const preload = valuesFor(options, '-r', '--require', '--import', '--loader', '--experimental-loader').map(
    // An address of this kind holds the code itself.
    ({ text, from }) => ({ kind: text.startsWith('data:') ? 'inline-code' : 'preload', text, from }) as const,
  );
  const envFiles = valuesFor(options, '--env-file', '--env-file-if-exists').map(({ text, from }) => ({
    path: text,
    from,
  }));
  const [code] = valuesFor(options, '-e', '--eval', '-p', '--print');
  if (code !== undefined)
    return join(unresolved(code, 'is code on the command line'), {
      options: [...preload, { kind: 'inline-code', text: code.text, from: code.from }],
    });
  const [file] = options.rest[0]?.text === 'run' && name !== 'node' ? options.rest.slice(1) : options.rest;
  return join(file === undefined ? unresolved(word, `${name} is given nothing to run`) : local(file, name, file.text), {
    options: preload,
    envFiles,
  });
}

/** `deno run [flags] npm:name@v | jsr:@s/n | https://… | file`. */
export function readDeno({ name, words, word }: Launcher): Launch {
  const [verb, ...after] = words;
  const hasVerb = ['run', 'x', 'serve', 'task', 'eval'].includes(verb?.text ?? '');
  const options = takeOptions(
    hasVerb ? after : words,
    new Set(['--import-map', '--config', '-c', '--lock', '--cert', '--preload']),
  );
  const allowed = options.given
    .filter(
      ({ name: flag, value }) =>
        flag === '-A' || flag === '--allow-all' || (/^--allow-(?:run|ffi|write)$/.test(flag) && value === undefined),
    )
    .map(({ name: flag, from }) => ({ kind: 'all-permissions', text: flag, from }) as const);
  const [target, ...args] = options.rest;
  if (target === undefined) return unresolved(word, 'deno is given nothing to run');
  return join(denoTarget(target, args, name, verb?.text === 'x'), { options: allowed });
}

function denoTarget(target: Word, args: readonly Word[], launcher: string, package_: boolean): Launch {
  const { from } = target;
  const [scheme, rest = ''] = /^(npm|jsr):/.test(target.text)
    ? target.text.split(/:\/?(.*)/s)
    : [package_ ? 'npm' : '', target.text];
  if (scheme === 'jsr') {
    const pin = /@\d+\.\d+\.\d+(?:\/|$)/.test(rest) ? 'exact' : 'floating';
    return join({ runs: [{ kind: 'package', role: 'server', from, registry: 'jsr', spec: rest, pin }] });
  }
  if (scheme === 'npm') {
    const parts = /^((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?/.exec(rest);
    if (parts?.[1] === undefined) return unresolved(target, 'is no package name');
    const spec = parts[2] === undefined ? parts[1] : `${parts[1]}@${parts[2]}`;
    const pin = /^\d+\.\d+\.\d+/.test(parts[2] ?? '') ? 'exact' : 'floating';
    return join({
      runs: [
        {
          kind: 'npm',
          role: 'server',
          from,
          name: parts[1],
          spec,
          pin,
          launcher,
          args: args.map(({ text }) => text),
          hijack: ['.npmrc', 'deno.json'],
        },
      ],
    });
  }
  if (/^https?:/.test(target.text))
    return join({ runs: [{ kind: 'download', role: 'server', from, url: target.text, pin: 'floating' }] });
  return local(target, launcher, target.text);
}

/** `go run x@v`, `cargo run`, `dnx x@v`: packages of registries we do not vet. */
export function otherRegistry(registry: string, verbs: readonly string[]): ReadLauncher {
  return ({ name, words, word }) => {
    const own = verbs.includes(words[0]?.text ?? '') ? words.slice(1) : verbs.length === 0 ? words : [];
    const [spec] = takeOptions(own, new Set()).rest;
    if (spec === undefined || isPath(spec.text)) return local(spec ?? word, name, spec?.text ?? '');
    const pin = /@v?\d+\.\d+\.\d+/.test(spec.text) ? 'exact' : 'floating';
    return join({ runs: [{ kind: 'package', role: 'server', from: spec.from, registry, spec: spec.text, pin }] });
  };
}

/** `ssh host cmd`, `kubectl exec`: what runs is on another machine. */
export function elsewhere({ word, name }: Launcher): Launch {
  return unresolved(word, `${name} runs it on another machine`);
}

/** The first word that is a file: `php artisan`, `java -jar x.jar`. */
export function readInterpreter({ name, words, word }: Launcher): Launch {
  const jar = words.findIndex(({ text }) => text === '-jar');
  const code = words.findIndex(({ text }) => /^-[er]$/.test(text));
  const inline = code === 0 ? words[1] : undefined;
  if (inline !== undefined)
    return join(unresolved(inline, 'is code on the command line'), {
      options: [{ kind: 'inline-code', text: inline.text, from: inline.from }],
    });
  const file = jar >= 0 ? words[jar + 1] : words.find(({ text }) => !text.startsWith('-'));
  return file === undefined ? unresolved(word, `${name} is given nothing to run`) : local(file, name, file.text);
}
