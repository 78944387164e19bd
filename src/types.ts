/**
 * The whole vocabulary. Every word of ARCHITECTURE.md has its type here, and every stage speaks only in these.
 * Everything is plain data: serialisable, immutable by type, with no methods.
 */

// ---------------------------------------------------------------- targets and packages

/**
 * What the user asked to have judged. `text` is what they typed, kept for headlines and errors. `bin` is the command a
 * launch names where it need not be the package's own name (`npx -p a-package a-command`).
 */
export type Target = {
  readonly bin?: string;
} /** `spec` is an npm registry spec: `name`, `name@range`, `name@tag`, `@scope/name@1.2.3`. */ & (
  | { readonly kind: 'npm'; readonly text: string; readonly spec: string; readonly args: readonly string[] }
  /** `path` is absolute and points at an npm package tarball (`.tgz`, `.tar.gz`). */
  | { readonly kind: 'tarball'; readonly text: string; readonly path: string; readonly args: readonly string[] }
  /** `path` is absolute and points at a directory with a `package.json`. It is judged as `npm publish` would pack it. */
  | { readonly kind: 'directory'; readonly text: string; readonly path: string; readonly args: readonly string[] }
);

/** `name@version`, the identity of a package in a report. */
export type PackageId = string;

/** One package of the tree that an install of the target would create. */
export interface TreeNode {
  readonly id: PackageId;
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the tarball (`sha512-…`). The target itself may have one we computed (directory, tarball). */
  readonly integrity: string;
  /** Where an install would put it, relative to the project, with forward slashes: `node_modules/a/node_modules/b`. */
  readonly location: string;
  /** One shortest chain of package ids from the target to this package, both included: answers "why is this here?". */
  readonly via: readonly PackageId[];
  /** Direct dependencies as they resolve from here: name asked for → location of the node that answers. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** True where an install on the sandbox's platform (linux, this CPU, glibc) would leave it out because of `os`, `cpu` or `libc`. */
  readonly foreign: boolean;
  /** True where every way to it leads over an optional dependency: an install goes on without it where a script of it fails. */
  readonly optional?: true;
  /** True where the tarball of another node already carries it (`bundleDependencies`); it has no tarball of its own. */
  readonly bundled: boolean;
  /** Where the registry says its tarball is; absent for the target itself (directory, tarball) and for bundled packages. */
  readonly resolved?: string;
}

/** A dependency that is not fetched because it lies outside the registry: git, a URL, a file, a directory, an unknown protocol. */
export interface RefusedDependency {
  readonly from: PackageId;
  readonly name: string;
  /** As its manifest writes it; attacker's text. */
  readonly spec: string;
  /** One sentence for the user, without a final full stop. */
  readonly reason: string;
  /** One shortest chain of package ids from the target to `from`, both included. */
  readonly via: readonly PackageId[];
}

/** The exact set of packages an install would create. `nodes` is sorted by location; `root` is the target's own node. */
export interface PackageTree {
  readonly target: Target;
  readonly root: TreeNode;
  readonly nodes: readonly TreeNode[];
  /** Sorted by `from`, then name. An install might fetch these; we never do. */
  readonly refused: readonly RefusedDependency[];
}

/** A `package.json` as found: nothing in it is to be believed, every field may have any shape. */
export type Manifest = Readonly<Record<string, unknown>>;

/** A package as a value: its manifest and its bytes. Paths are relative, normalised, with forward slashes, without `package/`. */
export interface Package {
  readonly id: PackageId;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Paths whose tar mode has an execute bit. */
  readonly executables: ReadonlySet<string>;
}

/**
 * Opens packages of a tree one at a time, so that a tree is never held whole in memory. The second `open` of the
 * same node costs a read from the cache, not a download.
 */
export interface PackageStore {
  open(node: TreeNode): Promise<Staged<Package | undefined>>;
  /** Its bytes as they came, verified against the tree's integrity, for whoever opens them elsewhere. */
  tarball(node: TreeNode): Promise<Staged<Uint8Array | undefined>>;
  /** Where those bytes lie on this machine, for whoever reads and verifies them himself; undefined where they are not kept. */
  file(node: TreeNode): Promise<Staged<TarballFile | undefined>>;
}

export interface TarballFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

// ---------------------------------------------------------------- stages

