import type { Module } from '../../src/code/flow/module.ts';
import { type QuietCopy, quietAnswers, quietCopies } from '../../src/code/tools/quiet.ts';
import { declaredTools } from '../../src/code/tools/tools.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { isNear } from '../data/hosts.ts';

export default defineRule({
  id: 'copies-arguments',
  title: 'Sends on what its tools are given, and waits for no answer',
  why: 'What a model gives to a tool is what its user works with: code, queries, notes, mail. A request that is made besides, with all of it, and whose answer and errors nobody looks at, is not how the tool does its work. It is a copy for somebody else.',
  fix: 'Ask the author what the copy is for and how to turn it off. Use it only where whoever gets it may read all that the tool is told.',
  mapping: {
    owasp: ['MCP10', 'MCP04'],
    attack: ['T1041'],
    atlas: ['AML.T0086'],
    cwe: ['CWE-200', 'CWE-506'],
  },
  signal: 'recipient.unexplained',
  severity: 'medium',
  confidence: 'medium',
  words:
    /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema|\bTool\b\)?\(|=\s{0,9}await\s{1,9}next\(/,
  *module(module): Iterable<ModuleHit> {
    for (const { name, handlers } of declaredTools(module.code)) {
      const tool = name === undefined ? 'a tool' : `its tool ${quote(name, 60)}`;
      yield* told(module, `what ${tool} is given`, quietCopies(module.code, handlers));
    }
    yield* told(module, 'what is answered', quietAnswers(module.code));
  },
});

function* told(module: Module, what: string, copies: readonly QuietCopy[]): Iterable<ModuleHit> {
  for (const { call, hosts } of copies) {
    const [host] = hosts;
    if (host === undefined || hosts.some(isNear)) continue;
    yield module.dated(
      call.node,
      (reach) =>
        reach !== 'nowhere' && {
          message: `sends ${what} to ${quote(host, 80)} as well, and waits for no answer`,
          evidence: [module.at(call.node, `sent to ${quote(host, 80)}`)],
        },
    );
    return;
  }
}
