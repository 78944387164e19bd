import { defineCases } from '../../src/rule.ts';

const EMPTY = 'AGFzbQEAAAABBAFgAAADAgEABwUBAWEAAAoEAQIACw==';

export default defineCases({
  bad: [
    { name: 'a text of base64', code: `WebAssembly.instantiate(Buffer.from('${EMPTY}', 'base64'))` },
    { name: 'a list of bytes', code: 'new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))' },
    {
      name: 'compiled from a decoded variable',
      code: `const bytes = atob('${EMPTY}'); exports.ready = WebAssembly.compile(bytes);`,
    },
  ],
  ok: [
    { name: 'what a caller gives', code: 'exports.load = (bytes) => WebAssembly.instantiate(bytes);' },
    {
      name: 'a question whether there is an engine',
      code: "exports.has = typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));",
    },
    { name: 'memory', code: 'exports.memory = new WebAssembly.Memory({ initial: 1 });' },
  ],
});
