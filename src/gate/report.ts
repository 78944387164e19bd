/** The report of one server or file the gate looked at: what the rules over it say, and what a vet saw. Pure. */
import { type Ignore, sift } from '../config/policy.ts';
import { judge } from '../judge.ts';
import { quote } from '../quote.ts';
import type { Finding, Gap, Report } from '../types.ts';
import type { GateWorld } from './world.ts';

export interface Parts {
  /** What a vet of the package saw, if there was one. */
  readonly vetted?: Report | undefined;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}

/** A report after the policy’s ignores; those that took something away are named in the verdict and added to `used`. */
export function reportOf(id: string, { vetted, ...own }: Parts, world: GateWorld, used: Set<Ignore>): Report {
  const findings = [...own.findings, ...(vetted?.findings ?? [])];
  const gaps = [...own.gaps, ...(vetted?.gaps ?? [])];
  const left = sift(id, findings, gaps, world.policyFile?.ignores ?? [], world.today);
  for (const ignore of left.used) used.add(ignore);
  const target = vetted?.target.package ?? null;
  const { policy, static: noSandbox } = world;
  const verdict = judge({ findings: left.findings, gaps: left.gaps, policy, static: noSandbox, target });
  return {
    schema: 1,
    tool: { name: 'lazaret', version: world.version },
    target: { kind: 'config', text: quote(id), package: target },
    static: noSandbox,
    sandbox: vetted?.sandbox ?? null,
    packages: vetted?.packages ?? [],
    findings: left.findings,
    runs: vetted?.runs ?? [],
    observations: vetted?.observations ?? [],
    tools: vetted?.tools ?? [],
    gaps: left.gaps,
    verdict: { ...verdict, because: [...verdict.because, ...left.said.map((text) => ({ text, findings: [] }))] },
  };
}
