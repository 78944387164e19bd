/**
 * A server that passes, on one screen: a line for each thing it did and each thing that is known. Whatever is longer ends in `…`, and
 * the page of a reviewer has the rest.
 */
import type { Finding, Report } from '../../types.ts';
import { adviceOf } from '../advice.ts';
import { credentialLines } from '../credentials.ts';
import { behaviorRows } from './behavior.ts';
import { noteLines } from './findings.ts';
import { clip, type Page, type Row, row, safe, told, unique } from './lines.ts';
import { trustRows, unseenGaps } from './trust.ts';

/** Rows of which two lines are shown: what goes against a server that passes, and what to do. */
const LONGER: ReadonlySet<string> = new Set(['bad', 'not seen', 'next']);
const CUT = ' …';

export function quiet(report: Report, noted: readonly Finding[], page: Page): readonly string[] {
  const rows: readonly Row[] = [
    ...behaviorRows(report),
    ['secrets', secrets(report)],
    ['noted', noteLines(noted, report).join(' · ')],
    ...trustRows(report),
    ['not seen', notSeen(report)],
    ['next', safe(adviceOf(report))],
  ];
  const lines = rows.filter(([, what]) => what !== '').flatMap((row) => short(row, page));
  const cut = lines.some((line) => line.endsWith('…'));
  return cut ? [...lines, page.paint('dim', '  … --format html has the rest')] : lines;
}

function short([label, what]: Row, page: Page): readonly string[] {
  const most = LONGER.has(label) ? 2 : 1;
  const lines = row(label, what, page);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), clip(lines[most - 1] + CUT, page.width)];
}

/** Which it asks for, and where each goes; settings are none. */
function secrets({ credentials }: Report): string {
  const lines = credentialLines(credentials).filter(([about]) => about !== 'settings');
  const [[, takes] = ['', ''], ...each] = lines;
  return each.length === 0 ? '' : `${each.map(([about, what]) => `${safe(about)} ${told(what)}`).join('; ')}; ${takes}`;
}

const notSeen = (report: Report): string =>
  unique(unseenGaps(report).map(({ subject, reason }) => `${told(subject)}: ${told(reason)}`)).join(' · ');
