/** Which program is the server, and what tools that only fail say, of which more is learnt. */
import { describe, expect, test } from 'vitest';
import { complaintsOf, programsOf } from '../src/sandbox/phases/serve.ts';
import type { Stage } from '../src/sandbox/phases/stage.ts';
import type { Conversation } from '../src/sandbox/talk/driver.ts';
import type { PackageTree } from '../src/types.ts';

const said = (method: string, text: string, worked: readonly string[] = []) =>
  complaintsOf([
    {
      calls: { called: new Set(['forecast']), worked: new Set(worked) },
      messages: [{ time: 1, phase: 'call', direction: 'received', method, tool: 'forecast', text }],
    } as unknown as Conversation,
  ]);

test.each([
  ['error', '{"code":-32603,"message":"ACME_CLIENT_ID is missing"}'],
  ['result', '{"content":[{"type":"text","text":"set ACME_CLIENT_ID"}],"isError":true}'],
  ['result', '{"content":[{"type":"text","text":"Error: set ACME_CLIENT_ID"}]}'],
])('a complaint as %s: %s', (method, text) => {
  expect(said(method, text)).toBe(text);
});

test('none is an answer, or what a tool says that worked another time', () => {
  expect(said('result', '{"content":[{"type":"text","text":"sunny"}]}')).toBe('');
  expect(said('error', '{"code":-32603,"message":"ACME_CLIENT_ID is missing"}', ['forecast'])).toBe('');
});

describe('what a package has started otherwise', () => {
  const stage = {
    box: { project: '/p' },
    layout: { bins: new Map([['weather', 'cli.js']]), others: [{ file: 'server.js', as: 'as its readme has it' }] },
  } as unknown as Stage;
  const programs = (target: object, layout = stage.layout) =>
    programsOf({ ...stage, layout }, {
      target: { args: [], ...target },
      root: { name: 'weather', location: 'node_modules/weather' },
    } as unknown as PackageTree).map(({ command }) => command.join(' '));
  const bin = '/p/node_modules/.bin/weather';

  test('is tried where the command of a package that was named is no server', () => {
    expect(programs({ text: 'weather@1' })).toEqual([bin, 'node /p/node_modules/weather/server.js']);
  });

  test.each([
    ['a launch command', { text: 'npx -y weather' }],
    ['a configuration', { text: '.mcp.json#weather' }],
    ['arguments', { text: 'weather', args: ['--stdio'] }],
    ['an executable', { text: 'weather', bin: 'weather' }],
  ])('is not, where the user gave %s', (_what, target) => expect(programs(target)).toEqual([bin]));

  test('comes after its other commands that sound like a server', () => {
    const bins = new Map([
      ['weather', 'cli.js'],
      ['weather-mcp', 'mcp.js'],
      ['weather-mcp-setup', 'setup.js'],
      ['weather-report', 'report.js'],
    ]);
    const others = ['mcp.js', 'server.js'].map((file) => ({ file, as: 'as its readme has it' }) as const);
    expect(programs({ text: 'weather' }, { ...stage.layout, bins, others })).toEqual([
      bin,
      `${bin}-mcp`,
      'node /p/node_modules/weather/server.js',
    ]);
  });

  test('is no more than there is time for', () => {
    const bins = new Map(Array.from({ length: 60 }, (_, at) => [`mcp-${at}`, `${at}.js`] as const));
    const others = Array.from(
      { length: 60 },
      (_, at) => ({ file: `server-${at}.js`, as: 'as its readme has it' }) as const,
    );
    expect(programs({ text: 'weather' }, { ...stage.layout, bins, others })).toHaveLength(4);
    expect(programs({ text: 'weather' }, { ...stage.layout, others })).toHaveLength(4);
  });

  test('is not, where it is that command', () => {
    expect(
      programs({ text: 'weather' }, { ...stage.layout, others: [{ file: 'cli.js', as: 'as its readme has it' }] }),
    ).toEqual([bin]);
  });
});
