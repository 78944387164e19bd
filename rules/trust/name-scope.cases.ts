import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'the scope left off', manifest: { name: 'core-rest-pipeline' }, code: '' },
    { name: 'the scope as a word', manifest: { name: 'azure-core-rest-pipeline' }, code: '' },
    { name: 'a scope made of a word', manifest: { name: '@node/fetch' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['core-client@1.0.0'] },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: '@azure/core-rest-pipeline' }, code: '' },
    { name: 'a single everyday word', manifest: { name: 'weather' }, code: '' },
    { name: 'of a scope that is known', manifest: { name: '@azure/harbour-weather' }, code: '' },
  ],
});
