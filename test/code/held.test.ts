/** What is followed through what makes, keeps and hands on functions: factories, builders, queues, registries, streams. */
import { expect, test } from 'vitest';
import { functionsOf } from '../../src/code/tree/functions.ts';
import { parse } from '../../src/code/tree/parse.ts';
import { link } from '../../src/code/tree/scope.ts';
import { cpuOf } from '../support/cpu.ts';
import { flowsIn, LEFT_WHOLE, type Row, testLeaving } from './flows.ts';

const LEAVING: readonly Row[] = [
  [
    'an object of a factory',
    'function api(u){return {post(d){SEND«d»}}} const a=api("x");a.post(JSON.stringify(process.env))',
  ],
  [
    'a part of it',
    'const api=(u)=>{const post=(d)=>{SEND«d»};return {post}};const {post}=api("x");post(JSON.stringify(process.env))',
  ],
  ['what lies in it', 'const made=()=>({env:{...process.env}});const m=made();SEND«JSON.stringify(m.env)»'],
  [
    'an instance of a factory',
    'class C{send(d){SEND«d»}} const make=()=>new C();make().send(JSON.stringify(process.env))',
  ],
  [
    'a static factory',
    'class C{static of(){return new C()} send(d){SEND«d»}} const c=C.of();c.send(JSON.stringify(process.env))',
  ],
  [
    'a builder',
    'class R{p=[];add(x){this.p.push(x);return this} send(){SEND«this.p.join()»}} new R().add("a").add(JSON.stringify(process.env)).send()',
  ],
  [
    'a builder, minified',
    'new class{#p=[];add(x){return this.#p.push(x),this}send(){SEND«this.#p.join()»}}().add(JSON.stringify(process.env)).send()',
  ],
  [
    'a class that is made where it stands',
    'new class{constructor(e){this.e=e}go(){SEND«JSON.stringify(this.e)»}}(process.env).go()',
  ],
  [
    'a list of functions that a parameter has by default',
    'const read=()=>({...process.env});const chain=[read];const warm=({all=chain}={})=>{SEND«JSON.stringify(all.map((one)=>one()))»};warm()',
  ],
  ['a function that a function gives', 'const post=(u)=>(b)=>{SEND«b»};post("x")(JSON.stringify(process.env))'],
  [
    'a queue with a worker',
    'class Q{l=[];constructor(w){this.w=w} push(i){this.l.push(i);this.next()} next(){const i=this.l.shift();this.w(i)}} const q=new Q((d)=>{SEND«d»});q.push(JSON.stringify(process.env))',
  ],
  [
    'a queue of functions',
    'function q(w){const l=[];return {push(i){l.push(i);go()}};function go(){while(l.length)w(l.shift())}} q((d)=>{SEND«d»}).push(JSON.stringify(process.env))',
  ],
  ['a registry', 'const m=new Map();m.set("ship",(d)=>{SEND«d»});m.get("ship")(JSON.stringify(process.env))'],
  [
    'those who listen, in a set',
    'class S{l=new Set();sub(f){this.l.add(f)} next(v){for(const f of this.l)f(v)}} const s=new S();s.sub((d)=>{SEND«d»});s.next(JSON.stringify(process.env))',
  ],
  [
    'those who listen, one by one',
    'class S{l=[];sub(f){this.l.push(f)} next(v){this.l.forEach((f)=>f(v))}} const s=new S();s.sub((d)=>{SEND«d»});s.next(JSON.stringify(process.env))',
  ],
  [
    'steps one after the other',
    'const pipe=(x,...fs)=>fs.reduce((a,f)=>f(a),x);const post=(u)=>(b)=>{SEND«b»};const text=(x)=>JSON.stringify(x);pipe(process.env,text,post("x"))',
  ],
  [
    'collectors in a list',
    'const cs=[{n:"a",run:()=>({...process.env})}];SEND«JSON.stringify(cs.reduce((all,c)=>({...all,[c.n]:c.run()}),{}))»',
  ],
  ['a list of functions', 'const c={all:[()=>({...process.env})]};SEND«JSON.stringify(c.all.map((f)=>f()))»'],
  [
    'an instance that says how it is written',
    'class C{toJSON(){return {...process.env}}} SEND«JSON.stringify(new C())»',
  ],
  [
    'an instance that is gone through',
    'class E{*[Symbol.iterator](){for(const k of Object.keys(process.env))yield [k,process.env[k]]}} const b=new FormData();for(const [k,v] of new E())b.append(k,v);SEND«b»',
  ],
  [
    'a promise that is kept later',
    'const {promise,resolve}=Promise.withResolvers();promise.then((d)=>{SEND«d»});resolve(JSON.stringify(process.env))',
  ],
  [
    'a channel',
    "const c=require('diagnostics_channel').channel('a');c.subscribe((m)=>{SEND«JSON.stringify(m)»});c.publish({...process.env})",
  ],
  [
    'an event of one’s own',
    'const t=new EventTarget();t.addEventListener("go",(e)=>{SEND«e.detail»});t.dispatchEvent(new CustomEvent("go",{detail:JSON.stringify(process.env)}))',
  ],
  [
    'the store of a context',
    "const {AsyncLocalStorage}=require('async_hooks');const s=new AsyncLocalStorage();async function r(){const c=s.getStore();SEND«JSON.stringify(c.env)»} s.run({env:process.env},()=>void r())",
  ],
  [
    'a stream that writes',
    "const {Writable}=require('stream');const w=new Writable({write(c,e,cb){SEND«c»;cb()}});w.write(JSON.stringify(process.env))",
  ],
  [
    'a class of streams',
    "const {Writable}=require('stream');class W extends Writable{_write(c,e,cb){SEND«c»;cb()}} new W().end(JSON.stringify(process.env))",
  ],
  [
    'what is piped into one',
    "const {Readable,Writable}=require('stream');Readable.from([JSON.stringify(process.env)]).pipe(new Writable({write(c,e,cb){SEND«c»;cb()}}))",
  ],
  [
    'a stream of the web',
    'new Blob([JSON.stringify(process.env)]).stream().pipeTo(new WritableStream({write(c){SEND«c»}}))',
  ],
  [
    'a compressed stream',
    'SEND«new Blob([JSON.stringify(process.env)]).stream().pipeThrough(new CompressionStream("gzip"))»',
  ],
  [
    'a file that is loaded',
    "const os=require('os');const c=require(os.homedir()+'/.docker/config.json');SEND«JSON.stringify(c)»",
  ],
  [
    'a file that is imported',
    "import('node:os').then(async(os)=>{const {default:c}=await import(`${os.homedir()}/.cursor/mcp.json`,{with:{type:'json'}});SEND«JSON.stringify(c)»})",
  ],
  [
    'texts in backticks',
    'const {EventEmitter:E}=require(`events`);const b=new E;b.on(`ready`,e=>{SEND«JSON.stringify(e)»}),b.emit(`ready`,{...process[`env`]})',
  ],
  [
    'a usual event of what two modules have',
    {
      'index.js': "const {bus}=require('./bus');require('./l');bus.emit('ready',{...process.env})",
      'bus.js': "exports.bus=new (require('events'))()",
      'l.js': "const {bus}=require('./bus');bus.on('ready',(e)=>{SEND«JSON.stringify(e)»})",
    },
  ],
];
testLeaving(LEAVING);

