/** Rules × one subject → findings. Pure: the same rules and subject give the same findings, byte for byte. */

import { type Done, doingsIn, doingsOf } from './code/facts/doings.ts';
import { factsOf } from './code/facts/facts.ts';
import { type HandledIn, handledIn, inventoryOf } from './code/facts/handling.ts';
import type { Module } from './code/flow/module.ts';
import type { Script } from './code/flow/script.ts';
import { eachModule } from './code/package/modules.ts';
import { unreadIn } from './code/package/unread.ts';
import { inventoryOfTools, toolsIn } from './code/tools/declared.ts';
import type { ConfigContext } from './config/context.ts';
import type { Deployment } from './config/deployment.ts';
import type { ServerEntry } from './config/entry.ts';
import type { PolicyFile } from './config/policy.ts';
import { reasonOf } from './errors.ts';
import { quote } from './quote.ts';
import type { Dated, Hit, ModuleHit, PolicyUse, Rule, TrustContext } from './rule.ts';
import {
  type Behavior,
  CONFIDENCES,
  type CodeTool,
  type Evidence,
  type Facts,
  type Finding,
  type Gap,
  type Kin,
  type Package,
  type PackageId,
  type PackageTree,
  type Reading,
  SEVERITIES,
  type Stage,
  type Staged,
  type Trust,
} from './types.ts';

/** What rules look at: the tree, what is known of it from outside, one package of it, what the sandbox saw, one server of a config, a deployment file, the policy. */
export type Subject =
  | {
      readonly kind: 'tree';
      readonly tree: PackageTree;
      readonly facts: ReadonlyMap<PackageId, Facts>;
      readonly kin: readonly Kin[];
    }
  | { readonly kind: 'trust'; readonly trust: Trust; readonly tree: PackageTree; readonly context: TrustContext }
  | { readonly kind: 'package'; readonly package: Package; readonly root: boolean }
  | { readonly kind: 'behavior'; readonly behavior: Behavior; readonly tree: PackageTree }
  | { readonly kind: 'config'; readonly entry: ServerEntry; readonly context: ConfigContext }
  | { readonly kind: 'deployment'; readonly file: Deployment }
  | { readonly kind: 'policy'; readonly policy: PolicyFile; readonly use: PolicyUse };

/** Findings one rule may make about one package. The worst are kept, so that a flood of small ones hides nothing. */
const MAX_FINDINGS = 20;

/** Watches a package being read, so that whoever runs this can end it: a rule or a parser at work cannot be interrupted from inside. */
export interface Watch {
  /** Told before every step: the file it reads, or none where it is about the package. */
  readonly step: (path?: string) => void;
  /** Files not to be read, and why: each is a gap. */
  readonly unread: ReadonlyMap<string, string>;
}

const UNWATCHED: Watch = { step: () => {}, unread: new Map() };

/** Lets every rule look at a subject. A rule that throws is a gap; so is code that runs and could not be parsed. */
export function check(rules: readonly Rule[], subject: Subject, watch = UNWATCHED): Staged<readonly Finding[]> {
  const seen = nothingSeen();
  if (subject.kind === 'package') checkPackage(seen, rules, subject, watch);
  else for (const { id, stage, look } of looks(subject)) for (const rule of rules) ask(seen, rule, id, stage, look);
  return { value: settle(seen.hits), gaps: uniqueGaps(seen.gaps) };
}

/** Reads one package: what the rules find in it, and what it tells about its place in the tree. */
export function read(rules: readonly Rule[], pkg: Package, root: boolean, watch = UNWATCHED): Staged<Reading> {
  const seen = nothingSeen();
  checkPackage(seen, rules, { kind: 'package', package: pkg, root }, watch);
  watch.step();
  const told = { credentials: inventoryOf(seen.handled), tools: inventoryOfTools(offered(seen.tools)) };
  const own = root ? { ...told, does: doingsOf(pkg, seen.done) } : {};
  const facts = { ...factsOf(pkg), ...own };
  return { value: { findings: settle(seen.hits), facts }, gaps: uniqueGaps(seen.gaps) };
}

/** What a rule is asked, about which package or file, and what was not seen if it fails. */
interface Look {
  readonly id: PackageId;
  readonly stage: Stage;
  readonly look: (rule: Rule) => Iterable<ModuleHit> | undefined;
}

function looks(subject: Exclude<Subject, OnePackage>): readonly Look[] {
  switch (subject.kind) {
    case 'tree': {
      const { tree, facts, kin } = subject;
      return [{ id: tree.root.id, stage: 'code', look: (rule) => rule.tree?.(tree, facts, kin) }];
    }
    case 'trust': {
      const { trust, tree, context } = subject;
      return [{ id: tree.root.id, stage: 'code', look: (rule) => rule.trust?.(trust, tree, context) }];
    }
    case 'behavior': {
      const { behavior, tree } = subject;
      const about = { id: tree.root.id, stage: 'sandbox' } as const;
      const tools = behavior.tools.map((tool) => ({ ...about, look: (rule: Rule) => rule.tool?.(tool) }));
      return [{ ...about, look: (rule) => rule.behavior?.(behavior, tree) }, ...tools];
    }
    case 'config': {
      const { entry, context } = subject;
      return [{ id: entry.id, stage: 'config', look: (rule) => rule.config?.(entry, context) }];
    }
    case 'deployment': {
      const { file } = subject;
      return [{ id: file.path, stage: 'config', look: (rule) => rule.deployment?.(file) }];
    }
    case 'policy': {
      const { policy, use } = subject;
      return [{ id: policy.file, stage: 'config', look: (rule) => rule.policy?.(policy, use) }];
    }
  }
}

