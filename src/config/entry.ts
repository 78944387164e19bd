/** What every client's config is read into: one server, with the place of everything it says. Plain data. */
import type { Duplicate, Span } from './document.ts';

/** A text of the config, as written: references like `${TOKEN}` are not replaced. */
export interface Text {
  readonly value: string;
  readonly span: Span;
}

/** A text under a name: an environment variable, a header. */
export interface NamedText extends Text {
  readonly name: string;
}

/** One server as a client would start or reach it. */
export interface ServerEntry {
  /** `<file>#<name>`, the key in the lock. A name that stands twice in a file has `~2` after it the second time. */
  readonly id: string;
  readonly name: string;
  /** Path of the config as the user knows it, relative to the project, with forward slashes. */
  readonly file: string;
  readonly client: string;
  /** From the server's name to the end of its value. */
  readonly span: Span;
  /** Its name alone; the whole value where it has none. A line of its own in every diff, as the end of a value is not. */
  readonly named: Span;
  /** True for what is no server but runs or approves as one: a hook, a helper, settings for every server. */
  readonly setting?: boolean;
  readonly enabled: boolean;
  /** The transport it declares, in lower case as written: `stdio`, `sse`, `streamable-http`, `http`, `builtin` … */
  readonly transport: string | undefined;
  readonly command: Text | undefined;
  readonly args: readonly Text[];
  readonly cwd: Text | undefined;
  readonly env: readonly NamedText[];
  /** Files it takes variables from: `envFile`, `--env-file`. */
  readonly envFiles: readonly Text[];
  /** Variables it names without a value: `env_vars`, `env_keys`, `bearer_token_env_var`. */
  readonly envNames: readonly Text[];
  readonly url: Text | undefined;
  readonly headers: readonly NamedText[];
  /** Tools that run without asking; `*` for all of them (`trust: true`, `autoApprove: ["*"]`). */
  readonly approvals: readonly Text[];
  /** OAuth scopes it asks for. */
  readonly scopes: readonly Text[];
  /** What its own sandbox lets through, where the client has one: `write:/`, `network:*`, `off`. Empty where it has none. */
  readonly sandbox: readonly Text[];
  /** Everything else it says that may matter to its client, by the path to it, lists as one text: `disabledTools`, `oauth.clientId`. */
  readonly others: readonly NamedText[];
  /** Every text of the entry with the path to it: `env.TOKEN`, `args.2`, `oauth.clientSecret`. */
  readonly texts: readonly NamedText[];
  /** SHA-256 of the bundle it comes from, all of whose files the client runs; absent for every other config. */
  readonly bundle?: string;
  /** What could not be understood. Each is a gap: a client may understand more. */
  readonly problems: readonly Text[];
}

/** A value that a client asks the user for (`inputs` of VS Code, `user_config` of a bundle). */
export interface Input {
  readonly id: string;
  readonly span: Span;
  /** True where the client hides what is typed and stores it safely. */
  readonly hidden: boolean;
  readonly fallback: Text | undefined;
}

export interface ConfigFile {
  readonly path: string;
  readonly client: string;
  readonly entries: readonly ServerEntry[];
  readonly inputs: readonly Input[];
  readonly duplicates: readonly Duplicate[];
}
