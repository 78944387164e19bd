/** Apart from `resolve.ts`, so that whoever only names them does not load npm's resolver. */

/** Milliseconds. */
export interface ResolveLimits {
  /** For one document about a package, with its retries. */
  readonly packument: number;
  /** For a whole tree. */
  readonly tree: number;
}

/** A tree of four hundred packages takes five seconds; npm alone would wait five minutes for each document. */
export const RESOLVE_LIMITS: ResolveLimits = { packument: 120_000, tree: 300_000 };
