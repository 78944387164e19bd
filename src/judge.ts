/**
 * The verdict: a table over signals, readable in a minute, never a score. Pure.
 *
 * The worst level with a matching row decides, and `because` lists every row of that level that matched. Capabilities
 * (what code can do) never block alone: each blocking row asks for a threat, or for several findings that belong together.
 */
import {
  type Because,
  CONFIDENCES,
  type Confidence,
  type Finding,
  type Gap,
  LEVELS,
  type Level,
  type PackageId,
  type Policy,
  SEVERITIES,
  type Severity,
  type Signal,
  type Stage,
  type Verdict,
} from './types.ts';

/** How bad (severity) and how sure (confidence) a finding has to be at least, to count for a row. */
interface Grade {
  readonly severity: Severity;
  readonly confidence: Confidence;
}

const PROVEN: Grade = { severity: 'high', confidence: 'high' };
const CLEAR: Grade = { severity: 'high', confidence: 'medium' };
const NOTABLE: Grade = { severity: 'medium', confidence: 'medium' };
const HINT: Grade = { severity: 'medium', confidence: 'low' };

/** One of `signals`, at least of this grade. */
interface Need {
  readonly signals: readonly Signal[];
  readonly grade: Grade;
}

export interface Row {
  readonly level: 'block' | 'review';
  /** What it means, as the user reads it. */
  readonly text: string;
  /** Every need has to be met. */
  readonly needs: readonly [Need, ...Need[]];
  /**
   * `package`: one package has to meet them all. `tree`: the packages of an install may meet them between them.
   * `target`: only the package that the user asked for counts.
   */
  readonly within: 'package' | 'tree' | 'target';
}

const need = (grade: Grade, ...signals: Signal[]): Need => ({ signals, grade });
const block = (text: string, ...needs: [Need, ...Need[]]): Row => ({ level: 'block', text, needs, within: 'tree' });
const review = (text: string, ...needs: [Need, ...Need[]]): Row => ({ level: 'review', text, needs, within: 'tree' });
const inOnePackage = (row: Row): Row => ({ ...row, within: 'package' });
const inTarget = (row: Row): Row => ({ ...row, within: 'target' });

const CAPABILITIES = [
  ...(['install.script', 'env.whole', 'secret.read', 'process.load'] as const),
  ...(['code.dynamic', 'network.send', 'code.odd'] as const),
];

