/**
 * The report for a terminal: the verdict first, then why, where, what was seen, what could not be seen, what to do next.
 * Pure. Nothing from a report reaches the terminal but through `safe`, so no package and no saved file can move the cursor.
 */
import { styleText } from 'node:util';
import { quote } from '../quote.ts';
import {
  type AdvisorySource,
  type Evidence,
  type Finding,
  type Gap,
  type Level,
  type Observation,
  type Report,
  type Result,
  type Run,
  SEVERITIES,
  type Severity,
  SIGNALS,
  type Signal,
  type TrustFact,
  type UpdatePart,
  type Verdict,
} from '../types.ts';
import { destinationOf, filesOf, hostsOf, programsOf } from './seen.ts';
import { subtitleOf, titleOf } from './title.ts';

export interface TextOptions {
  /** Columns to wrap at. */
  readonly width: number;
  readonly color: boolean;
}

/** Most findings shown in full; the rest are counted. */
const MOST_FINDINGS = 12;
/** Most places shown for one finding. */
const MOST_PLACES = 3;
/** Most names in one list. */
const MOST_NAMES = 6;
/** Left column of the lists. */
const LABEL = 14;

/** Longest text of a report shown in one piece. */
const safe = (text: string): string => quote(text, 1000);

/** Words that may be the output of a program: on one line, and not longer than a reader wants. */
const told = (text: string): string => clip(safe(text).replace(/(?:\\[nr]|\s)+/g, ' '), 300);

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** What every part of the view needs. */
interface Page {
  readonly width: number;
  readonly paint: Paint;
}

export function text(result: Result, { width, color }: TextOptions): string {
  const paint: Paint = (style, plain) => (color ? styleText(style, plain, { validateStream: false }) : plain);
  const page = { width: Math.max(width, 44), paint };
  if (!('reports' in result)) return `${onePage(result, page).join('\n')}\n`;
  if (result.reports.length === 0) return `${nothing(result.verdict, page).join('\n')}\n`;
  const parts = result.reports.map((report) => onePage(report, page).join('\n'));
  const last = parts.length > 1 ? [summary(result.reports, page).join('\n')] : [];
  return `${[...parts, ...last].join('\n\n')}\n`;
}

function onePage(report: Report, page: Page): readonly string[] {
  const { main, noted } = byWeight(report);
  return [
    ...headline(report, page),
    ...section('Changed', changed(report, page), page),
    ...section('Update', updated(report, page), page),
    ...section('Why', findings(report, untold(main, report), page), page),
    ...section('Also noted', notes(untold(noted, report), page), page),
    ...section(`Seen in the sandbox`, seen(report, page), page),
    ...section('Known from outside', known(report, page), page),
    ...section('Not seen', unseen(report.gaps, page), page),
    ...section('Next', next(report, main, page), page),
  ];
}

/** A gate that had nothing to judge. */
function nothing({ level, because }: Verdict, page: Page): readonly string[] {
  const [main, ...more] = because.map((row) => safe(row.text));
  return [`${page.paint(LEVEL_STYLE[level], level.toUpperCase())}  ${main}`, ...more.map((line) => `  ${line}`)];
}

function section(title: string, lines: readonly string[], { paint }: Page): readonly string[] {
  return lines.length > 0 ? ['', paint('bold', title), ...lines] : [];
}

const LEVEL_STYLE: Record<Level, Style> = {
  block: ['bold', 'red'],
  incomplete: ['bold', 'magenta'],
  review: ['bold', 'yellow'],
  pass: ['bold', 'green'],
};

function headline(report: Report, page: Page): readonly string[] {
  const { level, because } = report.verdict;
  const name = safe(titleOf(report));
  const also = subtitleOf(report);
  const typed = also === undefined ? [] : hang('  ', safe(also), page).map((line) => page.paint('dim', line));
  const reasons = because.flatMap((row) => hang('  - ', told(row.text), page));
  const title = clip(name, page.width - level.length - 2);
  return [`${page.paint(LEVEL_STYLE[level], level.toUpperCase())}  ${page.paint('bold', title)}`, ...typed, ...reasons];
}

/** The findings that made the verdict or are worth reading anyway, and those that are only worth a line. */
function byWeight({ findings: all, verdict }: Report): { main: readonly Finding[]; noted: readonly Finding[] } {
  const decisive = new Set(verdict.because.flatMap((row) => row.findings));
  const heavy = (finding: Finding, index: number): boolean =>
    decisive.has(index) || (verdict.level !== 'pass' && SEVERITIES.indexOf(finding.severity) <= 1);
  return { main: all.filter(heavy), noted: all.filter((finding, index) => !heavy(finding, index)) };
}

// ---------------------------------------------------------------- what is not as approved

