/** What is followed through the forms that compilers give to newer syntax. */
import { AWAITER, FIELDS, type Row, testLeaving } from './flows.ts';

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
    'a function of Babel that hands on its arguments',
    "function put(_x,_x2){return _put.apply(this,arguments)} function _put(){_put=_asyncToGenerator(_regeneratorRuntime().mark(function _callee(name,data){return _regeneratorRuntime().wrap(function _callee$(_context){while(1)switch(_context.prev=_context.next){case 0:return _context.abrupt('return',SEND«data»);case 1:case 'end':return _context.stop()}},_callee)}));return _put.apply(this,arguments)} READ;put('a',k)",
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
  [
    'a namespace of a module in one file',
    'var __defProp=Object.defineProperty;var __export=(t,a)=>{for(var n in a)__defProp(t,n,{get:a[n],enumerable:true})};var env_exports={};__export(env_exports,{all:()=>all});function all(){return {...process.env}} SEND«JSON.stringify(env_exports.all())»',
  ],
  [
    'a module in one file that is loaded later',
    'var __esm=(fn,res)=>function __init(){return fn&&(res=(0,fn[Object.keys(fn)[0]])(fn=0)),res};var __export=(t,a)=>{for(var n in a)Object.defineProperty(t,n,{get:a[n],enumerable:true})};var env_exports={};__export(env_exports,{all:()=>all});function all(){return {...process.env}} var init_env=__esm({"src/env.ts"(){"use strict"}});(async()=>{const {all:all2}=await Promise.resolve().then(()=>(init_env(),env_exports));SEND«JSON.stringify(all2())»})()',
  ],
  ['a spread list', 'SEND«JSON.stringify(__spreadArray(__spreadArray([],[1],true),Object.entries(process.env),true))»'],
];

testLeaving(COMPILED);
