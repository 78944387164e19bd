import { commandsIn } from '../../src/code/flow/acts.ts';
import { commandText } from '../../src/code/flow/command.ts';
import { inWords, type Reach } from '../../src/code/flow/module.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { unleashesAgent } from '../data/commands.ts';

const WHAT = 'drives an AI assistant that may do anything without asking';

export default defineRule({
  id: 'agent-unleashed',
  title: 'Sets an AI assistant to work without a leash',
  why: 'An assistant that was told not to ask reads every file its user can read. A worm of 2025 had the victim’s own assistant look for keys and wallets, and no scanner saw anything but a prompt.',
  fix: 'Do not install it. If it ran, look at the history of your assistants, and revoke what they could read.',
  mapping: {
    owasp: ['MCP06', 'MCP05'],
    attack: ['T1059', 'T1005'],
    atlas: ['AML.T0053', 'AML.T0050'],
    cwe: ['CWE-506', 'CWE-250'],
  },
  signal: 'secret.collected',
  severity: 'high',
  confidence: 'high',
  words: /dangerously|bypassPermissions|\byolo\b|trust-all|full-auto|allow-all|yes-always/,
  *script({ at, text, dated }): Iterable<ModuleHit> {
    if (!unleashesAgent(text)) return;
    yield dated(
      (reach) =>
        atOnce(reach) && {
          message: `${WHAT} ${inWords(reach)}`,
          evidence: [{ at, note: WHAT, snippet: quote(text) }],
        },
    );
  },
  *module(module): Iterable<ModuleHit> {
    for (const call of commandsIn(module)) {
      if (!unleashesAgent(commandText(module.code, call))) continue;
      // What a person asked for, by starting a command or through a tool, is theirs to ask.
      yield module.dated(
        call.node,
        (reach) => atOnce(reach) && { message: `${WHAT} ${inWords(reach)}`, evidence: [module.at(call.node, WHAT)] },
      );
    }
  },
});

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}