/** The stages of the pipeline, and the kinds of knowledge that can be missing. */
export type Stage =
  | 'source'
  | 'resolve'
  | 'fetch'
  | 'code'
  | 'sandbox'
  | 'maintainer'
  | 'provenance'
  | 'advisories'
  | 'names'
  | 'platform'
  /** What its tools do where they do not fail. */
  | 'tools'
  | 'config'
  /** The project's own code, started by a config. */
  | 'local'
  /** Code that runs on another machine. */
  | 'remote'
  /** The version that was approved, beside the one that is there now. */
  | 'update'
  /** The sources that a version says it was built from. */
  | 'repository';

/** What could not be seen. A gap can only make a verdict worse; which stages must be whole is policy. */
export interface Gap {
  readonly stage: Stage;
  /** A package id, a file, a phase: the thing that was not seen. */
  readonly subject: string;
  /** One sentence for the user, without a final full stop. */
  readonly reason: string;
}

/** What every stage returns: its value and what it could not see. */
export interface Staged<T> {
  readonly value: T;
  readonly gaps: readonly Gap[];
}

// ---------------------------------------------------------------- the sandbox

/** Phases of a run, in order. `call` is every tool call, `idle` the time after the last one. */
export const PHASES = ['install', 'import', 'start', 'call', 'idle'] as const;
export type Phase = (typeof PHASES)[number];

/** How a phase ended. `failed` is the package's own failure; what fails on our side is a gap. */
export type PhaseStatus = 'completed' | 'failed' | 'timeout' | 'skipped';

/** One phase of one profile. */
export interface Run {
  /** Name of the profile: `laptop`, `ci`. */
  readonly profile: string;
  readonly phase: Phase;
  readonly status: PhaseStatus;
  /** Why it failed or was skipped, or what it printed last; attacker's text, already clipped. */
  readonly detail: string;
  /** Wall time in milliseconds. Not part of any judgement. */
  readonly ms: number;
}

/** Ways to look for what watches, or to work around it. How much each says is the rule's business. */
export const TAMPERINGS = [
  /** A process that the tracer was asked not to see. */
  'untraced-child',
  /** A filter that would answer calls before the tracer sees them. */
  'nested-filter',
  /** System calls of another architecture (32 bit, x32). */
  'foreign-abi',
  /** A socket into the kernel or to the machine's host. */
  'kernel-socket',
  /** A ring of requests that are no system calls. */
  'io-uring',
  /** What only an administrator may, refused: mounts, namespaces of others, other processes' memory, kernel modules. */
  'kernel-right',
  /** What ordinary programs ask for as well, refused: a namespace of their own, keyrings. */
  'kernel-feature',
  'trace-check',
  'tracer-search',
  'tracer-signalled',
  'unreadable-path',
  'memory-program',
  'foreign-address',
  /** Three things that one witness saw and the tracer did not. */
  'stray-process',
  'unseen-file',
  'unseen-flow',
] as const;
export type Tampering = (typeof TAMPERINGS)[number];

interface Seen {
  /** Position in the report's observations, from 0; evidence refers to it. */
  readonly seq: number;
  /** Profile name. */
  readonly run: string;
  readonly phase: Phase;
  /** Milliseconds since the run began. */
  readonly at: number;
  /** The package whose script at install did it, or started what did it, where npm started that script; else the target. */
  readonly package: PackageId;
  /** The tool whose call was being answered, where only one was; on MCP messages, the tool they are about. */
  readonly tool?: string;
}

export type NameTransport = 'udp' | 'tcp' | 'tls' | 'https';

/** Where a text went that is recognised wherever it leaves. */
export interface CarriedAway {
  /** Whom it went to, or for a name that was looked up: the domain. */
  readonly host: string;
  /** As that of a recipient; `documentation` also where it only mentions the service by its name. */
  readonly explained: Extract<Observation, { readonly kind: 'recipient' }>['explained'];
  /** Decodings that led to it, outermost first; empty where it left in clear. */
  readonly encoding: readonly string[];
  /** Where it was seen, in words. */
  readonly where: string;
  /** `seq` of the observation that sent it. */
  readonly in: number;
}

