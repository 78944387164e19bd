/** Every reader against files made to be misread: each is an error with a place, and no server is lost in silence. */
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { CLIENTS } from '../../src/config/clients.ts';
import { DEPTH_LIMIT, NODE_LIMIT, SIZE_LIMIT, syntaxOf } from '../../src/config/document.ts';
import { readConfig } from '../../src/config/read.ts';
import { UsageError } from '../../src/errors.ts';

const SERVER = '{"command":"npx","args":["-y","weather-mcp@1.2.3"]}';
const wrapped = (...keys: readonly string[]): string =>
  keys.reduceRight((inner, key) => `{"${key}":${inner}}`, `{"weather":${SERVER}}`);
const TOML = '[mcp_servers.weather]\ncommand = "npx"\nargs = ["-y", "weather-mcp@1.2.3"]\n';

/** One honest file for each row of the table of clients, with one server. */
const FILES: readonly (readonly [path: string, text: string])[] = [
  ['claude_desktop_config.json', wrapped('mcpServers')],
  ['.mcp.json', wrapped('mcpServers')],
  ['.claude/settings.json', wrapped('mcpServers')],
  ['.cursor/mcp.json', wrapped('mcpServers')],
  ['.vscode/mcp.json', wrapped('servers')],
  ['.vscode/settings.json', wrapped('mcp', 'servers')],
  ['.gemini/antigravity/mcp_config.json', wrapped('mcpServers')],
  ['windsurf/mcp_config.json', wrapped('mcpServers')],
  ['.zed/settings.json', wrapped('context_servers')],
  ['cline_mcp_settings.json', wrapped('mcpServers')],
  ['.roo/mcp.json', wrapped('mcpServers')],
  ['.continue/config.yaml', 'mcpServers:\n- name: weather\n  command: npx\n  args: [-y, weather-mcp@1.2.3]\n'],
  ['goose/config.yaml', 'extensions:\n  weather:\n    cmd: npx\n    args: [-y, weather-mcp@1.2.3]\n'],
  ['.codex/config.toml', TOML],
  ['.vibe/config.toml', TOML],
  ['.gemini/settings.json', wrapped('mcpServers')],
  ['.amazonq/mcp.json', wrapped('mcpServers')],
  ['.kiro/settings/mcp.json', wrapped('mcpServers')],
  ['.lmstudio/mcp.json', wrapped('mcpServers')],
  ['.junie/mcp/mcp.json', wrapped('mcpServers')],
  ['opencode.json', wrapped('mcp')],
  ['crush.json', wrapped('mcp')],
  ['.copilot/mcp-config.json', wrapped('mcpServers')],
  ['mcp/catalogs/team.yaml', 'registry:\n  weather:\n    image: mcp/weather:1\n    command: [--x]\n'],
  ['mcporter.json', wrapped('mcpServers')],
  ['.trae/mcp.json', wrapped('mcpServers')],
  [
    'manifest.json',
    JSON.stringify({
      manifest_version: '0.3',
      name: 'weather',
      server: { type: 'node', mcp_config: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'] } },
    }),
  ],
  ['mcp_config.json', wrapped('mcpServers')],
];

test('every row of the table of clients has its file here', () => {
  // Of a text with a few lines of YAML before it, what is spoiled is text.
  const rows = CLIENTS.filter(({ file }) => !file.test('.claude/agents/a.md')).filter(
    ({ file }) => !FILES.some(([path]) => CLIENTS.find((one) => one.file.test(path))?.file === file),
  );
  expect(rows.map(({ title }) => title)).toEqual([]);
});

type Spoil = (text: string, path: string) => string | Uint8Array;
const opens = (path: string, levels: number): string => {
  const deep = '['.repeat(levels) + ']'.repeat(levels);
  return { json: `{"x":${deep}}`, toml: `x = ${deep}`, yaml: `x: ${deep}` }[syntaxOf(path)];
};
const many = (path: string): string => {
  const list = `[${'1,'.repeat(NODE_LIMIT)}1]`;
  return { json: `{"x":${list}}`, toml: `x = ${list}`, yaml: `x: ${list}` }[syntaxOf(path)];
};

/** Costs seconds, so one file of each syntax has to do. */
const MANY = 'more values than anybody wrote';

const SPOILS: readonly (readonly [name: string, spoil: Spoil, message: RegExp])[] = [
  ['a NUL', (text) => `${text}\0`, /is not text: a NUL byte stands at offset \d+/],
  ['UTF-16', (text) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')), /is UTF-16/],
  ['bytes that are no UTF-8', (text) => new Uint8Array([...strToU8(text), 0xff, 0xfe, 0x80]), /is not valid UTF-8/],
  ['a program', () => new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), /is not text/],
  ['a huge file', (text) => text + ' '.repeat(SIZE_LIMIT), /is larger than \d+ bytes/],
  ['one level too deep', (_, path) => opens(path, DEPTH_LIMIT + 2), /:1:\d+: is nested deeper/],
  ['a hundred thousand levels', (_, path) => opens(path, 100_000), /:1:\d+: is (?:nested|not)/],
  [MANY, (_, path) => many(path), /:1:\d+: holds more than \d+ values/],
  [
    'half of a file',
    (text) => text.slice(0, Math.floor(text.length / 2)).trimEnd(),
    /:\d+:\d+: is not (?:JSON|TOML|YAML)/,
  ],
  ['a merge that was not finished', (text) => `<<<<<<< HEAD\n${text}`, /:\d+:\d+: (?:is not|holds no)/],
  ['a web page', () => '<!doctype html><html></html>', /:\d+:\d+: (?:is not|holds no)/],
];

/** Half a YAML or TOML file is often a whole one with less in it: no reader can know. */
const TELLS_HALF = new Set(['json']);

function caught(work: () => unknown): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

describe.each(FILES)('%s', (path, text) => {
  test('is read whole when it is whole', () => {
    expect(readConfig(path, strToU8(text)).entries.map(({ name }) => name)).toEqual(['weather']);
  });

  test.each(SPOILS)('%s', (name, spoil, message) => {
    if (name === 'half of a file' && !TELLS_HALF.has(syntaxOf(path))) return;
    if (name === MANY && FILES.find(([other]) => syntaxOf(other) === syntaxOf(path))?.[0] !== path) return;
    const spoiled = spoil(text, path);
    const bytes = typeof spoiled === 'string' ? strToU8(spoiled) : spoiled;
    const error = caught(() => readConfig(path, bytes));
    expect(error).toBeInstanceOf(UsageError);
    expect(error?.message).toMatch(message);
  });

  test('every cut of it is an error, or tells the same servers', () => {
    if (syntaxOf(path) !== 'json') return;
    for (let end = 1; end < text.length; end += 1)
      expect(() => readConfig(path, strToU8(text.slice(0, end))), text.slice(0, end)).toThrow(UsageError);
  });
});

describe('servers that are no object', () => {
  test.each([
    ['.mcp.json', '{"mcpServers": "npx evil"}', /:1:16: is no object of servers/],
    ['.cursor/mcp.json', '{\n "mcpServers": 7}', /:2:16: is no object of servers/],
    ['.vscode/mcp.json', '[]', /:1:1: holds no object/],
    ['mcp_config.json', '"npx evil"', /:1:1: holds no object/],
    ['goose/config.yaml', 'extensions: all\n', /:1:13: is no object of servers/],
  ])('%s %s', (path, text, message) => {
    expect(() => readConfig(path, strToU8(text))).toThrow(message);
  });

  test('a file that others use too may hold anything there', () => {
    expect(readConfig('.vscode/settings.json', strToU8('{"mcp.servers": false}')).entries).toEqual([]);
  });
});
