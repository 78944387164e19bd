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

/** Terminals that say who they are by a variable of their own. */
const FOLLOWS = ['WT_SESSION', 'KITTY_WINDOW_ID', 'KONSOLE_VERSION', 'ALACRITTY_WINDOW_ID', 'WEZTERM_PANE', 'DOMTERM'];
const PROGRAMS = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio', 'Tabby']);
/** VTE follows links since 0.50; 0.50.0 itself crashes on them. */
const VTE = 5001;

/**
 * Whether the terminal follows links in its text (OSC 8). None can be asked, so only those count that are known to; `FORCE_HYPERLINK`
 * decides where it is set, as with other programs.
 */
export function followsLinks(stream: Stream, env: Terminal['env']): boolean {
  if (env.FORCE_HYPERLINK !== undefined) return !['', '0', 'false'].includes(env.FORCE_HYPERLINK);
  if (stream.isTTY !== true || env.TERM === 'dumb' || env.NO_COLOR || env.CI) return false;
  // Inside tmux and screen, whose own terminal says nothing of what is around it, variables of the outer one are inherited.
  if (env.TMUX || env.STY) return false;
  return (
    FOLLOWS.some((name) => env[name]) || PROGRAMS.has(env.TERM_PROGRAM ?? '') || Number(env.VTE_VERSION ?? 0) >= VTE
  );
}
