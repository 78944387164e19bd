/**
 * The user's own npm configuration: registry, scoped registries, credentials, proxy and CA, read by npm's own reader from
 * the project, the user, the machine and the environment, so that we see the packages their `npx` would install.
 */
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import Config from '@npmcli/config';
import npmFlags from '@npmcli/config/lib/definitions/index.js';
import { reasonOf, UsageError } from './errors.ts';

/** npm's flat options, as its libraries take them. Credentials are among them: never print one. */
export interface NpmOptions {
  readonly [option: string]: unknown;
  readonly registry: string;
  /** Our cache, a cacache directory; never npm's own. */
  readonly cache: string;
  readonly offline: boolean;
  /** Connections at a time. */
  readonly maxSockets: number;
}

export interface NpmConfigOptions {
  /** Where the user stands: the nearest project's `.npmrc` counts. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly offline?: boolean;
  readonly maxSockets?: number;
}

/** Throws `UsageError` where the configuration cannot be read. */
export async function npmOptions({ cwd, env, offline, maxSockets }: NpmConfigOptions): Promise<NpmOptions> {
  const flat = await readConfig(cwd, env);
  return {
    ...flat,
    registry: String(flat.registry),
    cache: packageCache(env),
    offline: offline ?? flat.offline === true,
    maxSockets: maxSockets ?? Number(flat.maxSockets ?? DEFAULT_SOCKETS),
  };
}

/** npm's own default. */
const DEFAULT_SOCKETS = 15;

async function readConfig(cwd: string, env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  try {
    const { definitions, shorthands, flatten, nerfDarts } = npmFlags;
    // `argv` is empty because the flags of this process are not npm's; `env` is copied because the reader writes to it.
    const config = new Config({
      definitions,
      shorthands,
      flatten,
      nerfDarts,
      ...npmHome(env),
      argv: [],
      env: { ...env },
      cwd,
      warn: false,
    } as never);
    await config.load();
    return { ...(config as unknown as { flat: Record<string, unknown> }).flat };
  } catch (error) {
    throw new UsageError(
      `your npm configuration cannot be read: ${reasonOf(error)}`,
      '`npm config ls` shows where it comes from',
    );
  }
}

/**
 * npm keeps a configuration beside itself and one under its node's prefix; both can name a registry or a CA. So we look
 * for the npm the user would run, and only where there is none for the node that runs us.
 */
function npmHome(env: NodeJS.ProcessEnv): { npmPath: string; execPath: string } {
  const directory = (env.PATH ?? '')
    .split(delimiter)
    .find((entry) => isAbsolute(entry) && existsSync(join(entry, 'npm')));
  if (directory === undefined) return { npmPath: dirname(process.execPath), execPath: process.execPath };
  const node = join(directory, 'node');
  return {
    npmPath: dirname(dirname(realpathSync(join(directory, 'npm')))),
    execPath: existsSync(node) ? node : process.execPath,
  };
}

/** A cacache directory of our own: tarballs, documents about packages, advisories. */
export function packageCache(env: NodeJS.ProcessEnv): string {
  return join(cacheDirectory(env), 'npm');
}

/** `LAZARET_CACHE`, else the XDG cache directory, where a relative path does not count. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  if (env.LAZARET_CACHE) return env.LAZARET_CACHE;
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(env.HOME ?? homedir(), '.cache'), 'lazaret');
}
