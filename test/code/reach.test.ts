/** When code runs, from every way into a package. `MARK()` is the code that is asked about. */
import { expect, test } from 'vitest';
import { eachModule } from '../../src/code/package/modules.ts';
import type { Reach } from '../../src/code/scripts/entries.ts';
import { cpuOf } from '../support/cpu.ts';
import { packageOf } from '../world.ts';

type Row = readonly [
  name: string,
  reach: Reach,
  files: Readonly<Record<string, string>>,
  manifest: Readonly<Record<string, unknown>>,
];

function reachOfMark(files: Row[2], manifest: Row[3], root: boolean): Reach[] {
  const pkg = packageOf({ name: '', files, manifest: { name: 'p', ...manifest } });
  const { value } = eachModule(
    { ...pkg, name: 'p' },
    {
      root,
      select: (source) => source.includes('MARK') || undefined,
      look: ({ calls, dated }) =>
        calls.flatMap(({ name, node }) => (name === 'MARK' ? [dated(node, () => false)] : [])),
    },
  );
  return value.flat().map(({ when }) => when());
}

const INTEROP = 'function _interopRequireDefault(obj) { return obj && obj.__esModule ? obj : { default: obj } }';

const GUARD = 'if (require.main === module) { MARK() }';

/** Makes a file one of which it is first asked whether it leads to others. */
const LARGE = `/* MARKED ${'-'.repeat(210_000)} */ `;

const FOUND = "import { Tool } from 'framework'; MARK(); export default class extends Tool {}";

