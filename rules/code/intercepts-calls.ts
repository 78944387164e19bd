import { contactsIn } from '../../src/code/flow/acts.ts';
import { backwards, literalsIn, networkArguments } from '../../src/code/flow/flow.ts';
import {
  type Call,
  inWords,
  isBundle,
  type Module,
  type Node,
  type Reach,
  runsUnasked,
} from '../../src/code/flow/module.ts';
import { passesThrough, type Wrapper, wrapperAround } from '../../src/code/flow/wrapped.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import { bareAddress } from '../data/hosts.ts';

export default defineRule({
  id: 'intercepts-calls',
  title: 'Puts itself before a function of somebody else and sends on what passes',
  why: 'A function of Node or of another package that is replaced by one which calls it and, besides, sends what it was given to an address of its own sees every password, key and message of the whole program. Tools that measure programs replace functions, too, and send to where they are told.',
  fix: 'Do not install it, unless its author says what is sent and why. Revoke what went through the program meanwhile.',
  mapping: { owasp: ['MCP04', 'MCP10'], attack: ['T1557', 'T1041'], atlas: ['AML.T0025'], cwe: ['CWE-506'] },
  signal: 'data.sent',
  severity: 'high',
  confidence: 'medium',
  words: [
    /[\w$\])]\s*(?:\.\s*[\w$]+|\[[^\]\n]{1,60}\])\s*=\s*(?:async\b|function\b|new\s+Proxy|[\w$(])|definePropert|Object\.assign|Reflect\.set|\bmock\b|interceptors|\(\s*(?:globalThis|global|window|self|JSON|console|https?|http2|fs|net|tls)\s*,\s*['"]/,
    /\bfetch\b|['"`](?:node:)?(?:https?|http2|net|tls|dns|dgram|axios|got|ky|undici|ws|needle|request|superagent|node-fetch|cross-fetch)['"`]|WebSocket|sendBeacon|XMLHttpRequest|axios/,
    /https?:\/\/|wss?:\/\/|host(?:name)?\s*:|connect\s*\(/,
  ],
  *module(module): Iterable<ModuleHit> {
    const seen = new Set<Node>();
    for (const { call, texts } of contactsIn(module)) {
      if (![...texts, ...connectedTo(module, call)].some(isAddress)) continue;
      const tapped = tappedBy(module, call);
      if (!tapped || seen.has(tapped.wrapper.node)) continue;
      const { wrapper, at } = tapped;
      seen.add(wrapper.node);
      yield module.dated(outermost(module, wrapper).node, (reach) => ({
        message: `puts a function of its own before ${quote(wrapper.name, 60)} and sends on what that is given ${inWords(reach)}`,
        ...weight(module, wrapper, reach),
        evidence: [
          module.at(wrapper.node, 'replaced here'),
          module.at(at, 'passes here'),
          module.at(call.node, 'sends it on'),
        ],
      }));
    }
  },
});

interface Tapped {
  readonly wrapper: Wrapper;
  /** Where what passes is taken. */
  readonly at: Node;
}

/** The wrapper whose arguments, or whose answer, a request sends. */
function tappedBy({ code }: Module, call: Call): Tapped | undefined {
  for (const arg of networkArguments(code, call.node)) {
    for (const { node } of backwards(code, arg)) {
      const wrapper = mayPass(code, node) ? wrapperAround(code, node) : undefined;
      if (wrapper && passesThrough(code, wrapper, node)) return { wrapper, at: node };
    }
  }
  return undefined;
}

/** Most of what a request is made of is no parameter. */
function mayPass(code: Module['code'], node: Node): boolean {
  if (node.type !== 'Identifier') return 'callee' in node;
  const binding = code.bindingOf(node);
  return binding ? binding.kind === 'param' : node.name === 'arguments';
}

/** What is put in place by something that was put in place itself is there as soon as that is. */
function outermost(module: Module, wrapper: Wrapper): Wrapper {
  const around = wrapperAround(module.code, wrapper.node);
  return around ? outermost(module, around) : wrapper;
}

/** Where a socket goes that is written to. */
function connectedTo({ code }: Module, { node }: Call): readonly string[] {
  const callee = 'callee' in node ? (node.callee as Node) : undefined;
  return callee?.type === 'MemberExpression' ? literalsIn(code, [callee.object]) : [];
}

const ADDRESS = /^(?:https?|wss?):\/\/(?!localhost\b|127\.|\[::1)[\w.-]+\.[a-z]{2,}|^(?:[a-z0-9-]+\.)+[a-z]{2,}$/i;

/** Of this machine there is nothing to fear that is not told elsewhere. */
function isAddress(text: string): boolean {
  return ADDRESS.test(text) || bareAddress([text]) !== undefined;
}

/** What a program asks a library to measure, it knows of; what is printed is read by others anyway. */
function weight({ code }: Module, { name }: Wrapper, reach: Reach): Partial<Hit> {
  if (!runsUnasked(reach) || isBundle(code)) return { severity: 'low', signal: 'network.send' };
  return name.startsWith('console.') ? { severity: 'medium', confidence: 'low' } : {};
}
