import { contactsIn } from '../../src/code/flow/acts.ts';
import { type Flow, inWords, type Module, type Node, runsUnasked } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { dropIn } from '../data/hosts.ts';

export default defineRule({
  id: 'dead-drop',
  title: 'Asks a page, a chain or the DNS where to go next',
  why: 'An address that stands in no file cannot be found by reading the package, and its author can change it whenever he likes. Worms of 2026 took theirs from blockchain transactions, TXT records and project pages.',
  fix: 'Do not install it. If it ran, look in your logs for the hosts it contacted: the package does not name them.',
  mapping: {
    owasp: ['MCP04', 'MCP10'],
    attack: ['T1102.001', 'T1071.004'],
    atlas: ['AML.T0025'],
    cwe: ['CWE-506', 'CWE-912'],
  },
  signal: 'host.unexplained',
  severity: 'high',
  confidence: 'medium',
  words:
    /resolveTxt|resolveAny|['"`]TXT['"`]|eth_(?:call|get)|getSignaturesForAddress|infura\.io|eth-mainnet|mainnet-beta|ankr\.com|cloudflare-eth|bsc-dataseed|trongrid|publicnode|pastebin|\bpaste\.|rentry|\bgist|npoint|jsonkeeper|jsonbin|github\.io|steamcommunity/,
  *module(module): Iterable<ModuleHit> {
    for (const flow of module.flows) {
      const { source, sink } = flow;
      if (source.kind !== 'remote' || !becomesAddress(module, flow)) continue;
      const drop = dropAt(module, source.node);
      if (drop === undefined) continue;
      yield module.dated(
        sink.node,
        (reach) =>
          runsUnasked(reach) && {
            message: `learns from ${drop} where to go ${inWords(reach)}`,
            evidence: [module.at(sink.node, 'goes there'), module.at(source.node, `asks ${drop}`)],
          },
      );
    }
  },
});

/** The answer is where the next request goes, not what it says. */
function becomesAddress(module: Module, { sink, source, steps }: Flow): boolean {
  // One lookup may lead to the next: that is how services are found.
  if (sink.kind !== 'network' || sink.node === source.node || sink.name.startsWith('dns')) return false;
  const call = module.calls.find(({ node }) => node === sink.node);
  const [address] = call?.args ?? [];
  return address !== undefined && steps.some((step) => step === address);
}

function dropAt(module: Module, asking: Node): string | undefined {
  const contact = contactsIn(module).find(({ call }) => call.node === asking);
  if (!contact) return undefined;
  const { call, texts } = contact;
  if (/^dns\b/.test(call.name ?? '')) {
    const txt = /resolve(?:Txt|Any)$/.test(call.name ?? '') || texts.includes('TXT');
    return txt ? 'the DNS' : undefined;
  }
  const drop = dropIn(texts);
  return drop && (drop.use === 'paste' || drop.use === 'chain') ? drop.what : undefined;
}
