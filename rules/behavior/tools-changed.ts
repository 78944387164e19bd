import { evidenceOf, observed, type Seen } from '../../src/behavior.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { ToolChange } from '../../src/types.ts';
import { hiddenOrders } from '../data/instructions.ts';

export default defineRule({
  id: 'tools-changed',
  title: 'Describes its tools otherwise after they were approved',
  why: 'A user approves what a tool says of itself once. A server that describes the same tool otherwise later, after calls, after a restart or after some weeks, gets the model to read what nobody approved (a rug pull).',
  fix: 'Compare both descriptions. Use a client that asks again when a description changes.',
  mapping: {
    owasp: ['MCP03', 'MCP04'],
    attack: ['T1036'],
    atlas: ['AML.T0110'],
    cwe: ['CWE-451', 'CWE-494'],
  },
  signal: 'tools.changed',
  severity: 'medium',
  confidence: 'medium',
  *behavior(behavior): Iterable<Hit> {
    const told = new Set<string>();
    for (const listing of observed(behavior, 'tools')) {
      for (const change of listing.changes) {
        const key = `${change.tool} ${change.field} ${change.after}`;
        if (told.has(key)) continue;
        told.add(key);
        yield* judged(listing, change);
      }
    }
  },
});

/** Tools come and go with what a client can do and with who is signed in; the same tool with another text does not. */
function* judged(listing: Seen<'tools'>, change: ToolChange): Iterable<Hit> {
  const { tool, field, before, after } = change;
  const added = field === 'added' || field === 'removed';
  const [order] = hiddenOrders(after).filter(({ found }) => !before.includes(found));
  const how = added ? `its tool ${tool} was ${field}` : `its tool ${tool} has another ${field}`;
  const grade: Partial<Hit> = order
    ? { signal: 'text.hidden', severity: 'high', confidence: 'high' }
    : added || plain(before) === plain(after)
      ? { severity: 'info' }
      : {};
  yield {
    message: `${how} ${listing.occasion}${order ? `, which ${order.what}` : ''}`,
    evidence: [
      evidenceOf(listing, added ? listing.occasion : 'what it says now', added ? tool : after),
      ...(added ? [] : [evidenceOf(listing, 'what it said first', before)]),
    ],
    ...grade,
  };
}

/** Without what honest descriptions hold of the moment: dates, counts, versions, ids and paths. */
const plain = (text: string): string =>
  quote(text, 4_000)
    .replace(
      /\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/gi,
      '',
    )
    .replace(/(?:\/[\w.-]+)+\/?|\b[0-9a-f-]{8,}\b|\d+/gi, '');