const ROWS: readonly Row[] = [
  [
    'in a class that the framework of the entry finds in its folder',
    'start',
    {
      'dist/index.js': "import { Server } from 'framework'; new Server().start(); MARKED",
      'dist/tools/fmt.js': FOUND,
    },
    { main: 'dist/index.js' },
  ],
  [
    'the same as compilers write it',
    'start',
    {
      'dist/index.js': "const framework_1 = require('framework'); new framework_1.Server().start(); MARKED",
      'dist/tools/a/fmt.js':
        "const framework_1 = require('framework'); MARK(); class Fmt extends framework_1.Tool {} exports.default = Fmt",
    },
    { main: 'dist/index.js' },
  ],
  [
    'in a class of another package than that of the entry',
    'nowhere',
    {
      'dist/index.js': "import { Server } from 'framework'; new Server().start(); MARKED",
      'dist/tools/fmt.js': "import { Tool } from 'another'; MARK(); export default class extends Tool {}",
    },
    { main: 'dist/index.js' },
  ],
  [
    'beside the entry in a folder that no framework looks into',
    'nowhere',
    { 'dist/index.js': "import { Server } from 'framework'; new Server().start(); MARKED", 'dist/old/fmt.js': FOUND },
    { main: 'dist/index.js' },
  ],
  [
    'behind a large file',
    'load',
    { 'index.js': `${LARGE}const a = require('./a'); a.go()`, 'a.js': 'exports.go = () => MARK()' },
    {},
  ],
  [
    'behind a large file, by a folded name',
    'load',
    { 'index.js': `${LARGE}require(['.', 'a'].join('/')).go()`, 'a.js': 'exports.go = () => MARK()' },
    { exports: { '.': './index.js' } },
  ],
  [
    'behind a large file that passes it on',
    'load',
    { 'index.mjs': `${LARGE}export * from './a.mjs'`, 'a.mjs': 'MARK()' },
    { main: 'index.mjs' },
  ],
  [
    'behind a large file that starts it',
    'load',
    { 'index.js': `${LARGE}require('child_process').fork('./a.js')`, 'a.js': GUARD },
    {},
  ],
  ['under a name that is the entry on other machines', 'load', { 'index.js': 'run()', 'INDEX.js': 'MARK()' }, {}],
  [
    'under a name that is an imported file on other machines',
    'load',
    { 'index.js': "require('./lib/a').go()", 'lib/a.js': 'exports.go = run', 'Lib/a.js': 'exports.go = () => MARK()' },
    {},
  ],
  [
    'under such a name, and never imported',
    'nowhere',
    { 'index.js': 'run()', 'lib/a.js': 'run()', 'Lib/a.js': 'MARK()' },
    {},
  ],
  ['beside a large file that leads nowhere', 'load', { 'index.js': 'MARK()', 'a.js': `${LARGE}run()` }, {}],
  ['in a large file', 'load', { 'index.js': `${LARGE}const go = () => MARK(); go()`, 'a.js': '// MARKED' }, {}],
  ['a program that is only imported', 'call', { 'index.js': GUARD }, {}],
  ['a program that is a command', 'start', { 'cli.js': GUARD }, { bin: 'cli.js' }],
  ['a program that an install runs', 'install', { 'a.js': GUARD }, { scripts: { postinstall: 'node a.js' } }],
  [
    'a program that an import starts',
    'load',
    { 'index.js': "require('child_process').fork('./a.js')", 'a.js': GUARD },
    {},
  ],
  ['a program that an import loads', 'call', { 'index.js': "require('./a.js')", 'a.js': GUARD }, {}],
  [
    'what a program calls',
    'call',
    { 'index.js': 'function main() { MARK() }\nif (module === require.main) main()' },
    {},
  ],
  ['a program without a parent', 'call', { 'index.js': 'if (!module.parent && process.argv[2]) MARK()' }, {}],
  ['a program in one expression', 'call', { 'index.js': 'require.main === module && MARK()' }, {}],
  ['a program that is a module', 'call', { 'index.mjs': 'if (import.meta.main) { MARK() }' }, { main: 'index.mjs' }],
  [
    'a program that knows itself by its address',
    'call',
    {
      'index.mjs':
        "import { pathToFileURL as url } from 'node:url';\nif (process.argv[1] && import.meta.url === url(process.argv[1]).href) { MARK() }",
    },
    { main: 'index.mjs' },
  ],
  [
    'an address beside another',
    'load',
    { 'index.mjs': "if (import.meta.url === 'file:///x.mjs') { MARK() }" },
    { main: 'index.mjs' },
  ],
  ['beside a program', 'load', { 'index.js': 'if (require.main === module) main(); else MARK()' }, {}],
  ['where it is no program', 'load', { 'index.js': 'if (require.main !== module) MARK()' }, {}],
  ['where it has a parent', 'load', { 'index.js': 'if (module.parent) MARK()' }, {}],
  ['another question of the program', 'load', { 'index.js': 'if (require.main.filename === __filename) MARK()' }, {}],
  ['postinstall node', 'install', { 'a.js': 'MARK()' }, { scripts: { postinstall: 'node a.js' } }],
  ['postinstall no ext', 'install', { 'a.js': 'MARK()' }, { scripts: { postinstall: 'node ./a' } }],
  ['postinstall dir', 'install', { 's/index.js': 'MARK()' }, { scripts: { postinstall: 'node s' } }],
  [
    'postinstall npm run',
    'install',
    { 'a.js': 'MARK()' },
    { scripts: { postinstall: 'npm run setup', setup: 'node a.js' } },
  ],
  [
    'postinstall npm run chain',
    'install',
    { 'a.js': 'MARK()' },
    { scripts: { postinstall: 'npm run -s x && yarn y', x: 'echo', y: 'pnpm run z', z: 'node a.js' } },
  ],
  ['prepare', 'call', { 'a.js': 'MARK()' }, { scripts: { prepare: 'node a.js' } }],
  ['preinstall bun', 'install', { 'a.js': 'MARK()' }, { scripts: { preinstall: 'bun run a.js' } }],
  [
    'postinstall -e require',
    'install',
    { 'a.js': 'MARK()' },
    { scripts: { postinstall: 'node -e "require(\'./a\')"' } },
  ],
  [
    'postinstall -e chmod',
    'load',
    { 'a.js': 'MARK()' },
    { main: 'a.js', scripts: { postinstall: "node -e \"try { require('fs').chmodSync('./a.js', '755') } catch {}\"" } },
  ],
  [
    'postinstall -e chmod and require',
    'install',
    { 'a.js': 'MARK()' },
    { main: 'a.js', scripts: { postinstall: "node -e \"require('fs').chmodSync('./a.js', 1); require('./a.js')\"" } },
  ],
  ['postinstall -r', 'install', { 'a.js': 'MARK()' }, { scripts: { postinstall: 'node -r ./a.js -e 0' } }],
  [
    'postinstall sh',
    'install',
    { 'a.sh': '#!/bin/sh\nnode ./b.js', 'b.js': 'MARK()' },
    { scripts: { postinstall: 'sh a.sh' } },
  ],
  [
    'postinstall own bin',
    'install',
    { 'cli.js': 'MARK()' },
    { name: 'p', bin: { foo: 'cli.js' }, scripts: { postinstall: 'foo --x' } },
  ],
  ['postinstall || exit', 'install', { 'a.js': 'MARK()' }, { scripts: { postinstall: 'node a.js || exit 0' } }],
  [
    'gyp <!',
    'install',
    { 'binding.gyp': "{'targets':[{'target_name':'x','sources':['<!(node a.js)']}]}", 'a.js': 'MARK()' },
    {},
  ],
  [
    'gyp <!@ redirect',
    'install',
    {
      'binding.gyp': "{'targets':[{'target_name':'x','sources':['<!@(node a.js > /dev/null 2>&1 && echo x.c)']}]}",
      'a.js': 'MARK()',
    },
    {},
  ],
  [
    'gyp actions',
    'install',
    {
      'binding.gyp':
        "{'targets':[{'target_name':'x','actions':[{'action_name':'y','inputs':[],'outputs':['z'],'action':['node','a.js']}]}]}",
      'a.js': 'MARK()',
    },
    {},
  ],
  [
    'gyp include',
    'install',
    {
      'binding.gyp': "{'includes':['sub/x.gypi'],'targets':[{'target_name':'x'}]}",
      'sub/x.gypi': "{'variables':{'a':'<!(node a.js)'}}",
      'a.js': 'MARK()',
    },
    {},
  ],
  [
    'gyp nested parens',
    'install',
    { 'binding.gyp': "{'targets':[{'sources':['<!(node -p \"require(\\'./a\\').x\")']}]}", 'a.js': 'MARK()' },
    {},
  ],
  ['bin', 'start', { 'a.js': 'MARK()' }, { bin: 'a.js' }],
  ['bin obj', 'start', { a: '#!/usr/bin/env node\nMARK()' }, { bin: { x: './a' } }],
  ['directories.bin', 'start', { 'bin/a.js': 'MARK()' }, { directories: { bin: 'bin' } }],
  ['main', 'load', { 'lib/x.js': 'MARK()' }, { main: 'lib/x' }],
  ['module', 'load', { 'lib/x.mjs': 'MARK()' }, { module: 'lib/x.mjs' }],
  ['browser map', 'load', { 'a.js': '', 'b.js': 'MARK()' }, { main: 'a.js', browser: { './a.js': './b.js' } }],
  [
    'exports conds',
    'load',
    { 'a.js': '', 'b.mjs': 'MARK()' },
    { exports: { '.': { node: { import: './b.mjs', require: './a.js' } } } },
  ],
  [
    'exports browser',
    'load',
    { 'a.js': '', 'b.mjs': 'MARK()' },
    { exports: { '.': { browser: './b.mjs', default: './a.js' } } },
  ],
  ['exports array', 'load', { 'a.js': 'MARK()' }, { exports: ['./a.js'] }],
  ['exports subpath', 'load', { 'a.js': '', 'b.js': 'MARK()' }, { exports: { '.': './a.js', './b': './b.js' } }],
  ['exports *', 'load', { 'a.js': '', 'x/b.js': 'MARK()' }, { exports: { '.': './a.js', './x/*': './x/*.js' } }],
  ['exports dir/', 'load', { 'a.js': '', 'x/b.js': 'MARK()' }, { exports: { '.': './a.js', './x/': './x/' } }],
  ['no main index', 'load', { 'index.js': 'MARK()' }, {}],
  ['main missing→index', 'load', { 'index.js': 'MARK()' }, { main: 'nope.js' }],
  ['main json', 'load', { 'index.js': 'MARK()' }, { main: 'package.json' }],
  ['start script', 'start', { 'srv.js': 'MARK()' }, { scripts: { start: 'node srv.js' } }],
  ['start missing → server.js', 'start', { 'server.js': 'MARK()' }, {}],
  ['start ts', 'start', { 'srv.ts': 'MARK()' }, { scripts: { start: 'tsx srv.ts' } }],
  ['prestart', 'start', { 'srv.js': 'MARK()' }, { scripts: { prestart: 'node srv.js', start: 'echo' } }],
  ['nowhere', 'nowhere', { 'index.js': '', 'x.js': 'MARK()' }, {}],
  ['nowhere fn', 'nowhere', { 'index.js': '', 'x.js': 'function f(){MARK()}' }, {}],
  [
    'in handler tool',
    'call',
    {
      'index.js':
        "import {McpServer} from '@modelcontextprotocol/sdk/server/mcp.js';const s=new McpServer({});s.tool('x',{},async()=>{MARK()});",
    },
    { bin: 'index.js' },
  ],
  [
    'registerTool',
    'call',
    { 'index.js': "const s=new McpServer({});s.registerTool('x',{},async()=>{MARK()});" },
    { bin: 'index.js' },
  ],
  [
    'setRequestHandler',
    'call',
    {
      'index.js':
        "const s=new Server({});s.setRequestHandler(CallToolRequestSchema,async(r)=>{switch(r.params.name){case 'a':return MARK()}});",
    },
    { bin: 'index.js' },
  ],
  [
    'setRequestHandler named',
    'call',
    { 'index.js': 'async function h(r){MARK()} const s=new Server({});s.setRequestHandler(X,h);' },
    { bin: 'index.js' },
  ],
  [
    'registerResource',
    'call',
    { 'index.js': "s.registerResource('a','b',{},async()=>{MARK()});" },
    { bin: 'index.js' },
  ],
  ['prompt', 'call', { 'index.js': "s.prompt('a',{},()=>{MARK()});" }, { bin: 'index.js' }],
  [
    'FastMCP addTool',
    'call',
    { 'index.js': "server.addTool({name:'x',execute:async()=>{MARK()}});" },
    { bin: 'index.js' },
  ],
  [
    'tools table',
    'call',
    {
      'index.js':
        'const tools={a:{handler:async()=>{MARK()}}};for(const [n,t] of Object.entries(tools))server.tool(n,{},t.handler);',
    },
    { bin: 'index.js' },
  ],
  [
    'tools array',
    'call',
    {
      'index.js':
        "const tools=[{name:'a',handler:async()=>{MARK()}}];for(const t of tools)server.registerTool(t.name,{},t.handler);",
    },
    { bin: 'index.js' },
  ],
  [
    'thin wrapper',
    'call',
    { 'index.js': "function reg(name,fn){server.tool(name,{},fn)} reg('x',async()=>{MARK()});" },
    { bin: 'index.js' },
  ],
  [
    'thin wrapper wraps',
    'call',
    {
      'index.js':
        "function reg(name,fn){server.tool(name,{},async(a)=>{try{return await fn(a)}catch{}})} reg('x',async()=>{MARK()});",
    },
    { bin: 'index.js' },
  ],
  [
    'register fn other module',
    'call',
    {
      'index.js': "import {registerTools} from './t.js';const s=new McpServer({});registerTools(s);",
      't.js': "export function registerTools(server){server.tool('x',{},async()=>{MARK()})}",
    },
    { bin: 'index.js', type: 'module' },
  ],
  [
    'tool class',
    'call',
    {
      'index.js': "import {T} from './t.js';const t=new T();server.tool(t.name,{},(a)=>t.execute(a));",
      't.js': "export class T{name='x';async execute(){MARK()}}",
    },
    { bin: 'index.js', type: 'module' },
  ],
  [
    'withErrors wrapper',
    'call',
    {
      'index.js':
        "const wrap=(f)=>async(...a)=>{try{return await f(...a)}catch(e){}};server.tool('x',{},wrap(async()=>{MARK()}));",
    },
    { bin: 'index.js' },
  ],
  ['top of server', 'start', { 'index.js': "server.tool('x',()=>{});MARK()" }, { bin: 'index.js' }],
  [
    'main() of server',
    'start',
    { 'index.js': 'async function main(){await server.connect(t);MARK()} main().catch(console.error)' },
    { bin: 'index.js' },
  ],
  ['register side effect arg', 'start', { 'index.js': "server.tool('x',MARK(),()=>{})" }, { bin: 'index.js' }],
  ['setTimeout at load', 'load', { 'index.js': 'setTimeout(()=>{MARK()},1e7)' }, {}],
  ['process.on exit', 'load', { 'index.js': "process.on('exit',()=>{MARK()})" }, {}],
  ['static block', 'load', { 'index.js': 'class A{static{MARK()}}' }, {}],
  ['static prop', 'load', { 'index.js': 'class A{static x=MARK()}' }, {}],
  ['instance prop new', 'load', { 'index.js': 'class A{x=MARK()} new A()' }, {}],
  ['exported fn', 'call', { 'index.js': 'exports.f=()=>{MARK()}' }, {}],
  ['iife async', 'load', { 'index.js': '(async()=>{await 0;MARK()})()' }, {}],
  ['Promise then', 'load', { 'index.js': 'Promise.resolve().then(()=>MARK())' }, {}],
  ['new Promise', 'load', { 'index.js': 'new Promise(r=>{MARK()})' }, {}],
  ['forEach', 'load', { 'index.js': '[1].forEach(function(){MARK()})' }, {}],
  ['fork', 'load', { 'index.js': "require('child_process').fork('./w.js')", 'w.js': 'MARK()' }, {}],
  [
    'fork dirname',
    'load',
    { 'lib/index.js': "require('child_process').fork(require('path').join(__dirname,'w.js'))", 'lib/w.js': 'MARK()' },
    { main: 'lib/index.js' },
  ],
  [
    'spawn node',
    'load',
    {
      'index.js': "require('child_process').spawn(process.execPath,[require('path').join(__dirname,'w.js')])",
      'w.js': 'MARK()',
    },
    {},
  ],
  ['Worker url', 'load', { 'index.js': "new Worker(new URL('./w.js',import.meta.url))", 'w.js': 'MARK()' }, {}],
  [
    'require json→js',
    'load',
    { 'index.js': "require('./x')", 'x/package.json': '{"main":"m.js"}', 'x/m.js': 'MARK()' },
    {},
  ],
  ['require .node etc', 'load', { 'index.js': "require('./x.dat')", 'x.dat': 'MARK()' }, {}],
  ['require txt', 'load', { 'index.js': "require('./x.txt')", 'x.txt': 'MARK()' }, {}],
  ['self import', 'load', { 'index.js': "require('p/x')", 'x.js': 'MARK()' }, { name: 'p' }],
  [
    'self exports',
    'load',
    { 'index.js': "require('p/x')", 'lib/x.js': 'MARK()' },
    { name: 'p', exports: { '.': './index.js', './x': './lib/x.js' } },
  ],
  ['imports #', 'load', { 'index.js': "require('#x')", 'lib/x.js': 'MARK()' }, { imports: { '#x': './lib/x.js' } }],
  [
    'imports # under a condition of Node',
    'load',
    { 'index.js': "require('#x')", 'b.js': '', 'n.js': 'MARK()' },
    { imports: { '#x': { types: './b.d.ts', browser: './b.js', node: './n.js', default: './b.js' } } },
  ],
  [
    'imports # under a condition of browsers',
    'nowhere',
    { 'index.js': "require('#x')", 'b.js': 'MARK()', 'n.js': '' },
    { imports: { '#x': { browser: './b.js', default: './n.js' } } },
  ],
  [
    'imports # by a pattern, for those that import',
    'load',
    { 'index.mjs': "import '#net/a'", 'r-a.cjs': '', 'i-a.mjs': 'MARK()' },
    { main: 'index.mjs', imports: { '#net/*': { require: './r-*.cjs', import: './i-*.mjs' } } },
  ],
  [
    'imports # under a condition that nobody asks for',
    'load',
    { 'index.js': "require('#x')", 'c.js': '', 'n.js': 'MARK()' },
    { imports: { '#x': { tides: './c.js', default: './n.js' } } },
  ],
  [
    'imports # by its name, before any pattern',
    'load',
    { 'index.js': "require('#net/a')", 'lib/a.js': '', 'lib/net/a.js': '', 'own.js': 'MARK()' },
    { imports: { '#*': './lib/*.js', '#net/*': './lib/net/*.js', '#net/a': './own.js' } },
  ],
  [
    'imports # by the pattern that says most of it',
    'load',
    { 'index.js': "require('#net/a')", 'lib/net/a.js': '', 'net/a.js': 'MARK()' },
    { imports: { '#*': './lib/*.js', '#net/*': './net/*.js' } },
  ],
  [
    'self exports by a pattern, for those that require',
    'load',
    { 'index.cjs': "require('p/lib/x')", 'esm/x.js': '', 'cjs/x.cjs': 'MARK()' },
    {
      name: 'p',
      main: 'index.cjs',
      type: 'module',
      exports: { './lib/*': { import: './esm/*.js', require: './cjs/*.cjs' } },
    },
  ],
  [
    'a name that may stand for itself',
    'load',
    { 'index.js': 'const word = process.argv[2]; var run = run || go; run(word); go(); function go() { MARK() }' },
    {},
  ],
  [
    'what is called of each module of a folder',
    'start',
    {
      'index.mjs':
        "import { readdirSync } from 'node:fs'; for (const f of readdirSync(new URL('./tools/', import.meta.url))) { const tool = await import(`./tools/${f}`); tool.register({}) }",
      'tools/a.mjs': 'export const register = (server) => { MARK() }',
    },
    { bin: 'index.mjs' },
  ],
  [
    'what is not called of each module of a folder',
    'call',
    {
      'index.mjs':
        "import { readdirSync } from 'node:fs'; for (const f of readdirSync(new URL('./tools/', import.meta.url))) { const tool = await import(`./tools/${f}`); tool.register({}) }",
      'tools/a.mjs': 'export const register = (server) => {}; export const run = () => { MARK() }',
    },
    { bin: 'index.mjs' },
  ],
  [
    'a method under a symbol that another module calls',
    'start',
    {
      'index.js': "const { Box } = require('./box'); require('./job'); new Box().boot()",
      'box.js':
        "const { all } = require('./all'); exports.OnBoot = Symbol('boot'); exports.Box = class { boot() { for (const one of all) one[exports.OnBoot]?.() } }",
      'job.js': "const box = require('./box'); class Job { [box.OnBoot]() { MARK() } }",
      'all.js': 'exports.all = new Set()',
    },
    { bin: 'index.js' },
  ],
  [
    'a method under a symbol that nobody calls',
    'call',
    {
      'index.js': "require('./job')",
      'box.js': "exports.OnBoot = Symbol('boot'); exports.boot = (one) => one[exports.OnStop]()",
      'job.js': "const box = require('./box'); class Job { [box.OnBoot]() { MARK() } }",
    },
    { bin: 'index.js' },
  ],
  ['export from', 'load', { 'index.js': "export * from './x.js'", 'x.js': 'MARK()' }, { type: 'module' }],
  ['lazy require', 'call', { 'index.js': "exports.f=()=>require('./x')", 'x.js': 'MARK()' }, {}],
  [
    'what is taken back from an emitter is not called',
    'call',
    {
      'index.js':
        "function listen(e, n, f) { e.on(n, f); return () => e.removeListener(n, f) } listen(x, 'a', () => { MARK() })",
    },
    {},
  ],
  [
    'what a script reads and writes is not run',
    'nowhere',
    { 'make.js': 'a()', 'grammar.js': 'MARK()', 'index.js': '' },
    { scripts: { prepublish: 'node make.js < grammar.js > grammar.js' } },
  ],
  [
    'an async function, as it is compiled',
    'load',
    {
      'index.js':
        "const tslib_1 = require('tslib'); function go() { return tslib_1.__awaiter(this, void 0, void 0, function* () { MARK() }) } go()",
    },
    {},
  ],
  [
    'an async function, as it is compiled, that nobody calls',
    'call',
    {
      'index.js':
        "const tslib_1 = require('tslib'); exports.go = function () { return tslib_1.__awaiter(this, void 0, void 0, function* () { MARK() }) }",
    },
    {},
  ],
  [
    'a listener that is told at once',
    'load',
    { 'index.js': "const e = new (require('events'))(); e.on('boot', () => { MARK() }); e.emit('boot')" },
    {},
  ],
  [
    'a listener of a page that is told at once',
    'load',
    {
      'index.js':
        "const bus = new EventTarget(); bus.addEventListener('boot', () => { MARK() }); bus.dispatchEvent(new CustomEvent('boot', { detail: 1 }))",
    },
    {},
  ],
  [
    'a listener of a page that is told when asked',
    'call',
    {
      'index.js':
        "const bus = new EventTarget(); bus.addEventListener('boot', () => { MARK() }); exports.boot = () => bus.dispatchEvent(new Event('boot'))",
    },
    {},
  ],
  [
    'the other end of a channel',
    'load',
    {
      'index.js':
        "const { port1, port2 } = new MessageChannel(); port2.on('message', () => { MARK() }); port1.postMessage(1)",
    },
    {},
  ],
  [
    'a stream that is written to at once',
    'load',
    {
      'index.js': 'const to = new WritableStream({ write() { MARK() } }); ReadableStream.from([1]).pipeTo(to)',
    },
    {},
  ],
  [
    'a stream for whoever writes to it',
    'call',
    { 'index.js': 'exports.to = new WritableStream({ write() { MARK() } })' },
    {},
  ],
  [
    'a method of a table within an object, by a name of a list',
    'load',
    { 'index.js': "const o = { order: ['a'], via: { a() { MARK() } } }; o.order.some((name) => o.via[name]())" },
    {},
  ],
  [
    'a table within an object that nobody asks',
    'call',
    { 'index.js': 'const o = { via: { a() { MARK() } } }; exports.go = (name) => o.via[name]()' },
    {},
  ],
  [
    'a function of a map, by its key',
    'load',
    { 'index.js': "const m = new Map([['a', () => { MARK() }], ['b', () => 1]]); m.get('a')()" },
    {},
  ],
  [
    'another function of a map',
    'call',
    { 'index.js': "const m = new Map([['a', () => { MARK() }], ['b', () => 1]]); m.get('b')()" },
    {},
  ],
  [
    'a function that was put into a map',
    'load',
    { 'index.js': "const m = new Map(); m.set('a', () => { MARK() }); const f = m.get('a'); f()" },
    {},
  ],
  [
    'a function of a map, by who tells the key',
    'load',
    {
      'index.js':
        "const m = new Map([['a', () => { MARK() }], ['b', () => 1]]); const tell = (k, v) => m.get(k)?.(v); tell('a', 1); exports.tell = tell",
    },
    {},
  ],
  [
    'another function of a map, by who tells the key',
    'call',
    {
      'index.js':
        "const m = new Map([['a', () => { MARK() }], ['b', () => 1]]); const tell = (k, v) => m.get(k)?.(v); tell('b', 1); exports.tell = tell",
    },
    {},
  ],
  [
    'every function of a map',
    'load',
    { 'index.js': "const m = new Map([['a', () => { MARK() }]]); for (const [, f] of m) f()" },
    {},
  ],
  [
    'some functions of a map',
    'load',
    {
      'index.js': "const m = new Map([['a', () => { MARK() }], ['b', () => 1]]); ['b', 'a'].forEach((k) => m.get(k)())",
    },
    {},
  ],
  [
    'every function of a table',
    'load',
    { 'index.js': 'const o = { a() { MARK() } }; Object.values(o).forEach((f) => f())' },
    {},
  ],
  [
    'every function of a table, with its name',
    'load',
    { 'index.js': 'const o = { a: () => { MARK() } }; for (const [name, f] of Object.entries(o)) f(name)' },
    {},
  ],
  [
    'every function of a table that is frozen',
    'load',
    { 'index.js': 'const o = Object.freeze({ a() { MARK() } }); for (const k in o) o[k]()' },
    {},
  ],
  [
    'functions that a list takes from another',
    'load',
    { 'index.js': 'const all = [() => { MARK() }]; for (const f of [...all].reverse()) f()' },
    {},
  ],
  [
    'functions of a list that is kept',
    'call',
    { 'index.js': 'const all = new Set([() => { MARK() }]); exports.all = () => { for (const f of all) f() }' },
    {},
  ],
  [
    'functions of a list, by their names',
    'load',
    { 'index.js': 'function a() { MARK() } [a].forEach((f) => f())' },
    {},
  ],
  [
    'functions of a list, by their names, in a loop',
    'load',
    { 'index.js': 'function a() { MARK() } const all = [a]; for (const f of all) f()' },
    {},
  ],
  [
    'a function of a table, by its name',
    'load',
    { 'index.js': "function a() { MARK() } const o = { a }; for (const k of ['a']) o[k]()" },
    {},
  ],
  [
    'a function in the text of a worker, by a function of its own',
    'load',
    {
      'index.js':
        "const { Worker } = require('worker_threads'); const job = (fn, data) => new Worker(`(${fn})(require('worker_threads').workerData)`, { eval: true, workerData: data }); job((cfg) => { MARK() }, {})",
    },
    {},
  ],
  [
    'a function in a text that becomes code',
    'load',
    { 'index.js': "const fn = () => { MARK() }; eval('(' + fn + ')()')" },
    {},
  ],
  [
    'a function in a text that another script runs',
    'load',
    { 'index.js': "function fn() { MARK() } vm.runInThisContext(`(${fn.toString()})()`); const vm = require('vm')" },
    {},
  ],
  [
    'a function in a text that a process runs',
    'load',
    {
      'index.js':
        "const src = `(${String(fn)})()`; function fn() { MARK() } require('child_process').spawn(process.execPath, ['-e', src])",
    },
    {},
  ],
  [
    'a function in a text that is kept',
    'call',
    { 'index.js': 'const fn = () => { MARK() }; exports.text = `(${fn})()`' },
    {},
  ],
  [
    'a function that a page runs when it is asked to',
    'call',
    { 'index.js': 'exports.go = async (page) => page.evaluate(() => { MARK() })' },
    {},
  ],
  [
    'a function that is told of the end of a process that is kept',
    'load',
    {
      'index.js':
        "const { exec } = require('child_process'); const tick = () => exec('true', () => { MARK() }); tick()",
    },
    {},
  ],
  [
    'a function that is given to what makes another of it',
    'call',
    { 'index.js': "const { promisify } = require('util'); exports.go = promisify((done) => { MARK() })" },
    {},
  ],
  [
    'a listener of an emitter that another module made and tells',
    'start',
    {
      'index.js':
        "const bus = new (require('events'))(); require('./live').attach(bus); process.stdin.on('data', () => bus.emit('pods')); bus.emit('boot', 1)",
      'live.js':
        "exports.attach = (bus) => { bus.once('boot', () => bus.emit('next')); bus.on('next', () => { MARK() }) }",
    },
    { bin: 'index.js' },
  ],
  [
    'a listener that is told by another module when asked',
    'call',
    {
      'index.js':
        "const bus = new (require('events'))(); require('./live').attach(bus); process.stdin.on('data', () => bus.emit('pods')); bus.emit('boot', 1)",
      'live.js': "exports.attach = (bus) => { bus.on('pods', () => { MARK() }) }",
    },
    { bin: 'index.js' },
  ],
  [
    'a listener that nobody attached yet',
    'call',
    {
      'index.js':
        "const bus = new (require('events'))(); exports.live = () => require('./live').attach(bus); bus.emit('boot', 1)",
      'live.js': "exports.attach = (bus) => { bus.on('boot', () => { MARK() }) }",
    },
    { bin: 'index.js' },
  ],
  [
    'a listener to what everything tells of itself',
    'call',
    {
      'index.js': "require('./live').attach(socket); const own = new (require('events'))(); own.emit('ready')",
      'live.js': "exports.attach = (socket) => { socket.on('ready', () => { MARK() }) }",
    },
    { bin: 'index.js' },
  ],
  [
    'a function in a text that a process reads',
    'load',
    {
      'index.js':
        "const child = require('child_process').spawn('node', ['-']); function fn() { MARK() } child.stdin.end(`(${fn})()`)",
    },
    {},
  ],
  [
    'a function in the address of a module',
    'load',
    { 'index.js': "const fn = () => { MARK() }; import('data:text/javascript,' + encodeURIComponent(`(${fn})()`))" },
    {},
  ],
  [
    "a function in the text of a page's worker",
    'load',
    {
      'index.js': "const fn = () => { MARK() }; new Worker(URL.createObjectURL(new Blob(['(', fn.toString(), ')()'])))",
    },
    {},
  ],
  [
    'a listener that is told of something else',
    'call',
    { 'index.js': "const e = new (require('events'))(); e.on('boot', () => { MARK() }); e.emit('city')" },
    {},
  ],
  [
    'a method of what a constructor was given',
    'load',
    {
      'index.js':
        'class A { go() { MARK() } } class B { go() {} } class C { constructor(a, b) { this.a = a; this.b = b; this.a.go() } } new C(new A(), new B())',
    },
    {},
  ],
  [
    'a method of the other thing that a constructor was given',
    'call',
    {
      'index.js':
        'class A { go() { MARK() } } class B { go() {} } class C { constructor(a, b) { this.a = a; this.b = b; this.b.go() } } new C(new A(), new B())',
    },
    {},
  ],
  [
    'a child whose file is resolved first',
    'load',
    { 'index.js': "require('child_process').fork(require.resolve('./a.js'))", 'a.js': GUARD },
    {},
  ],
  [
    'whatever lies in a folder',
    'load',
    {
      'index.js': "require('fs').readdirSync(__dirname + '/plugins').forEach((f) => require('./plugins/' + f))",
      'plugins/a.js': 'MARK()',
    },
    {},
  ],
  [
    'whatever fits this machine',
    'load',
    { 'index.js': 'await import(`./lib/for-${process.platform}.js`)', 'lib/for-linux.js': 'MARK()' },
    { type: 'module' },
  ],
  [
    'whatever lies in a folder that is joined',
    'load',
    {
      'index.js': "module.exports = require(require('path').join(__dirname, 'plugins', process.platform))",
      'plugins/linux.js': 'MARK()',
    },
    {},
  ],
  [
    'whatever lies in a folder that a variable names',
    'load',
    {
      'index.js':
        "const fs = require('fs'), path = require('path');\nconst dir = path.join(__dirname, 'plugins');\nfs.readdirSync(dir).filter((f) => f.endsWith('.js')).forEach((f) => require(path.join(dir, f)));",
      'plugins/a.js': 'MARK()',
    },
    {},
  ],
  [
    'whatever a list of paths names',
    'load',
    {
      'index.js':
        "const fs = require('fs'), path = require('path');\nconst dir = path.resolve(__dirname, './plugins');\nconst files = fs.readdirSync(dir).map((f) => path.join(dir, f));\nfor (const file of files) { const one = require(file); one.use() }",
      'plugins/a.js': 'MARK()',
    },
    {},
  ],
  [
    'what is called of whatever lies in a folder, as compilers write it',
    'load',
    {
      'index.js':
        "const fs_1 = require('node:fs'), path_1 = require('node:path');\nconst DIR = (0, path_1.join)(__dirname, 'steps');\nfor (const { file } of (0, fs_1.readdirSync)(DIR).map((file) => ({ file }))) require((0, path_1.join)(DIR, file)).up({});",
      'steps/1.js': 'exports.up = () => MARK()',
    },
    {},
  ],
  [
    'whatever lies in a folder, as an address',
    'load',
    {
      'index.js':
        "import { readdir } from 'node:fs/promises'; import { dirname, join } from 'node:path'; import { fileURLToPath, pathToFileURL } from 'node:url';\nconst here = dirname(fileURLToPath(import.meta.url)); const dir = join(here, 'plugins');\nfor (const f of await readdir(dir)) await import(pathToFileURL(join(dir, f)).href);",
      'plugins/a.js': 'MARK()',
    },
    { type: 'module' },
  ],
  [
    'whatever lies in a folder beside the module',
    'load',
    {
      'index.js':
        "import fs from 'node:fs'; import path from 'node:path'; import { fileURLToPath } from 'node:url';\nconst dir = fileURLToPath(new URL('./plugins', import.meta.url));\nawait Promise.all(fs.readdirSync(dir).map((f) => import(`file://${path.join(dir, f)}`)));",
      'plugins/a.js': 'MARK()',
    },
    { type: 'module' },
  ],
  [
    'whatever lies in a folder, from what knows its own',
    'load',
    {
      'lib/index.js':
        "import fs from 'node:fs'; import path from 'node:path';\nconst dir = path.join(import.meta.dirname, '..', 'plugins');\nfor (const f of fs.readdirSync(dir)) await import(path.join(dir, f));",
      'plugins/a.js': 'MARK()',
    },
    { type: 'module', main: 'lib/index.js' },
  ],
  [
    'a folder that is listed beside one that is loaded',
    'nowhere',
    {
      'index.js':
        "const fs = require('fs'), path = require('path'); const dir = path.join(__dirname, 'templates'); exports.names = fs.readdirSync(dir); exports.load = (file) => require(path.join(__dirname, 'lib', file));",
      'templates/a.js': 'MARK()',
    },
    {},
  ],
  [
    'a file of the project that uses it',
    'nowhere',
    {
      'index.js':
        "const fs = require('fs'), path = require('path'); fs.readdirSync('.'); exports.config = require(path.join(process.cwd(), 'plugins', process.argv[2]));",
      'plugins/a.js': 'MARK()',
    },
    {},
  ],
  [
    'whatever lies in a folder of an odd name',
    'load',
    { 'lib/index.js': "require('../my plug-ins (ü)#1/' + x)", 'my plug-ins (ü)#1/a.js': 'MARK()' },
    { main: 'lib/index.js' },
  ],
  [
    'what begins as a folder beside the package does',
    'nowhere',
    { 'index.js': "require('../plugins/' + x)", 'plugins/a.js': 'MARK()' },
    {},
  ],
  [
    'beside a folder of which anything is loaded',
    'nowhere',
    { 'index.js': "require('./plugins/' + x)", 'plugin.js': 'MARK()', 'plugins/a.js': '' },
    {},
  ],
  ['a main module of another name', 'load', { 'index.jsc': 'MARK()' }, { main: 'index.jsc' }],
  ['a main module of a name in capitals', 'load', { 'Index.JS': 'MARK()' }, { main: 'Index.JS' }],
  [
    'a handler that is assigned',
    'load',
    { 'index.js': "const ws = new WebSocket('wss://x.example'); ws.onopen = () => { MARK() }" },
    {},
  ],
  [
    'what a server is told once it is greeted',
    'load',
    {
      'index.js': "const { server } = require('./server'); server.server.oninitialized = () => { MARK() }",
      'server.js': '',
    },
    {},
  ],
  ['a handler of a page', 'call', { 'index.js': 'exports.f = (b) => { b.onclick = () => { MARK() } }' }, {}],
  [
    'a hook of the loader',
    'load',
    {
      'index.js': "import { register } from 'node:module'; register('./hooks.mjs', import.meta.url)",
      'hooks.mjs': 'export async function load(url, context, next) { MARK(); return next(url, context) }',
    },
    { type: 'module' },
  ],
  [
    'a method of what a function of another module makes of a third one',
    'load',
    {
      'index.js': "const client = require('./make').create(); client.flush()",
      'make.js': "const { Client } = require('./client'); exports.create = () => new Client()",
      'client.js': 'exports.Client = class { flush() { MARK() } }',
    },
    {},
  ],
  [
    'another method of what is made so',
    'call',
    {
      'index.js': "const client = require('./make').create(); client.flush()",
      'make.js': "const { Client } = require('./client'); exports.create = () => new Client()",
      'client.js': 'exports.Client = class { flush() {} send() { MARK() } }',
    },
    {},
  ],
  [
    'who subscribed to a topic that is published',
    'load',
    {
      'index.js': "const dc = require('diagnostics_channel'); require('./up'); dc.channel('a').publish({})",
      'up.js': "require('diagnostics_channel').subscribe('a', () => MARK())",
    },
    {},
  ],
  [
    'who subscribed to a topic that nobody publishes',
    'call',
    {
      'index.js': "const dc = require('diagnostics_channel'); require('./up'); dc.channel('a').publish({})",
      'up.js': "require('diagnostics_channel').subscribe('undici:request:create', () => MARK())",
    },
    {},
  ],
  [
    'what is told that something is gone',
    'load',
    { 'index.js': 'const r = new FinalizationRegistry(() => MARK()); r.register({}, 1)' },
    {},
  ],
  [
    'what a process tells behind a weak reference',
    'load',
    { 'index.js': "const ref = new WeakRef(process); ref.deref().once('beforeExit', () => MARK())" },
    {},
  ],
  [
    'what an emitter tells behind a weak reference',
    'call',
    { 'index.js': "exports.f = (bus) => { new WeakRef(bus).deref().on('done', () => MARK()) }" },
    {},
  ],
  ['what a shell reads is run', 'install', { 'x.js': 'MARK()' }, { scripts: { install: 'node < x.js' } }],
  [
    'what a compiler wraps is loaded, not called',
    'call',
    {
      'index.js': `${INTEROP} var _os = _interopRequireDefault(require('os')); var _x = _interopRequireDefault(require('./x')); exports.f = () => new _x.default()`,
      'x.js': 'exports.default = class { constructor() { MARK() } }',
    },
    {},
  ],
  [
    'what a compiler wraps and the module calls',
    'load',
    {
      'index.js': `${INTEROP} var _os = _interopRequireDefault(require('os')); var _x = _interopRequireDefault(require('./x')); new _x.default()`,
      'x.js': 'exports.default = class { constructor() { MARK() } }',
    },
    {},
  ],
];

test.each(ROWS)('%s: %s', (_, reach, files, manifest) => {
  expect(reachOfMark(files, manifest, true)).toEqual([reach]);
});

test('the command of a dependency is imported where it is its main module, too', () => {
  const manifest = { main: 'index.js', bin: 'index.js' };
  expect(reachOfMark({ 'index.js': 'MARK()' }, manifest, false)).toEqual(['load']);
  expect(reachOfMark({ 'index.js': 'MARK()' }, manifest, true)).toEqual(['start']);
});

test('cases of a switch cost as much as there are of them', () => {
  const asked = (times: number): number => {
    const cases = Array.from({ length: times }, (_, at) => `case ${at}:x();`).join('');
    return cpuOf(() => reachOfMark({ 'index.js': `switch(process.argv[2]){${cases}}MARK()` }, {}, true));
  };
  asked(1_000);
  // The square of sixteen is 256; the second is for what is little.
  expect(asked(32_000)).toBeLessThan(60 * asked(2_000) + 1_000);
});
