/** What a report is about, in its headline. */
import type { Report } from '../types.ts';

/** A package is known by what it resolved to, an entry of a configuration by its place. */
export function titleOf({ target }: Pick<Report, 'target'>): string {
  return target.kind === 'config' ? target.text : (target.package ?? target.text);
}

/** The other half: what was typed, or what the entry starts; `undefined` where that would say the same again. */
export function subtitleOf(report: Pick<Report, 'target'>): string | undefined {
  const { kind, text, package: id } = report.target;
  if (id === null || id === text || id.startsWith(`${text}@`)) return undefined;
  return kind === 'config' ? `starts ${id}` : `asked for as ${text}`;
}