/** One thing seen from outside the package's reach: by the tracer, the sink, or the MCP client. */
export type Observation = Seen &
  (
    | {
        readonly kind: 'exec';
        readonly pid: number;
        /** The process that made this one, where that was seen. */
        readonly parent?: number;
        readonly path: string;
        readonly argv: readonly string[];
        readonly ok: boolean;
      }
    | { readonly kind: 'read'; readonly pid: number; readonly path: string; readonly ok: boolean }
    | { readonly kind: 'write'; readonly pid: number; readonly path: string; readonly ok: boolean }
    | { readonly kind: 'delete'; readonly pid: number; readonly path: string; readonly ok: boolean }
    | {
        readonly kind: 'connect';
        readonly pid: number;
        readonly address: string;
        readonly port: number;
        readonly host?: string;
      }
    | {
        readonly kind: 'dns';
        readonly name: string;
        readonly type: string;
        /** How it was asked, where not over UDP: `tls` and `https` hide the question from whoever runs the network. */
        readonly via?: NameTransport;
      }
    | {
        readonly kind: 'http';
        readonly method: string;
        /** Whole URL, scheme included; clipped. */
        readonly url: string;
        readonly host: string;
        readonly headers: Readonly<Record<string, string>>;
        /** What was sent: size in bytes and the clipped text. */
        readonly body: {
          readonly bytes: number;
          readonly sha256: string;
          readonly text: string;
          /** True where nobody but its recipient can read it: dense, and in no encoding or format that is known. */
          readonly opaque?: true;
        };
      }
    /** A TLS client, once for each host and kind. Where the outcome is not `accepted`, what it sent was not read. */
    | {
        readonly kind: 'tls';
        readonly host: string;
        readonly port: number;
        readonly outcome: string;
        /** Fingerprint of its greeting (JA4, FoxIO): tells one TLS library from another. */
        readonly ja4?: string;
      }
    /** Anything else that was sent: raw TCP or UDP. */
    | {
        readonly kind: 'data';
        readonly protocol: 'tcp' | 'udp';
        readonly address: string;
        readonly port: number;
        readonly bytes: number;
        readonly text: string;
        /** As that of a body. */
        readonly opaque?: true;
      }
    /** A decoy's value recognised in another observation. */
    | {
        readonly kind: 'decoy';
        /** Where the decoy was planted: `~/.aws/credentials`, `env GITHUB_TOKEN`. */
        readonly place: string;
        /** Decodings that led to it, outermost first; empty where it left in clear. */
        readonly encoding: readonly string[];
        /** `network` left the sandbox; `argv`, `environment` (of another program) and `file` did not (yet); `answer` went to the MCP client. */
        readonly channel: 'network' | 'argv' | 'environment' | 'file' | 'answer';
        /** True where the package asks for this variable by name, so that it was given on purpose. */
        readonly asked: boolean;
        /** True where it went to a host that its own file names, or to one of the same domain. */
        readonly named?: true;
        /** Where it was seen, in words: `POST https://host/path body`. */
        readonly where: string;
        /** `seq` of the observation it was found in. */
        readonly in: number;
      }
    | {
        readonly kind: 'mcp';
        readonly direction: 'sent' | 'received';
        readonly method: string;
        readonly text: string;
      }
    /** Somebody that another observation sent to. */
    | {
        readonly kind: 'recipient';
        /** A host, or in a body: an e-mail address, a chat, an address that is called back. */
        readonly what: 'host' | 'email' | 'chat' | 'url';
        readonly value: string;
        /** The field it stood in, where that makes it receive something: `Bcc`, `chat_id`; else empty. */
        readonly field: string;
        /**
         * Who named it: the tool's input, what it was started with, a service that it asked before and that told of its user's own,
         * its documentation, its code, or nobody.
         */
        readonly explained: 'input' | 'configuration' | 'answer' | 'documentation' | 'source' | 'nothing';
        /** `seq` of the observation that sent to it. */
        readonly in: number;
      }
    /** What an argument of a tool held, recognised in what left. The tool is the one it was given to. */
    | (CarriedAway & {
        readonly kind: 'argument';
        /** Its path in the input: `to[0].email`; attacker's text. */
        readonly argument: string;
      })
    /** What a document of the user's held, recognised in what left. */
    | (CarriedAway & {
        readonly kind: 'document';
        /** Where it lies: `~/work/acme-api/README.md`. */
        readonly place: string;
      })
    /** What the server said of its tools, once, and what of it differs from the first time. */
    | {
        readonly kind: 'tools';
        readonly occasion: ToolsOccasion;
        /** Of all names, descriptions, schemas and annotations, whatever their order. */
        readonly sha256: string;
        readonly changes: readonly ToolChange[];
        /** True where the server had announced that its tools changed. */
        readonly announced: boolean;
      }
    /** A sign that the tracer or the sink was tampered with or overrun. */
    | { readonly kind: 'tamper'; readonly how: Tampering; readonly what: string }
  );

