/**
 * The report as a comment on a pull request: short, the details folded away, under GitHub's limit. Pure.
 * Whatever is a package's text stands in a code span, where it is no link, no mention, no image and no markup; our own
 * sentences, which may cite a package, are escaped to the same end.
 */

import { quote } from '../quote.ts';
import type { Comparison, Finding, Gap, Level, Report, Result, UpdatePart, Verdict } from '../types.ts';
import { adviceOf } from './advice.ts';
import { differentPackages } from './different-packages.ts';
import { type Events, type Other, placesOf, ranges, type Step, tidy } from './evidence.ts';
import { reasonsOf } from './reasons.ts';
import { subtitleOf, titleOf } from './title.ts';
import { untold } from './untold.ts';

/** GitHub takes 65,536 characters; the rest is left to whoever embeds the comment. */
const LIMIT = 60_000;

const SIGN: Record<Level, string> = { block: '⛔', incomplete: '❓', review: '⚠️', pass: '✅' };

export function markdown(result: Result): string {
  const reports = 'reports' in result ? result.reports : [result];
  if (reports.length === 0) return nothing(result.verdict);
  const whole = reports.map((report) => page(report, Number.POSITIVE_INFINITY)).join('\n\n');
  if (whole.length <= LIMIT) return `${whole}\n`;
  const share = Math.floor(LIMIT / reports.length);
  return `${reports
    .map((report) => fitting(report, share))
    .join('\n\n')
    .slice(0, LIMIT)}\n`;
}

/** A gate that had nothing to judge. */
function nothing({ level, because }: Verdict): string {
  return `### ${SIGN[level]} ${level}: ${because.map(({ text }) => prose(text)).join('; ')}\n`;
}

/** As many findings as there is room for. */
function fitting(report: Report, room: number): string {
  let most = report.findings.length;
  while (most > 0 && page(report, most).length > room) most = Math.floor(most / 2);
  return page(report, most);
}

function page(report: Report, most: number): string {
  const { level } = report.verdict;
  const found = untold(report.findings, report);
  return [
    `### ${SIGN[level]} ${level}: ${code(titleOf(report))}`,
    ...(subtitleOf(report) === undefined ? [] : ['', prose(subtitleOf(report) ?? '')]),
    '',
    ...reasons(report),
    ...changes(report.compared, most),
    ...folded(findingsTitle(found), found.slice(0, most).map(item)),
    ...folded(`What could not be seen (${report.gaps.length})`, report.gaps.slice(0, most).map(gap)),
    ...(adviceOf(report) === '' ? [] : ['', adviceOf(report)]),
    '',
    `<sub>${[`lazaret ${code(report.tool.version)}`, ...lookedAt(report)].join(' · ')}</sub>`,
  ].join('\n');
}

/** The reason that decided, the others, and in one line what nobody could check: the fold below says why. */
function reasons(report: Report): readonly string[] {
  const { first, others, caveats, turn } = reasonsOf(report);
  const rest = [...others, ...(caveats === '' ? [] : [`${turn} ${caveats}`])];
  return [`**${prose(first)}**`, ...(rest.length > 0 ? [''] : []), ...rest.map((text) => `- ${prose(text)}`)];
}

/** What a reviewer looks at first: what is not as approved, and what another version brings. */
function changes(compared: Comparison | undefined, most: number): readonly string[] {
  if (compared === undefined) return [];
  const told = compared.changes
    .slice(0, most)
    .map(({ text, detail, at }) => `- ${prose(text)}: ${code(detail)} (${code(at.replace(/^config:/, ''))})`);
  const { update } = compared;
  const parts = update?.parts.flatMap((part) => lines(part).slice(0, most)) ?? [];
  return [
    ...(told.length > 0 ? ['', '**Changed**', '', ...told] : []),
    ...(update
      ? folded(`What ${plain(update.to)} changes`, parts.length > 0 ? parts : ['- nothing that was compared'])
      : []),
  ];
}