type OnePackage = Extract<Subject, { kind: 'package' }>;

interface Seen {
  readonly hits: Finding[];
  /** Hits that wait until it is known when their places run. */
  readonly dated: { readonly rule: Rule; readonly id: PackageId; readonly hit: Dated }[];
  readonly gaps: Gap[];
  /** How each module of the target handles credentials. */
  readonly handled: HandledIn[];
  /** The tools that modules of the target declare, and when those modules run. */
  readonly tools: { readonly declared: readonly CodeTool[]; readonly when: Dated['when'] }[];
  /** What modules of the target do that their sources would show. */
  readonly done: Done[];
}

const nothingSeen = (): Seen => ({ hits: [], dated: [], gaps: [], handled: [], tools: [], done: [] });

/** Runs one handler of one rule; hits found before it threw are kept. */
function ask(seen: Seen, rule: Rule, id: PackageId, stage: Stage, look: Look['look']): void {
  try {
    for (const hit of look(rule) ?? []) {
      if (!('hits' in hit)) seen.hits.push(findingOf(rule, id, hit));
      else if (hit.hits.size > 0) seen.dated.push({ rule, id, hit });
    }
  } catch (error) {
    seen.gaps.push({ stage, subject: id, reason: `rule ${rule.id} failed: ${quote(reasonOf(error))}` });
  }
}

function checkPackage(seen: Seen, rules: readonly Rule[], subject: OnePackage, watch: Watch): void {
  const { package: pkg, root } = subject;
  for (const rule of rules) {
    watch.step();
    ask(seen, rule, pkg.id, 'code', () => rule.package?.(pkg, root));
  }
  if (!rules.some((rule) => rule.module ?? rule.script)) return;
  seen.gaps.push(...unreadIn(pkg, root));
  const look = (module: Module, chosen: readonly Rule[]): Seen => {
    const own = nothingSeen();
    if (root) own.handled.push(handledIn(module));
    const declared = root ? toolsIn(module) : [];
    if (declared.length > 0) own.tools.push({ declared, when: whenRun(module) });
    if (root) own.done.push(...doingsIn(module));
    for (const rule of chosen) {
      watch.step(module.path);
      ask(own, rule, pkg.id, 'code', () => rule.module?.(module, root));
    }
    return own;
  };
  const lookAtScript = (script: Script): Seen => {
    const own = nothingSeen();
    for (const rule of rules) ask(own, rule, pkg.id, 'code', () => rule.script?.(script, root));
    return own;
  };
  try {
    const merge = (own: readonly Rule[], theirs: readonly Rule[]) => [...new Set([...own, ...theirs])];
    const { value, gaps } = eachModule(pkg, { root, select: selectorFor(rules), merge, look, lookAtScript, ...watch });
    for (const own of value) {
      for (const { rule, id, hit } of own.dated) ask(seen, rule, id, 'code', () => datedNow(hit));
      seen.hits.push(...own.hits);
      seen.gaps.push(...own.gaps);
      seen.handled.push(...own.handled);
      seen.tools.push(...own.tools);
      seen.done.push(...own.done);
    }
    seen.gaps.push(...gaps);
  } catch (error) {
    seen.gaps.push({ stage: 'code', subject: pkg.id, reason: `its code was not read: ${quote(reasonOf(error))}` });
  }
}

function whenRun({ dated, code }: Module): Dated['when'] {
  return dated(code.file.program, () => false).when;
}

/** What the package offers: what files declare that nothing loads, such as an example, only where there is nothing else. */
function offered(tools: Seen['tools']): readonly CodeTool[] {
  const loaded = tools.filter(({ when }) => when() !== 'nowhere').flatMap(({ declared }) => declared);
  return loaded.length > 0 ? loaded : tools.flatMap(({ declared }) => declared);
}

function datedNow({ hits, when }: Dated): Hit[] {
  const hit = hits.get(when());
  return hit ? [hit] : [];
}

/**
 * Code that can spell a name without writing it: escapes, computed access to a global, built strings, invisible text.
 * Such code is parsed for every rule, whatever words the rule waits for.
 */
const VEILED =
  /\\x[0-9a-f]{2}|\\u\{?[0-9a-f]{2}|fromCharCode|fromCodePoint|\batob\b|['"](?:base64|hex)['"]|_0x[0-9a-f]|\bpush'?\]?\(\s*\w+\[?['.]*shift|(?:global|globalThis|process|window|self|this|module|Reflect)\s*\??\.?\[|require\s*\(\s*[^'"\s)]|(?:require|import)\s*\(\s*['"][^'"\n]*['"]\s*[^)\s]|\[\s*['"][^'"\]\n]*['"]\s*\+|import\s*\(\s*[^'"\s)]|createRequire|getBuiltinModule/i;

/** Which rules want to see a text: the filter before the parser. Those that join what other files do see every file that joins. */
export function selectorFor(rules: readonly Rule[]): (source: string, joins: boolean) => readonly Rule[] | undefined {
  const coders = rules.filter((rule) => rule.module);
  return (source, joins) => (joins ? coders : chosenFor(coders, source));
}

/** The rules whose words a text holds, or could hold unseen; undefined where there is none. */
function chosenFor(rules: readonly Rule[], source: string): readonly Rule[] | undefined {
  const chosen = VEILED.test(source) ? rules : rules.filter((rule) => hasWords(rule, source));
  return chosen.length > 0 ? chosen : undefined;
}

function hasWords({ words = [] }: Rule, source: string): boolean {
  return words instanceof RegExp ? words.test(source) : words.every((pattern) => pattern.test(source));
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
