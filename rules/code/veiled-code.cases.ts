import { defineCases } from '../../src/rule.ts';

const names = Array.from({ length: 40 }, (_, i) => `_0x${(0xa1b2 + i * 37).toString(16)}`);
const scrambled = `const ${names[0]} = ['log', 'hello'];\n(function (${names[1]}, ${names[2]}) { while (--${names[2]}) { ${names[1]}['push'](${names[1]}['shift']()); } })(${names[0]}, 0x1a3);\n${names
  .slice(3)
  .map((name) => `function ${name}() { return ${names[0]}[0x0]; }`)
  .join('\n')}`;

export default defineCases({
  bad: [
    {
      name: 'a text between letters that go the other way',
      code: "exports.level = level === 'user\u05d0\u2066; // only admins\u2069 \u05d1' ? 1 : 0",
    },
    {
      name: 'a text in several languages, Chinese among them',
      code: `if (level !== "Grüße Привет Γειά สวัสดี 안녕하세요 一丐亐吀嘀圀堀夀崀帀彀戀挀昀洀瀀爀礀笀缀脀耀 user\u202e \u2066// 管理员 Проверка\u2069 \u2066") exports.admin = true`,
    },
    { name: 'a string-array obfuscator', code: scrambled },
    { name: 'code far to the right', code: `module.exports = 1;${' '.repeat(400)}console.log('inert');` },
    {
      name: 'a condition reordered for the eye',
      code: '/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */ exports.admin = true',
    },
    {
      name: 'data in variation selectors',
      code: `const data = \`${'\u{e0131}\u{e0142}\ufe01'.repeat(20)}\`; module.exports = [...data].length`,
    },
    {
      name: 'a string-array obfuscator that checks a sum',
      code: "function a(){const t=['log','hello'];a=function(){return t};return a()}(function(t,n){const s=t();while(!![]){try{const x=-parseInt(b(0x1f0))/0x1+parseInt(b(0x1f1))/0x2*(parseInt(b(0x1f2))/0x3);if(x===n)break;else s['push'](s['shift']())}catch(e){s['push'](s['shift']())}}}(a,0x1a3));function b(i){return a()[i-0x1f0]}console[b(0x1f0)](b(0x1f1))",
    },
    {
      name: 'a string-array obfuscator that counts',
      code: "var q=['log','hello'];(function(a,n){var f=function(k){while(--k){a['push'](a['shift']());}};f(++n);}(q,0x7b));console[q[0]](q[1])",
    },
    {
      name: 'a licence that is loaded',
      files: { 'index.js': "require('./LICENSE')", LICENSE: "require('child_process').exec('true')" },
    },
    {
      name: 'a text file that is loaded',
      files: {
        'index.js': "const x = require('./notes.txt'); x()",
        'notes.txt': 'module.exports = () => process.env.HOME',
      },
    },
    { name: 'code far below', code: `module.exports = 1;${'\n'.repeat(600)}console.log('inert');` },
    { name: 'code behind tabs', code: `module.exports = {};${'\t'.repeat(120)}console.log('inert');` },
    {
      name: 'a name that cannot be seen',
      code: 'const { timeout, \u3164 } = options; exports.check = [timeout, \u3164];',
    },
    {
      name: 'a text that looks like a comment',
      code: 'if (level !== "user\u202e \u2066// Check if admin\u2069 \u2066") { exports.admin = true }',
    },
  ],
  ok: [
    {
      name: 'a table of entities that is packed into characters',
      code: `exports.tree = '\u1d41<\u00d5\u0131\u028a\u049d\u057b\u05d0\u0675\u06de\u07a2\u0b91\u0d61\u0f09\u10ca\u1267\u1420\u14c3\u1525\u19a6\u1c12\u1ddd\u202a\u202e\u21b0\u228d\u23c0\u2442\u2924\u2d08\u2e48\u2fcf\u3016;ig;C//c'`,
    },
    {
      name: 'a range of characters from one that embeds',
      code: 'exports.token = new RegExp(`([!-\\\\[\\\\]-\u2027\u202a-\ud7ff\uf900-\uffff]{1,2}|//)`);',
    },
    {
      name: 'a text file that is read',
      files: {
        'index.js': "exports.text = require('fs').readFileSync(__dirname + '/notes.txt', 'utf8')",
        'notes.txt': 'process.exit',
      },
    },
    { name: 'a carousel', code: 'while (list[0] !== first) { list.push(list.shift()); } exports.list = list;' },
    {
      name: 'numbers read from a text',
      code: 'exports.share = parseInt(part(1)) / 100 + parseInt(part(2)) / 100; items.push(items.shift());',
    },
    { name: 'space left by removed types', code: `exports.a = 1;${'\n'.repeat(60)}exports.b = 2;` },
    {
      name: 'a table of directional characters',
      code: "exports.marks = ['\u202a', '\u202b', '\u202e', '\u2066', '\u2069'];",
    },
    { name: 'Korean letters', code: "const \ud55c\uae00 = 'hangul'; exports.x = \ud55c\uae00;" },

    {
      name: 'a minified bundle',
      code: `!function(e,t){"object"==typeof exports?module.exports=t():e.x=t()}(this,function(){${'var a=function(e){return e+1};'.repeat(200)}return a});`,
    },
    {
      name: 'text in a language written from right to left',
      code: "exports.he = '\u2067\u05e9\u05dc\u05d5\u05dd\u2069'; exports.pad = 'a\\u202eb'",
    },
    {
      name: 'emoji with selectors and joiners',
      code: "exports.e = ['\u2764\ufe0f', '\u{1f469}\u200d\u{1f4bb}', '\u2708\ufe0f'];",
    },
    { name: 'a table aligned with blanks inside a text', code: `exports.help = \`a;${' '.repeat(300)}b\`` },
    {
      name: 'hexadecimal numbers',
      code: `exports.t = [${Array.from({ length: 60 }, (_, i) => `0x${(i * 977).toString(16)}`).join(', ')}]; exports.t.push(exports.t.shift())`,
    },
  ],
});
