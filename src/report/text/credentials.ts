/** Which secrets the target asks for, and where they go. */
import type { Report } from '../../types.ts';
import { credentialLines } from '../credentials.ts';
import { hang, indent, LABEL, type Page, row, safe, told } from './lines.ts';

/** Most variables and files shown. */
const MOST_LINES = 8;

export function credentials(report: Report, page: Page): readonly string[] {
  const lines = credentialLines(report.credentials);
  const shown = lines.slice(0, MOST_LINES).flatMap(([about, what]) => {
    const label = safe(about);
    return label.length < LABEL - 2 ? row(label, told(what), page) : hang('  ', `${label} ${told(what)}`, page);
  });
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...shown, indent(`… and ${rest} more`)] : shown;
}
