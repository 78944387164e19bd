/** How servers say they want to be started: in what they say when they end, and in their documentation. */
import { describe, expect, test } from 'vitest';
import { commandsOf, settingsOf, variablesDocumented, wishesIn } from '../src/sandbox/talk/wishes.ts';
import { cpuOf } from './support/cpu.ts';

const places = { directory: '/w', file: '/w/README.md', api: '/w/openapi.json', address: 'https://mcp.example/mcp' };
const commands = (words: string) => wishesIn(words, places).commands.map((one) => one.join(' '));

describe('variables', () => {
  test('are named in capitals; codes of Node are none', () => {
    const { variables } = wishesIn('ERR_MODULE_NOT_FOUND: set WEATHER_API_KEY or Z_AI_TOKEN', places);
    expect(variables).toEqual(['WEATHER_API_KEY', 'Z_AI_TOKEN']);
  });

  test.each([
    ['Error: VAULT_DIR is not set', ['VAULT_DIR']],
    ['Set environment variables (MAIL_ADDRESS, etc.)', ['MAIL_ADDRESS']],
    [
      'Missing required environment variables:\n  - BOARD_NAME\n  - SPACE_KEY\nSet LOG_STYLE to see more',
      ['BOARD_NAME', 'SPACE_KEY'],
    ],
    ['using CACHE_MODE', []],
  ])('without which it does not start: %s', (words, expected) =>
    expect(wishesIn(words, places).demanded).toEqual(expected),
  );
});

describe('what keys begin with', () => {
  test.each([
    ["Invalid API key format. API keys start with 'sk-' or 'acme-'.", ['sk-']],
    ['The token must begin with xoxb-', ['xoxb-']],
    ['Secret key should start with "pk_live_"', ['pk_live_']],
    ['the key is wrong', []],
    ['The server starts with-out keys', []],
    ['Keys start with a letter', []],
  ])('%s', (words, expected) => expect(wishesIn(words, places).prefixes).toEqual(expected));
});

describe('values that a readme gives to variables', () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['{ "env": { "DT_ENVIRONMENT": "https://abc12345.apps.vendor.example.test" } }', {}],
    [
      '"env": { "APP_ENVIRONMENT": "https://abc12345.apps.vendor.test" }',
      { APP_ENVIRONMENT: 'https://abc12345.apps.vendor.test' },
    ],
    ['export USER_ROLE=developer\n  USER_ROLE=editor', { USER_ROLE: 'developer' }],
    ['run -e APP_REGION=eu --env A_MODE="x" OTHER_MODE=y', { APP_REGION: 'eu', A_MODE: 'x' }],
    ['-e APP_REGION="eu"', { APP_REGION: 'eu' }],
    ['CACHE_URL=redis://localhost:6379', { CACHE_URL: 'redis://db.internal:6379' }],
    ['API_URL=http://localhost:3000', { API_URL: 'http://localhost:3000' }],
    [
      '"DB_HOST": "127.0.0.1", "CACHE_HOST": "localhost:6379", "MAIL_HOST": "mail.vendor.test"',
      { MAIL_HOST: 'mail.vendor.test' },
    ],
    ['"API_TOKEN": "your-token", "APP_ID": "<id>", "APP_DIR": "/srv/x", "APP_FILE": "C:\\\\x"', {}],
  ])('%s', (readme, expected) => expect(Object.fromEntries(settingsOf(readme))).toEqual(expected));
});

test('variables that a readme sets are known by name, whatever is set', () => {
  const readme =
    '"env": { "APP_API_KEY": "<key>", "APP_MODE": "x" }\nAPP_API_KEY=your_key_here\nAPP_HOST=https://a.test';
  expect(variablesDocumented(new Map([['README', Buffer.from(readme)]]))).toEqual([
    'APP_API_KEY',
    'APP_MODE',
    'APP_HOST',
  ]);
});

test('variables that any document of a package sets are known, and those that it declares to registries', () => {
  const files = {
    'README.md': 'See docs.',
    'dist/docs/SETUP.md': '```json\n{ "env": { "GITHUB_TOKEN": "ghp_..." } }\n```\nexport APP_MODE=x',
    'server.json': '{"packages":[{"environmentVariables":[{"name":"APP_API_KEY","isSecret":true}]}]}',
    'lib/server.json': '{"name":"OTHER_KEY"}',
    'index.js': 'THIRD_KEY=x',
  };
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  expect(variablesDocumented(bytes)).toEqual(['APP_API_KEY', 'GITHUB_TOKEN', 'APP_MODE']);
});

test('a document that names thousands of variables is read as far as anybody would', () => {
  const text = Array.from({ length: 5_000 }, (_, index) => `"APP_KEY_${index}"`).join(' ');
  const readme = Buffer.from('export OWN_KEY=x');
  const names = variablesDocumented(
    new Map([
      ['server.json', Buffer.from(text)],
      ['README.md', readme],
    ]),
  );
  expect([names.length, names[0]]).toEqual([120, 'OWN_KEY']);
});

