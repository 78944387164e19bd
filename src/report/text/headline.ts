/** The first lines: the verdict, the one reason, what else there is, and what nobody could check. */
import type { Level, Report } from '../../types.ts';
import { reasonsOf } from '../reasons.ts';
import { subtitleOf, titleOf } from '../title.ts';
import { clip, hang, type Page, type Style, safe, told } from './lines.ts';

export const LEVEL_STYLE: Record<Level, Style> = {
  block: ['bold', 'red'],
  incomplete: ['bold', 'magenta'],
  review: ['bold', 'yellow'],
  pass: ['bold', 'green'],
};

export function headline(report: Report, page: Page): readonly string[] {
  const { level } = report.verdict;
  const { paint, width } = page;
  const title = clip(safe(titleOf(report)), width - level.length - 2);
  const also = subtitleOf(report);
  const typed = also === undefined ? [] : hang('  ', safe(also), page).map((line) => paint('dim', line));
  return [
    `${paint(LEVEL_STYLE[level], level.toUpperCase())}  ${paint('bold', title)}`,
    ...typed,
    ...reasons(report, page),
  ];
}

/** The row that decided, the others that would have, then in one line what was not checked: why is told further down. */
function reasons(report: Report, page: Page): readonly string[] {
  const { first, others, caveats, turn } = reasonsOf(report);
  return [
    ...hang('  ', told(first), page).map((line) => page.paint('bold', line)),
    ...others.flatMap((text) => hang('  also: ', told(text), page)),
    ...(caveats === '' ? [] : hang(`  ${turn} `, told(caveats), page).map((line) => page.paint('yellow', line))),
  ];
}
