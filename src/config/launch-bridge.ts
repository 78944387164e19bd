/**
 * Packages that start or reach something else: `mcp-remote URL`, `supergateway --stdio "CMD"`, `envmcp CMD`. The bridge
 * runs with everything the server gets, so it is vetted too; but what the user talks to is behind it.
 */
import {
  join,
  type Launch,
  type Launcher,
  type Role,
  takeOptions,
  unresolved,
  valuesFor,
  type Word,
} from './launch.ts';

export interface Bridge {
  readonly role: Role;
  readonly launch: Launch;
}

type Read = (args: readonly Word[], launcher: Launcher) => Bridge;

/** What a known bridge would start or reach; `undefined` for every other package. */
export function bridgeOf(
  run: { readonly name: string },
  args: readonly Word[],
  launcher: Launcher,
): Bridge | undefined {
  return BRIDGES.get(run.name)?.(args, launcher);
}

const remote = (word: Word): Launch =>
  join({ runs: [{ kind: 'remote', role: 'server', from: word.from, url: word.text }] });
const isUrl = (word: Word): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(word.text);

/** `mcp-remote URL [port] [--header K:V] [--allow-http]`. */
function toUrl(args: readonly Word[], launcher: Launcher): Bridge {
  const url = args.find((word) => isUrl(word) || /^\$|^\{\{/.test(word.text));
  const headers = args.flatMap((word, index) => (args[index - 1]?.text === '--header' ? [headerOf(word)] : []));
  const options = args
    .filter(({ text }) => text === '--allow-http')
    .map(({ text, from }) => ({ kind: 'insecure', text, from }) as const);
  const target = url === undefined ? unresolved(launcher.word, 'the bridge is given no URL') : remote(url);
  return { role: 'bridge', launch: join(target, { headers, options }) };
}

function headerOf({ text, from }: Word): { name: string; value: string; from: number } {
  const cut = text.indexOf(':');
  return cut < 0
    ? { name: '', value: text, from }
    : { name: text.slice(0, cut).trim(), value: text.slice(cut + 1).trim(), from };
}

const GATEWAY_VALUED = new Set(
  '--stdio --sse --streamableHttp --streamable-http --port --baseUrl --ssePath --messagePath --logLevel --healthEndpoint --outputTransport --header --oauth2Bearer --protocolVersion --sessionTimeout'.split(
    ' ',
  ),
);

/** `supergateway --stdio "CMD"` opens a local server on a port, `--sse URL` reaches a remote one. */
function gateway(args: readonly Word[], launcher: Launcher): Bridge {
  const options = takeOptions(args, GATEWAY_VALUED);
  const stdio = valuesFor(options, '--stdio').map(launcher.parseShell);
  const urls = valuesFor(options, '--sse', '--streamableHttp', '--streamable-http').map(remote);
  const bearer = valuesFor(options, '--oauth2Bearer').map(({ text, from }) => ({
    name: 'Authorization',
    value: `Bearer ${text}`,
    from,
  }));
  const headers = [...valuesFor(options, '--header').map(headerOf), ...bearer];
  const cors = options.given.filter(({ name, value }) => name === '--cors' && value === undefined);
  const open = cors.map(({ name, from }) => ({ kind: 'open-port', text: name, from }) as const);
  const found = [...stdio, ...urls];
  const target =
    found.length > 0 ? join(...found) : unresolved(launcher.word, 'the gateway is given neither a command nor a URL');
  return { role: 'bridge', launch: join(target, { headers, options: open }) };
}

/** `mcp-proxy URL` or `mcp-proxy [options] -- CMD`. */
function proxy(args: readonly Word[], launcher: Launcher): Bridge {
  if (args.some(isUrl)) return toUrl(args, launcher);
  const dashes = args.findIndex(({ text }) => text === '--');
  const command =
    dashes >= 0
      ? args.slice(dashes + 1)
      : takeOptions(args, new Set(['--port', '--host', '--server', '--endpoint'])).rest;
  return { role: 'bridge', launch: nested(command, launcher) };
}

/** Sets or hides variables, then starts the rest: `envmcp -e f CMD`, `cross-env A=B CMD`, `dotenvx run -f f -- CMD`. */
function variables(valued: readonly string[], verbs: readonly string[] = []): Read {
  return (args, launcher) => {
    const words = verbs.includes(args[0]?.text ?? '') ? args.slice(1) : args;
    const options = takeOptions(words, new Set(valued));
    const envFiles = options.given
      .filter(({ name, value }) => valued.includes(name) && value !== undefined)
      .map(({ value, from }) => ({ path: value?.text ?? '', from }));
    const { assigned, rest } = assignments(options.rest);
    return { role: 'wrapper', launch: join({ env: assigned, envFiles }, nested(rest, launcher)) };
  };
}

/** `A=B C=D cmd`: the assignments in front, and the rest. */
export function assignments(words: readonly Word[]): { assigned: Launch['env']; rest: readonly Word[] } {
  const end = words.findIndex(({ text }) => !/^[A-Za-z_][\w.]*=/.test(text));
  const front = end < 0 ? words : words.slice(0, end);
  const assigned = front.map(({ text, from }) => {
    const cut = text.indexOf('=');
    return { name: text.slice(0, cut), value: text.slice(cut + 1), from };
  });
  return { assigned, rest: end < 0 ? [] : words.slice(end) };
}

function nested(words: readonly Word[], launcher: Launcher): Launch {
  return words.length === 0 ? unresolved(launcher.word, 'the wrapper is given no command') : launcher.parse(words);
}

/** `@smithery/cli run NAME`: which code or server that is, Smithery decides at run time. */
function smithery(args: readonly Word[], launcher: Launcher): Bridge {
  const run = args.findIndex(({ text }) => text === 'run');
  const name = args.slice(run + 1).find(({ text }) => !text.startsWith('-'));
  if (run < 0 || name === undefined)
    return { role: 'bridge', launch: unresolved(launcher.word, 'smithery names no server') };
  return {
    role: 'bridge',
    launch: join({
      runs: [
        { kind: 'package', role: 'server', from: name.from, registry: 'smithery', spec: name.text, pin: 'floating' },
      ],
    }),
  };
}

/** `npx tsx server.ts`: a package that runs code which is here, as the command of that name does. */
function runtime(name: string): Read {
  return (args, launcher) => ({
    role: 'wrapper',
    launch: launcher.parse([{ ...launcher.word, text: name }, ...args]),
  });
}

const BRIDGES: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['mcp-remote', toUrl],
  ['supergateway', gateway],
  ['mcp-proxy', proxy],
  ['envmcp', variables(['-e', '--env-file'])],
  ['cross-env', variables([])],
  ['dotenv-cli', variables(['-e'])],
  ['@dotenvx/dotenvx', variables(['-f', '--env-file'], ['run'])],
  ['@smithery/cli', smithery],
  ['tsx', runtime('tsx')],
  ['ts-node', runtime('ts-node')],
]);
