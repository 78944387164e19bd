/**
 * The report for a terminal: the verdict first, then why, where, what was seen, what could not be seen, what to do next.
 * Pure. Nothing from a report reaches the terminal but through `safe`, so no package and no saved file can move the cursor.
 */
import { styleText } from 'node:util';
import { type Finding, type Report, type Result, SEVERITIES, type Verdict } from '../types.ts';
import { adviceOf } from './advice.ts';
import { behavior } from './text/behavior.ts';
import { changed, updated } from './text/changed.ts';
import { credentials } from './text/credentials.ts';
import { byWeight, configLines, findings, notes } from './text/findings.ts';
import { headline, LEVEL_STYLE } from './text/headline.ts';
import { clip, hang, LABEL, labelled, linked, type Page, safe, section, unique } from './text/lines.ts';
import { quiet } from './text/quiet.ts';
import { timeline } from './text/timeline.ts';
import { trust, unseen } from './text/trust.ts';
import { titleOf } from './title.ts';
import { untold } from './untold.ts';

export interface TextOptions {
  /** Columns to wrap at. */
  readonly width: number;
  readonly color: boolean;
  /** Where a rule is explained, for terminals that follow links; a rule without an address is only named. */
  readonly addressOf?: (rule: string) => string | undefined;
}

export function text(result: Result, { width, color, addressOf }: TextOptions): string {
  const paint: Page['paint'] = (style, plain) => (color ? styleText(style, plain, { validateStream: false }) : plain);
  const rule: Page['rule'] = (id) => link(id, addressOf?.(id));
  const page = { width: Math.max(width, 44), paint, rule };
  if (!('reports' in result)) return `${onePage(result, page).join('\n')}\n`;
  if (result.reports.length === 0) return `${nothing(result.verdict, page).join('\n')}\n`;
  const parts = result.reports.map((report) => onePage(report, page).join('\n'));
  const last = parts.length > 1 ? [summary(result.reports, page).join('\n')] : [];
  return `${[...parts, ...last].join('\n\n')}\n`;
}

/** Text that a terminal opens an address for (OSC 8, ended by ST). */
const link = (words: string, address: string | undefined): string =>
  address === undefined ? words : `\u001b]8;;${address}\u001b\\${words}\u001b]8;;\u001b\\`;

function onePage(report: Report, page: Page): readonly string[] {
  const { main, noted } = byWeight(report);
  const head = [
    ...headline(report, page),
    ...section('Changed', changed(report, page), page),
    ...section('Update', updated(report, page), page),
  ];
  if (report.verdict.level === 'pass') return [...head, ...passed(report, untold(noted, report), page)];
  return [
    ...head,
    ...findings(report, untold(main, report), page),
    ...(isStory(report, main) ? section('When', timeline(report, page), page) : []),
    ...section('Also noted', notes(untold(noted, report), report, page), page),
    ...section('What it did', behavior(report, page), page),
    ...section('Credentials', credentials(report, page), page),
    ...section('Known from outside', trust(report, page), page),
    ...section('Not seen', unseen(report, page), page),
    ...section('Next', next(report, main, page), page),
  ];
}

/** Nothing to decide: no more than a screen, the decisions of a config apart. */
function passed(report: Report, noted: readonly Finding[], page: Page): readonly string[] {
  const config = configLines(noted).flatMap((line) => hang('  ', line, page));
  const rows = quiet(report, noted, page);
  return [...section('Also noted', config, page), ...(rows.length > 0 ? ['', ...rows] : [])];
}

/** A theft is told in order; what a person only has to decide about is not. */
function isStory({ verdict }: Report, main: readonly Finding[]): boolean {
  const grave = (one: Finding): boolean => SEVERITIES.indexOf(one.severity) <= 1;
  const ran = main.filter(({ evidence }) => evidence.some(({ at }) => at.startsWith('run:')));
  return verdict.level === 'block' ? ran.length > 0 : ran.some(grave);
}

/** A gate that had nothing to judge. */
function nothing({ level, because }: Verdict, page: Page): readonly string[] {
  const [main, ...more] = because.map((row) => safe(row.text));
  return [`${page.paint(LEVEL_STYLE[level], level.toUpperCase())}  ${main}`, ...more.map((line) => `  ${line}`)];
}

/** Most rules named under "Next". */
const MOST_RULES = 3;

function next(report: Report, main: readonly Finding[], page: Page): readonly string[] {
  const advice = safe(adviceOf(report));
  if (advice === '') return [];
  const rules = unique(main.map((one) => safe(one.rule))).slice(0, MOST_RULES);
  const explain = rules.map((rule) => `lazaret explain ${rule}`).join(' · ');
  const why = rules.length > 0 ? hang('  ', `Why it matters: ${explain}`, page) : [];
  return [...hang('  ', advice, page), ...linked(why, rules, page)];
}

function summary(reports: readonly Report[], { paint, width }: Page): readonly string[] {
  const rows = reports.map((report) => {
    const { level: worst } = report.verdict;
    const level = paint(LEVEL_STYLE[worst], labelled(worst.toUpperCase()));
    return `${level}${clip(safe(titleOf(report)), width - LABEL)}`;
  });
  return [paint('bold', `${reports.length} targets`), ...rows];
}
