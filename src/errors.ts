/**
 * Errors that end a command. What could not be *seen* is a `Gap`, not an error; what a package *did* is an observation.
 * Only two kinds remain: the user (or their machine) can mend it, or it is our bug.
 */

/** The user can mend it: exit code 2. `hint` says how, in one sentence. */
export class UsageError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** There was nothing to judge: exit code 3. `hint` says what could be, in one sentence. */
export class NothingToScan extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'NothingToScan';
    this.hint = hint;
  }
}

/** The message of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
