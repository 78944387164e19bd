import { isCarried } from '../../src/code/flow/carried.ts';
import { inWords } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

const LOADS = /^WebAssembly\.(?:instantiate|compile|Module)$/;

export default defineRule({
  id: 'wasm-inline',
  title: 'Loads machine code for the WebAssembly engine that lies in the source as text',
  why: 'Parsers and codecs are shipped this way, and it is also a place where a payload is not read. It cannot touch files or the network except through what the JavaScript around it gives to it.',
  fix: 'Nothing, as a rule; look at what the code around it hands over as imports.',
  mapping: { owasp: ['MCP04'], attack: ['T1027'], atlas: ['AML.T0074'], cwe: ['CWE-506'] },
  signal: 'code.odd',
  severity: 'info',
  confidence: 'high',
  words: /\bWebAssembly\b/,
  *module(module): Iterable<ModuleHit> {
    for (const { name, args, node } of module.calls) {
      const [bytes] = args;
      if (!bytes || name === undefined || !LOADS.test(name) || !isCarried(module.code, bytes)) continue;
      yield module.dated(node, (reach) => ({
        message: `loads WebAssembly from a text of its own ${inWords(reach)}`,
        evidence: [module.at(node, 'becomes machine code here')],
      }));
    }
  },
});