/** When `tools/list` was asked: in one conversation, and in a new one after a restart, with the clock moved forward. */
export type ToolsOccasion =
  | 'first'
  | 'between calls'
  | 'after calls'
  | 'after a restart'
  | 'weeks later'
  | 'in the newer protocol';

/** One difference between two descriptions of a tool; the texts are attacker's, clipped around the first difference. */
export interface ToolChange {
  readonly tool: string;
  readonly field: 'added' | 'removed' | 'description' | 'inputSchema' | 'annotations';
  readonly before: string;
  readonly after: string;
}

/** An MCP tool as the running server described it; attacker's text. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: unknown;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** What detonation returns. */
export interface Behavior {
  readonly runs: readonly Run[];
  readonly observations: readonly Observation[];
  readonly tools: readonly Tool[];
  /** What the run used: engine, isolation, image id. Empty where no engine answered. */
  readonly sandbox: SandboxInfo | undefined;
}

/** Which sandbox produced the observations; printed in every report. */
export interface SandboxInfo {
  readonly image: string;
  readonly engine: string;
  /** `runc`, `runsc`, `crun`. */
  readonly runtime: string;
  /** How strongly it isolates; absent in reports of older versions, as the next two are. */
  readonly tier?: Tier;
  /** The same in words: `runc 1.1.12, rootless`. */
  readonly isolation?: string;
  /** What is weaker than it could be. */
  readonly warnings?: readonly string[];
}

/** Weakest first: a container of the host's kernel, or one with a kernel of its own. */
export const TIERS = ['runc', 'gvisor'] as const;
export type Tier = (typeof TIERS)[number];

// ---------------------------------------------------------------- findings

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
/** How bad it is, if true. */
export type Severity = (typeof SEVERITIES)[number];

export const CONFIDENCES = ['high', 'medium', 'low'] as const;
/** How sure we are. Another axis than severity. */
export type Confidence = (typeof CONFIDENCES)[number];

/**
 * The small closed vocabulary between rules and the judge. A rule may find many things; the verdict table only ever
 * asks for these. Adding one means adding its row in `judge.ts`, or deciding that it has none.
 *
 * Capabilities (what code can do) never block alone; threats (what only an attacker would do) may.
 */
export const SIGNALS = {
  // capabilities
  'install.script': 'runs code at install',
  'env.whole': 'handles the whole environment as one value',
  'secret.read': 'reads a file that holds credentials',
  'process.load': 'starts a process while it is being loaded',
  'code.dynamic': 'turns data into code',
  'network.send': 'sends data over the network',
  'secret.answer': 'returns credentials in a tool answer',
  'tool.undeclared': 'a tool does what its annotations deny',
  'tools.changed': 'describes its tools otherwise than before',
  'behavior.gated': 'acts on some machines only',
  'dependency.floating': 'depends on something outside the registry',
  'dependency.phantom': 'runs code at install, and nothing that depends on it uses it',
  'trust.weak': 'little is known about who publishes it',
  'version.fresh': 'was published only days ago',
  'trust.downgraded': 'published with less proof than earlier versions',
  'advisory.known': 'has a known vulnerability',
  'config.weak': 'an MCP configuration is weaker than it should be',
  'config.changed': 'an MCP configuration changed',
  'code.odd': 'unusual code that deserves a look',
  'code.unsourced': 'does what its sources do not say',
  // threats
  'secret.hardcoded': 'ships a credential in its code',
  'config.fetched': 'an MCP configuration runs a download as it comes',
  'secret.pasted': 'a change writes a credential into a configuration',
  'secret.collected': 'collects credentials while it is installed or loaded',
  'data.sent': 'sends collected data while it is installed or loaded',
  'code.hidden': 'hides code that runs at install or load',
  'text.hidden': 'hides instructions to the model',
  'name.confusable': 'has a name that is easily taken for another',
  'decoy.sent': 'a decoy credential left the sandbox',
  'decoy.taken': 'a decoy credential was copied to a process or file',
  'host.unexplained': 'contacts a host nothing explains',
  'recipient.unexplained': 'sends to a recipient nothing explains',
  persistence: 'makes itself start again',
  destructive: 'destroys data',
  'advisory.malicious': 'is listed as malicious',
  'proof.false': 'its proof of origin is of something else',
  'sandbox.tampered': 'tampers with the tracer or the sink',
  'config.drifted': 'is another server than the one approved, under the same name and version',
} as const;
export type Signal = keyof typeof SIGNALS;

