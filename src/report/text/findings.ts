/** What was found, grouped by what it means: why, where, and the code on the way from a secret to whoever gets it. */
import { type Finding, type Report, SEVERITIES, type Severity, SIGNALS, type Signal } from '../../types.ts';
import { type Events, type Other, type Places, placesOf, ranges, type Step, tidy } from '../evidence.ts';
import {
  clip,
  hang,
  indent,
  LABEL,
  labelled,
  linked,
  list,
  type Page,
  type Style,
  safe,
  unique,
  wrap,
} from './lines.ts';

/** Most findings shown in full; the rest are counted. */
const MOST_FINDINGS = 12;
/** Most lines of code of one flow, and most places of any other kind for one finding. */
const MOST_STEPS = 6;
const MOST_PLACES = 3;

const SEVERITY_STYLE: Record<Severity, Style> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** The findings that made the verdict or are worth reading anyway, and those that are only worth a line. */
export function byWeight({ findings: all, verdict }: Report): { main: readonly Finding[]; noted: readonly Finding[] } {
  const decisive = new Set(verdict.because.flatMap((row) => row.findings));
  const heavy = (finding: Finding, index: number): boolean =>
    decisive.has(index) || (verdict.level !== 'pass' && SEVERITIES.indexOf(finding.severity) <= 1);
  return { main: all.filter(heavy), noted: all.filter((finding, index) => !heavy(finding, index)) };
}

