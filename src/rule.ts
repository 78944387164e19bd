/**
 * A rule author's whole API. A rule is one file that default-exports `defineRule({...})`; its cases stand beside it in
 * `<rule>.cases.ts` and default-export `defineCases({...})`. The file's name is the rule's id; nothing else is registered.
 *
 * A rule is pure: it looks at one subject and yields hits. It never fetches, remembers or decides a verdict; how hits
 * combine is the verdict table's business (`judge.ts`).
 */

import type { Module } from './code/flow/module.ts';
import type { Script } from './code/flow/script.ts';
import type { Reach } from './code/scripts/entries.ts';
import type { ConfigContext } from './config/context.ts';
import type { Deployment } from './config/deployment.ts';
import type { Change } from './config/diff.ts';
import type { ServerEntry } from './config/entry.ts';
import type { Ignore, PolicyFile } from './config/policy.ts';
import type {
  Behavior,
  Confidence,
  Evidence,
  Facts,
  History,
  Kin,
  Observation,
  Package,
  PackageId,
  PackageTree,
  Policy,
  RefusedDependency,
  Release,
  Run,
  Severity,
  Signal,
  Tool,
  Trust,
} from './types.ts';

/** What a rule about knowledge from outside may ask besides: what the user decided, and what reading told. */
export interface TrustContext extends Pick<Policy, 'coolDown' | 'approved'> {
  readonly facts: ReadonlyMap<PackageId, Facts>;
}

/** What a rule yields. The engine adds rule, package and the rule's own signal, severity and confidence. */
export interface Hit {
  /** One sentence that says what is wrong here, in the user's words, without a final full stop. */
  readonly message: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly signal?: Signal;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** The package at fault, where it is not the one looked at (behaviour of a dependency's install script). */
  readonly package?: string;
}

/**
 * What a rule yields of a place in code, for each time at which that could run (`module.dated`). Which of them holds is found
 * out when the whole package was read, and what leads to the place is known.
 */
export interface Dated {
  /** None for a time at which there is nothing to say. */
  readonly hits: ReadonlyMap<Reach, Hit>;
  readonly when: () => Reach;
}

/** What a rule on modules yields. */
export type ModuleHit = Hit | Dated;

/** Where a rule stands in other people's lists. Ids of `catalogue.ts`, as in `MCP04`, `T1195.002`, `AML.T0110`, `CWE-506`. */
export interface Mapping {
  /** Of the seven best practices for MCP deployments; a rule that names none is part of the last, the supply chain. */
  readonly practice?: readonly string[];
  readonly owasp: readonly string[];
  readonly attack: readonly string[];
  readonly atlas: readonly string[];
  readonly cwe: readonly string[];
}

export interface Rule {
  /** Equal to the file's name. */
  readonly id: string;
  /** What it finds, in one line. */
  readonly title: string;
  /** Why that matters, in a short paragraph. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  readonly mapping: Mapping;
  readonly signal: Signal;
  readonly severity: Severity;
  readonly confidence: Confidence;

  /**
   * For rules on modules: the words without which there is nothing to find. A file is only parsed where some rule's words
   * occur, of each pattern where there are several; code that could hide its words (escapes, computed names, decoders) is parsed
   * for every rule. Without `g`.
   */
  readonly words?: RegExp | readonly RegExp[];

