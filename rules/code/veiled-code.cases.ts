import { defineCases } from '../../src/rule.ts';

const names = Array.from({ length: 40 }, (_, i) => `_0x${(0xa1b2 + i * 37).toString(16)}`);
const scrambled = `const ${names[0]} = ['log', 'hello'];\n(function (${names[1]}, ${names[2]}) { while (--${names[2]}) { ${names[1]}['push'](${names[1]}['shift']()); } })(${names[0]}, 0x1a3);\n${names
  .slice(3)
  .map((name) => `function ${name}() { return ${names[0]}[0x0]; }`)
  .join('\n')}`;

export default defineCases({
  bad: [
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
  ],
  ok: [
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