/** Most differences shown of one kind. */
const MOST_CHANGES = 8;

/** Findings that say no more than the changes above them, in their own words. */
function untold(all: readonly Finding[], { compared }: Report): readonly Finding[] {
  const told = new Set(compared?.changes.map(({ at, detail }) => `${at}\0${detail}`));
  return all.filter(
    ({ signal, evidence: [{ at, snippet }] }) => signal !== 'config.changed' || !told.has(`${at}\0${snippet}`),
  );
}

function changed({ compared }: Report, page: Page): readonly string[] {
  const all = compared?.changes ?? [];
  const shown = all
    .slice(0, MOST_CHANGES)
    .flatMap(({ text: what, detail, at }) => [
      ...hang('  ', `${safe(what)}: ${safe(detail)}`, page),
      ...hang('    ', safe(at.replace(/^config:/, '')), page).map((line) => page.paint('dim', line)),
    ]);
  const rest = all.length - MOST_CHANGES;
  return rest > 0 ? [...shown, `  … and ${rest} more`] : shown;
}

/** What another version brings: a line for each thing, and in one line what stayed. */
function updated({ compared }: Report, page: Page): readonly string[] {
  const update = compared?.update;
  if (!update) return [];
  const parts = update.parts.map((part) => ({ about: part.about, lines: linesOf(part) }));
  const same = parts.filter(({ lines }) => lines.length === 0).map(({ about }) => safe(about));
  return [
    ...hang('  ', `${safe(update.from)} → ${safe(update.to)}`, page),
    ...parts.flatMap(({ about, lines }) => many(about, lines, page)),
    ...(same.length > 0 ? hang(labelled('the same'), same.join(', '), page) : []),
  ];
}

function linesOf({ added, removed, changed: other }: UpdatePart): readonly string[] {
  const marked = (mark: string, lines: readonly string[]) => lines.map((line) => `${mark} ${safe(line)}`);
  return [...marked('+', added), ...marked('~', other), ...marked('−', removed)];
}

function many(about: string, lines: readonly string[], page: Page): readonly string[] {
  const shown = lines
    .slice(0, MOST_CHANGES)
    .flatMap((line, index) => hang(index === 0 ? labelled(safe(about)) : ' '.repeat(LABEL), line, page));
  return lines.length > MOST_CHANGES ? [...shown, indent(`… and ${lines.length - MOST_CHANGES} more`)] : shown;
}

// ---------------------------------------------------------------- findings

const SEVERITY_STYLE: Record<Severity, Style> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

function findings(report: Report, main: readonly Finding[], page: Page): readonly string[] {
  const grouped = joined(main);
  const shown = grouped.slice(0, MOST_FINDINGS).flatMap((one) => finding(one, report, page));
  const rest = grouped.length - MOST_FINDINGS;
  return rest > 0 ? [...shown, ...hang('  ', `… and ${rest} more findings: --format json has them all`, page)] : shown;
}

/** One finding for each thing said of a package, with all the places it was said of. */
function joined(all: readonly Finding[]): readonly Finding[] {
  const same = Map.groupBy(all, (one) =>
    JSON.stringify([one.rule, one.package, one.message, one.severity, one.confidence]),
  );
  return [...same.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    return [{ ...first, evidence: [...first.evidence, ...more.flatMap((one) => one.evidence)] as const }];
  });
}

function finding(it: Finding, report: Report, page: Page): readonly string[] {
  const sure = it.confidence === 'high' ? '' : `, ${it.confidence} confidence`;
  const label = page.paint(SEVERITY_STYLE[it.severity], labelled(it.severity));
  const [first = '', ...more] = wrap(safe(it.message), page.width - LABEL);
  const places = it.evidence.slice(0, MOST_PLACES).flatMap((one) => place(one, page));
  const rest = it.evidence.length - MOST_PLACES;
  return [
    `${label}${page.paint('bold', first)}`,
    ...more.map((line) => indent(page.paint('bold', line))),
    ...wrap(`${safe(it.rule)}${sure} · ${whyHere(it, report)}`, page.width - LABEL).map((line) =>
      indent(page.paint('dim', line)),
    ),
    ...places,
    ...(rest > 0 ? [indent(page.paint('dim', `… and ${rest} more places`))] : []),
  ];
}

/** The package at fault, with the chain that brings it in. */
function whyHere(it: Finding, report: Report): string {
  const via = report.packages.find(({ id }) => id === it.package)?.via ?? [];
  return via.length > 1 ? via.map(safe).join(' › ') : safe(it.package);
}

