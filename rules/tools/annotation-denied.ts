import { startsProcess } from '../../src/code/flow/command.ts';
import { type DeedKind, deedsElsewhere, deedsOf } from '../../src/code/flow/deeds.ts';
import { literalsIn, networkArguments } from '../../src/code/flow/flow.ts';
import type { Call, Module, Node } from '../../src/code/flow/module.ts';
import { callsFrom, type DeclaredTool, declaredTools } from '../../src/code/tools/tools.ts';
import type { Linked } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Evidence, Severity } from '../../src/types.ts';

export default defineRule({
  id: 'annotation-denied',
  title: 'Does in code what the annotations of its tool deny',
  why: 'Clients let tools run without asking that say they only read, and let them see private data if they say they talk to nobody. A tool whose code writes, deletes or sends all the same gets these rights by a lie, or by a mistake that is worth as much.',
  fix: 'Do not approve the tool for running unasked. Ask the author to correct `readOnlyHint`, `destructiveHint` or `openWorldHint`.',
  mapping: {
    owasp: ['MCP03', 'MCP02'],
    attack: ['T1036'],
    atlas: ['AML.T0110'],
    cwe: ['CWE-684'],
  },
  signal: 'tool.undeclared',
  severity: 'medium',
  confidence: 'medium',
  // Hints may be those of another module.
  words: [
    /(?:readOnly|destructive|openWorld)Hint|\bannotations\b/,
    /(?:readOnly|destructive|openWorld)Hint|\btools?\b|Tool\b|input_?[sS]chema/,
  ],
  *module(module): Iterable<Hit> {
    for (const tool of declaredTools(module.code)) {
      const claims = CLAIMS.filter(({ hint, said }) => isClaimed(tool, hint, said));
      const acts = claims.length === 0 ? [] : actsOf(module, tool);
      for (const { hint, said, denied, severity } of claims) {
        const act = acts.find(({ kind }) => denied.has(kind));
        const claim = tool.hints.get(hint);
        if (act && claim)
          yield { ...hit(module, tool, `${hint}: ${said}`, claim.node, act), ...(severity ? { severity } : {}) };
      }
    }
  },
});

interface Claim {
  readonly hint: string;
  /** What a tool claims. */
  readonly said: boolean;
  /** How bad it is, if it is not as the rule says. */
  readonly severity?: Severity;
  /** What it denies. */
  readonly denied: ReadonlySet<Act['kind']>;
}

const CLAIMS: readonly Claim[] = [
  { hint: 'readOnlyHint', said: true, denied: new Set(['write', 'delete']) },
  { hint: 'destructiveHint', said: false, denied: new Set(['delete']) },
  // Asking the one service it is made for may still be a closed world.
  { hint: 'openWorldHint', said: false, severity: 'low', denied: new Set(['send']) },
];

/** What only reads is not asked whether it destroys. */
function isClaimed({ hints }: DeclaredTool, hint: string, said: boolean): boolean {
  return hints.get(hint)?.value === said && !(hint === 'destructiveHint' && hints.get('readOnlyHint')?.value);
}

interface Act {
  readonly kind: DeedKind | 'send';
  readonly name: string | undefined;
  /** Where, in this module. */
  readonly node: Node;
  /** Where it is done, if that is another module. */
  readonly origin?: Evidence | undefined;
}

function actsOf({ code, source }: Module, { handlers, elsewhere, node: tool }: DeclaredTool): readonly Act[] {
  const own = callsFrom(code, handlers).flatMap((call): Act[] => {
    const { node, name } = call;
    const deeds = deedsOf(code, source, call).map((deed) => ({ ...deed, node }));
    return !startsProcess(call) && reachesOut(code, call) ? [...deeds, { kind: 'send', name, node }] : deeds;
  });
  return [...own, ...elsewhere.flatMap((name) => deedsElsewhere(code, name).map((deed) => ({ ...deed, node: tool })))];
}

/** This machine is no open world. */
function reachesOut(code: Linked, call: Call): boolean {
  const sent = networkArguments(code, call.node);
  if (sent.length === 0) return false;
  const texts = literalsIn(code, sent.slice(0, 1));
  return texts.some((text) => /^https?:\/\/(?!localhost|127\.|\[::1)[\w.-]+\.[a-z]{2,}/i.test(text));
}

function hit(module: Module, { name }: DeclaredTool, claim: string, claimed: Call['node'], act: Act): Hit {
  const tool = name === undefined ? 'a tool' : `its tool ${quote(name, 60)}`;
  const denied = module.at(claimed, 'denied here');
  return {
    message: `${tool} says ${claim} and calls ${quote(act.name ?? 'the network', 60)}`,
    evidence: act.origin
      ? [act.origin, module.at(act.node, 'called here'), denied]
      : [module.at(act.node, 'done here'), denied],
  };
}
