import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a Cyrillic a', code: "const payload = 'a', p\u0430yload = 'b'; exports.x = [payload, p\u0430yload];" },
    {
      name: 'a Greek omicron',
      code: 'function load() {} function l\u03bfad() {} exports.run = () => { load(); l\u03bfad(); };',
    },
    { name: 'a property', code: 'exports.check = (user) => user.isAdmin || user.is\u0410dmin;' },
  ],
  ok: [
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
