/** The inventory of credentials: which variables a package reads, where they go, which files it wants. */
import { describe, expect, test } from 'vitest';
import { environmentReads } from '../src/code/facts/environment.ts';
import { handledIn, inventoryOf } from '../src/code/facts/handling.ts';
import { eachModule } from '../src/code/package/modules.ts';
import { credentialLines } from '../src/report/credentials.ts';
import { packageOf } from './world.ts';

const handlingOf = (code: string) => {
  const pkg = packageOf({ name: 'case', code, manifest: { type: 'module' } });
  return inventoryOf(eachModule(pkg, { root: true, select: () => true, look: handledIn }).value);
};
const goalsOf = (code: string) =>
  Object.fromEntries(
    handlingOf(code).variables.map(({ name, goes }) => [name, goes.map(({ to, what }) => `${to} ${what}`)]),
  );

describe('where values go', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a host by name',
      "fetch('https://api.weather.example/x', { headers: { k: process.env.A_TOKEN } })",
      ['host api.weather.example'],
    ],
    [
      'through a field of a class',
      "class Api { constructor() { this.token = process.env.A_TOKEN } get() { return fetch('https://api.weather.example', { headers: { t: this.token } }) } } new Api().get()",
      ['host api.weather.example'],
    ],
    [
      'the host of another variable',
      "fetch(process.env.URL + '/x', { headers: { k: process.env.A_TOKEN } })",
      ['host the host in URL'],
    ],
    [
      'a host that is given, and may well stand elsewhere',
      'export const ask = (url) => fetch(url, { headers: { k: process.env.A_TOKEN } })',
      ['host a host not found by reading'],
    ],
    ['a library', "import OpenAI from 'openai'; new OpenAI({ apiKey: process.env.A_TOKEN })", ['library openai']],
    [
      'a process',
      "import { execFile } from 'node:child_process'; execFile('git', [], { env: { T: process.env.A_TOKEN } })",
      ['process git'],
    ],
    ['a file', "import fs from 'node:fs'; fs.writeFileSync('t.json', process.env.A_TOKEN)", ['file t.json']],
    ['a log', 'console.error(`key ${process.env.A_TOKEN}`)', ['log console.error']],
    [
      'no log of whether it is there',
      "console.error(process.env.A_TOKEN ? 'set' : 'unset', !!process.env.A_TOKEN)",
      [],
    ],
    ['no log of its first letters', 'console.error(process.env.A_TOKEN?.slice(0, 4))', []],
    ['nowhere that is seen', 'export const t = process.env.A_TOKEN', []],
  ])('%s', (_, code, goals) => {
    expect(goalsOf(code).A_TOKEN).toEqual(goals);
  });
});

test.each<[string, string]>([
  ['environment', 'export const k = process.env.API_KEY'],
  ['file', "import fs from 'node:fs'; export const k = fs.readFileSync('./credentials.json', 'utf8')"],
  [
    'either',
    "import fs from 'node:fs'; export const k = process.env.API_KEY ?? fs.readFileSync(home + '/.aws/credentials')",
  ],
  [
    'none',
    "import fs from 'node:fs'; export const k = JSON.parse(fs.readFileSync(home + '/.cursor/mcp.json', 'utf8'))",
  ],
  ['none', "import fs from 'node:fs'; export const k = [process.env.PORT, fs.readFileSync('./data.json')]"],
])('takes its secrets from: %s', (takes, code) => {
  expect(handlingOf(code).takes).toBe(takes);
});

test.each<[string, string]>([
  ["process.env.HOME + '/.tides/credentials.json'", '~/.tides/credentials.json'],
  ["dir + '/client_secret.json'", '…/client_secret.json'],
  // Known by what it is, and told once.
  ["process.env.HOME + '/.aws/credentials'", 'AWS credentials'],
])('the file %s is %s', (path, named) => {
  const { files } = handlingOf(`import fs from 'node:fs'; export const k = (dir) => fs.readFileSync(${path}, 'utf8')`);
  expect(files.map(({ what }) => what)).toEqual([named]);
});

