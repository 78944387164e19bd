/** What is no server: files that deploy some, and the policy itself. */
import { type Deployment, readDeployment } from '../config/deployment.ts';
import { decode } from '../config/document.ts';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import type { Gap, Report } from '../types.ts';
import { type Found, readDeploymentFile } from './find.ts';
import { reportOf } from './report.ts';
import { look, type Scene } from './scene.ts';
import type { Decision, GateWorld } from './world.ts';

export async function deploymentReports({
  world,
  before,
  used,
}: Scene): Promise<{ readonly reports: readonly Report[]; readonly known: number }> {
  const reports: Report[] = [];
  let known = 0;
  for (const found of world.files.deployments) {
    const { text, file, gaps } = await readOrGap(found, world);
    if (file !== undefined) known += 1;
    if (text !== undefined && before?.texts.get(found.name) === text) continue;
    const then = before === undefined ? {} : { before: before.texts.get(found.name) ?? '' };
    const subject = file && { kind: 'deployment' as const, file: { ...file, ...then } };
    const checked = subject === undefined ? { value: [], gaps: [] } : await look(subject, world);
    const parts = { findings: checked.value, gaps: [...gaps, ...checked.gaps] };
    if (parts.findings.length + parts.gaps.length > 0) reports.push(reportOf(found.name, parts, world, used));
  }
  return { reports, known };
}

/** A deployment file is not ours to forbid: one that cannot be read is told, not an error. */
async function readOrGap(
  found: Found,
  { root }: GateWorld,
): Promise<{ text?: string; file?: Deployment | undefined; gaps: readonly Gap[] }> {
  let text: string | undefined;
  try {
    text = decode(found.name, await readDeploymentFile(found, root));
    return { text, file: readDeployment(found.name, text), gaps: [] };
  } catch (error) {
    const gap: Gap = { stage: 'local', subject: found.name, reason: quote(reasonOf(error)) };
    return { ...(text === undefined ? {} : { text }), gaps: [gap] };
  }
}

/** Ignores that ran out, and in a run that looked at everything those that ignore nothing. */
export async function policyReports(
  { world, used }: Scene,
  decisions: readonly Decision[],
): Promise<readonly Report[]> {
  const policy = world.policyFile;
  if (policy === undefined || policy.ignores.length === 0) return [];
  const whole =
    world.files.whole && decisions.every(({ reports, settings }) => reports.length > 0 || settings === undefined);
  if (!whole && !policy.ignores.some(({ expires }) => expires < world.today)) return [];
  const use = { today: world.today, used: whole ? new Set(used) : undefined };
  const { value, gaps } = await look({ kind: 'policy', policy, use }, world);
  return value.length + gaps.length === 0 ? [] : [reportOf(policy.file, { findings: value, gaps }, world, used)];
}