/**
 * Where something was seen. `at` is a stable address:
 * `file:<package id>/<path>:<line>:<column>` · `manifest:<package id>#/scripts/postinstall` · `tree:<location>` ·
 * `tool:<name>#/description` · `run:<profile>/<phase>#<seq>` · `config:<path>:<line>:<column>` · `registry:<package id>#<field>`.
 */
export interface Location {
  readonly at: string;
  /** First place behind it, line and column from 1 in UTF-16 units, where the end of what stands at `at` is known. */
  readonly end?: { readonly line: number; readonly column: number };
}

/** One place that shows what a finding says. */
export interface Evidence extends Location {
  /** What this place shows, in a few words. Ours. */
  readonly note: string;
  /** The package's own text, through `quote()`: clipped and with invisible characters made visible. */
  readonly snippet: string;
}

/** One judgement of one rule about one package. Evidence is never empty. */
export interface Finding {
  readonly rule: string;
  readonly package: PackageId;
  readonly signal: Signal;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

// ---------------------------------------------------------------- what reading a package tells besides findings

/** Facts about one package that only mean something beside those of the rest of its tree. */
export interface Facts {
  /** Names of dependencies that its manifest declares and no other file of it mentions. */
  readonly unused: readonly string[];
  /** True where npm would run something of it while it is installed. */
  readonly installs: boolean;
  /** Other packages that its code names. */
  readonly imports: Imports;
  /** Told of the target alone. */
  readonly credentials?: CredentialHandling;
  /** Told of the target alone: tools that its own code declares, as far as reading shows; sorted by name. */
  readonly tools?: readonly CodeTool[];
  /** Told of the target alone: what its code does that no compiler adds. */
  readonly does?: readonly Doing[];
}

/** One thing of weight that a file does, in words that its sources would hold too. */
export interface Doing {
  readonly kind: 'host' | 'process' | 'eval' | 'variable' | 'place';
  /** As it completes "a file": `contacts stats.example`. */
  readonly what: string;
  /** Words of the code, each of which sources that do this hold as well. */
  readonly words: readonly string[];
  /** As in evidence. */
  readonly at: string;
  readonly snippet: string;
  /** SHA-256 of the file's text, however its lines end, and its length. */
  readonly digest: string;
  readonly length: number;
  /** True where the file may hold other packages, with all that they do. */
  readonly bundle: boolean;
  /** False where the package carries the sources of this file, and none of them says so. */
  readonly carried?: false;
}

/** The files of the repository that the target says it was made from. */
export interface SourceTree {
  /** `github.com/owner/name`. */
  readonly repository: string;
  /** Commit, tag or what else the forge was asked for. */
  readonly ref: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A tool as code declares it: what a server says of it when it runs may differ. */
export interface CodeTool {
  readonly name: string;
  /** The beginning of what a model is shown, through `quote()`. */
  readonly says: string;
  /** SHA-256 of all of it, and of the hints about what it does. */
  readonly digest: string;
}

/** Names of packages that code names, read without parsing: as soon as it is loaded, or perhaps only later. */
export interface Imports {
  readonly load: readonly string[];
  readonly later: readonly string[];
}

/** How a package handles what has to be kept secret, as far as its code shows; an inventory, not a judgement. */
export interface CredentialHandling {
  /**
   * Where it takes secrets from: `environment` can be given them when it starts, `file` wants them in a plain file, `either`
   * knows both ways, `none` shows neither.
   */
  readonly takes: 'environment' | 'file' | 'either' | 'none';
  /** Every variable it reads, sorted by name. */
  readonly variables: readonly VariableUse[];
  /** Files it reads that are there to hold secrets, sorted. */
  readonly files: readonly { readonly what: string; readonly at: string }[];
}

/** One variable of the environment. */
export interface VariableUse {
  readonly name: string;
  /** True where its name is that of a credential. */
  readonly secret: boolean;
  /** Where it is first read, as in evidence. */
  readonly at: string;
  /** Where its value goes, as far as it was followed; sorted, each once. Values are only followed into logs where they are secret. */
  readonly goes: readonly CredentialUse[];
}

export interface CredentialUse {
  readonly to: 'host' | 'library' | 'process' | 'file' | 'log';
  /** The host, package, program, file or function; the package's own text, through `quote()`. */
  readonly what: string;
  readonly at: string;
}

/** What reading one package gave. */
export interface Reading {
  readonly findings: readonly Finding[];
  /** Absent where it was not read. */
  readonly facts?: Facts;
}

// ---------------------------------------------------------------- trust: what is known from outside the package

/** What vouches for the origin of a version, weakest first. `none` is only said of a registry that would tell. */
export const PROOFS = ['none', 'provenance', 'trusted-publisher'] as const;
export type Proof = (typeof PROOFS)[number];

/** One version as its registry describes it. What is absent is not known: registries and mirrors leave fields out. */
export interface Release {
  readonly version: string;
  /** When it was published, as ISO 8601 in UTC; absent where the registry's dates cannot be believed. */
  readonly at?: string;
  readonly publisher?: string;
  /** True where the publisher's mail goes to a domain for throw-away addresses; only told where the registry gives an address. */
  readonly disposableMail?: boolean;
  readonly proof?: Proof;
  /** True where npm 11 and older would run something of it at install. */
  readonly installScript?: boolean;
  /** Names of the packages it depends on, and of the commands it installs. */
  readonly dependencies: readonly string[];
  readonly bins: readonly string[];
  /** Size unpacked. */
  readonly bytes?: number;
  readonly deprecated?: string;
  /** `github.com/owner/name`, as its manifest claims it. */
  readonly repository?: string;
  /** The commit it was published at, as whoever published it claims. */
  readonly commit?: string;
}

/**
 * What became of one proof. Only `verified` says that a signature was checked, with a key or an authority we know. `false` is a
 * proof of something else than what would be installed; `none` is what a registry says that passes proofs on.
 */
export type ProofCheck =
  | { readonly outcome: 'verified' }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'false' | 'unchecked'; readonly reason: string };

/** Where a version was built, by the certificate of the machine that built it. */
export interface BuildSource {
  /** `github.com/owner/name`. */
  readonly repository: string;
  /** The workflow as its forge names it, with the branch or tag. */
  readonly workflow: string;
  readonly commit?: string;
}

/** The proofs of one package, each checked against its integrity. */
export interface Proofs {
  readonly package: PackageId;
  /** The registry's signature over name, version and integrity. */
  readonly signature: ProofCheck;
  /** The registry's word, in a public log, that it published exactly this. */
  readonly publication: ProofCheck;
  /** The build's word for where this came from (SLSA provenance). */
  readonly provenance: ProofCheck;
  /** Only where the provenance is verified. */
  readonly source?: BuildSource;
}

/** The account that published a package may also publish one with a name like it: then the likeness is its owner's choice. */
export interface Kin {
  readonly package: PackageId;
  /** The well-known name that it resembles. */
  readonly known: string;
  /** The account, or the owner of the repository that the provenance proves. */
  readonly by: string;
}

/** One link between a manifest's claim to be a listed MCP server and that server. */
export interface McpLink {
  readonly link: 'entry' | 'package' | 'owner' | 'provenance';
  readonly state: 'holds' | 'broken' | 'unknown';
  readonly text: string;
}

/** What the official MCP registry says of the name that the target's manifest claims. Whole where every link holds. */
export interface McpChain {
  /** `io.github.owner/name`: a claim of the package's author. */
  readonly name: string;
  readonly links: readonly McpLink[];
}

/** What a registry tells about a package of the tree and all its versions. */
export interface History {
  readonly package: PackageId;
  readonly name: string;
  readonly version: string;
  /** Oldest first: by date where dates are known, else by version. */
  readonly releases: readonly Release[];
  readonly maintainers?: readonly string[];
  /** Why this kind of knowledge is missing or cannot be believed; absent where it can. */
  readonly doubts: Readonly<Partial<Record<'dates' | 'publishers' | 'proofs', string>>>;
}

/** A known vulnerability, or the record of a malicious package, that names this very version. */
export interface Advisory {
  readonly package: PackageId;
  /** `GHSA-…`, `MAL-…`, or what the source calls it. */
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly severity: Severity;
  readonly malicious: boolean;
  /** First version without it, where one is named. */
  readonly fixed?: string;
  /** Which source told. */
  readonly source: string;
}

/** How a package is reached from the target by imports, nearest first; `unknown` where a package on the way was not read. */
export const NEARNESS = ['load', 'later', 'unknown', 'never'] as const;
export type Nearness = (typeof NEARNESS)[number];

/** An advisory in a report, with what it means for this tree: of several copies of the package, the nearest counts. */
export interface ListedAdvisory extends Advisory {
  /** Why that copy is here. Absent in reports of earlier versions, as the next one is. */
  readonly via?: readonly PackageId[];
  /** Imported when the server is loaded, perhaps later, as nobody knows, or by nothing that was read. */
  readonly reached?: Nearness;
}

/** What one source of advisories answered. `unchecked` is never `clean`. */
export type AdvisorySource =
  | { readonly name: string; readonly outcome: 'clean' | 'found'; readonly asOf: string; readonly count: number }
  | { readonly name: string; readonly outcome: 'unchecked'; readonly reason: string };

/** One line of the target's profile. `unknown` says why, and is never shown as good news. */
export interface TrustFact {
  readonly about: string;
  readonly standing: 'good' | 'bad' | 'unknown';
  readonly text: string;
}

/** Everything known about a tree from outside its packages. */
export interface Trust {
  /** The day it was looked up: `2026-01-31`. */
  readonly asOf: string;
  /** About the target. */
  readonly facts: readonly TrustFact[];
  readonly sources: readonly AdvisorySource[];
  readonly advisories: readonly Advisory[];
  readonly histories: readonly History[];
  /** Sorted by package. What is not listed was not checked. */
  readonly proofs: readonly Proofs[];
  /** Only where the target's manifest claims a name in the MCP registry. */
  readonly mcp?: McpChain;
  /** Well-known names like the target's whose owner published the target too. */
  readonly kin: readonly Kin[];
  /** Only where the repository that the target names could be had. */
  readonly repository?: SourceTree;
}

// ---------------------------------------------------------------- verdict and report

/** Worst first: what was not seen may hide a theft, so `incomplete` outranks `review`. */
export const LEVELS = ['block', 'incomplete', 'review', 'pass'] as const;
export type Level = (typeof LEVELS)[number];

/** A row of the verdict table that matched, with the indexes of its findings in the report. */
export interface Because {
  readonly text: string;
  readonly findings: readonly number[];
}

export interface Verdict {
  readonly level: Level;
  /** Never empty. */
  readonly because: readonly Because[];
}

/** What a user may decide: `.lazaret.yaml` and the command line. */
export interface Policy {
  /** Stages that must be whole, or the verdict is at best `incomplete`. */
  readonly require: readonly Stage[];
  readonly failOn: 'block' | 'review';
  /** Days a version has to be old; absent where the policy says nothing. */
  readonly coolDown?: number | undefined;
  /** What somebody has approved already, by the lock: it is not fresh once more. */
  readonly approved?: ReadonlySet<PackageId>;
}

/** The report of one target: the JSON contract. */
export interface Report {
  readonly schema: 1;
  readonly tool: {
    readonly name: 'lazaret';
    readonly version: string;
    /** Name of the rule set: the same rules have the same one. Absent in reports of earlier versions. */
    readonly rules?: string;
    /** When the vetting ended, as ISO 8601 in UTC. Absent in reports of earlier versions. */
    readonly at?: string;
  };
  /** `config` is a server of a client config, or a file the gate reads. */
  readonly target: {
    readonly kind: Target['kind'] | 'config';
    readonly text: string;
    readonly package: PackageId | null;
    /** Of a server of a config: the words of its entry that say what is started or reached. */
    readonly entry?: Location;
  };
  /** True where the user asked for no sandbox. */
  readonly static: boolean;
  readonly sandbox: SandboxInfo | null;
  readonly packages: readonly {
    readonly id: PackageId;
    readonly name: string;
    readonly version: string;
    readonly integrity: string;
    readonly via: readonly PackageId[];
  }[];
  readonly findings: readonly Finding[];
  readonly runs: readonly Run[];
  readonly observations: readonly Observation[];
  readonly tools: readonly Tool[];
  /** Tools that the code of the package declares, where reading found some. What a server says when it runs may differ. */
  readonly declared?: readonly CodeTool[];
  /** What is known from outside the package; `null` where nothing was looked up. */
  readonly trust:
    | (Pick<Trust, 'asOf' | 'facts' | 'sources'> & {
        /** What is listed against packages of the tree. Absent in reports of earlier versions. */
        readonly advisories?: readonly ListedAdvisory[];
        /** The account that published the target; absent where the registry does not tell, or cannot be believed. */
        readonly publisher?: string;
      })
    | null;
  /** How the target handles credentials; absent where it was not read. */
  readonly credentials?: CredentialHandling;
  /** The least the server needs; absent where it was not seen running. */
  readonly rights?: Rights;
  readonly gaps: readonly Gap[];
  /** Of a server that the gate judged: how it differs from what was approved. */
  readonly compared?: Comparison;
  readonly verdict: Verdict;
}

/**
 * What a server was seen to need: names sorted, paths with `~` for the home and `.` for the directory it is used in; hosts that only
 * the input of a tool named are not among them.
 */
export interface Rights {
  readonly hosts: readonly string[];
  /** `address:port` of connections without a name. */
  readonly addresses: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly programs: readonly string[];
  /** Environment variables it reads. */
  readonly variables: readonly string[];
  /**
   * Arguments of `docker`, one a string: to install it once, and to run it with no more than this. `$PWD` is the directory it is
   * used in; of `install`, where a folder or a tarball that was vetted lies.
   */
  readonly container: { readonly install: readonly string[]; readonly run: readonly string[] };
}

/** How a server of a config differs from what was approved, or without a lock from the commit it is compared with. */
export interface Comparison {
  readonly changes: readonly {
    /** Of a closed list: `added`, `version`, `tool-text` … */
    readonly kind: string;
    /** What that means: `starts another version`. */
    readonly text: string;
    /** What exactly: `npm weather-mcp@1.0.0 → npm weather-mcp@1.1.0`. */
    readonly detail: string;
    /** Where it stands, as in `Evidence`. */
    readonly at: string;
  }[];
  /** What another version of the package brings; `null` where there is none, or it could not be compared. */
  readonly update: Update | null;
}

/** What is different between two versions of a package, aspect by aspect. Lines are made from the package's text, quoted and clipped. */
export interface Update {
  readonly from: PackageId;
  readonly to: PackageId;
  readonly parts: readonly UpdatePart[];
}

export interface UpdatePart {
  /** `scripts`, `at install`, `at load`, `binaries`, `depends on`, `tree`, `commands`, `hosts`, `repository`, `publisher`, `findings`, `size`. */
  readonly about: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** The report of several targets. Its verdict is the worst of theirs; its reasons name the target and no findings. */
export interface Reports {
  readonly schema: 1;
  readonly reports: readonly Report[];
  readonly verdict: Verdict;
}

/** What a view renders. */
export type Result = Report | Reports;

// ---------------------------------------------------------------- the two doors to the world

/** The door to package registries. The CLI passes the real one, tests a folder of packages. */
export interface Registry {
  /**
   * `undefined` where nothing is known of the target, its root alone where npm's resolver gave no tree; the gaps say why.
   * Throws `UsageError` where the target does not exist.
   */
  resolve(target: Target): Promise<Staged<PackageTree | undefined>>;
  store(tree: PackageTree): PackageStore;
  /** What is known about the tree from outside it. Never throws for what a registry does not tell: those are gaps. */
  trust(tree: PackageTree): Promise<Staged<Trust>>;
}

/** The door to the container engine. The CLI passes the real one, tests recorded traces. */
export interface Sandbox {
  /** Runs the tree in every phase of every profile. Never throws for what the package does or the engine lacks: those are gaps. */
  detonate(tree: PackageTree, store: PackageStore, progress: Progress): Promise<Staged<Behavior>>;
}

// ---------------------------------------------------------------- progress

/** Told to whoever watches; nothing depends on it. */
export type Progress = (event: { readonly stage: string; readonly detail: string }) => void;
