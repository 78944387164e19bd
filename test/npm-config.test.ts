import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cacheDirectory, npmOptions } from '../src/npm-config.ts';

const home = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('the cache', () => {
  test.each([
    [{ LAZARET_CACHE: '/here', XDG_CACHE_HOME: '/xdg', HOME: '/home/u' }, '/here'],
    [{ XDG_CACHE_HOME: '/xdg', HOME: '/home/u' }, '/xdg/lazaret'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/home/u' }, '/home/u/.cache/lazaret'],
    [{ HOME: '/home/u' }, '/home/u/.cache/lazaret'],
  ])('%j', (env, directory) => {
    expect(cacheDirectory(env)).toBe(directory);
  });
});

describe('options', () => {
  const env = {
    HOME: home,
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_globalconfig: join(home, 'global'),
  };

  test('npm’s defaults, and never npm’s cache', async () => {
    writeFileSync(join(home, '.npmrc'), 'cache=/somewhere\n');
    const options = await npmOptions({ cwd: home, env });
    expect(options).toMatchObject({
      registry: 'https://registry.npmjs.org/',
      offline: false,
      maxSockets: 15,
      strictSSL: true,
    });
    expect(options.cache).toBe(join(home, '.cache', 'lazaret', 'npm'));
  });

  test('the user’s own, the environment’s over it, ours over both', async () => {
    writeFileSync(join(home, '.npmrc'), 'registry=https://user.example/\nmaxsockets=7\noffline=true\n');
    expect(await npmOptions({ cwd: home, env })).toMatchObject({
      registry: 'https://user.example/',
      maxSockets: 7,
      offline: true,
    });
    expect(
      await npmOptions({
        cwd: home,
        env: { ...env, npm_config_registry: 'https://env.example/' },
        maxSockets: 2,
        offline: false,
      }),
    ).toMatchObject({
      registry: 'https://env.example/',
      maxSockets: 2,
      offline: false,
    });
  });

  test('the file beside npm and the one under its prefix', async () => {
    const npm = join(home, 'prefix', 'lib', 'npm');
    mkdirSync(join(npm, 'bin'), { recursive: true });
    mkdirSync(join(home, 'prefix', 'bin'), { recursive: true });
    writeFileSync(join(npm, 'npmrc'), 'registry=https://built-in.example/\n');
    writeFileSync(join(npm, 'bin', 'npm'), '');
    const path = join(npm, 'bin');
    writeFileSync(join(home, '.npmrc'), '');
    expect(await npmOptions({ cwd: home, env: { ...env, PATH: path } })).toMatchObject({
      registry: 'https://built-in.example/',
    });
  });

  test('the environment given is not changed', async () => {
    const given = Object.freeze({ ...env });
    await npmOptions({ cwd: home, env: given });
    expect(given).toEqual(env);
  });

  test('what cannot be read is the user’s to mend', async () => {
    const twice = { ...env, npm_config_globalconfig: env.npm_config_userconfig };
    await expect(npmOptions({ cwd: home, env: twice })).rejects.toMatchObject({
      name: 'UsageError',
      hint: expect.stringContaining('npm config ls'),
    });
  });
});