/** Worst first. Every signal has a row; a test sees to that. */
export const TABLE: readonly Row[] = [
  block('a decoy credential left the sandbox', need(CLEAR, 'decoy.sent')),
  block('it is listed as malicious', need(CLEAR, 'advisory.malicious')),
  block(
    'credentials are collected at install or load, and data is sent',
    need(CLEAR, 'secret.collected'),
    need(CLEAR, 'data.sent'),
  ),
  inOnePackage(
    block(
      'one package reads secrets or hides code, and sends data while it is installed or loaded',
      need(NOTABLE, 'secret.collected', 'secret.read', 'env.whole', 'code.hidden', 'code.unsourced'),
      need(NOTABLE, 'data.sent'),
    ),
  ),
  block('hidden code runs at install or load', need(CLEAR, 'code.hidden')),
  block('data goes to a recipient that nothing explains', need(CLEAR, 'recipient.unexplained')),
  block('it contacts a host that nothing explains', need(CLEAR, 'host.unexplained')),
  block('instructions to the model are hidden from the user', need(CLEAR, 'text.hidden')),
  block('a decoy credential was copied to a process or a file', need(PROVEN, 'decoy.taken')),
  block('it makes itself start again', need(PROVEN, 'persistence')),
  block('it destroys data', need(PROVEN, 'destructive')),
  block('it tampers with what watches it', need(CLEAR, 'sandbox.tampered')),
  block('it is another server than the one approved', need(CLEAR, 'config.drifted')),
  // No attack, but with the merge it cannot be taken back: the one moment to stop it is now.
  block('the MCP configuration runs a download as it comes', need(PROVEN, 'config.fetched')),
  block('it would publish a credential', need(PROVEN, 'secret.pasted')),
  block('its proof of origin is of something else than what would be installed', need(PROVEN, 'proof.false')),
  inOnePackage(
    block(
      'a name easily taken for another, and code that shows signs of an attack',
      need(HINT, 'name.confusable'),
      need(
        HINT,
        ...(['secret.collected', 'data.sent', 'code.hidden', 'code.unsourced', 'decoy.taken'] as const),
        ...(['host.unexplained', 'persistence'] as const),
      ),
    ),
  ),

  review(
    'there are signs of an attack, too weak to block on',
    need(
      HINT,
      ...(['decoy.sent', 'decoy.taken', 'secret.collected', 'data.sent', 'code.hidden', 'text.hidden'] as const),
      ...(['recipient.unexplained', 'host.unexplained', 'persistence', 'destructive'] as const),
      ...(['sandbox.tampered', 'advisory.malicious', 'config.drifted', 'proof.false'] as const),
    ),
  ),
  review('its code does what its sources do not say', need(NOTABLE, 'code.unsourced')),
  review('the name is easily taken for another', need(HINT, 'name.confusable')),
  review('a tool does what its annotations deny', need(NOTABLE, 'tool.undeclared')),
  review('what its tools say of themselves changes after they were first listed', need(NOTABLE, 'tools.changed')),
  review('it acts on some machines only', need(NOTABLE, 'behavior.gated')),
  review('a tool answers with credentials', need(NOTABLE, 'secret.answer')),
  // What a dependency's author lost is not the user's to mend: a key of its own demonstration asks for no decision.
  inTarget(review('a credential is shipped in the code', need(NOTABLE, 'secret.hardcoded'))),
  review('a dependency ships a credential', need(CLEAR, 'secret.hardcoded')),
  review('it is published with less proof than before', need(NOTABLE, 'trust.downgraded')),
  inTarget(
    review(
      'it was published only days ago: what is wrong with it may not be known yet',
      need(NOTABLE, 'version.fresh'),
    ),
  ),
  review('too little is known about who publishes it', need(CLEAR, 'trust.weak')),
  review('it has a serious known vulnerability', need(CLEAR, 'advisory.known')),
  review('part of it comes from outside the registry', need(NOTABLE, 'dependency.floating')),
  inOnePackage(
    review(
      'a dependency that nothing uses runs code at install that deserves a look',
      need(HINT, 'dependency.phantom'),
      need(HINT, 'secret.read', 'env.whole', 'process.load', 'code.dynamic', 'network.send', 'code.odd'),
    ),
  ),
  review('the MCP configuration needs a decision', need(NOTABLE, 'config.weak', 'config.changed', 'secret.pasted')),
  // A tree of hundreds of packages can do anything, somewhere; what the server itself does is its author's choice.
  inTarget(review('it uses a capability in a way that deserves a look', need(NOTABLE, ...CAPABILITIES))),
  review('a dependency uses a capability in a way that deserves a look', need(CLEAR, ...CAPABILITIES)),
];

/** What the judge looks at. The findings must already be in the order of the report: `because` gives their indexes. */
export interface Case {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly policy: Policy;
  /** The package the user asked for; `null` where it did not resolve. */
  readonly target: PackageId | null;
  /** True where the user asked for no sandbox. */
  readonly static: boolean;
}

export function judge(it: Case): Verdict {
  const matched = TABLE.flatMap((row) => {
    const findings = match(row, it);
    return findings.length > 0 ? [{ level: row.level, text: row.text, findings }] : [];
  });
  const rows: Record<Level, readonly Because[]> = {
    block: matched.filter((row) => row.level === 'block').map(toBecause),
    incomplete: sentences(it.gaps.filter((gap) => it.policy.require.includes(gap.stage))),
    review: matched.filter((row) => row.level === 'review').map(toBecause),
    pass: [{ text: 'nothing was found that needs a decision', findings: [] }],
  };
  const level = LEVELS.find((candidate) => rows[candidate].length > 0) ?? 'incomplete';
  // A block is one whatever else is there; but whoever reads it has to know how much of the package it is about.
  const unseen = level === 'block' ? rows.incomplete : [];
  return { level, because: [...rows[level], ...unseen, ...caveats(it)] };
}

