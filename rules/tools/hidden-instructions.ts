import { strings } from '../../src/code/entries.ts';
import type { Module } from '../../src/code/module.ts';
import type { Said } from '../../src/code/says.ts';
import { declaredTools } from '../../src/code/tools.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { type HiddenOrder, hiddenOrders } from '../data/instructions.ts';

interface Order extends HiddenOrder {
  readonly said: Said;
}

/** What is ordered, each once, in the clearest words there are. */
function ordersIn(texts: readonly Said[]): readonly Order[] {
  const all = texts.flatMap((said) => hiddenOrders(said.text).map((order) => ({ ...order, said })));
  const clearest = all.toSorted((a, b) => Number(a.mild) - Number(b.mild));
  return [...Map.groupBy(clearest, ({ what }) => what).values()].flatMap(([first]) => first ?? []);
}

/** Where a text is declared, and where it stands if that is another module. */
function placesOf(module: Module, { node, origin }: Said, what: string, found: string): Hit['evidence'] {
  const here = `declared here: ${what}`;
  return origin
    ? [module.at(node, here), { ...origin, note: 'its text', snippet: quote(found) }]
    : [module.at(node, here, found)];
}

const MILD = { severity: 'low', confidence: 'low' } as const;

export default defineRule({
  id: 'hidden-instructions',
  title: 'Hides instructions to the model in a tool description',
  why: 'A model reads descriptions as instructions, and people rarely read them at all. An order in a description is obeyed whenever the server is connected, even if the tool is never called.',
  fix: 'Do not connect the server. A description should say what the tool does, not what the model must do or keep from the user.',
  mapping: {
    owasp: ['MCP03', 'MCP06'],
    attack: [],
    atlas: ['AML.T0110', 'AML.T0051.001', 'AML.T0068'],
    cwe: ['CWE-94', 'CWE-451'],
  },
  signal: 'text.hidden',
  severity: 'high',
  confidence: 'high',
  words: /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema/,
  *module(module): Iterable<Hit> {
    for (const tool of declaredTools(module.code)) {
      const name = tool.name === undefined ? 'a tool' : `its tool ${quote(tool.name, 60)}`;
      for (const { said, what, found, mild } of ordersIn(tool.texts)) {
        yield { message: `${name} ${what}`, evidence: placesOf(module, said, what, found), ...(mild ? MILD : {}) };
      }
    }
  },
  *tool(tool): Iterable<Hit> {
    const texts: readonly (readonly [string, string])[] = [
      ['name', tool.name],
      ['description', tool.description],
      ...strings(tool.inputSchema).map((text) => ['inputSchema', text] as const),
      ...strings(tool.annotations).map((text) => ['annotations', text] as const),
    ];
    for (const [field, text] of texts) {
      for (const { what, found, mild } of hiddenOrders(text)) {
        yield {
          message: `its tool ${quote(tool.name, 60)} ${what}`,
          evidence: [{ at: `tool:${quote(tool.name, 60)}#/${field}`, note: what, snippet: quote(found) }],
          ...(mild ? MILD : {}),
        };
      }
    }
  },
});
