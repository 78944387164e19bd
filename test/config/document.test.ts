import { describe, expect, test } from 'vitest';
import {
  childOf,
  DEPTH_LIMIT,
  decode,
  type Node,
  parseDocument,
  SIZE_LIMIT,
  textOf,
} from '../../src/config/document.ts';

/** The plain value of a node, as a client would see it. */
function plain(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'scalar') return node.value;
  return Object.fromEntries(node.members.map(({ key, value }) => [key, plain(value)]));
}
const place = (node: Node | undefined) => node && `${node.span.line}:${node.span.column}`;

describe('the same tree from three syntaxes', () => {
  const expected = { servers: { weather: { command: 'npx', args: ['-y', 'weather-mcp@1.2.3'], env: { UNITS: 'c' } } } };
  test.each([
    ['a.json', '{"servers":{"weather":{"command":"npx","args":["-y","weather-mcp@1.2.3"],"env":{"UNITS":"c"}}}}'],
    [
      'a.jsonc',
      '\uFEFF// hello\n{"servers":{"weather":{"command":"npx",/* x */"args":["-y","weather-mcp@1.2.3",],"env":{"UNITS":"c",},},},}',
    ],
    [
      'a.toml',
      '[servers.weather]\ncommand = "npx"\nargs = [ "-y",\n "weather-mcp@1.2.3" ] # pinned\n[servers.weather.env]\nUNITS = \'c\'\n',
    ],
    [
      'b.toml',
      'servers.weather.command = "npx"\nservers.weather.args = ["-y", "weather-mcp@1.2.3"]\nservers.weather.env = { UNITS = "c" }\n',
    ],
    ['a.yaml', 'servers:\n  weather:\n    command: npx\n    args: ["-y", weather-mcp@1.2.3]\n    env: {UNITS: c}\n'],
    [
      'b.yml',
      'x: &d {command: npx}\nservers:\n  weather:\n    <<: *d\n    args:\n    - "-y"\n    - weather-mcp@1.2.3\n    env:\n      UNITS: c\n',
    ],
  ])('%s', (path, text) => {
    const [root] = parseDocument(path, text).roots;
    expect(plain(childOf(root, 'servers'))).toEqual(expected.servers);
  });
});

describe('positions', () => {
  test.each([
    ['a.json', '\uFEFF{\n  "a": "x",\r\n  "b": "y"\n}', '3:8'],
    ['a.toml', 'a = "x"\nb = "y"\n', '2:5'],
    ['a.yaml', 'a: x\nb: "y"\n', '2:4'],
  ])('%s', (path, text, at) => {
    expect(place(childOf(parseDocument(path, text).roots[0], 'b'))).toBe(at);
  });
});

test('duplicate keys are kept, reported, and the last one counts', () => {
  const { roots, duplicates } = parseDocument(
    '.mcp.json',
    '{"mcpServers":{"a":{"command":"x"},\n"a":{"command":"y"}}}',
  );
  expect(duplicates).toEqual([
    { key: 'a', span: expect.objectContaining({ line: 2, column: 1 }), first: expect.objectContaining({ line: 1 }) },
  ]);
  expect(textOf(childOf(childOf(childOf(roots[0], 'mcpServers'), 'a'), 'command'))).toBe('y');
});

test('an explicit member overrides a merged one, whatever the order, and is no duplicate', () => {
  const { roots, duplicates } = parseDocument('a.yaml', 'd: &d {a: 1, b: 2}\ns:\n  a: 3\n  <<: *d\n');
  expect(plain(childOf(roots[0], 's'))).toEqual({ b: 2, a: 3 });
  expect(duplicates).toEqual([]);
});

test('numbers of YAML keep their spelling', () => {
  expect(textOf(childOf(parseDocument('a.yaml', 'v: 1.10\n').roots[0], 'v'))).toBe('1.10');
});

test('`__proto__` is a key like any other', () => {
  const [root] = parseDocument('a.json', '{"__proto__":{"command":"x"}}').roots;
  expect(root?.kind === 'object' && root.members.map(({ key }) => key)).toEqual(['__proto__']);
});

describe('what cannot be read whole is an error with a position', () => {
  const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
  const laughs = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(10)}]`)
    .join('\n')}`;
  test.each([
    ['cut.json', '{\n "a": {"b": 1,\n', /^cut\.json:3:1: is not JSON/],
    ['bare.json', '{a: 1}', /^bare\.json:1:2: is not JSON/],
    ['two.json', '{} {}', /^two\.json:1:4: is not JSON/],
    ['html.json', '<html>', /^html\.json:1:1: is not JSON/],
    ['cut.toml', 'a = 1\n[b\n', /^cut\.toml:3:\d+: is not TOML/],
    ['dup.toml', 'a = 1\na = 2\n', /^dup\.toml:2:1: is not TOML: defining a key multiple times/],
    ['cut.yaml', 'a: [1, 2\nb: {', /^cut\.yaml:\d:\d+: is not YAML/],
    ['tab.yaml', 'a:\n\t- 1\n', /^tab\.yaml:2:1: is not YAML/],
    ['alias.yaml', 'a: *nowhere\n', /^alias\.yaml:1:4: is not YAML: /],
    ['deep.json', deep('[', ']', 200), /^deep\.json:1:66: is nested deeper than 64/],
    ['deeper.json', deep('{"a":', '1}', 100_000), /^deeper\.json:1:\d+: is (nested|not JSON)/],
    ['deeper.yaml', deep('[', ']', 50_000), /^deeper\.yaml:1:\d+: is (nested|not YAML)/],
    ['deeper.toml', `a = ${deep('[', ']', 50_000)}`, /^deeper\.toml:1:\d+: is nested/],
    ['laughs.yaml', laughs, /^laughs\.yaml:\d:\d+: follows more than 200 aliases/],
    ['loop.yaml', 'a: &a [*a]\n', /^loop\.yaml:1:\d+: is nested deeper|is not YAML/],
  ])('%s', (path, text, message) => {
    expect(() => parseDocument(path, text)).toThrow(message);
  });

  test.each([
    ['nul.json', new Uint8Array([0x7b, 0, 0x7d]), /NUL byte stands at offset 1/],
    ['utf16.json', new Uint8Array([0xff, 0xfe, 0x7b, 0]), /UTF-16/],
    ['latin1.json', new Uint8Array([0x22, 0xe9, 0x22]), /not valid UTF-8/],
    ['huge.json', new Uint8Array(SIZE_LIMIT + 1).fill(0x20), /is larger than/],
  ])('%s', (path, bytes, message) => {
    expect(() => decode(path, bytes)).toThrow(message);
  });

  test('the limit on depth leaves room for real files', () => expect(DEPTH_LIMIT).toBeGreaterThan(20));
});

test('an empty file has no roots', () => {
  for (const path of ['a.json', 'a.yaml']) expect(parseDocument(path, '').roots).toEqual([]);
});
