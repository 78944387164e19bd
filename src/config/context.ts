/** What a rule over configs may know besides the entry. Plain data, gathered by the gate. */

import type { Update } from '../types.ts';
import type { SharedSecret } from './credential.ts';
import type { Change } from './diff.ts';
import type { Duplicate } from './document.ts';
import type { Input, ServerEntry } from './entry.ts';
import type { Launch } from './launch.ts';
import type { Probe } from './oauth.ts';

export interface ConfigContext {
  /** What the entry would run. */
  readonly launch: Launch;
  /** All servers the gate looks at, the entry included. */
  readonly servers: readonly ServerEntry[];
  /** The credentials written out in the entry, each with the servers that hold it too. */
  readonly shared: readonly SharedSecret[];
  /** Values the file asks the user for. */
  readonly inputs: readonly Input[];
  /** Keys that stand twice in the entry, or around it. */
  readonly duplicates: readonly Duplicate[];
  /** What is different from what was approved. */
  readonly changes: readonly Change[];
  /** Files of the project that would take a launch over, with what makes them do so. */
  readonly project: Readonly<Record<string, string>>;
  /** What another version than the approved one brings; absent where there is none or it was not compared. */
  readonly update?: Update | undefined;
  /** What the remote server said when it was asked; absent where nobody asked (`--probe`), or it did not answer. */
  readonly probe?: Probe | undefined;
  /** Files with variables of this server that came with the repository, as the config names them. */
  readonly committed?: readonly string[] | undefined;
  /** Days since a line of the file was last changed, by line number; empty where there is no history. */
  readonly since: Readonly<Record<string, number>>;
  /** Hosts the policy allows; `undefined` where it says nothing. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Publishers the policy allows; `undefined` where it says nothing. */
  readonly allowedPublishers: readonly string[] | undefined;
  /** Accounts that published the npm packages of the launch, by `name@version` as resolved; what is not told is absent. */
  readonly publishers: Readonly<Record<string, string>>;
}
