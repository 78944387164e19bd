import { processesIn } from '../../src/code/flow/acts.ts';
import { commandStarts, commandText, isDetached } from '../../src/code/flow/command.ts';
import { inWords, isBundle, type Reach } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { opensWindow } from '../data/commands.ts';

/** A program given as text to an interpreter. */
const INLINE = /(?:^|\s)(?:-e|--eval|-c|-Command|-EncodedCommand|-enc)(?:\s|$)/;

export default defineRule({
  id: 'background-process',
  title: 'Leaves a process running when it is done',
  why: 'A detached child outlives the install or the program that imported the package. Nothing shows it, nothing ends it, and what it does is done when nobody looks any more.',
  fix: 'Read what is started. A package that needs a service should say so and let you start it.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1564', 'T1059'],
    atlas: ['AML.T0011.001', 'AML.T0050'],
    cwe: ['CWE-506', 'CWE-912'],
  },
  signal: 'process.load',
  severity: 'high',
  confidence: 'medium',
  words: /\bdetached\b|\bnohup\b|\bdisown\b|start\s+\/b/,
  *module(module): Iterable<ModuleHit> {
    for (const call of processesIn(module)) {
      const text = commandText(module.code, call);
      if (!isDetached(module.code, call) && !/\bnohup\b|\bdisown\b|\bstart\s+\/b\b/i.test(text)) continue;
      if (opensWindow(commandStarts(module.code, call))) continue;
      const inline = INLINE.test(text);
      yield module.dated(
        call.node,
        (reach) =>
          atOnce(reach) && {
            message: `leaves ${inline ? 'a program written on the spot' : 'a process'} running ${inWords(reach)}`,
            ...(inline ? { signal: 'code.hidden' } : {}),
            ...(reach === 'load' && !inline && isBundle(module.code) ? { confidence: 'low' } : {}),
            evidence: [module.at(call.node, 'outlives its parent')],
          },
      );
    }
  },
});

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}
