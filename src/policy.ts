/** What a user may decide about a verdict. */
import { UsageError } from './errors.ts';
import type { Level, Policy, Stage } from './types.ts';

/** Stages that have to be whole for anything better than `incomplete`. */
const REQUIRED: readonly Stage[] = ['source', 'resolve', 'fetch', 'code', 'sandbox', 'config'];

/** What a user may ask for on top: knowledge that comes from outside the package and may be missing. */
export const REQUIRABLE = [
  'maintainer',
  'provenance',
  'advisories',
  'names',
  'platform',
  'tools',
  'local',
  'remote',
  'update',
  'repository',
] as const satisfies Stage[];

export interface PolicyOptions {
  /** No sandbox, asked for knowingly: then it is not required either. */
  readonly static: boolean;
  readonly failOn: Policy['failOn'];
  readonly require: readonly string[];
  readonly coolDown?: number | undefined;
}

/** Throws `UsageError` where a stage to require does not exist. */
export function makePolicy({ static: noSandbox, failOn, require, coolDown }: PolicyOptions): Policy {
  const known: readonly Stage[] = [...REQUIRED, ...REQUIRABLE];
  const more = require.map((name) => {
    const stage = known.find((candidate) => candidate === name);
    if (stage === undefined) {
      throw new UsageError(`there is no stage "${name}" to require`, `choose from ${REQUIRABLE.join(', ')}`);
    }
    return stage;
  });
  const stages = noSandbox ? REQUIRED.filter((stage) => stage !== 'sandbox') : REQUIRED;
  return {
    require: [...new Set([...stages, ...more])],
    failOn,
    ...(coolDown === undefined ? {} : { coolDown }),
  };
}

/** Exit code of a verdict. `incomplete` has its own: a job may want to try again, where it would not for a `block`. */
export function exitCode(level: Level, failOn: Policy['failOn']): 0 | 1 | 4 {
  if (level === 'incomplete') return 4;
  if (level === 'block') return 1;
  return level === 'review' && failOn === 'review' ? 1 : 0;
}