function lines({ about, added, removed, changed }: UpdatePart): readonly string[] {
  const marked = (mark: string, all: readonly string[]) => all.map((line) => `- ${prose(about)} ${mark} ${code(line)}`);
  return [...marked('+', added), ...marked('~', changed), ...marked('−', removed)];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function findingsTitle(findings: readonly Finding[]): string {
  const counts = Map.groupBy(findings, (finding) => finding.severity);
  return `Findings (${[...counts].map(([severity, group]) => `${group.length} ${severity}`).join(', ')})`;
}

function folded(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ['', `<details><summary>${title}</summary>`, '', ...items, '', '</details>'];
}

/** Most places of one finding. */
const MOST_PLACES = 4;

function item(it: Finding): string {
  const { severity, message, rule, package: id, evidence } = it;
  const { steps, events, others } = placesOf(evidence);
  const places = [...steps.map((one) => step(one, it)), ...events.map(event), ...others.map(other)];
  const rest = places.length - MOST_PLACES;
  const shown = rest > 0 ? [...places.slice(0, MOST_PLACES), `and ${counted(rest, 'more place')}`] : places;
  return [
    `- **${severity}** ${prose(message)}: in ${code(id)} (${code(rule)})`,
    ...shown.map((line) => `  - ${line}`),
  ].join('\n');
}

/** Where, what stands there, and what it shows. */
const placed = (where: string, snippet: string, notes: readonly string[]): string =>
  [
    where === '' ? '' : code(where),
    snippet === '' ? '' : `${where === '' ? '' : ': '}${code(snippet)}`,
    notes.length === 0 ? '' : ` (${prose(notes.join('; '))})`,
  ].join('');

const step = ({ package: id, path, line, snippet, notes }: Step, it: Finding): string =>
  placed(`${id === it.package ? '' : `${id}/`}${path}:${line}`, snippet, notes);

function event({ phase, seen, snippet, notes }: Events): string {
  const when = [...seen].map(([profile, seqs]) => `${profile} ${ranges(seqs)}`).join(', ');
  return placed('', tidy(snippet), [...notes, `${phase}, events ${when}`]);
}

const other = ({ at, snippet, notes }: Other): string => placed(at.replace(/^(?:file|config):/, ''), snippet, notes);

const gap = ({ stage, subject, reason }: Gap): string => `- ${stage}: ${code(subject)}: ${prose(reason)}`;

/** How much was read and run; nothing of a server that is gone, or that no package is of. */
function lookedAt(report: Report): readonly string[] {
  const { packages, runs } = report;
  return packages.length + runs.length === 0 ? [] : [counted(differentPackages(packages), 'package'), ran(report)];
}

function ran({ static: noSandbox, runs, tools }: Report): string {
  if (noSandbox) return 'read only, nothing was run';
  const completed = runs.filter((run) => run.status === 'completed').length;
  return `${completed} of ${runs.length} phases completed, ${counted(tools.length, 'tool')}`;
}

/** What GitHub turns into a mention, a reference or a link although it is escaped; an invisible space after it keeps it text. */
const MAGNETS = /@|#|:|\bwww\b|\bGH-/gi;

/** Sentences: every punctuation mark is escaped, as CommonMark allows. */
function prose(text: string): string {
  return quote(text, 500)
    .replace(/[!"#$%&'*+<=>@[\\\]^_`{|}~]/g, '\\$&')
    .replace(MAGNETS, '$&\u200b');
}

/** Text between tags, where only an entity escapes: every punctuation mark of ASCII is one. */
const plain = (text: string): string =>
  quote(text, 200)
    .replace(MAGNETS, '$&\u200b')
    .replace(/[!-,/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** A code span: its fence is longer than any run of backticks inside, so nothing in it can end it. */
function code(text: string): string {
  const shown = quote(text, 500);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || shown.trim() === '' ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
