import { commandStart } from '../../src/code/command.ts';
import { installCommands } from '../../src/code/entries.ts';
import { literalsIn } from '../../src/code/flow.ts';
import { inWords, type Module, type Node, type Reach, runsUnasked } from '../../src/code/module.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { fixesProgram, pipesToShell } from '../data/commands.ts';

export default defineRule({
  id: 'downloads-and-runs',
  title: 'Downloads something and runs it',
  why: 'What is downloaded at install or load was never in the package, so nobody reviewed it and it may differ for every victim.',
  fix: 'Do not install it. A package that needs a binary should depend on one that is published with a checksum.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1105', 'T1059.004'],
    atlas: ['AML.T0011.001', 'AML.T0050'],
    cwe: ['CWE-494', 'CWE-506'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'high',
  words: /child_process|execa|cross-spawn|shelljs|spawn/,
  *package(pkg): Iterable<Hit> {
    for (const { at, text } of installCommands(pkg)) {
      if (!pipesToShell(text)) continue;
      const place = at.startsWith('#') ? `manifest:${pkg.id}${at}` : `file:${pkg.id}/${at}:1:1`;
      yield {
        message: 'downloads a script and runs it while it is installed',
        evidence: [{ at: place, note: 'downloads and runs', snippet: quote(text) }],
      };
    }
  },
  *module(module): Iterable<Hit> {
    for (const { source, sink, reach } of module.flows) {
      if (sink.kind !== 'process' || source.kind !== 'remote' || isArgument(module, sink.node)) continue;
      yield {
        message: `runs a command that came over the network ${inWords(reach)}`,
        ...weight(reach),
        evidence: [module.at(sink.node, 'runs it'), module.at(source.node, 'downloads it')],
      };
    }
    for (const { name, args, node } of module.calls) {
      if (!name?.startsWith('child_process.') || !pipesToShell(literalsIn(module.code, args).join(' '))) continue;
      const reach = module.when(node);
      yield {
        message: `downloads a script and runs it ${inWords(reach)}`,
        ...weight(reach),
        evidence: [module.at(node, 'downloads and runs')],
      };
    }
  },
});

/** What came over the network is given to a program that the code names: a page to open, a branch to check out. */
function isArgument(module: Module, node: Node): boolean {
  const call = module.calls.find((one) => one.node === node);
  return call !== undefined && fixesProgram(commandStart(module.code, call));
}

/** What a person asks a tool to do is another thing than what happens unasked. */
function weight(reach: Reach): Partial<Hit> {
  return runsUnasked(reach) ? {} : { severity: 'low', signal: 'code.dynamic' };
}
