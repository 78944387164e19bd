/** Every limit of a run, in one place: what a package can cost us at the most. Times in milliseconds, sizes in bytes. */

const MIB = 1024 * 1024;

export const LIMITS = {
  /** Whole life of the containers, enforced inside them; longer than all phases together. */
  run: 480_000,
  /** Until both containers answer. */
  boot: 60_000,
  /** Deadlines of the phases. A native module may have to compile (better-sqlite3: 10 s of one core, as nothing is optimised). */
  install: 240_000,
  import: 20_000,
  /** An executable that is not the server, and all of them together. */
  bin: 3_000,
  bins: 60_000,
  /** From start to the answer of `tools/list`. */
  start: 45_000,
  /** The same, where the server has answered before. */
  restart: 15_000,
  /** One tool call; the first call of every tool; their further calls. */
  call: 8_000,
  calls: 60_000,
  furtherCalls: 5_000,
  /** For calls that are sent again because the world can answer what they ask otherwise, in one conversation. */
  mending: 10_000,
  /** How long others wait for a call before they go on without its answer. */
  patience: 1_000,
  /** After the last call: detached children and short timers get this long. */
  idle: 3_000,
  /** Time a package that was imported has for what it left to timers, before the phase ends. */
  settle: 1_000,

  memory: 1024 * MIB,
  processes: 256,
  openFiles: 4096,
  /** Largest file a process may write. */
  fileSize: 512 * MIB,
  cpus: 2,
  home: 256 * MIB,
  tmp: 128 * MIB,
  /** Largest tree that lies in memory, where unpacking takes a tenth of the time; a larger one gets a volume. */
  treeInMemory: 128 * MIB,

  /** Streams we read: beyond these the rest is dropped and said to be. */
  trace: 64 * MIB,
  sink: 10 * MIB,
  output: 16 * MIB,
  /** Largest message of a server. */
  message: 8 * MIB,
  /** List of changed files. */
  listing: 4 * MIB,
  /** Changed files that are read for the search for decoys, the smallest first: how many, how much of a tar, and how much is kept of it, on disk. */
  contents: { count: 2_000, read: 192 * MIB, kept: 64 * MIB },
  line: 1 * MIB,
  /** Longest line of the sink: as much as it keeps of one text, in base64, and what is around it. */
  event: 4 * MIB,
  /** What of a profile is kept until it is judged: observations of one trace, events of the sink, and the texts of each witness. */
  observations: 5_000,
  events: 8_000,
  texts: { trace: 4 * MIB, paths: 4 * MIB, sink: 4 * MIB, messages: 12 * MIB },
  /** Bytes that are read again and again in the search for decoys. */
  search: 160 * MIB,
  /** The same of files in the tree, beyond which only what lies in clear is recognised. */
  searchBuilt: 32 * MIB,
  /** Tools called. */
  tools: 1_000,
} as const;
