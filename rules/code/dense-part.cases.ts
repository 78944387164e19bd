import { defineCases } from '../../src/rule.ts';

const readable = Array.from({ length: 30 }, (_, i) => `function part${i}(value) {\n  return value + ${i};\n}\n`).join(
  '\n',
);
const dense = `!function(){${Array.from({ length: 200 }, (_, i) => `var a${i}=Math.max(${i},2);`).join('')}}();`;

export default defineCases({
  bad: [
    { name: 'a minified line at the end', code: `${readable}\n${dense}` },
    { name: 'a minified line at the beginning', code: `${dense}\n${readable}` },
    { name: 'a minified line in the middle', code: `${readable}\n${dense}\n${readable}` },
  ],
  ok: [
    { name: 'a minified file', code: dense },
    { name: 'a bundle of minified lines', code: `${dense}\n${dense}\n${readable}` },
    {
      name: 'a long table',
      code: `${readable}\nexports.table = [${Array.from({ length: 900 }, (_, i) => i).join(',')}];`,
    },
    { name: 'a long text', code: `${readable}\nexports.text = '${'word '.repeat(900)}';` },
  ],
});
