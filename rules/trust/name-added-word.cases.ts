import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'after it', manifest: { name: 'axios-http' }, code: '' },
    { name: 'before it', manifest: { name: 'node-express' }, code: '' },
    { name: 'a number', manifest: { name: 'lodash4' }, code: '' },
    { name: 'joined', manifest: { name: 'mysqljs' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['express-utils@1.0.0'] },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: 'express' }, code: '' },
    { name: 'a word that says something', manifest: { name: 'axios-weather' }, code: '' },
    { name: 'something else', manifest: { name: 'harbour-weather-mcp' }, code: '' },
  ],
});
