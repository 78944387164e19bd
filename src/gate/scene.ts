/** What every step of the gate knows, and how it asks the rules. */
import type { Subject } from '../check.ts';
import type { Holders } from '../config/credential.ts';
import type { ServerEntry } from '../config/entry.ts';
import type { Ignore } from '../config/policy.ts';
import type { Rule } from '../rule.ts';
import type { Report } from '../types.ts';
import type { Before } from './before.ts';
import type { ProjectView } from './project.ts';
import type { GateWorld } from './world.ts';

/** What every step knows. */
export interface Scene {
  readonly world: GateWorld;
  readonly before: Before | undefined;
  readonly servers: readonly ServerEntry[];
  readonly project: ProjectView;
  /** Ignores of the policy that took something away; filled as it goes. */
  readonly used: Set<Ignore>;
  /** Servers that are gone under their names and there under others; filled as it goes. */
  readonly renamed: Set<string>;
  /** One vet for each package as it is started, however many servers start it so. */
  readonly vets: Map<string, Promise<Report>>;
  /** Who holds which credential now, and who did at the base; made when first asked for. */
  readonly holders: () => Holders;
  readonly holdersBefore: () => Holders;
}

/** The rules and what applies them are loaded when something is to be judged. */
export async function look(subject: Subject, { rules }: GateWorld, only: (rule: Rule) => boolean = () => true) {
  const { check } = await import('../check.ts');
  return check((await rules()).filter(only), subject);
}

/** The lock is the project's; what stands in the user's own configs is not approved in it. */
export function isOfProject(id: string): boolean {
  return !/^(?:[~/]|[A-Za-z]:)/.test(id);
}