/** A heading for each meaning, in the order of the worst finding of each, and its findings under it. */
export function findings(report: Report, main: readonly Finding[], page: Page): readonly string[] {
  const all = joined(main);
  const shown = all.slice(0, MOST_FINDINGS);
  const groups = [...Map.groupBy(shown, (one) => one.signal)];
  const told = new Map<string, readonly Finding[]>();
  const lines = groups.flatMap(([signal, group]) => [
    '',
    page.paint('bold', capital(meaning(signal))),
    ...group.flatMap((one) => {
      const before = told.get(one.package) ?? [];
      told.set(one.package, [...before, one]);
      return finding(one, before, report, page);
    }),
  ]);
  const rest = all.length - shown.length;
  return rest > 0
    ? [...lines, '', ...hang('  ', `… and ${rest} more findings: --format html has them all`, page)]
    : lines;
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

function finding(it: Finding, before: readonly Finding[], report: Report, page: Page): readonly string[] {
  const sure = it.confidence === 'high' ? '' : `, ${it.confidence} confidence`;
  const label = page.paint(SEVERITY_STYLE[it.severity], labelled(it.severity));
  const [first = '', ...more] = wrap(safe(it.message), page.width - LABEL);
  const shown = new Set(before.flatMap(({ evidence }) => evidence.map(({ at }) => at)));
  const again = it.evidence.every(({ at }) => shown.has(at));
  const source = `${safe(it.rule)}${sure}${whyHere(it, report)}${again ? ' · at a place shown above' : ''}`;
  return [
    `${label}${page.paint('bold', first)}`,
    ...more.map((line) => indent(page.paint('bold', line))),
    ...linked(wrap(source, page.width - LABEL), [it.rule], page).map((line) => indent(page.paint('dim', line))),
    ...(again ? [] : where(placesOf(it.evidence), it, page)),
  ];
}

/** The chain that brings the package in; nothing for what the user asked for. */
function whyHere(it: Finding, { packages, target }: Report): string {
  if (it.package === target.package || it.package === target.text) return '';
  const via = packages.find(({ id }) => id === it.package)?.via ?? [];
  return ` · ${via.length > 1 ? via.map(safe).join(' › ') : safe(it.package)}`;
}

function where(places: Places, it: Finding, page: Page): readonly string[] {
  const many = [...places.events.map((one) => event(one, page)), ...places.others.map((one) => other(one, page))];
  const rest = many.length - MOST_PLACES;
  return [
    ...code(places, it, page),
    ...many.slice(0, MOST_PLACES).flat().map(indent),
    ...(rest > 0 ? [indent(page.paint('dim', `… and ${rest} more places`))] : []),
  ];
}

/** A frame of the lines, numbered; an arrow leads from one to the next where data does. */
function code({ steps, flow }: Places, it: Finding, page: Page): readonly string[] {
  const most = flow ? MOST_STEPS : MOST_PLACES;
  const shown = steps.length > most && flow ? [...steps.slice(0, most - 1), ...steps.slice(-1)] : steps.slice(0, most);
  const wide = Math.max(0, ...shown.map(({ line }) => String(line).length));
  const lines = shown.flatMap((one, index) => {
    const before = shown[index - 1];
    const moved = before?.path !== one.path || before.package !== one.package;
    const mark = flow && index > 0 ? '↓' : '│';
    return [
      ...(moved ? wrap(fileOf(one, it), page.width - LABEL).map((line) => page.paint('dim', line)) : []),
      ...step(one, mark, wide, page),
    ];
  });
  const rest = steps.length - shown.length;
  const more = rest > 0 ? [page.paint('dim', `… and ${rest} more ${flow ? 'lines between' : 'places'}`)] : [];
  return [...lines, ...more].map(indent);
}

const fileOf = (one: Step, it: Finding): string =>
  safe(one.package === it.package ? one.path : `${one.package}/${one.path}`);

function step({ line, snippet, notes }: Step, mark: string, wide: number, page: Page): readonly string[] {
  const room = page.width - LABEL;
  const text = clip(`${String(line).padStart(wide)} ${mark} ${safe(snippet)}`, room);
  const noted =
    notes.length === 0 ? [] : hang(`${' '.repeat(wide)} ╰ `, safe(notes.join(', ')), { ...page, width: room });
  return [page.paint('cyan', text), ...noted];
}

/** What was seen, and of which events: `from ~/.npmrc (install, laptop 13–15, ci 41–43)`. */
function event({ phase, seen, snippet, notes }: Events, page: Page): readonly string[] {
  const when = [...seen].map(([profile, seqs]) => `${safe(profile)} ${ranges(seqs)}`).join(', ');
  const room = { ...page, width: page.width - LABEL };
  const told = `${safe(notes.join('; '))} (${safe(phase)}, events ${when})`.trim();
  return [
    ...(snippet === '' ? [] : [page.paint('cyan', clip(`│ ${tidy(safe(snippet))}`, room.width))]),
    ...hang('╰ ', told, room),
  ];
}

function other({ at, snippet, notes }: Other, page: Page): readonly string[] {
  const room = page.width - LABEL;
  const place = `${address(at)}${notes.length === 0 ? '' : `: ${safe(notes.join(', '))}`}`;
  return [...wrap(place, room), ...(snippet === '' ? [] : [page.paint('cyan', clip(`│ ${safe(snippet)}`, room))])];
}

/** Findings that need no decision: one line for each meaning; of a config, which has few, one for each. */
export const notes = (noted: readonly Finding[], report: Report, page: Page): readonly string[] =>
  [...configLines(noted), ...noteLines(noted, report)].flatMap((line) => hang('  ', line, page));

const ofConfig = (one: Finding): boolean => one.evidence[0].at.startsWith('config:');

export const configLines = (noted: readonly Finding[]): readonly string[] =>
  noted.filter(ofConfig).map(({ message, rule, evidence: [{ at }] }) => {
    return `${safe(message)} (${safe(rule)}, ${address(at)})`;
  });

export function noteLines(noted: readonly Finding[], { target }: Report): readonly string[] {
  const others = noted.filter((one) => !ofConfig(one));
  return [...Map.groupBy(others, (one) => one.signal)].map(([signal, group]) => {
    const names = unique(group.map((one) => (one.package === target.package ? 'the package itself' : one.package)));
    return `${meaning(signal)}: ${list(names)}`;
  });
}

const address = (at: string): string => safe(at.replace(/^(?:file|config):/, ''));

/** A saved report may name a signal this version does not know. */
const meaning = (signal: Signal): string => SIGNALS[signal] ?? safe(signal);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
