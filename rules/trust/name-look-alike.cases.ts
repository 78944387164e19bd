import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'a zero', manifest: { name: 'l0dash' }, code: '' },
    { name: 'a one', manifest: { name: '1odash' }, code: '' },
    { name: 'two letters for one', manifest: { name: 'cornrnander' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['m0ngoose@1.0.0'] },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: 'lodash' }, code: '' },
    { name: 'its scoped relatives', manifest: { name: '@lodash/fp' }, code: '' },
    { name: 'another word', manifest: { name: 'harbour-weather-mcp' }, code: '' },
  ],
});
