import { defineCases } from '../../src/rule.ts';

export default defineCases({
  bad: [
    { name: 'none', manifest: { name: 'crossenv' }, code: '' },
    { name: 'another', manifest: { name: 'cross_env' }, code: '' },
    { name: 'one too many', manifest: { name: 'fast-ify' }, code: '' },
    { name: 'a dependency', code: '', dependencies: ['nodefetch@1.0.0'] },
  ],
  ok: [
    { name: 'the popular package itself', manifest: { name: 'cross-env' }, code: '' },
    { name: 'another word more', manifest: { name: 'cross-env-weather' }, code: '' },
    { name: 'something else', manifest: { name: 'harbour-weather-mcp' }, code: '' },
  ],
});
