import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a Cyrillic a', code: "const payload = 'a', p\u0430yload = 'b'; exports.x = [payload, p\u0430yload];" },
    {
      name: 'a Greek omicron',
      code: 'function load() {} function l\u03bfad() {} exports.run = () => { load(); l\u03bfad(); };',
    },
    { name: 'a property', code: 'exports.check = (user) => user.isAdmin || user.is\u0410dmin;' },
    { name: 'a letter that is escaped', code: 'exports.check = (user) => user.isAdmin || user.is\\u0410dmin;' },
    { name: 'in braces', code: 'const payload = 1, p\\u{430}yload = 2; exports.x = [payload, p\\u{0430}yload];' },
    {
      name: 'a key in quotes, beside one whose Latin letters are escaped',
      code: 'const cp = require("child_process"); exports.run = (c) => cp["\\x65xec"](c); exports.not = { "\\u0435xec": 1 };',
    },
    {
      name: 'two keys in quotes, of functions',
      code: 'exports.actions = { "check": () => true, "\u0441heck": () => false };',
    },
    {
      name: 'a word of a list that is asked for by name',
      code: 'const rights = { "admin": 1, "\u0430dmin": 2 }; exports.level = () => rights.admin;',
    },
  ],
  ok: [
    {
      name: 'a slip in a list of words',
      code: 'const UNITS = { "kvartal": "quarter", "kvart\u0430l": "quarter", "vecka": "week" }; exports.unit = (word) => UNITS[word];',
    },
    {
      name: 'escaped letters of one alphabet',
      code: 'const \\u0065val2 = 1; exports.x = { "\\x65xec": \\u0065val2, exec: 2 };',
    },
    {
      name: 'a mathematical letter, escaped, beside a plain one',
      code: 'const \\u0394t = 1, dt = 2; exports.x = { "\\u03b1x": \\u0394t, ax: dt };',
    },
    {
      name: 'a difference in mathematics',
      code: 'const \u0394t = 1, dt = 2, x\u03b1 = 3; exports.x = [\u0394t, dt, x\u03b1];',
    },
    { name: 'names in Russian', code: "const \u0438\u043c\u044f = 'x'; exports.name = \u0438\u043c\u044f;" },
    {
      name: 'a mixed name without a twin',
      code: "const api\u041a\u043b\u044e\u0447 = 'x'; exports.key = api\u041a\u043b\u044e\u0447;",
    },
  ],
});
