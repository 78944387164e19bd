/** Rules × one subject → findings. Pure: the same rules and subject give the same findings, byte for byte. */
import type { Module } from './code/module.ts';
import { eachModule } from './code/modules.ts';
import type { ConfigContext } from './config/context.ts';
import type { Deployment } from './config/deployment.ts';
import type { ServerEntry } from './config/entry.ts';
import type { PolicyFile } from './config/policy.ts';
import { reasonOf } from './errors.ts';
import { quote } from './quote.ts';
import type { Hit, PolicyUse, Rule } from './rule.ts';
import {
  type Behavior,
  CONFIDENCES,
  type Evidence,
  type Finding,
  type Gap,
  type Package,
  type PackageId,
  type PackageTree,
  SEVERITIES,
  type Stage,
  type Staged,
} from './types.ts';

/** What rules look at: the tree, one package of it, what the sandbox saw, one server of a config, a deployment file, the policy. */
export type Subject =
  | { readonly kind: 'tree'; readonly tree: PackageTree }
  | { readonly kind: 'package'; readonly package: Package; readonly root: boolean }
  | { readonly kind: 'behavior'; readonly behavior: Behavior; readonly tree: PackageTree }
  | { readonly kind: 'config'; readonly entry: ServerEntry; readonly context: ConfigContext }
  | { readonly kind: 'deployment'; readonly file: Deployment }
  | { readonly kind: 'policy'; readonly policy: PolicyFile; readonly use: PolicyUse };

/** Findings one rule may make about one package. The worst are kept, so that a flood of small ones hides nothing. */
const MAX_FINDINGS = 20;

/** Lets every rule look at a subject. A rule that throws is a gap; so is code that runs and could not be parsed. */
export function check(rules: readonly Rule[], subject: Subject): Staged<readonly Finding[]> {
  const seen: Seen = { hits: [], gaps: [] };
  switch (subject.kind) {
    case 'tree': {
      const { tree } = subject;
      for (const rule of rules) ask(seen, rule, tree.root.id, 'code', () => rule.tree?.(tree));
      break;
    }
    case 'package':
      checkPackage(seen, rules, subject.package, subject.root);
      break;
    case 'behavior': {
      const { behavior, tree } = subject;
      for (const rule of rules) {
        ask(seen, rule, tree.root.id, 'sandbox', () => rule.behavior?.(behavior, tree));
        for (const tool of behavior.tools) ask(seen, rule, tree.root.id, 'sandbox', () => rule.tool?.(tool));
      }
      break;
    }
    case 'config': {
      const { entry, context } = subject;
      for (const rule of rules) ask(seen, rule, entry.id, 'config', () => rule.config?.(entry, context));
      break;
    }
    case 'deployment': {
      const { file } = subject;
      for (const rule of rules) ask(seen, rule, file.path, 'config', () => rule.deployment?.(file));
      break;
    }
    case 'policy': {
      const { policy, use } = subject;
      for (const rule of rules) ask(seen, rule, policy.file, 'config', () => rule.policy?.(policy, use));
    }
  }
  return { value: settle(seen.hits), gaps: uniqueGaps(seen.gaps) };
}

interface Seen {
  readonly hits: Finding[];
  readonly gaps: Gap[];
}

/** Runs one handler of one rule; hits found before it threw are kept. */
function ask(seen: Seen, rule: Rule, id: PackageId, stage: Stage, look: () => Iterable<Hit> | undefined): void {
  try {
    for (const hit of look() ?? []) seen.hits.push(findingOf(rule, id, hit));
  } catch (error) {
    seen.gaps.push({ stage, subject: id, reason: `rule ${rule.id} failed: ${quote(reasonOf(error))}` });
  }
}

function checkPackage(seen: Seen, rules: readonly Rule[], pkg: Package, root: boolean): void {
  for (const rule of rules) ask(seen, rule, pkg.id, 'code', () => rule.package?.(pkg, root));
  const coders = rules.filter((rule) => rule.module);
  if (coders.length === 0) return;
  const visit = (module: Module, chosen: readonly Rule[]) => {
    for (const rule of chosen) ask(seen, rule, pkg.id, 'code', () => rule.module?.(module, root));
  };
  const select = (source: string, joins: boolean) => (joins ? coders : chosenFor(coders, source));
  try {
    seen.gaps.push(...eachModule(pkg, { root, select }, visit));
  } catch (error) {
    seen.gaps.push({ stage: 'code', subject: pkg.id, reason: `its code was not read: ${quote(reasonOf(error))}` });
  }
}

/**
 * Code that can spell a name without writing it: escapes, computed access to a global, built strings, invisible text.
 * Such code is parsed for every rule, whatever words the rule waits for.
 */
const VEILED =
  /\\x[0-9a-f]{2}|\\u\{?[0-9a-f]{2}|fromCharCode|fromCodePoint|\batob\b|['"](?:base64|hex)['"]|_0x[0-9a-f]|(?:global|globalThis|process|window|self|this|module|Reflect)\s*\??\.?\[|require\s*\(\s*[^'"\s)]|(?:require|import)\s*\(\s*['"][^'"\n]*['"]\s*[^)\s]|\[\s*['"][^'"\]\n]*['"]\s*\+|import\s*\(\s*[^'"\s)]|createRequire|getBuiltinModule/i;

/** The rules whose words a text holds, or could hold unseen; undefined where there is none. */
function chosenFor(rules: readonly Rule[], source: string): readonly Rule[] | undefined {
  const chosen = VEILED.test(source) ? rules : rules.filter(({ words }) => !words || words.test(source));
  return chosen.length > 0 ? chosen : undefined;
}

function findingOf(rule: Rule, id: PackageId, hit: Hit): Finding {
  return {
    rule: rule.id,
    package: hit.package ?? id,
    signal: hit.signal ?? rule.signal,
    severity: hit.severity ?? rule.severity,
    confidence: hit.confidence ?? rule.confidence,
    message: hit.message,
    evidence: hit.evidence,
  };
}

/** Sorted, without repeats, at most `MAX_FINDINGS` of a rule and package. */
function settle(findings: readonly Finding[]): Finding[] {
  const unique = new Map(findings.toSorted(inOrder).map((finding) => [keyOf(finding), finding]));
  const counts = new Map<string, number>();
  return [...unique.values()].filter((finding) => {
    const key = `${finding.rule}\n${finding.package}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= MAX_FINDINGS;
  });
}

function keyOf(finding: Finding): string {
  return [finding.rule, finding.package, finding.signal, finding.message, places(finding.evidence)].join('\n');
}

function places(evidence: readonly Evidence[]): string {
  return evidence.map(({ at, snippet }) => `${at} ${snippet}`).join('\n');
}

/** Worst first, then by package, rule and place. */
function inOrder(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
    compare(a.package, b.package) ||
    compare(a.rule, b.rule) ||
    compare(places(a.evidence), places(b.evidence)) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function uniqueGaps(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.stage}\n${gap.subject}\n${gap.reason}`, gap])).values()];
}