describe('files', () => {
  test.each([
    ['OAuth keys file not found. Please place oauth.keys.json in current directory or /home/x/.m', ['oauth.keys.json']],
    ["ENOENT: no such file or directory, open '/home/x/.tool/credentials.json'", ['/home/x/.tool/credentials.json']],
    ['Missing token file ~/.config/tool/token.yaml', ['~/.config/tool/token.yaml']],
    ["Error: ENOENT: no such file or directory, open '/home/x/w/modular-mcp.json'", ['/home/x/w/modular-mcp.json']],
  ])('%s', (words, expected) => expect(wishesIn(words, places).files).toEqual(expected));

  test.each([
    'loaded credentials.json',
    "Cannot find module '/home/x/node_modules/a/key.json'",
    "ENOENT: no such file or directory, open '/home/x/package.json'",
  ])('none in: %s', (words) => expect(wishesIn(words, places).files).toEqual([]));
});

describe('arguments', () => {
  test.each([
    ['Missing account ID. Usage: npx @acme/tool run [account_id]', ['run', 'acme']],
    [
      'Error: You must specify one of --stdio, --sse, or --remoteUrl',
      ['--stdio', `--sse ${places.address}`, `--remoteUrl ${places.address}`],
    ],
    ["error: required option '--root-dir <dir>' not specified", ['--root-dir /w']],
    [
      'Missing required arguments: url, dir',
      [`--url ${places.address} --dir /w`, `--url ${places.address}`, '--dir /w'],
    ],
    ['Usage: tool <directory> [more]', ['/w']],
    ['Usage: tool <command>\n\nCommands:\n  serve   Start it\n  init    Make a file', ['serve']],
    ["throw new Error(`Unknown command: ${c}. Expected 'init' or 'run'.`)", ['run']],
    ['  tool start [options]', ['start']],
    ['mcp <command>\n\nCommands:\n  mcp setup <url>  Set it up\n  mcp start        Start the MCP server', ['start']],
  ])('%s', (words, expected) => expect(commands(words)).toEqual(expected));

  test.each([
    'TypeError: x is not a function',
    'listening on port 3000',
    '--verbose is set',
    'Usage: tool <colour>',
    'Failed to start server: x',
    'Error: the MCP server ended',
  ])('none in: %s', (words) => expect(commands(words)).toEqual([]));

  test('a variable may be an argument', () => {
    expect(commands('Usage: node script.js ACME_API_KEY=<YOUR_API_KEY>')).toEqual([
      expect.stringMatching(/^ACME_API_KEY=\S{20,}$/),
    ]);
  });

  test('what wants a mail gets an address of one', () => {
    expect(commands('Provide --email')[0]).toMatch(/^--email dev\.\w+@mail\.example$/);
  });

  test('what wants the description of an API gets one', () => {
    expect(commands('Usage: tool <database-path>')).toEqual(['/w/acme.db']);
    expect(commands('OpenAPI spec is required. Use one of: --openapi-spec, --inline')).toEqual([
      `--openapi-spec ${places.api}`,
    ]);
  });

  test('a database gets an address of one', () => {
    expect(commands('Usage: tool <database-url>')[0]).toMatch(/^postgres:\/\/app:\w+@db\.internal:5432\/app$/);
  });

  test('hostile text is read in bounded time', () => {
    const work = cpuOf(() => {
      for (const part of ['--a ', 'Usage: <a ', 'A_', '~/a/', 'tool start ', "'run' must --x ", ' '])
        wishesIn(part.repeat(200_000), places);
      for (const part of ['"A_B": ', '"A_B" : "', 'A_', '-e A_B=', ' ']) settingsOf(part.repeat(100_000));
    });
    expect(work).toBeLessThan(2_000);
  });
});

describe('documentation', () => {
  const readme = `
Run \`npx -y tool auth\` first. Then:
{ "mcpServers": { "t": { "command": "npx", "args": ["-y", "tool@latest", "--project", "/path/to/project", "serve"] } } }
npx -y tool --access-token=<your token> --mode fast
docker run tool x
`;
  test('gives the command lines and configurations that start a server', () => {
    const [first, second, ...more] = commandsOf(readme, 'tool', places);
    expect(first).toEqual(['--project', '/w', 'serve']);
    expect(second?.slice(1)).toEqual(['--mode', 'fast']);
    expect(second?.[0]).toMatch(/^--access-token=\w{20,}$/);
    expect(more).toEqual([]);
  });

  test('gives those of a program that is installed under the name of the package', () => {
    const configured = (command: string) =>
      `{ "command": "${command}", "args": ["serve", "--path", "/path/to/project"] }`;
    expect(commandsOf(configured('tool'), '@acme/tool', places)).toEqual([['serve', '--path', '/w']]);
    expect(commandsOf(configured('docker'), '@acme/tool', places)).toEqual([]);
  });

  test('speaks of no service on this machine', () => {
    const started = (argument: string) => commandsOf(`npx tool ${argument}`, 'tool', places);
    expect(started('redis://localhost:6379')).toEqual([['redis://db.internal:6379']]);
    expect(started('--url=mongodb://a:b@127.0.0.1:27017/x')).toEqual([['--url=mongodb://a:b@db.internal:27017/x']]);
    expect(started('/path/to/your/data.db')).toEqual([['/w/acme.db']]);
    expect(started('http://localhost:3000')).toEqual([['http://localhost:3000']]);
  });

  test('of another package gives none', () => expect(commandsOf(readme, 'other', places)).toEqual([]));
});