function place({ at, note, snippet }: Evidence, page: Page): readonly string[] {
  const where = [...wrap(`${address(at)}${note === '' ? '' : `: ${safe(note)}`}`, page.width - LABEL)];
  const code = snippet === '' ? [] : [page.paint('cyan', clip(`│ ${safe(snippet)}`, page.width - LABEL))];
  return [...where, ...code].map(indent);
}

/** An evidence address as people read it: `run:laptop/install#12` is event 12 of the install on the laptop. */
function address(at: string): string {
  const run = /^run:([^#]*)#(\d+)$/.exec(at);
  return run ? `${safe(run[1] ?? '')}, event ${run[2]}` : safe(at.replace(/^(?:file|config):/, ''));
}

/** Findings that need no decision: one line for each meaning; of a config, which has few, one for each. */
function notes(noted: readonly Finding[], page: Page): readonly string[] {
  const config = (one: Finding): boolean => one.evidence[0].at.startsWith('config:');
  const others = noted.filter((one) => !config(one));
  return [
    ...noted.filter(config).flatMap(({ message, rule, evidence: [{ at }] }) => {
      return hang('  ', `${safe(message)} (${safe(rule)}, ${address(at)})`, page);
    }),
    ...[...Map.groupBy(others, (one) => one.signal)].flatMap(([signal, group]) =>
      hang('  ', `${meaning(signal)}: ${list(group.map((one) => one.package))}`, page),
    ),
  ];
}

/** A saved report may name a signal this version does not know. */
const meaning = (signal: Signal): string => SIGNALS[signal] ?? safe(signal);

// ---------------------------------------------------------------- what was seen

function seen(report: Report, page: Page): readonly string[] {
  if (report.static || report.runs.length === 0) return [];
  const rows: readonly (readonly [string, string])[] = [
    ...[...Map.groupBy(report.runs, (run) => run.profile)].map(
      ([profile, runs]) => [safe(profile), phases(runs)] as const,
    ),
    ['', details(report)],
    ['tools', list(report.tools.map((tool) => tool.name))],
    ['hosts', list(hostsOf(report.observations))],
    ['started', list(programsOf(report.observations))],
    ['written', list(folders(filesOf(report.observations, 'write')))],
    ...decoys(report.observations),
    ['isolation', isolation(report)],
  ];
  return rows.filter(([, what]) => what !== '').flatMap(([label, what]) => hang(labelled(label), what, page));
}

function phases(runs: readonly Run[]): string {
  return runs
    .map(({ phase, status, ms }) => `${safe(phase)} ${status === 'completed' ? seconds(ms) : status}`)
    .join(' · ');
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const TROUBLE: ReadonlySet<Run['status']> = new Set(['failed', 'timeout']);

/** What a phase has to say for itself, where no gap says it already. Profiles mostly say the same. */
function details({ runs, gaps }: Report): string {
  const said = runs.filter(({ phase, status, detail }) => detail !== '' && (phase === 'call' || TROUBLE.has(status)));
  const news = said.filter(({ detail }) => !gaps.some(({ reason }) => reason.includes(detail)));
  return unique(news.map(({ phase, detail }) => `${safe(phase)}: ${told(detail)}`)).join(' · ');
}

/** One the package asks for by name was given to it on purpose: a line for all of them. Of the others, a line for each place. */
function decoys(observations: readonly Observation[]): readonly (readonly [string, string])[] {
  const seen = observations.filter((one) => one.kind === 'decoy');
  const [asked, taken] = [seen.filter((one) => one.asked), seen.filter((one) => !one.asked)];
  const to = asked.map((one) => destinationOf(one, observations));
  const given = `${list(unique(asked.map((one) => one.place)))} (asked for) → ${list(unique(to))}`;
  const places = [...Map.groupBy(taken, ({ where }) => where)].map(
    ([where, group]) => ['decoys', `${list(unique(group.map((one) => one.place)))} → ${safe(where)}`] as const,
  );
  const rest = places.length - MOST_NAMES;
  const shown = rest > 0 ? [...places.slice(0, MOST_NAMES), ['', `and to ${rest} more places`] as const] : places;
  return asked.length > 0 ? [['keys', given], ...shown] : shown;
}

/** Where there are many files, the folders that hold most of them. */
function folders(paths: readonly string[]): readonly string[] {
  const files = unique(paths);
  return files.length > MOST_NAMES ? files.map((path) => path.split('/').slice(0, 3).join('/')) : files;
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

function isolation({ sandbox }: Report): string {
  return sandbox === null
    ? ''
    : `${safe(sandbox.runtime)}, ${safe(sandbox.engine)}, image ${safe(sandbox.image).slice(0, 19)}`;
}

// ---------------------------------------------------------------- what is known from outside

/** What is known of the target, what is not (why is told under "Not seen"), and what each source of advisories answered. */
function known({ trust }: Report, page: Page): readonly string[] {
  if (trust === null) return [];
  const of = (standing: TrustFact['standing']) => trust.facts.filter((fact) => fact.standing === standing);
  const said = (facts: readonly TrustFact[]): string =>
    facts.map(({ about, text }) => `${safe(about)}: ${told(text)}`).join(' · ');
  const rows: readonly (readonly [string, string])[] = [
    ['bad', said(of('bad'))],
    ['good', said(of('good'))],
    [
      'unknown',
      of('unknown')
        .map(({ about }) => safe(about))
        .join(', '),
    ],
    ...trust.sources.map((source, index) => [index === 0 ? 'advisories' : '', answer(source)] as const),
  ];
  return rows.filter(([, what]) => what !== '').flatMap(([label, what]) => hang(labelled(label), what, page));
}

/** The three answers of a source: clean, so many, or not checked. */
function answer(source: AdvisorySource): string {
  if (source.outcome === 'unchecked') return `${safe(source.name)}: not checked: ${told(source.reason)}`;
  const what = source.outcome === 'clean' ? 'none listed' : `${source.count} listed`;
  return `${safe(source.name)}: ${what} as of ${safe(source.asOf)}`;
}

// ---------------------------------------------------------------- what was not seen, and what to do

/** Most gaps shown of one stage. */
const MOST_GAPS = 4;

function unseen(gaps: readonly Gap[], page: Page): readonly string[] {
  return [...Map.groupBy(gaps, (gap) => gap.stage)].flatMap(([stage, group]) => {
    const label = labelled(safe(stage));
    const lines = group
      .slice(0, MOST_GAPS)
      .flatMap((gap, index) =>
        hang(index === 0 ? label : ' '.repeat(LABEL), `${told(gap.subject)}: ${told(gap.reason)}`, page),
      );
    return group.length > MOST_GAPS ? [...lines, indent(`… and ${group.length - MOST_GAPS} more`)] : lines;
  });
}

const ADVICE: Record<Level, string> = {
  block: 'Do not install it. If it ran anywhere, treat the credentials on that machine as known to others.',
  incomplete:
    'What was not seen may hide anything. Mend what is named above and vet again; `lazaret doctor` checks this machine.',
  review: 'Read the places above before you install it.',
  pass: '',
};

/** For whoever decides about a change of a config. */
const CONFIG_ADVICE: Record<Level, string> = {
  block:
    'Do not merge it. If the server was started anywhere, treat the credentials on that machine as known to others.',
  incomplete: 'What was not seen may hide anything. Mend what is named above and run the gate again.',
  review: 'Look at the places above. If it is wanted: lazaret gate --update-lock --why "…", and commit the lock.',
  pass: '',
};

function next({ verdict, target }: Report, main: readonly Finding[], page: Page): readonly string[] {
  const advice = (target.kind === 'config' ? CONFIG_ADVICE : ADVICE)[verdict.level];
  if (advice === '') return [];
  const [rule] = main.map((one) => one.rule);
  const explain =
    rule === undefined ? [] : hang('  ', `lazaret explain ${safe(rule)}  says what a rule finds and why.`, page);
  return [...hang('  ', advice, page), ...explain];
}

function summary(reports: readonly Report[], { paint, width }: Page): readonly string[] {
  const rows = reports.map((report) => {
    const { level: worst } = report.verdict;
    const level = paint(LEVEL_STYLE[worst], labelled(worst.toUpperCase()));
    return `${level}${clip(safe(titleOf(report)), width - LABEL)}`;
  });
  return [paint('bold', `${reports.length} targets`), ...rows];
}

// ---------------------------------------------------------------- lines

/** Distinct names, most frequent first, the rest counted. */
function list(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)].sort(([, a], [, b]) => b.length - a.length);
  const shown = counted
    .slice(0, MOST_NAMES)
    .map(([name, all]) => (all.length > 1 ? `${safe(name)} ×${all.length}` : safe(name)));
  const rest = counted.length - MOST_NAMES;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

const indent = (line: string): string => ' '.repeat(LABEL) + line;

/** The left column; a label of a saved report may be of any length. */
const labelled = (label: string): string => `  ${clip(label, LABEL - 3).padEnd(LABEL - 2)}`;

/** `label` and then the text, its further lines under its first. */
function hang(label: string, what: string, { width }: Page): readonly string[] {
  return wrap(what, width - label.length).map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}

/** Breaks at spaces; a word longer than a line is cut into pieces. */
function wrap(what: string, width: number): readonly string[] {
  const words = what.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);
  const lines: string[] = [];
  let line = words[0] ?? '';
  for (const word of words.slice(1)) {
    if (line.length + 1 + word.length <= width) {
      line += ` ${word}`;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

const clip = (line: string, width: number): string => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
