/** The first lines: the verdict, the one reason, what else there is, and what nobody could check. */
import type { Because, Gap, Level, Report } from '../../types.ts';
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
function reasons({ verdict, gaps }: Report, page: Page): readonly string[] {
  const [first, ...more] = verdict.because;
  if (first === undefined) return [];
  const caveats = more.flatMap((row) => caveat(row, gaps) ?? []);
  const others = more.filter((row) => caveat(row, gaps) === undefined);
  return [
    ...hang('  ', told(first.text), page).map((line) => page.paint('bold', line)),
    ...others.flatMap((row) => hang('  also: ', told(row.text), page)),
    ...(caveats.length > 0 ? hang('  but ', joined(caveats), page).map((line) => page.paint('yellow', line)) : []),
  ];
}

/** What a reason says before it goes into the details of a gap: `advisories not checked`. */
function caveat({ text, findings }: Because, gaps: readonly Gap[]): string | undefined {
  if (findings.length > 0) return undefined;
  const details = gaps.map(({ subject, reason }) => text.indexOf(`: ${subject}: ${reason}`)).filter((at) => at > 0);
  return details.length > 0 ? safe(text.slice(0, Math.min(...details))) : undefined;
}

const UNCHECKED = ' not checked';

/** `advisories, provenance not checked; not all code could be read`. */
function joined(caveats: readonly string[]): string {
  const plain = caveats.filter((one) => one.endsWith(UNCHECKED)).map((one) => one.slice(0, -UNCHECKED.length));
  const rest = caveats.filter((one) => !one.endsWith(UNCHECKED));
  return [...(plain.length > 0 ? [plain.join(', ') + UNCHECKED] : []), ...rest].join('; ');
}
