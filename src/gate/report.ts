/** The report of one server or file the gate looked at: what the rules over it say, and what a vet saw. Pure. */
import { type Ignore, sift } from '../config/policy.ts';
import { judge } from '../judge.ts';
import { worstFirst } from '../order.ts';
import { quote } from '../quote.ts';
import type { Comparison, Finding, Gap, Location, Report } from '../types.ts';
import type { GateWorld } from './world.ts';

export interface Parts {
  /** What a vet of the package saw, if there was one. */
  readonly vetted?: Report | undefined;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly compared?: Comparison;
  /** The words of the entry that say what is started or reached. */
  readonly entry?: Location;
}

/** What a report is judged by. */
export type Terms = Pick<GateWorld, 'policy' | 'policyFile' | 'today'>;

/** A report about one server or file, judged. */
export function reportOf(id: string, { vetted, ...own }: Parts, world: GateWorld, used: Set<Ignore>): Report {
  const report: Report = {
    schema: 1,
    tool: { name: 'lazaret', version: world.version },
    target: {
      kind: 'config',
      text: quote(id),
      package: vetted?.target.package ?? null,
      ...(own.entry && { entry: own.entry }),
    },
    static: world.static,
    sandbox: vetted?.sandbox ?? null,
    packages: vetted?.packages ?? [],
    findings: [...own.findings, ...(vetted?.findings ?? [])].sort(worstFirst),
    runs: vetted?.runs ?? [],
    observations: vetted?.observations ?? [],
    tools: vetted?.tools ?? [],
    ...(vetted?.declared ? { declared: vetted.declared } : {}),
    trust: vetted?.trust ?? null,
    ...(vetted?.credentials ? { credentials: vetted.credentials } : {}),
    ...(vetted?.rights ? { rights: vetted.rights } : {}),
    gaps: [...own.gaps, ...(vetted?.gaps ?? [])],
    ...(own.compared === undefined ? {} : { compared: own.compared }),
    // Not believed by anybody: the next line judges.
    verdict: { level: 'incomplete', because: [{ text: 'not judged', findings: [] }] },
  };
  return excused(report, id, world, used);
}

/** A report without what the policy ignores, judged anew; what was taken away is named in the verdict and added to `used`. */
export function excused(report: Report, subject: string, terms: Terms, used: Set<Ignore> = new Set()): Report {
  const { policy, policyFile, today } = terms;
  const left = sift(subject, report.findings, report.gaps, policyFile?.ignores ?? [], today);
  for (const ignore of left.used) used.add(ignore);
  const { findings, gaps } = left;
  const verdict = judge({ findings, gaps, policy, static: report.static, target: report.target.package });
  const said = left.said.map((text) => ({ text, findings: [] }));
  return { ...report, findings, gaps, verdict: { ...verdict, because: [...verdict.because, ...said] } };
}
