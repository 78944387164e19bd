import { trace } from '../../src/code/flow/flow.ts';
import type { Module, Node } from '../../src/code/flow/module.ts';
import { shownIn } from '../../src/code/tools/prompts.ts';
import { declaredTools } from '../../src/code/tools/tools.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'described-elsewhere',
  title: 'Tells the model what a server elsewhere says of its tools',
  why: 'Whoever approved a version approved the descriptions of its tools with it. Where these come over the network they may be others tomorrow, for everyone or for one victim, and no pinned version and no review of the code can tell.',
  fix: 'Prefer a server whose tools are described in its package. Where that is what it is for, as with gateways, use a client that asks again when a description changes, and vet the server behind it.',
  mapping: {
    owasp: ['MCP03', 'MCP04'],
    attack: ['T1195.002'],
    atlas: ['AML.T0110'],
    cwe: ['CWE-494'],
  },
  signal: 'code.odd',
  severity: 'low',
  confidence: 'medium',
  words: /ListToolsRequestSchema|\b(?:register|add|define|create)(?:App)?Tool\b|\.tool\s*\(|\bMcpServer\b|\bFastMCP\b/,
  *module(module): Iterable<ModuleHit> {
    for (const { what, node, told } of tellings(module)) {
      const far = told.flatMap((one) => trace(module.code, one)).find(({ source }) => source.kind === 'remote');
      if (far === undefined) continue;
      yield module.dated(
        node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `takes ${what} from the network`,
            evidence: [module.at(far.source.node, 'asks for it'), module.at(node, 'tells it')],
          },
      );
      return;
    }
  },
});

interface Telling {
  readonly what: string;
  readonly node: Node;
  /** Expressions whose values a model is shown. */
  readonly told: readonly Node[];
}

const WHAT: Readonly<Record<string, string>> = {
  tool: 'what it says of its tools',
  instructions: 'the instructions that it gives to the model',
};

function tellings({ code }: Module): readonly Telling[] {
  const lists = shownIn(code).flatMap(({ kind, node, listed }) => {
    const what = WHAT[kind];
    return what === undefined ? [] : [{ what, node, told: listed }];
  });
  const registered = declaredTools(code).map(({ node }) => ({
    what: 'what it says of a tool',
    node,
    told: 'arguments' in node ? node.arguments : [],
  }));
  return [...lists, ...registered];
}
