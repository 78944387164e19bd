/**
 * How strongly the engine isolates, from what it says of itself. Pure. Engines with known ways out are refused, weaker ones
 * are named, and nothing is silently weaker than what was asked for.
 */
import type { Tier } from '../../types.ts';

/** What an engine tells in `GET /version` and `GET /info`, as far as it matters here. */
export interface EngineFacts {
  readonly version: string;
  readonly components: readonly { readonly name: string; readonly version: string; readonly build: string }[];
  /** Names of the runtimes it can be asked for. */
  readonly runtimes: readonly string[];
  /** `name=seccomp,profile=default`, `name=rootless`, … */
  readonly security: readonly string[];
  /** Processors and bytes of memory of its machine, which a package sees whatever its limits are; 0 where it does not tell. */
  readonly processors: number;
  readonly memory: number;
}

export interface Isolation {
  readonly tier: Tier;
  /** What the engine is asked for. */
  readonly runtime: 'runc' | 'runsc';
  /** Whether it offers gVisor. */
  readonly gvisor: boolean;
  /** In words, for `doctor` and reports: `runc 1.1.12`. */
  readonly words: string;
  /** What is weaker than it could be, each a sentence without a full stop. */
  readonly warnings: readonly string[];
  /** Why this engine may not be used; undefined where it may. */
  readonly refusal: string | undefined;
}

/** What holds for containers of a tier. */
export function isolationOf(facts: EngineFacts, tier: Tier = 'runc'): Isolation {
  const gvisor = tier === 'gvisor';
  const { version, warnings, refusal } = runcOf(facts);
  return {
    tier,
    runtime: gvisor ? 'runsc' : 'runc',
    gvisor: facts.runtimes.includes('runsc'),
    words: [gvisor ? 'gVisor (runsc)' : `runc ${version}`.trim(), ...modesOf(facts)].join(', '),
    warnings: [...(gvisor ? [] : warnings), ...smallness(facts)],
    refusal: refusalOf(facts) ?? (gvisor ? undefined : refusal),
  };
}

/** Whatever runs the containers, these engines cannot be used. */
function refusalOf({ components, security }: EngineFacts): string | undefined {
  // It also lists runtimes that are not installed, and root here may not raise the limits its containers start with.
  if (components.some(({ name }) => /podman/i.test(name)))
    return 'it is Podman, whose Docker-compatible interface did not start these containers where it was tried (4.3.1 with crun); use Docker, or rootless Docker';
  return /seccomp/.test(security.join(' '))
    ? undefined
    : 'it applies no seccomp profiles, and the tracer depends on one';
}

/** What keeps root in a container from being root outside of it. */
function modesOf({ security }: EngineFacts): readonly string[] {
  const all = security.join(' ');
  return [/rootless/.test(all) ? 'rootless' : '', /userns/.test(all) ? 'user namespaces' : ''].filter(Boolean);
}

/** What people work on has as much, most analysis machines less: malware asks for it. */
const USUAL = { processors: 4, gibibytes: 8 };

function smallness({ processors, memory }: EngineFacts): readonly string[] {
  // A machine of eight has a little less for its programs.
  const gibibytes = Math.round(memory / 1024 ** 3);
  const small = [
    ...(processors > 0 && processors < USUAL.processors
      ? [`${processors} processor${processors === 1 ? '' : 's'}`]
      : []),
    ...(memory > 0 && gibibytes < USUAL.gibibytes ? [`${gibibytes} GiB of memory`] : []),
  ];
  return small.length === 0
    ? []
    : [
        `its machine has ${small.join(' and ')}, as sandboxes do: code that looks for one may hold still (${USUAL.processors} processors and ${USUAL.gibibytes} GiB look like a developer’s)`,
      ];
}

interface Runc {
  readonly version: string;
  readonly warnings: readonly string[];
  readonly refusal: string | undefined;
}

/** Before this a descriptor leads to the host (CVE-2024-21626). */
const LEAK: Version = [1, 1, 12];
/** Lines of runc in which the three ways of November 2025 are closed (CVE-2025-31133, CVE-2025-52565, CVE-2025-52881). */
const MASKED: readonly Version[] = [
  [1, 2, 8],
  [1, 3, 3],
  [1, 4, 0],
];
/** Builds of distributions that mended the first without a new version (Debian security tracker, DSA-5615-1). */
const MENDED = /^1\.1\.5\+ds1-1\+deb12u[1-9]|^1\.0\.0~rc93\+ds1-5\+deb11u([3-9]|\d\d)/;

function runcOf({ components }: EngineFacts): Runc {
  const runc = components.find(({ name }) => name === 'runc');
  const version = runc?.version ?? '';
  const read = parse(version);
  const unknown = {
    version,
    warnings: ['the engine does not tell its version of runc, so its known ways out cannot be ruled out'],
    refusal: undefined,
  };
  if (!runc || !read) return unknown;
  const mended = MENDED.test(runc.build) || MENDED.test(version);
  const refusal =
    before(read, LEAK) && !mended
      ? `runc ${version} has a known way out (CVE-2024-21626): update to 1.1.12 or later`
      : undefined;
  const line = MASKED.find(([major, minor]) => major === read[0] && minor === read[1]);
  const weak = line ? before(read, line) : before(read, [1, 4, 0]);
  const warnings = weak
    ? [
        `runc ${version} is older than the corrections of November 2025 (CVE-2025-31133, -52565, -52881): update to 1.2.8, 1.3.3 or 1.4`,
      ]
    : [];
  return { version, warnings, refusal };
}

type Version = readonly [number, number, number];

function parse(text: string): Version | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(text);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

function before(a: Version, b: Version): boolean {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
