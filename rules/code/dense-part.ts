import { inWords, runsUnasked } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

/** Lines of a file that a person wrote, and characters of one that nobody did. */
const FEWEST_LINES = 40;
const LONG = 3_000;
/** Characters of the usual line. */
const USUAL = 120;

export default defineRule({
  id: 'dense-part',
  title: 'Has one very long line of code in a file that is readable otherwise',
  why: 'What is added to a package by a thief is often one minified line at the end of a file. Minified files are normal; a minified part of a readable file is not.',
  fix: 'Compare the file with that of the version before, or with the repository.',
  mapping: { owasp: ['MCP04'], attack: ['T1027'], atlas: ['AML.T0074'], cwe: ['CWE-506'] },
  signal: 'code.odd',
  severity: 'low',
  confidence: 'low',
  // From a line's beginning: tried at every character, it would cost a line's length for each.
  words: /(?:^|\n)[^\n]{3000}/,
  *module(module): Iterable<ModuleHit> {
    const lines = module.source.split('\n');
    const long = lines.flatMap((line, i) => (line.length >= LONG ? [i] : []));
    const [index, ...more] = long;
    if (index === undefined || more.length > 0 || lines.length < FEWEST_LINES) return;
    const lengths = lines.map((line) => line.length).toSorted((a, b) => a - b);
    if ((lengths[Math.floor(lengths.length * 0.9)] ?? 0) > USUAL) return;
    const start = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
    const end = start + (lines[index]?.length ?? 0);
    const calls = module.calls.filter(({ node }) => (node.start ?? 0) >= start && (node.end ?? 0) <= end);
    const [first] = calls;
    // Tables and texts are long too, and call nothing.
    if (!first || calls.length < 20) return;
    yield module.dated(module.code.file.program, (reach) => ({
      message: `has one line of ${lines[index]?.length} characters among readable code ${inWords(reach)}`,
      ...(runsUnasked(reach) ? {} : { severity: 'info' as const }),
      evidence: [module.at(first.node, 'in the long line')],
    }));
  },
});