const STAYING: readonly Row[] = [
  [
    'what another method of a factory’s object is given',
    'const api=()=>({post(d){SEND«d»},log(d){console.log(d)}});const a=api();a.log(JSON.stringify(process.env));a.post("x")',
  ],
  [
    'what another object of a factory is given',
    'const a=(()=>({put(d){SEND«d»}}))();const b=(()=>({put(d){return d.PATH}}))();b.put({...process.env});a.put("x")',
  ],
  [
    'one variable of a builder',
    'class R{p=[];add(x){this.p.push(x);return this} send(){SEND«this.p.join()»}} new R().add(process.env.HOST).add("b").send()',
  ],
  [
    'what a worker prints',
    'class Q{l=[];constructor(w){this.w=w} push(i){this.w(i)}} new Q((d)=>console.log(d)).push(JSON.stringify(process.env));new Q((d)=>d).push(1);SEND«"x"»',
  ],
  [
    'a registry whose other entry sends',
    'const m=new Map();m.set("ship",(d)=>{SEND«d»});m.set("log",(d)=>console.log(d));m.get("log")(JSON.stringify(process.env));m.get("ship")("x")',
  ],
  [
    'a channel that only counts',
    "const c=require('diagnostics_channel').channel('a');c.subscribe(()=>{SEND«'1'»});c.publish({...process.env})",
  ],
  [
    'one variable of a store',
    "const {AsyncLocalStorage}=require('async_hooks');const s=new AsyncLocalStorage();s.run({id:process.env.ID,env:process.env},()=>{SEND«s.getStore().id»})",
  ],
  [
    'a stream into a file',
    "const {Writable}=require('stream'),fs=require('fs');new Writable({write(c,e,cb){fs.appendFile('x',c,cb)}}).end(JSON.stringify(process.env));SEND«'x'»",
  ],
  ['a module of the package', "const c=require('./config.json');SEND«JSON.stringify(c)»"],
  [
    'a usual event of two things',
    {
      'index.js': "const {a}=require('./a');require('./l');a.emit('ready',{...process.env})",
      'a.js': "exports.a=new (require('events'))()",
      'b.js': "exports.b=new (require('events'))()",
      'l.js': "const {b}=require('./b');b.on('ready',(e)=>{SEND«JSON.stringify(e)»})",
    },
  ],
];
test.each(STAYING.map(([name, ...row]) => ({ name, row })))('stays: $name', ({ row }) => {
  expect(flowsIn(...row).filter((flow) => LEFT_WHOLE.test(flow))).toEqual([]);
});

