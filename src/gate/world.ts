/** What the gate needs from outside, and what it answers. */
import type { LockedSecret } from '../config/credential.ts';
import type { Change } from '../config/diff.ts';
import type { Lock, LockedPackage, Seen, Settings } from '../config/lock.ts';
import type { Probe } from '../config/oauth.ts';
import type { PolicyFile } from '../config/policy.ts';
import type { Rule } from '../rule.ts';
import type { Finding, Policy, Report, Reports, Staged, Target, Update } from '../types.ts';
import type { FoundFiles } from './find.ts';
import type { Git } from './git.ts';
import type { Started } from './started.ts';

/** Everything the gate needs from outside. */
export interface GateWorld {
  readonly root: string;
  readonly files: FoundFiles;
  readonly git: Git | undefined;
  /** The commit to compare with; `undefined` for the lock alone. */
  readonly base: string | undefined;
  /** What was approved; `undefined` where there is no lock. */
  readonly lock: Lock | undefined;
  /** Look at every server, changed or not. */
  readonly all: boolean;
  readonly policy: Policy;
  readonly policyFile: PolicyFile | undefined;
  readonly static: boolean;
  /** `2026-01-31`. */
  readonly today: string;
  readonly version: string;
  /** Something random, for the fingerprints of new credentials. */
  readonly salt: string;
  /** Loaded when something is to be judged. */
  readonly rules: () => Promise<readonly Rule[]>;
  /** Name of the rule set, for the lock. */
  readonly ruleSet: () => Promise<string>;
  readonly vet: (target: Target) => Promise<Report>;
  /** Reads the project's own code that a server runs. */
  readonly readOwn: (started: Started, subject: string) => Promise<Staged<readonly Finding[]>>;
  /** Asks a remote server about its authorization; absent where the user did not ask for it. */
  readonly probe: ((url: string) => Promise<Staged<Probe | undefined>>) | undefined;
  /** What a vetted package brings beside the version that was approved. */
  readonly compare: (old: LockedPackage, now: Report) => Promise<Staged<Update | undefined>>;
}

/** One server and what became of it. */
export interface Decision {
  readonly id: string;
  readonly settings: Settings | undefined;
  readonly changes: readonly Change[];
  /** Fingerprints of the credentials written out in it. */
  readonly secrets: readonly LockedSecret[];
  readonly seen: Seen | undefined;
  /** Empty where it is as approved and nothing was looked at; the first is about the server, others about what runs before it. */
  readonly reports: readonly Report[];
}

export interface GateResult extends Reports {
  /** Files that deploy MCP servers, told of or not. */
  readonly deployments: number;
  readonly decisions: readonly Decision[];
}
