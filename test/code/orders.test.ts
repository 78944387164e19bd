import { expect, test } from 'vitest';
import { hiddenOrders } from '../../rules/data/instructions.ts';
import cases from '../../rules/tools/hidden-instructions.cases.ts';
import { strings } from '../../src/code/scripts/entries.ts';
import { mayBeOrder } from '../../src/code/tools/orders.ts';

const texts = [...cases.bad, ...cases.ok].flatMap(({ tools = [] }) => tools.flatMap(strings));

test('whatever the rules take for an order passes the filter before them', () => {
  const orders = texts.filter((text) => hiddenOrders(text).length > 0);
  expect(orders.length).toBeGreaterThan(10);
  for (const text of orders) expect([text, mayBeOrder(text)]).toEqual([text, true]);
});

test('most of what servers say does not', () => {
  const said = ['Adds two numbers.', 'Lists files of a folder, newest first.', 'Weather of a city, in °C.'];
  expect(said.filter(mayBeOrder)).toEqual([]);
});
