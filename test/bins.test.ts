/** The executables of a package beside its server. */
import { expect, test } from 'vitest';
import { chooseBin, inTime, otherBins } from '../src/sandbox/phases/bins.ts';
import { otherServers } from '../src/sandbox/world/other-servers.ts';
import { withUnixHashbang } from '../src/sandbox/world/project.ts';
import type { Package, PackageTree } from '../src/types.ts';

const names = Array.from({ length: 30 }, (_, index) => `bin-${index}`);

test.each([
  ['the one named as the package', '@acme/weather', ['mcp-server', 'weather'], 'weather'],
  ['the one that sounds like a server', 'weather', ['acme-setup', 'weather-mcp'], 'weather-mcp'],
  ['not the one that sets it up', 'weather', ['acme-mcp-setup', 'weather-mcp'], 'weather-mcp'],
  [
    'what is left, where the others set things up',
    '@acme/mcp-router',
    ['a-install', 'a-router', 'a-setup'],
    'a-router',
  ],
  ['one that sets things up, where there is no other', 'weather', ['a-install', 'a-setup'], 'a-install'],
])('the server is %s', (_what, name, bins, expected) => {
  const tree = { target: {}, root: { name } } as unknown as PackageTree;
  expect(chooseBin(new Map(bins.map((bin) => [bin, `${bin}.js`])), tree)).toBe(expected);
});

test('each file is started once, but for the server', () => {
  const bins = new Map([
    ['server', 'server.js'],
    ['serve', 'server.js'],
    ['setup', 'setup.js'],
    ['install', 'setup.js'],
  ]);
  expect(otherBins(bins, 'server')).toEqual(['setup']);
});

test('all of them are started where there is time', async () => {
  const started: string[] = [];
  const seen = await inTime(names, async (some) => started.push(...some) && some.length, 10_000);
  expect([seen, started]).toEqual([30, names]);
});

test('no other lot is started once the time is up, and what was not started is not counted', async () => {
  const lots: number[] = [];
  const slow = async (some: readonly string[]) => {
    lots.push(some.length);
    await new Promise((resolve) => setTimeout(resolve, 60));
    return some.length - 1;
  };
  expect(await inTime(names, slow, 100)).toBe(22);
  expect(lots).toEqual([12, 12]);
});

test.each([
  ['#!/usr/bin/env node\r\nrun();\r\n', '#!/usr/bin/env node\nrun();\r\n'],
  ['#!/usr/bin/env node\nrun();\r\n', '#!/usr/bin/env node\nrun();\r\n'],
  ['run();\r\n', 'run();\r\n'],
  [`#!${' '.repeat(5_000)}\r\n`, `#!${' '.repeat(5_000)}\r\n`],
  ['#!é\r\nü', '#!é\nü'],
])('the first line of a command ends as npm makes it end: %j', (text, expected) => {
  expect(Buffer.from(withUnixHashbang(Buffer.from(text))).toString()).toBe(expected);
});

test.each([
  ['"command": "node", "args": ["/path/to/weather/dist/index.js"]', 'dist/index.js'],
  ['```\nnode ./dist/index.js --stdio\n```', 'dist/index.js'],
  ['"args": ["C:\\\\tools\\\\weather\\\\dist\\\\index.js"]', 'dist/index.js'],
  ['node build.js, then node index.js', 'index.js'],
  ['node ../../etc/other.js', undefined],
  ['npx weather', undefined],
])('the file that a readme has started: %s', (readme, expected) => {
  expect(others({}, { 'index.js': '', 'dist/index.js': '', 'README.md': readme })[0]?.file).toBe(expected);
});

test.each([
  ['its start script', { scripts: { start: 'NODE_ENV=x node --enable-source-maps ./server.js' } }, 'server.js'],
  ['one that compiles first', { scripts: { start: 'tsc && node server.js' } }, 'server.js'],
  ['one of another file', { scripts: { start: 'node gone.js' } }, undefined],
  ['one of another program', { scripts: { start: 'bun server.js' } }, undefined],
  ['the main module', { main: './server.js' }, 'server.js'],
  ['the main module, beside a command', { main: './server.js', bin: 'cli.js' }, undefined],
])('the file that may be the server beside its command: %s', (_what, manifest, expected) => {
  const files = { 'server.js': 'server.connect(new StdioServerTransport())', 'cli.js': '' };
  expect(others(manifest, files)[0]?.file).toBe(expected);
});

test('of several files that a readme has started, each is one, once', () => {
  const readme = 'node build/cli.js\nnode /path/to/build/mcp.js\nnode build/cli.js\n';
  const found = others({}, { 'build/cli.js': '', 'build/mcp.js': '', 'README.md': readme });
  expect(found.map(({ file }) => file)).toEqual(['build/cli.js', 'build/mcp.js']);
});

test('the main module of what is no server is none', () => {
  expect(others({ main: 'server.js' }, { 'server.js': '', 'README.md': 'For a StdioServerTransport.' })).toEqual([]);
});

const others = (manifest: object, texts: Readonly<Record<string, string>>) => {
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
  return otherServers({ name: 'weather', manifest, files } as unknown as Package, 'bin' in manifest);
};
