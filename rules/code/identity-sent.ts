import { beginningsOf, inWords, together } from '../../src/code/flow/module.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'identity-sent',
  title: 'Reports who and where you are while it is installed or loaded',
  why: 'Host name, user name and addresses sent on install tell an attacker which of thousands of victims is worth a second look. It is how dependency confusion is scouted.',
  fix: 'Ask the author what the report is for. Install without scripts, or behind a network that lets nothing out.',
  mapping: { owasp: ['MCP04', 'MCP10'], attack: ['T1082', 'T1033', 'T1041'], atlas: ['AML.T0025'], cwe: ['CWE-200'] },
  signal: 'data.sent',
  severity: 'medium',
  confidence: 'medium',
  words: /\bos\b/,
  *script({ at, leaks, dated }): Iterable<ModuleHit> {
    for (const { kind, what, from, program, command } of leaks) {
      if (kind !== 'identity') continue;
      yield dated(
        (reach) =>
          (reach === 'install' || reach === 'load') && {
            message: `sends the result of ${quote(what)} over the network ${inWords(reach)}`,
            evidence: [
              { at, note: `sent with ${quote(program)}`, snippet: quote(command) },
              { at, note: quote(what), snippet: quote(from) },
            ],
          },
      );
    }
  },
  *module(module): Iterable<ModuleHit> {
    for (const ways of together(module.flows)) {
      const [{ source, sink }] = ways;
      if (source.kind !== 'identity' || sink.kind !== 'network') continue;
      // Sockets of this machine are named after its users.
      if (sink.name.startsWith('net.')) continue;
      yield module.dated(
        sink.node,
        (reach) =>
          (reach === 'install' || reach === 'load') && {
            message: `sends ${source.detail.replace('os.', 'the result of os.')} over the network ${inWords(reach)}`,
            evidence: [module.at(sink.node, `sent with ${sink.name}`), ...beginningsOf(module, ways, source.detail)],
          },
      );
    }
  },
});
