import type { Module } from '../../src/code/flow/module.ts';
import { strings } from '../../src/code/scripts/entries.ts';
import { givenBy, givenElsewhere, type Shown, shownIn } from '../../src/code/tools/prompts.ts';
import type { Said } from '../../src/code/tools/says.ts';
import { type DeclaredTool, declaredTools } from '../../src/code/tools/tools.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import {
  type HiddenOrder,
  hiddenOrders,
  isAttack,
  isBuried,
  isHarvest,
  isLoose,
  isUsual,
  ordersTogether,
} from '../data/instructions.ts';

const MILD = { severity: 'low', confidence: 'low' } as const;
const LESS_SURE = { confidence: 'medium' } as const;
const TOGETHER = { severity: 'medium', confidence: 'medium' } as const;

export default defineRule({
  id: 'hidden-instructions',
  title: 'Hides instructions to the model in what it says of itself, or gives it',
  why: 'A model reads descriptions as instructions, and people rarely read them at all. An order in a description is obeyed whenever the server is connected, even if the tool is never called; so are its instructions, and what its prompts, resources and tools give.',
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
  words:
    /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema|\binstructions\s*[:,}]|\b(?:register|add|define)(?:Prompt|Resource)|\.(?:prompt|resource)\s*\(|\bsetRequestHandler\b|\bcreateMessage\b|\bTool\b\)?\(/,
  *module(module): Iterable<ModuleHit> {
    const { program } = module.code.file;
    // No model is shown what an example of an attack says.
    for (const hit of hidden(module))
      yield module.dated(program, (reach) => (reach === 'nowhere' ? { ...hit, ...MILD } : hit));
  },
  *tool(tool): Iterable<Hit> {
    const texts: readonly (readonly [string, string])[] = [
      ['name', tool.name],
      ['description', tool.description],
      ...strings(tool.inputSchema).map((text) => ['inputSchema', text] as const),
      ...strings(tool.annotations).map((text) => ['annotations', text] as const),
    ];
    const orders = texts.flatMap(([field, text]) => hiddenOrders(text).map((order) => ({ ...order, field })));
    for (const order of orders) {
      const { what, found, field } = order;
      yield {
        message: `its tool ${quote(tool.name, 60)} ${what}`,
        evidence: [{ at: `tool:${quote(tool.name, 60)}#/${field}`, note: what, snippet: quote(found) }],
        ...gradeOf(order, orders),
      };
    }
  },
});

/** Orders in what a module tells of its server. */
function* hidden(module: Module): Iterable<Hit> {
  const told = new Set<unknown>();
  for (const tool of declaredTools(module.code)) {
    for (const said of tool.texts) told.add(placeOf(said));
    const subject = subjectOf('tool', tool.name);
    yield* listed(module, subject, tool.texts);
    yield* given(module, subject, tool);
  }
  for (const shown of shownIn(module.code)) {
    const subject = subjectOf(shown.kind, shown.name);
    // What a list of tools holds that are written out was told of each of them.
    const texts = shown.texts.filter((said) => !told.has(placeOf(said)));
    if (shown.kind === 'question') yield* questions(module, texts);
    else yield* shown.kind === 'instructions' ? instructions(module, texts) : listed(module, subject, texts);
    yield* given(module, subject, shown);
  }
}

/** How sure it is that an order is hidden, with the others of the same tool in mind. */
function gradeOf({ mild }: HiddenOrder, all: readonly HiddenOrder[]): Partial<Hit> {
  if (mild) return MILD;
  return isLoose(all) ? TOGETHER : {};
}

function placeOf({ node, origin }: Said): unknown {
  return origin?.at ?? node;
}

function subjectOf(kind: string, name: string | undefined): string {
  return name === undefined ? `a ${kind}` : `its ${kind} ${quote(name, 60)}`;
}

interface Order extends HiddenOrder {
  readonly said: Said;
}

/** What is ordered, each once, in the clearest words there are. */
function ordersIn(texts: readonly Said[], search = hiddenOrders): readonly Order[] {
  const all = texts.flatMap((said) => search(said.text).map((order) => ({ ...order, said })));
  const clearest = all.toSorted((a, b) => Number(a.mild) - Number(b.mild));
  return [...Map.groupBy(clearest, ({ what }) => what).values()].flatMap(([first]) => first ?? []);
}

/** What a client lists is short, and there to say what something is: no order belongs there. */
function* listed(module: Module, subject: string, texts: readonly Said[]): Iterable<Hit> {
  const orders = ordersIn(texts);
  for (const order of orders) {
    yield { message: `${subject} ${order.what}`, evidence: placesOf(module, order), ...gradeOf(order, orders) };
  }
}

/** Instructions are there to order; what honest ones say as well is told, and by itself says little. */
function* instructions(module: Module, texts: readonly Said[]): Iterable<Hit> {
  const together = new Set(ordersIn(texts, ordersTogether).map(({ what }) => what));
  for (const order of ordersIn(texts)) {
    const little = !together.has(order.what) && isUsual(order);
    const message = `in its instructions it ${order.what}`;
    yield { message, evidence: placesOf(module, order), ...(little ? MILD : isBuried(order) ? TOGETHER : {}) };
  }
}

/** A model that is shown what all servers told and asked to keep that from its user. */
function* questions(module: Module, texts: readonly Said[]): Iterable<Hit> {
  for (const order of ordersIn(texts)) {
    if (order.mild) continue;
    yield {
      message: `asks the client’s model about all that it knows, and ${order.what}`,
      evidence: placesOf(module, order),
      ...(isHarvest(order) ? LESS_SURE : TOGETHER),
    };
  }
}

/** What comes back when it is called may tell the model how to go on: only what no honest answer says is told. */
function* given(module: Module, subject: string, from: DeclaredTool | Shown): Iterable<Hit> {
  const texts = [...givenBy(module.code, from.handlers), ...givenElsewhere(module.code, from)];
  const orders = ordersIn(texts, ordersTogether);
  const grade = isAttack(orders) ? LESS_SURE : TOGETHER;
  for (const order of orders) {
    yield { message: `${subject} gives a text that ${order.what}`, evidence: placesOf(module, order), ...grade };
  }
}

/** Where a text is declared, and where it stands if that is another module. */
function placesOf(module: Module, { said: { node, origin }, what, found }: Order): Hit['evidence'] {
  const here = `declared here: ${what}`;
  if (!origin) return [module.at(node, here, found)];
  return [module.at(node, here), { ...origin, note: 'its text', snippet: quote(found) }];
}
