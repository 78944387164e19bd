/** What made a report, and when: the only clock in it, and the name of the rules it was made by. Pure. */
import type { Report, Result } from '../types.ts';

export interface Stamp {
  /** When the vetting ended. */
  readonly at: Date;
  /** Name of the rule set. */
  readonly rules: string;
}

export function stamped<R extends Result>(result: R, { at, rules }: Stamp): R {
  const stamp = <T extends Report>(report: T): T => ({
    ...report,
    tool: { ...report.tool, rules, at: at.toISOString() },
  });
  return 'reports' in result ? { ...result, reports: result.reports.map(stamp) } : (stamp(result as Report) as R);
}
