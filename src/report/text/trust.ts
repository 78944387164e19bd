/** What is known of the target from outside, what is not and why, what each source of advisories answered, and all other gaps. */
import type { AdvisorySource, Gap, Report, Stage, TrustFact } from '../../types.ts';
import { hang, indent, LABEL, labelled, type Page, type Row, rows, safe, told, unique } from './lines.ts';

/** Most gaps shown of one stage. */
const MOST_GAPS = 4;

/** Most facts named of those that are not known; the headline says of what kind they are. */
const MOST_NAMES = 6;

/** Stages whose gaps are told beside what is known, where anything was looked up. */
const TOLD_HERE: ReadonlySet<Stage> = new Set(['maintainer', 'provenance', 'advisories']);

export const trust = (report: Report, page: Page): readonly string[] => rows(trustRows(report), page);

export function trustRows({ trust: known, gaps, target }: Report): readonly Row[] {
  if (known === null) return [];
  const of = (standing: TrustFact['standing']) => known.facts.filter((fact) => fact.standing === standing);
  const said = (facts: readonly TrustFact[]): string =>
    facts.map(({ about, text }) => `${safe(about)}: ${told(text)}`).join(' · ');
  const unknown = of('unknown');
  return [
    ['bad', said(of('bad'))],
    ['good', said(of('good'))],
    ['not known', [...names(unknown), ...others(gaps, unknown, target.package)].join('; ')],
    ...known.sources.map((source, index) => [index === 0 ? 'advisories' : '', answer(source)] as const),
    ...unasked(known.sources, gaps).map((gap) => ['', `${told(gap.subject)}: ${told(gap.reason)}`] as const),
  ];
}

/** What is not known, with the reason where one fits all; the page has each. */
function names(unknown: readonly TrustFact[]): readonly string[] {
  if (unknown.length === 0) return [];
  const [why, ...more] = unique(unknown.map(({ text }) => told(text)));
  const rest = unknown.length - MOST_NAMES;
  const named = unknown.slice(0, MOST_NAMES).map(({ about }) => safe(about));
  const all = `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return [more.length === 0 ? `${all}: ${why}` : `${all} (--format html says why)`];
}

/** What gaps say beyond that, each reason once; of whom only where that is not the target. */
function others(gaps: readonly Gap[], unknown: readonly TrustFact[], target: string | null): readonly string[] {
  const about = gaps.filter(({ stage }) => stage === 'maintainer' || stage === 'provenance');
  const said = about.flatMap(({ subject, reason }) =>
    reason
      .split('; ')
      .filter((part) => !unknown.some(({ text }) => text.includes(part)))
      .map((part) => (subject === target ? told(part) : `${told(subject)}: ${told(part)}`)),
  );
  const shown = unique(said);
  const rest = shown.length - MOST_GAPS;
  return [...shown.slice(0, MOST_GAPS), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

/** Gaps of advisories that the answers of the sources do not already tell. */
function unasked(sources: readonly AdvisorySource[], gaps: readonly Gap[]): readonly Gap[] {
  const told = sources.flatMap((source) => (source.outcome === 'unchecked' ? [source.reason] : []));
  const silent = ({ reason }: Gap): boolean => !told.some((part) => reason.includes(part));
  return gaps.filter((gap) => gap.stage === 'advisories' && silent(gap)).slice(0, MOST_GAPS);
}

/** The three answers of a source: clean, so many, or not checked. */
function answer(source: AdvisorySource): string {
  if (source.outcome === 'unchecked') return `${safe(source.name)}: not checked: ${told(source.reason)}`;
  const what = source.outcome === 'clean' ? 'none listed' : `${source.count} listed`;
  return `${safe(source.name)}: ${what} as of ${safe(source.asOf)}`;
}

/** What was not seen and is not told elsewhere. */
export const unseenGaps = ({ gaps, trust: known }: Report): readonly Gap[] =>
  known === null ? gaps : gaps.filter(({ stage }) => !TOLD_HERE.has(stage));

export function unseen(report: Report, page: Page): readonly string[] {
  return [...Map.groupBy(unseenGaps(report), (gap) => gap.stage)].flatMap(([stage, group]) => {
    const label = labelled(safe(stage));
    const lines = group
      .slice(0, MOST_GAPS)
      .flatMap((gap, index) =>
        hang(index === 0 ? label : ' '.repeat(LABEL), `${told(gap.subject)}: ${told(gap.reason)}`, page),
      );
    return group.length > MOST_GAPS ? [...lines, indent(`… and ${group.length - MOST_GAPS} more`)] : lines;
  });
}
