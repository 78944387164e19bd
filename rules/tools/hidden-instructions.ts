import type { Module } from '../../src/code/flow/module.ts';
import { writtenPath, writtenText } from '../../src/code/flow/writes.ts';
import { decode, SOURCE, strings } from '../../src/code/scripts/entries.ts';
import { givenBy, givenElsewhere, type Shown, shownIn } from '../../src/code/tools/prompts.ts';
import type { Said } from '../../src/code/tools/says.ts';
import { type DeclaredTool, declaredTools } from '../../src/code/tools/tools.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';
import {
  type HiddenOrder,
  hiddenOrders,
  isAttack,
  isBuried,
  isHarvest,
  isLoose,
  isUsual,
  ordersAmong,
  ordersTogether,
} from '../data/instructions.ts';
import { agentPlace } from '../data/places.ts';
import { isDisguised } from '../data/scripts.ts';

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
    /\b(?:tool|registerTool|addTool|defineTool|createTool|registerAppTool)\b|input_?[sS]chema|\binstructions\s*[:,}]|\b(?:register|add|define)(?:Prompt|Resource)|\.(?:prompt|resource)\s*\(|\bsetRequestHandler\b|\bcreateMessage\b|\ballServers\b|\bTool\b\)?\(|\b(?:CLAUDE|GEMINI|AGENTS|SKILL)\b|\.claude\b|rules\b|copilot-instructions/,
  *module(module): Iterable<ModuleHit> {
    const { program } = module.code.file;
    // No model is shown what an example of an attack says.
    for (const hit of [...hidden(module), ...written(module)])
      yield module.dated(program, (reach) => (reach === 'nowhere' ? { ...hit, ...MILD } : hit));
  },
  *package(pkg): Iterable<Hit> {
    const ordering = filesOfOrders(pkg);
    if (ordering.length === 0) return;
    const others = { data: textsAt(pkg, DATA), sources: textsAt(pkg, SOURCE) };
    for (const { path, orders } of ordering) {
      const place = placeFor(others, path);
      if (place === undefined) continue;
      for (const { what, found } of orders) {
        const at = `file:${pkg.id}/${path}`;
        yield {
          message: `its text for ${place} ${what}`,
          evidence: [{ at, note: what, snippet: quote(found) }],
          ...LESS_SURE,
        };
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
    const own = texts.flatMap(([field, text]) => hiddenOrders(text).map((order) => ({ ...order, field })));
    const told = new Set(own.map(({ what }) => what));
    const among = ordersAmong(texts.map(([, text]) => text)).map((order) => ({
      ...order,
      field: texts[order.text]?.[0] ?? 'description',
    }));
    const orders = [...own, ...among.filter(({ what }) => !told.has(what))];
    yield* borrowed(tool.name);
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

/** `rеad_file` with a letter of another script: whoever reads it, person or model, takes it for the tool of that name. */
function* borrowed(name: string): Iterable<Hit> {
  if (!isDisguised(name)) return;
  const note = 'letters of two scripts in one word';
  const [shown, at] = [quote(name, 60), `tool:${quote(name, 60)}#/name`];
  yield {
    message: `the name of its tool ${shown} is written with letters that only look like those of another name`,
    evidence: [{ at, note, snippet: shown }],
  };
}

/** A text, or a template of one: `rules.md`, `note.md.tpl`. */
const TEXT_FILE =
  /\.(?:mdc?|mdx|txt|prompt|rules)(?:\.(?:tm?pl|template|hbs|handlebars|mustache|ejs|njk|liquid|in))?$|(?:^|\/)\.\w*rules$/i;
/** What people read, and what tells of attacks. */
const FOR_PEOPLE = /(?:^|\/)(?:readme|changelog|history|licen[cs]e|security|contributing|notice)\b[^/]*$/i;
const NAMES_KEYS = /~\/\.|\.env\b|\.ssh\b|id_rsa|\.aws\b|\.npmrc|mcp\.json|environment|history|credentials/;
const LARGEST = 200_000;

/** Texts of a package that order what no honest text does. */
function filesOfOrders(pkg: Package): readonly { readonly path: string; readonly orders: readonly HiddenOrder[] }[] {
  return [...pkg.files].flatMap(([path, bytes]) => {
    if (!TEXT_FILE.test(path) || FOR_PEOPLE.test(path) || bytes.length > LARGEST) return [];
    const text = decode(bytes);
    const orders = NAMES_KEYS.test(text) ? ordersOfFile(text) : [];
    return orders.length === 0 ? [] : [{ path, orders }];
  });
}

/** A long guide orders this and that: it is an attack where it is kept from people who read it, or where all of it comes together. */
function ordersOfFile(text: string): readonly HiddenOrder[] {
  const unseen = text
    .split('<!--')
    .slice(1)
    .map((part) => part.split('-->', 1)[0] ?? '');
  const [hidden = []] = unseen.map(attackIn).filter(({ length }) => length > 0);
  const orders = hidden.length > 0 ? hidden : attackIn(text);
  return hidden.length > 0 || new Set(orders.map(({ what }) => what)).size > 2 ? orders : [];
}

/** A file of the package, under its name without folders. */
interface Named {
  readonly name: string;
  readonly text: string;
}

interface Others {
  readonly data: readonly Named[];
  readonly sources: readonly Named[];
}

/**
 * What an assistant makes of a file, by its own name or by the one that it is to get: `{ "to": "CLAUDE.md", "from": "notes.md" }`, or
 * `[{ "to": "CLAUDE.md" }]` in what the code that names the file reads as well.
 */
function placeFor({ data, sources }: Others, path: string): string | undefined {
  const own = SKILL.test(path) ? 'a skill of an assistant' : agentPlace(path);
  if (own !== undefined) return own;
  const [name = '', folder = ''] = path.split('/').reverse();
  const naming = [...data, ...sources].filter(({ text }) => text.includes(name)).slice(0, MOST_NAMING);
  const lists = data.filter((list) => list.name !== 'package.json' && agentPlace(list.text) !== undefined);
  const listed = lists.filter((list) => naming.some(({ text }) => text.includes(list.name)));
  const places = [...naming, ...listed].flatMap(({ text }) => agentPlace(text) ?? []);
  if (places.length > 0) return places[0];
  return sources.some(({ text }) => givesPromptsFrom(text, folder)) ? 'a prompt' : undefined;
}

/** Files that name one; more of them say no more. */
const MOST_NAMING = 50;
const DATA = /\.(?:json|ya?ml|toml)$/;

function textsAt({ files }: Package, kind: RegExp): readonly Named[] {
  return [...files].flatMap(([path, bytes]) => {
    if (!kind.test(path) || bytes.length > LARGEST) return [];
    return [{ name: path.slice(path.lastIndexOf('/') + 1), text: decode(bytes) }];
  });
}

const GIVES_PROMPTS = /\b(?:registerPrompt|addPrompt|definePrompt|GetPromptRequestSchema)\b|\.prompt\s*\(/;
const QUOTES = ['"', "'", '`'];

/** True for code that has prompts to give, and names the folder in which a text lies: `loadPrompts(new URL('../prompts/', import.meta.url))`. */
function givesPromptsFrom(source: string, folder: string): boolean {
  if (folder === '' || !GIVES_PROMPTS.test(source)) return false;
  return QUOTES.some((quoted) =>
    [quoted, '/'].some((before) => [quoted, `/${quoted}`].some((after) => source.includes(before + folder + after))),
  );
}

/** Orders in what a module puts where an assistant finds it. */
function* written({ code, calls, at }: Module): Iterable<Hit> {
  for (const call of calls) {
    const place = agentPlace(writtenPath(code, call) ?? '');
    if (place === undefined) continue;
    const text = writtenText(code, call);
    for (const { what, found } of text.length > SHORT ? ordersOfFile(text) : attackIn(text))
      yield { message: `its text for ${place} ${what}`, evidence: [at(call.node, what, found)], ...LESS_SURE };
  }
}

/** What is no guide: all of it belongs together. */
const SHORT = 2_000;

const SKILL = /(?:^|\/)SKILL\.md$/;

/** Orders in what a module tells of its server. */
function* hidden(module: Module): Iterable<Hit> {
  const told = new Set<unknown>();
  for (const tool of declaredTools(module.code)) {
    for (const said of tool.texts) told.add(placeOf(said));
    const subject = subjectOf('tool', tool.name);
    yield* listed(module, subject, tool.texts);
    yield* given(module, subject, tool);
    for (const hit of borrowed(tool.name ?? '')) yield { ...hit, evidence: [module.at(tool.node, 'its name')] };
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
  const all = texts.flatMap((said) =>
    (said.among ? attackIn(said.text) : search(said.text)).map((order) => ({ ...order, said })),
  );
  if (search === hiddenOrders) all.push(...ordersBetween(texts));
  const clearest = all.toSorted((a, b) => Number(a.mild) - Number(b.mild));
  return [...Map.groupBy(clearest, ({ what }) => what).values()].flatMap(([first]) => first ?? []);
}

/** What several texts order between them. */
function ordersBetween(texts: readonly Said[]): readonly Order[] {
  const own = texts.filter(({ among }) => !among);
  return ordersAmong(own.map(({ text }) => text)).flatMap((order) => {
    const said = own[order.text];
    return said ? [{ ...order, said }] : [];
  });
}

/** Of many texts of which only one is shown, none is told but what no honest text says. */
function attackIn(text: string): readonly HiddenOrder[] {
  const orders = ordersTogether(text);
  return isAttack(orders) ? orders : [];
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
  const together = new Set([...ordersIn(texts, ordersTogether), ...ordersBetween(texts)].map(({ what }) => what));
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
