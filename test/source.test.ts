import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { namesConfig, parseTargets } from '../src/source.ts';

const cwd = mkdtempSync(join(tmpdir(), 'source-'));
mkdirSync(join(cwd, 'server'));
mkdirSync(join(cwd, 'my server'));
mkdirSync(join(cwd, 'empty'));
mkdirSync(join(cwd, 'directory.tgz'));
for (const file of ['server/package.json', 'my server/package.json', 'x.tgz', 'y.tar.gz', 'notes.txt', 'mcp.json'])
  writeFileSync(join(cwd, file), '{}');
afterAll(() => rmSync(cwd, { recursive: true }));

describe('packages', () => {
  test.each([
    ['weather-mcp', 'weather-mcp'],
    ['weather-mcp@1.2.3', 'weather-mcp@1.2.3'],
    ['weather-mcp@^1', 'weather-mcp@^1'],
    ['weather-mcp@next', 'weather-mcp@next'],
    ['@scope/weather', '@scope/weather'],
    ['@scope/weather@~2.0', '@scope/weather@~2.0'],
    ['npm:weather-mcp@1', 'weather-mcp@1'],
    ['  weather-mcp ', 'weather-mcp'],
    ['server', 'server'],
    ['npx', 'npx'],
    ['weather-mcp@>=2 <3', 'weather-mcp@>=2 <3'],
    ['@scope/weather@^2 || ^3', '@scope/weather@^2 || ^3'],
    ['weather.json', 'weather.json'],
    ['@scope/weather.json', '@scope/weather.json'],
  ])('%s', (text, spec) => {
    expect(parseTargets([text], cwd)).toEqual({
      value: [{ kind: 'npm', text: text.trim(), spec, args: [] }],
      gaps: [],
    });
  });

  test('several', () => {
    expect(parseTargets(['a', './server'], cwd).value.map(({ kind }) => kind)).toEqual(['npm', 'directory']);
  });
});

describe('paths', () => {
  test.each([
    ['./server', 'directory', 'server'],
    ['./server/', 'directory', 'server'],
    ['file:./server', 'directory', 'server'],
    [join(cwd, 'server'), 'directory', 'server'],
    ['./my server', 'directory', 'my server'],
    ['./x.tgz', 'tarball', 'x.tgz'],
    ['x.tgz', 'tarball', 'x.tgz'],
    ['./y.tar.gz', 'tarball', 'y.tar.gz'],
  ])('%s is a %s', (text, kind, path) => {
    expect(parseTargets([text], cwd).value).toEqual([{ kind, text, path: join(cwd, path), args: [] }]);
  });

  test('the working directory itself', () => {
    expect(parseTargets(['.'], join(cwd, 'server')).value).toMatchObject([
      { kind: 'directory', path: join(cwd, 'server') },
    ]);
  });
});

