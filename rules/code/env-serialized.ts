import { wholeEnvironment } from '../../src/code/flow/flow.ts';
import {
  type Call,
  inWords,
  isBundle,
  type Module,
  type Node,
  type Reach,
  runsUnasked,
} from '../../src/code/flow/module.ts';
import { parentOf } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

/** What turns the environment into one text. */
const SERIALIZES =
  /^(?:JSON\.stringify|btoa|querystring\.stringify|qs\.stringify|util\.inspect|v8\.serialize|URLSearchParams|Buffer\.from|js-yaml\.dump|yaml\.stringify|encodeURIComponent)$/;

export default defineRule({
  id: 'env-serialized',
  title: 'Turns the whole environment into one text',
  why: 'The environment of a developer or a CI job holds every token there is. A program needs variables by name; only someone who wants to take them all needs them as one text.',
  fix: 'Ask the author to read the variables it needs by name. Until then, run it with an environment that holds nothing else.',
  mapping: { owasp: ['MCP01', 'MCP10'], attack: ['T1552', 'T1082'], atlas: ['AML.T0055'], cwe: ['CWE-200', 'CWE-526'] },
  signal: 'env.whole',
  severity: 'medium',
  confidence: 'medium',
  words: /\benv\b/,
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) {
      if (call.name === undefined || !SERIALIZES.test(call.name)) continue;
      const [given] = call.args;
      const source = given && !isElement(module, given) ? wholeEnvironment(module.code, given)[0] : undefined;
      if (!source) continue;
      yield module.dated(call.node, (reach) => ({
        message: `turns the whole environment into text ${inWords(reach)}`,
        severity: runsUnasked(reach) && !isShown(module, call, reach) ? 'medium' : 'low',
        ...(isBundle(module.code) ? { confidence: 'low' } : {}),
        evidence: [module.at(call.node, 'serialised here'), module.at(source, 'the whole environment')],
      }));
    }
  },
});

/** One variable after the other: `for (const [name, value] of Object.entries(process.env)) hidden.add(btoa(value))`. */
function isElement({ code }: Module, given: Node): boolean {
  const binding = given.type === 'Identifier' ? code.bindingOf(given) : undefined;
  return binding?.definitions.some(({ path }) => path[0] === '*') ?? false;
}

/** Printed by a command that somebody types who has it all anyway. */
function isShown({ name }: Module, { node }: Call, reach: Reach): boolean {
  const shows = parentOf(node);
  const called = shows?.type === 'CallExpression' ? name(shows.callee as Node) : undefined;
  return reach === 'typed' && /^console\.\w+$|^process\.stdout\.write$/.test(called ?? '');
}