describe('variables whose names are given to a function that reads them', () => {
  const send = "fetch('https://api.weather.example', { headers: { k: read('A_TOKEN') } })";
  test.each<[string, string]>([
    ['at once', `const read = (name) => process.env[name]; ${send}`],
    ['with what else it may be', `function read(name, or = '') { return process.env[name]?.trim() ?? or } ${send}`],
    [
      'handed on',
      `const raw = (n) => process.env[n]; function read(n) { const v = raw(n); if (!v) throw n; return v } ${send}`,
    ],
    [
      'in an object',
      `const read = ({ name }) => process.env[name]; ${send.replace("'A_TOKEN'", "{ name: 'A_TOKEN' }")}`,
    ],
    [
      'a method',
      `class Env { get(n) { return process.env[n] } } const e = new Env(); ${send.replace('read', 'e.get')}`,
    ],
    ['of another runtime', `const read = (name) => Deno.env.get(name); ${send}`],
  ])('%s', (_, code) => {
    expect(goalsOf(code)).toEqual({ A_TOKEN: ['host api.weather.example'] });
  });

  test('of another module, passed on by a third', () => {
    const files = {
      'index.js': `import { read } from './lib/index.js'; ${send}`,
      'lib/index.js': "export * from './read.js'",
      'lib/read.js': 'export const read = (name) => process.env[name]',
    };
    const pkg = packageOf({ name: 'case', files, manifest: { type: 'module', main: 'index.js' } });
    const { variables } = inventoryOf(eachModule(pkg, { root: true, select: () => true, look: handledIn }).value);
    expect(variables.map(({ name, at, goes }) => [name, at, goes.map(({ what }) => what)])).toEqual([
      ['A_TOKEN', 'file:case@1.0.0/index.js:1:93', ['api.weather.example']],
    ]);
    expect(environmentReads(pkg)).toEqual(['A_TOKEN']);
  });

  test('what is told of a variable is not its value, and what has no such name is none', () => {
    const isSet = "const isSet = (name) => !!process.env[name]; console.error(isSet('A_TOKEN'))";
    expect(goalsOf(isSet)).toEqual({ A_TOKEN: [] });
    expect(goalsOf("const read = (map, name) => map[name]; console.error(read({}, 'A_TOKEN'), process.env)")).toEqual(
      {},
    );
    expect(goalsOf("const read = (name) => process.env[name]; read('/etc/hosts'); read(process.argv[2])")).toEqual({});
  });
});

test.each<[string, string, string]>([
  ['whole', "'/var/keys.json'", '/var/keys.json'],
  ['in its place', "path.join(os.homedir(), '.tides', account, 'keys.json')", '~/.tides/…/keys.json'],
  ['by its ending', '`${folder}/keys.json`', '…/keys.json'],
  ['by the one text behind it', "pick('/var/keys.json')", '/var/keys.json'],
  ['not, of several', "pick('SKILL', '.md', 'claude')", 'a file not found by reading'],
  ['not at all', 'process.argv[2]', 'a file not found by reading'],
])('a file that a secret is put into is named: %s', (_, path, what) => {
  const imports = "import fs from 'node:fs'; import os from 'node:os'; import path from 'node:path';";
  expect(goalsOf(`${imports} fs.writeFileSync(${path}, process.env.A_TOKEN)`)).toEqual({ A_TOKEN: [`file ${what}`] });
});

test('knows the variables that the sandbox makes fakes for', () => {
  const code = 'const { A_TOKEN, PORT = 1 } = process.env; export const k = process.env.B_KEY';
  const names = handlingOf(code).variables.map(({ name }) => name);
  expect(names).toEqual(['A_TOKEN', 'B_KEY', 'PORT']);
  expect(names).toEqual(environmentReads(packageOf({ name: 'case', code, manifest: { type: 'module' } })));
});

test('is told in a few lines, and not at all where there is nothing', () => {
  expect(credentialLines(undefined)).toEqual([]);
  expect(credentialLines(handlingOf('export const x = 1'))).toEqual([]);
  expect(credentialLines(handlingOf('console.log(process.env.A_TOKEN, process.env.PORT)'))).toEqual([
    ['takes', 'can be given its secrets when it starts; no plain file is wanted'],
    ['A_TOKEN', 'goes to a log, with console.log'],
    ['settings', 'PORT'],
  ]);
  const ofOthers = "import fs from 'node:fs'; fs.readFileSync(home + '/.cursor/mcp.json')";
  expect(credentialLines(handlingOf(ofOthers))).toEqual([
    ['takes', 'shows no secret that it asks for'],
    ['reads', 'MCP client configuration'],
  ]);
});