describe('launch commands', () => {
  test.each<[string, object[]]>([
    ['npx -y weather-mcp@1 --units c', [{ spec: 'weather-mcp@1', args: ['--units', 'c'] }]],
    ['npx weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['npx --yes --loglevel silent weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['npx --loglevel=silent -- weather-mcp -y', [{ spec: 'weather-mcp', args: ['-y'] }]],
    ['npx -y -p weather-mcp weather --units c', [{ spec: 'weather-mcp', bin: 'weather', args: ['--units', 'c'] }]],
    [
      'npx --package=a --package b run',
      [
        { spec: 'a', bin: 'run', args: [] },
        { spec: 'b', bin: 'run', args: [] },
      ],
    ],
    ['npm exec -y weather-mcp -- --units c', [{ spec: 'weather-mcp', args: ['--units', 'c'] }]],
    ['npm x -- weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['pnpm dlx weather-mcp@next', [{ spec: 'weather-mcp@next', args: [] }]],
    ['pnpm dlx --allow-build esbuild weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['bunx --bun weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['bun x weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['yarn dlx -p a weather', [{ spec: 'a', bin: 'weather', args: [] }]],
    ['/usr/local/bin/npx -y weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['cmd /c npx.cmd -y weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['env TOKEN=x npx weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['doppler run -- npx -y weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    ['sh -c "npx -y weather-mcp"', [{ spec: 'weather-mcp', args: [] }]],
    ['npx --fetch-timeout 5 weather-mcp', [{ spec: 'weather-mcp', args: [] }]],
    [`npx weather-mcp 'a b' "c \\"d\\"" e\\ f ''`, [{ spec: 'weather-mcp', args: ['a b', 'c "d"', 'e f', ''] }]],
  ])('%s', (text, expected) => {
    const { value } = parseTargets([text], cwd);
    expect(value).toEqual(expected.map((target) => ({ kind: 'npm', text, ...target })));
  });

  test.each([
    ['npx --registry https://r.example weather-mcp', '--registry'],
    ['npm_config_registry=https://r.example npx weather-mcp', 'npm_config_registry'],
    ['npx --allow-git=all weather-mcp', '--allow-git'],
  ])('%s: what is not followed is a gap', (text, what) => {
    const { value, gaps } = parseTargets([text], cwd);
    expect(value).toMatchObject([{ spec: 'weather-mcp' }]);
    expect(gaps).toEqual([{ stage: 'source', subject: text, reason: expect.stringContaining(what) }]);
  });
});

describe('what a launch runs besides npm packages', () => {
  test.each([
    ['npx mcp-remote https://mcp.example/sse', 'mcp-remote', 'remote', /runs on another machine/],
    ["npx supergateway --stdio 'uvx weather'", 'supergateway', 'source', /Python packages are not vetted/],
  ])('%s: is a gap', (text, spec, stage, reason) => {
    const { value, gaps } = parseTargets([text], cwd);
    expect(value).toMatchObject([{ spec }]);
    expect(gaps).toEqual([{ stage, subject: text, reason: expect.stringMatching(reason) }]);
  });
});

test.each([
  ['mcp.json', true],
  ['./mcp.json#weather', true],
  [join(cwd, 'mcp.json'), true],
  ['nonexistent.json', false],
  ['server/package.json', false],
  ['server', false],
  ['x.tgz', false],
])('%s names a config: %s', (text, expected) => expect(namesConfig(text, cwd)).toBe(expected));

test('a home that no shell has written out is one all the same', () => {
  vi.stubEnv('HOME', cwd);
  expect(namesConfig('~/mcp.json#weather', cwd)).toBe(true);
  expect(() => parseTargets(['~/servers.json#weather'], cwd)).toThrow('~/servers.json does not exist');
  vi.unstubAllEnvs();
});

describe('user errors say what to do', () => {
  test.each([
    ['', /empty/, /name an npm package/],
    ['a\0b', /NUL/, /name an npm package/],
    ['./nonexistent', /does not exist/, /it was looked for at/],
    ['nonexistent.tgz', /does not exist/, /it was looked for at/],
    ['mcp_config.json', /^mcp_config\.json does not exist/, /it was looked for at .*mcp_config\.json$/],
    ['servers.json#weather', /^servers\.json does not exist/, /it was looked for at/],
    ['.vscode/mcp.json', /^\.vscode\/mcp\.json does not exist/, /it was looked for at/],
    ['github:owner/repo.json', /git repository/, /check it out/],
    ['./empty', /has no package\.json/, /directory that holds/],
    ['./directory.tgz', /has no package\.json/, /directory that holds/],
    ['./notes.txt', /is no npm package/, /npm pack/],
    ['./server/package.json', /is no npm package/, /directory that holds/],
    ['server/package.json', /is no npm package/, /directory that holds/],
    ['owner/repo', /git repository/, /check it out/],
    ['git+ssh://git@git.example/x.git', /git repository/, /check it out/],
    ['https://files.example/x.tgz', /a web address/, /download it/],
    ['https://mcp.example/mcp', /a web address/, /stands in a config/],
    ['short@npm:long@1', /an alias/, /long@1/],
    ['name@./server', /a path/, /server/],
    ['Not A Package', /starts no npm package: local Not: code of the project/, /npx/],
    ['a@b@c', /no package name/, /name an npm package/],
    ['uvx weather', /starts no npm package: pypi weather: Python packages are not vetted/, /npx/],
    ['docker run -i mcp/weather', /starts no npm package: image mcp\/weather/, /npx/],
    ['weather-mcp@2 --units c', /starts no npm package/, /npx/],
    ['npm install weather', /starts no npm package/, /npx/],
    ['npx -y', /names no package/, /npx/],
    ['npx -c "echo hi"', /starts nothing we know/, /name the package/],
    ['npx weather && true', /more than one plain command/, /pipes/],
    ['npx weather | tee', /more than one plain command/, /pipes/],
    ['npx "unclosed', /more than one plain command/, /pipes/],
    ['npx ./server', /code of the project/, /name the package itself/],
    ['npx owner/repo', /outside a registry/, /name the package itself/],
  ])('%j', (text, message, hint) => {
    expect(() => parseTargets([text], cwd)).toThrow(
      expect.objectContaining({
        name: 'UsageError',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }),
    );
  });

  test('what was typed is shown with its invisible characters', () => {
    expect(() => parseTargets(['./a\u202eb'], cwd)).toThrow('./a\\u{202e}b does not exist');
  });
});
