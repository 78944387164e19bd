/** Why a verdict is what it is, in the order a reader wants it: the reason that decided, the others, what nobody could check. Pure. */
import type { Because, Gap, Report } from '../types.ts';

export interface Reasons {
  readonly first: string;
  /** Further rows of the verdict table that matched. */
  readonly others: readonly string[];
  /** In one line, without the details that the gaps tell; empty where everything was checked. */
  readonly caveats: string;
  /** How the caveats follow: they take from a good verdict, and add to a bad one. */
  readonly turn: 'but' | 'and';
}

export function reasonsOf({ verdict, gaps }: Pick<Report, 'verdict' | 'gaps'>): Reasons {
  const [first, ...more] = verdict.because;
  const short = more.map((row) => ({ row, caveat: caveat(row, gaps) }));
  return {
    first: first?.text ?? '',
    others: short.flatMap(({ row, caveat }) => (caveat === undefined ? [row.text] : [])),
    caveats: joined(short.flatMap(({ caveat }) => caveat ?? [])),
    turn: verdict.level === 'block' ? 'and' : 'but',
  };
}

/** What a reason says before it goes into the details of a gap: `advisories not checked`. */
function caveat({ text, findings }: Because, gaps: readonly Gap[]): string | undefined {
  if (findings.length > 0) return undefined;
  const details = gaps.map(({ subject, reason }) => text.indexOf(`: ${subject}: ${reason}`)).filter((at) => at > 0);
  return details.length > 0 ? text.slice(0, Math.min(...details)) : undefined;
}

const UNCHECKED = ' not checked';

/** `advisories, provenance not checked; not all code could be read`. */
function joined(caveats: readonly string[]): string {
  const plain = caveats.filter((one) => one.endsWith(UNCHECKED)).map((one) => one.slice(0, -UNCHECKED.length));
  const rest = caveats.filter((one) => !one.endsWith(UNCHECKED));
  return [...(plain.length > 0 ? [plain.join(', ') + UNCHECKED] : []), ...rest].join('; ');
}