test('names that ask for each other in the wrong order end', () => {
  const names = Array.from({ length: 4_000 }, (_, i) => `var a${i}=a${i + 1}.b${i}();`).join('');
  expect(flowsIn(`${names}a0.c(a1);var a4000={};`)).toEqual([]);
  const chain = `x${'.a()'.repeat(3_000)}`;
  expect(flowsIn(`var x={a(){return this}};${chain};`)).toEqual([]);
});

test.each([
  ['a list that is gone through', 'const l=[];', 'l.push((x)=>x);for(const f of l)f(1);'],
  ['a map that is asked', 'const m=new Map();', 'm.set(k(),(x)=>x);m.get(k())(1);'],
  ['a channel', 'const s={};', 's.subscribe((x)=>x);s.next(1);'],
  ['an event', 'const e={};', "e.on('a',(x)=>x);e.emit('a',1);"],
  ['a name that is given a class each time', 'var A;', 'A=class{m(x){return x}};new A().m(1);'],
])('what %s holds costs as much as there is of it, however often it is asked for', (_name, head, unit) => {
  const linked = (times: number): number => {
    const parsed = parse('x.cjs', head + unit.repeat(times), false);
    if (!parsed.ok) throw new Error(parsed.reason);
    return cpuOf(() => void link(parsed.file));
  };
  linked(1_000);
  // Sixteen times as much costs no more than sixty times as much, where the square would be 256; the second is for what is little.
  expect(linked(16_000)).toBeLessThan(60 * linked(1_000) + 1_000);
});

test.each([
  ['what is wrapped', 'once((c) => c)', 1],
  ['a method that is bound', 'x.map.bind(x, (c) => c)', 1],
  ['one of the module’s own that is called like one of the language’s', '({ map: (fn) => fn }).map((c) => c)', 1],
  ['a text with other letters', "'a'.replace(/a/, (c) => c)", 0],
  ['an element that is looked for', 'x.find((c) => c)', 0],
  ['a list of what is made of its elements', 'x.map((c) => c)', 0],
])('functions that something may stand for: %s', (_name, value, count) => {
  const parsed = parse('x.cjs', `const f = ${value}; f;`, false);
  if (!parsed.ok) throw new Error(parsed.reason);
  const code = link(parsed.file);
  const last = code.nodes.identifiers.at(-1);
  expect(last && functionsOf(code, last)).toHaveLength(count);
});

test('exports that stand for each other end', () => {
  for (const code of [
    'exports.a = exports.b; exports.b = exports.a; setTimeout(exports.a, 1);',
    'exports.a = exports.a.bind(null); setTimeout(exports.a, 1, process.env);',
    'module.exports = is; is.a = exports.b; exports.b = is.a; function is() {} setTimeout(exports.b, 1); exports.b();',
  ])
    expect(flowsIn(code)).toEqual([]);
});