/** The worst of several verdicts, with the reasons of those that have it. Indexes into several reports would mean nothing. */
export function worst(verdicts: readonly { readonly target: string; readonly verdict: Verdict }[]): Verdict {
  const level = LEVELS.find((candidate) => verdicts.some(({ verdict }) => verdict.level === candidate)) ?? 'incomplete';
  const because = verdicts
    .filter(({ verdict }) => verdict.level === level)
    .flatMap(({ target, verdict }) =>
      verdict.because.map(({ text }) => ({ text: `${target}: ${text}`, findings: [] })),
    );
  return { level, because };
}

/** Indexes of the findings that meet all needs of a row; empty where one need is not met. */
function match(row: Row, { findings, target }: Case): readonly number[] {
  const all = findings.map((finding, index) => ({ finding, index }));
  const indexed = row.within === 'target' ? all.filter(({ finding }) => finding.package === target) : all;
  const byPackage = (): (typeof all)[] => [...Map.groupBy(indexed, ({ finding }) => finding.package).values()];
  const groups = row.within === 'package' ? byPackage() : [indexed];
  const met = groups.flatMap((group) => {
    const perNeed = row.needs.map((wanted) => group.filter(({ finding }) => meets(finding, wanted)));
    return perNeed.every((some) => some.length > 0) ? perNeed.flat() : [];
  });
  return [...new Set(met.map(({ index }) => index))].sort((a, b) => a - b);
}

function meets(finding: Finding, { signals, grade }: Need): boolean {
  return (
    signals.includes(finding.signal) &&
    SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(grade.severity) &&
    CONFIDENCES.indexOf(finding.confidence) <= CONFIDENCES.indexOf(grade.confidence)
  );
}

const toBecause = ({ text, findings }: Because): Because => ({ text, findings });

/** What the headline must not hide: stages the policy does not require and that are not whole, and a sandbox not asked for. */
function caveats({ gaps, policy, static: noSandbox }: Case): readonly Because[] {
  // Few packages can be held against their repository; the profile says so of each.
  const others = sentences(gaps.filter(({ stage }) => !policy.require.includes(stage) && stage !== 'repository'));
  const asked = { text: 'the sandbox was not asked for (--static): nothing was run', findings: [] };
  return noSandbox ? [asked, ...others] : others;
}

/** Stages in words, as they follow "not checked". */
const NOT_SEEN: Record<Stage, string> = {
  source: 'the target was not read',
  resolve: 'the dependency tree is not whole',
  fetch: 'not every package could be fetched',
  code: 'not all code could be read',
  sandbox: 'not everything could be run in the sandbox',
  maintainer: 'maintainers not checked',
  provenance: 'provenance not checked',
  advisories: 'advisories not checked',
  names: 'names not checked',
  platform: 'code that other machines install not checked',
  tools: 'its tools were seen only to fail',
  config: 'not every configuration could be read',
  local: 'the project’s own code was not vetted',
  remote: 'what runs on another machine was not seen',
  update: 'what the update changes was not wholly compared',
  repository: 'its code was not held against its repository',
};

/** One sentence for each stage that has gaps, with the first reason. */
function sentences(gaps: readonly Gap[]): readonly Because[] {
  return [...Map.groupBy(gaps, (gap) => gap.stage)].map(([stage, [first, ...more]]) => {
    const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
    return { text: `${NOT_SEEN[stage]}: ${first?.subject}: ${first?.reason}${rest}`, findings: [] };
  });
}
