import { startsProcess } from '../../src/code/flow/command.ts';
import { literalsIn } from '../../src/code/flow/flow.ts';
import { type Call, inWords, type Module, type Node, runsUnasked } from '../../src/code/flow/module.ts';
import { choicesByAmount } from '../../src/code/flow/payees.ts';
import { startedBy } from '../../src/code/flow/sinks.ts';
import { functionsOf } from '../../src/code/tree/calls.ts';
import { isFunction, walk } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

/** Addresses of accounts on chains, as long as the chains make them. */
const ACCOUNTS =
  /\b0x[0-9a-fA-F]{40}\b|\bbc1[ac-hj-np-z02-9]{25,62}\b|\bT[1-9A-HJ-NP-Za-km-z]{33}\b|\b(?:bitcoincash:)?q[ac-hj-np-z02-9]{41}\b|\bltc1[ac-hj-np-z02-9]{25,62}\b/g;
const FEWEST = 3;
/** Where a page's requests and a wallet's orders pass through. */
const HOOKED = /^(?:XMLHttpRequest(?:\.prototype)?|globalThis|window|ethereum|(?:globalThis|window)\.ethereum|solana)$/;
const HOOKS = ['fetch', 'open', 'send', 'request', 'signTransaction', 'sendTransaction', 'signAndSendTransaction'];

export default defineRule({
  id: 'swaps-addresses',
  title: 'Puts accounts of its own in the place of others',
  why: 'Code that replaces what sends requests or orders, and holds a list of accounts, sends other people’s payments to its author; so does code that writes its own account on large invoices. In 2025 two of the most downloaded packages did so for two hours; outside of a browser they did nothing.',
  fix: 'Do not install it. If it went into a page, take the page down and tell its users.',
  mapping: {
    owasp: ['MCP04', 'MCP10'],
    attack: ['T1195.002', 'T1557'],
    atlas: ['AML.T0011.001'],
    cwe: ['CWE-506'],
  },
  signal: 'recipient.unexplained',
  severity: 'high',
  confidence: 'medium',
  words:
    /0x[0-9a-fA-F]{40}|0x\[|\bbc1|\bltc1|\bT[1-9A-HJ-NP-Za-km-z]{33}|\b(?:iban|bban|payee|recipient|beneficiary|payTo|creditor|account_?(?:number|no))/i,
  *module(module): Iterable<ModuleHit> {
    for (const { question, account, of } of choicesByAmount(module)) {
      yield module.dated(
        question,
        (reach) =>
          reach !== 'nowhere' && {
            message: `puts another account in the place of the one it is given where ${of} is large`,
            severity: 'medium',
            evidence: [module.at(question, `asks for ${of}`), module.at(account, 'the other account')],
          },
      );
    }
    for (const call of module.calls) {
      const account = copiedBy(module, call);
      if (account === undefined) continue;
      yield module.dated(
        call.node,
        (reach) =>
          runsUnasked(reach) && {
            message: `puts an account of its own into the clipboard ${inWords(reach)}`,
            evidence: [module.at(call.node, `copies ${account}`)],
          },
      );
    }
    for (const hook of HOOKS.flatMap((key) => hooksOf(module, key))) {
      const accounts = accountsBehind(module, hook);
      const [first] = accounts.values();
      if (accounts.size < FEWEST || !first) continue;
      yield {
        message: 'replaces what sends requests or payments, and holds a list of accounts',
        evidence: [module.at(hook, 'replaced here'), module.at(first, 'one of its accounts')],
      };
      return;
    }
  },
});

const COPIES =
  /^(?:clipboardy\.write(?:Sync)?|copy-paste\.copy|electron\.clipboard\.writeText|navigator\.clipboard\.writeText)$/;
const COPY_COMMANDS = /\b(?:pbcopy|xclip|xsel|wl-copy|clip(?:\.exe)?|Set-Clipboard)\b/i;

/** The account that a call puts into the clipboard, if any. */
function copiedBy(module: Module, call: Call): string | undefined {
  const { name, args } = call;
  if (name === undefined || !(COPIES.test(name) || startsProcess(call) || /\.stdin\.(?:write|end)$/.test(name)))
    return undefined;
  const account = literalsIn(module.code, args).join(' ').match(ACCOUNTS)?.[0];
  if (account === undefined || COPIES.test(name)) return account;
  const started = startedBy(module.code, call);
  return started && COPY_COMMANDS.test(literalsIn(module.code, started.args).join(' ')) ? account : undefined;
}

function hooksOf(module: Module, key: string) {
  return (module.code.writes.get(key) ?? []).flatMap(({ object, value }) => {
    const name = module.name(object);
    return name !== undefined && HOOKED.test(name) ? [value] : [];
  });
}

/** Functions that are followed from what replaces it, and parts of what they name that are looked at. */
const MOST_FUNCTIONS = 60;
const MOST_PARTS = 20_000;
/** Stand for no account. */
const NOBODY = /^0x(?:0{40}|e{40}|f{40})$/i;

/** Accounts in what runs in its place, and in what that names: a library for payments holds many elsewhere. */
function accountsBehind(module: Module, hook: Node): ReadonlyMap<string, Node> {
  const { code } = module;
  const found = new Map<string, Node>();
  const parts = new Set<Node>([hook, ...functionsOf(code, hook)]);
  let [functions, seen] = [0, 0];
  for (const part of parts) {
    if (isFunction(part) && functions++ > MOST_FUNCTIONS) continue;
    walk(part, (node) => {
      if (seen++ > MOST_PARTS) return false;
      for (const account of accountsAt(module, node)) found.set(account, node);
      const called = 'callee' in node ? functionsOf(code, node.callee as Node) : [];
      for (const next of [...called, ...valuesOf(module, node)]) parts.add(next);
      return true;
    });
  }
  return found;
}

function accountsAt(module: Module, node: Node): readonly string[] {
  if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return [];
  const all = (module.text(node) ?? '').slice(0, 20_000).match(ACCOUNTS) ?? [];
  return all.filter((account) => !NOBODY.test(account));
}

/** What a name was given. */
function valuesOf({ code }: Module, node: Node): readonly Node[] {
  const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
  return binding && binding.kind !== 'param' ? binding.definitions.map(({ value }) => value) : [];
}
