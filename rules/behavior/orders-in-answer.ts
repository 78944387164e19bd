import { evidenceOf, grouped, hitOf, observed, type Seen } from '../../src/behavior.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import { type HiddenOrder, isAttack, isHarvest, ordersTogether } from '../data/instructions.ts';

type Message = Seen<'mcp'>;

export default defineRule({
  id: 'orders-in-answer',
  title: 'Answers with orders to the model',
  why: 'Nobody but the server itself answers in the sandbox, so what an answer orders the server has put there. A model takes it as readily as a description, and a person who looked through the list of tools never saw it.',
  fix: 'Do not connect the server, unless such texts are what it is for: examples for a lesson, or what a scanner looks for.',
  mapping: {
    owasp: ['MCP03', 'MCP06'],
    attack: [],
    atlas: ['AML.T0110', 'AML.T0051.001', 'AML.T0068'],
    cwe: ['CWE-94', 'CWE-451'],
  },
  signal: 'text.hidden',
  severity: 'medium',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const told = observed(behavior, 'mcp').flatMap((one) => {
      const orders = one.direction === 'received' ? ordersIn(one) : [];
      return orders.map((order) => ({ one, order }));
    });
    for (const group of grouped(told, ({ one, order }) => `${speakerOf(one)} ${order.what}`)) {
      const [{ one, order }, ...more] = group;
      yield hitOf([one, ...more.map((each) => each.one)], `${speakerOf(one)} ${order.what}`, (each) =>
        evidenceOf(each, order.what, order.found),
      );
    }
  },
});

/** What a report shows of a letter that nobody sees. */
const UNSEEN = /\\+u\{(fe0[0-9a-f]|e0[01][0-9a-f]{2})\}/g;
const letter = (_: string, point: string): string => String.fromCodePoint(Number.parseInt(point, 16));

/** Only what can be nothing but an attack, all of it together: honest answers order as well, and ask for keys. */
function ordersIn({ method, text }: Message): readonly HiddenOrder[] {
  // As it was before it became JSON, and that a line of a report.
  const plain = text
    .replace(UNSEEN, letter)
    .replace(/\\+n/g, '\n')
    .replace(/\\+(["'/])/g, '$1');
  const orders = ordersTogether(plain);
  const asksForAll = method === 'sampling/createMessage' && orders.some(isHarvest);
  return isAttack(orders) || asksForAll ? orders : [];
}

function speakerOf({ tool, method }: Message): string {
  if (tool !== undefined) return `the answer of ${tool}`;
  return /^(?:result|error)$/.test(method) ? 'what the server says of itself' : `its question (${method})`;
}
