/** What a command knows of the place it runs in. Tests pass a fake. */

/** A standard stream. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Terminal {
  /** Relative paths are relative to this. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For the result only. */
  readonly stdout: Stream;
  /** For progress and diagnostics. */
  readonly stderr: Stream;
  /** Aborted when the user wants the command to end. */
  readonly signal: AbortSignal;
}

/** Columns of a terminal; a width for reading where it is a file or a pipe. */
export function widthOf(stream: Stream): number {
  return Math.min(stream.columns ?? 100, 120);
}

/** `--color` and `--no-color` decide, then `NO_COLOR` and `FORCE_COLOR` (no-color.org, force-color.org), then the stream. */
export function colored(asked: boolean | undefined, stream: Stream, env: Terminal['env']): boolean {
  if (asked !== undefined) return asked;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
