/** When it did what: the run of the first profile in sentences, and whether the others went the same way. */
import type { Report } from '../../types.ts';
import { type Sentence, story } from '../story.ts';
import { hang, indent, LABEL, labelled, type Page, safe, unique } from './lines.ts';

/** Most sentences; those that findings cite are told before others. */
const MOST = 14;

export function timeline(report: Report, page: Page): readonly string[] {
  const [profile, ...others] = unique(report.runs.map((run) => run.profile));
  if (profile === undefined) return [];
  const all = story(report, profile);
  const wanted = new Set([...all.filter(({ cited }) => cited), ...all.filter(({ cited }) => !cited)].slice(0, MOST));
  const shown = all.filter((one) => wanted.has(one));
  const lines = shown.flatMap((one, index) => sentence(one, shown[index - 1]?.phase, page));
  const rest = all.length - shown.length;
  return [
    ...lines,
    ...(rest > 0 ? [indent(page.paint('dim', `… and ${rest} more: --format html has the whole timeline`))] : []),
    ...others.map((other) => indent(page.paint('dim', `${safe(other)}: ${compared(all, story(report, other))}`))),
  ];
}

/** Behaviour that differs between profiles may be a gate: it is worth a word. */
function compared(these: readonly Sentence[], those: readonly Sentence[]): string {
  const told = (all: readonly Sentence[]): readonly string[] =>
    unique(all.map(({ phase, text }) => `${phase} ${text}`));
  const [a, b] = [new Set(told(these)), new Set(told(those))];
  const [only, missing] = [[...b.difference(a)], [...a.difference(b)]];
  if (only.length + missing.length === 0) return 'the same';
  return [
    ...(only.length > 0 ? [`${only.length} other things`] : []),
    ...(missing.length > 0 ? [`${missing.length} of these not`] : []),
  ].join(', ');
}

function sentence({ phase, at, text, cited }: Sentence, before: string | undefined, page: Page): readonly string[] {
  const label = phase === before ? ' '.repeat(LABEL) : labelled(safe(phase));
  const time = `${(at / 1000).toFixed(1).padStart(5)} s  `;
  const lines = hang(label + time, safe(text), page);
  return cited ? lines.map((line) => page.paint('red', line)) : lines;
}
