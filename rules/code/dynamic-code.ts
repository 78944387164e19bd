import { isCarried } from '../../src/code/carried.ts';
import type { Flow } from '../../src/code/flow.ts';
import { inWords, type Module, runsUnasked } from '../../src/code/module.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

export default defineRule({
  id: 'dynamic-code',
  title: 'Turns packed or downloaded text into code',
  why: 'Code that is decoded, decrypted or downloaded before it runs is code nobody could read before installing. Bundlers and template engines build code from text too, but from text one can read.',
  fix: 'Do not install it. If the package is well known, ask the author what the packed text is.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1027', 'T1140', 'T1059.007'],
    atlas: ['AML.T0011.001', 'AML.T0074'],
    cwe: ['CWE-506', 'CWE-95'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'high',
  // A class's own `constructor() {` and questions after an object's class are everywhere, and reach no code.
  words:
    /\beval\b|\bFunction\b(?!\.prototype\b)|\bvm\b|_compile|\.\s*constructor\b(?!\s*(?:\.\s*(?:name|prototype)\b|[=!]==?[^=]))|['"`]constructor\b|\bconstructor\s*(?::\s*\w+\s*)?[,}]|import\s*\(|require-from-string/,
  *module(module): Iterable<Hit> {
    for (const flow of module.flows) {
      const { kind } = flow.source;
      if (flow.sink.kind !== 'code' || (kind !== 'packed' && kind !== 'remote') || isModulePath(module, flow)) continue;
      // What a caller from outside hands over is the caller's: a template, a `data:` URL.
      if (kind === 'packed' && !isCarried(module.code, flow.source.node)) continue;
      const what = kind === 'packed' ? 'a packed text' : 'something downloaded';
      yield {
        message: `runs ${what} as code ${inWords(flow.reach)}`,
        severity: runsUnasked(flow.reach) ? 'high' : 'medium',
        ...(runsUnasked(flow.reach) ? {} : { signal: 'code.dynamic' as const }),
        evidence: [module.at(flow.sink.node, 'becomes code here'), module.at(flow.source.node, flow.source.detail)],
      };
    }
  },
});

/** `import()` of a decoded path loads a file that is checked itself; of a `data:` URL it is code. */
function isModulePath(module: Module, flow: Flow): boolean {
  if (flow.sink.name !== 'import') return false;
  const { node } = flow.sink;
  const text =
    node.type === 'ImportExpression' ? module.source.slice(node.source.start ?? 0, node.source.end ?? 0) : '';
  return !/data:/.test(text);
}