  // What it looks at; any of these, usually one.
  /** `facts` are those of the packages that were read. */
  tree?(tree: PackageTree, facts: ReadonlyMap<PackageId, Facts>, kin: readonly Kin[]): Iterable<Hit>;
  /** What is known from outside the packages. What is absent there is unknown: neither good nor bad. */
  trust?(trust: Trust, tree: PackageTree, context: TrustContext): Iterable<Hit>;
  /** `root` is true for the target itself, false for a dependency. */
  package?(pkg: Package, root: boolean): Iterable<Hit>;
  module?(module: Module, root: boolean): Iterable<ModuleHit>;
  /** What an install runs besides JavaScript, and the scripts of a shell or of Python that the package starts. */
  script?(script: Script, root: boolean): Iterable<ModuleHit>;
  tool?(tool: Tool): Iterable<Hit>;
  behavior?(behavior: Behavior, tree: PackageTree): Iterable<Hit>;
  /** One server of an MCP client config. */
  config?(entry: ServerEntry, context: ConfigContext): Iterable<Hit>;
  /** A file that deploys MCP servers: Dockerfile, Compose, Kubernetes, CI. */
  deployment?(file: Deployment): Iterable<Hit>;
  /** The policy, after everything else: `used` are the ignores that took something away, `undefined` where not everything was looked at. */
  policy?(policy: PolicyFile, use: PolicyUse): Iterable<Hit>;
}

export interface PolicyUse {
  /** `2026-01-31`. */
  readonly today: string;
  readonly used: ReadonlySet<Ignore> | undefined;
}

/** Declares a rule; only gives it its type. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** A little world in which a rule must find something, or must not. */
export interface Case {
  /** What it is, in a few words; ends up in `explain`. */
  readonly name: string;
  /** Of a bad one: what it comes to by itself, where that matters. `pass` is told, and asks for no decision: most rules have to say so. */
  readonly alone?: 'pass' | 'review' | 'block';
  /** Short for `files: { 'index.js': code }` of a package whose `main` is `index.js`. */
  readonly code?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly (Partial<Tool> & { readonly name: string })[];
  /** Phases that were run; rules that compare machines need them. */
  readonly runs?: readonly Run[];
  /** Observations; `seq`, `run`, `phase`, `at` and `package` have defaults (`laptop`, `start`, 0, the target). */
  readonly observations?: readonly CaseObservation[];
  /** Ids of further packages in the tree, direct dependencies of the target: `left-pad@1.3.0`. */
  readonly dependencies?: readonly string[];
  /** Facts of those packages; one that is not named was not read. */
  readonly facts?: Readonly<Record<PackageId, Partial<Facts>>>;
  /** A server of an MCP config, as its client writes it. */
  readonly server?: Readonly<Record<string, unknown>>;
  /** Further servers beside it, by name. */
  readonly others?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the gate would know besides the config; defaults to nothing. */
  readonly context?: Partial<
    Pick<
      ConfigContext,
      | 'project'
      | 'update'
      | 'probe'
      | 'committed'
      | 'since'
      | 'allowedHosts'
      | 'allowedPublishers'
      | 'publishers'
      | 'inputs'
      | 'duplicates'
    >
  > & {
    readonly changes?: readonly Change[];
  };
  /** A deployment file by its path. */
  readonly deployment?: Readonly<Record<string, string>>;
  /** The same at the commit it is compared with; without it nothing is compared. */
  readonly deployedBefore?: Readonly<Record<string, string>>;
  /** A policy file; `used` names the ignores that took something away. */
  readonly policy?: { readonly text: string; readonly today: string; readonly used: readonly string[] | undefined };
  /** Dependencies the resolver refused to follow. */
  readonly refused?: readonly Omit<RefusedDependency, 'via'>[];
  /** What is known from outside; `asOf` is 2026-06-30 unless told. A history is the target's unless it names a package. */
  readonly trust?: Partial<Omit<Trust, 'histories'>> & { readonly histories?: readonly CaseHistory[] };
  readonly decided?: Pick<Policy, 'coolDown' | 'approved'>;
}

/** Versions oldest first, the last one being vetted unless `version` says otherwise; only what matters has to be given. */
export interface CaseHistory extends Partial<Omit<History, 'releases'>> {
  readonly releases: readonly (Partial<Release> & Pick<Release, 'version'>)[];
}

type Loose<T> = T extends unknown
  ? Omit<T, 'seq' | 'run' | 'phase' | 'at' | 'package'> &
      Partial<Pick<Observation, 'run' | 'phase' | 'at' | 'package' | 'tool'>>
  : never;
export type CaseObservation = Loose<Observation>;

export interface Cases {
  /** The rule must find each of these. */
  readonly bad: readonly Case[];
  /** Benign twins: honest code that looks similar. The rule must leave each of them alone. */
  readonly ok: readonly Case[];
}

/** Declares the cases of a rule; only gives them their type. */
export function defineCases(cases: Cases): Cases {
  return cases;
}
