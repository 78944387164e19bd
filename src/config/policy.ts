/** `.lazaret.yaml`: what a team decided, with reasons and ends. Read strictly: a slip of the pen is an error, not a hole. */
import { quote } from '../quote.ts';
import type { Finding, Gap, Stage } from '../types.ts';
import * as schema from './schema.ts';

export const POLICY_FILE = '.lazaret.yaml';

/** A finding, or a gap, that someone decided to live with. */
export interface Ignore {
  /** Id of a rule, or `gap:<stage>`. */
  readonly id: string;
  /** What it is about: a server (`.mcp.json#weather`), a file, a package with or without version; `*` ends a prefix. */
  readonly scope: string;
  readonly reason: string;
  /** Last day it holds. */
  readonly expires: string;
  /** Where it stands in the file. */
  readonly line: number;
}

export interface PolicyFile {
  readonly file: string;
  readonly failOn: 'block' | 'review' | undefined;
  readonly require: readonly string[];
  /** Days a version has to be old. */
  readonly coolDown: number | undefined;
  readonly allowedHosts: readonly string[] | undefined;
  /** `@scope`, `~account`, `ghcr.io/weather`, `pypi:weather-mcp`. */
  readonly allowedPublishers: readonly string[] | undefined;
  /** Beginnings of paths that hold no config of this project: `examples/`, `test/fixtures/`. */
  readonly exclude: readonly string[];
  readonly ignores: readonly Ignore[];
}

/** Every stage there is; a slip in the name of one must not require nothing. */
const STAGES: Readonly<Record<Stage, true>> = {
  source: true,
  resolve: true,
  fetch: true,
  code: true,
  sandbox: true,
  maintainer: true,
  provenance: true,
  advisories: true,
  names: true,
  platform: true,
  tools: true,
  config: true,
  local: true,
  remote: true,
  update: true,
  repository: true,
};

const readShape = schema.object({
  'fail-on': schema.optional(schema.oneOf('block', 'review'), undefined),
  require: schema.optional(schema.list(schema.oneOf(...(Object.keys(STAGES) as Stage[]))), []),
  exclude: schema.optional(schema.list(schema.text), []),
  'cool-down': schema.optional(schema.count, undefined),
  allow: schema.optional(
    schema.object({
      hosts: schema.optional(schema.list(schema.text), undefined),
      publishers: schema.optional(schema.list(schema.text), undefined),
    }),
    undefined,
  ),
  ignore: schema.optional(
    schema.list(
      schema.located(
        schema.object({ id: schema.words, scope: schema.words, reason: schema.words, expires: schema.day }),
      ),
    ),
    [],
  ),
});

/** Throws `UsageError` with the place of whatever does not belong there. */
export function readPolicy(file: string, text: string): PolicyFile {
  const read = schema.readFileAs(file, text, readShape, 'yaml');
  return {
    file,
    failOn: read['fail-on'],
    require: read.require,
    exclude: read.exclude,
    coolDown: read['cool-down'],
    allowedHosts: read.allow?.hosts,
    allowedPublishers: read.allow?.publishers,
    ignores: read.ignore.map(({ value, line }) => ({ ...value, line })),
  };
}

/** True for a file in a folder that the policy excludes. */
export function isExcluded(policy: PolicyFile | undefined, name: string): boolean {
  return policy?.exclude.some((start) => start !== '' && name.startsWith(start)) ?? false;
}

/** What is left after the ignores, and which of them were used. */
export interface Sifted {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  /** One sentence for each ignore that took something away. */
  readonly said: readonly string[];
  readonly used: ReadonlySet<Ignore>;
}

/** Takes away what the policy ignores on this day. `subject` is what the report is about. */
export function sift(
  subject: string,
  findings: readonly Finding[],
  gaps: readonly Gap[],
  ignores: readonly Ignore[],
  today: string,
): Sifted {
  const standing = ignores.filter(({ expires }) => expires >= today);
  const used = new Set<Ignore>();
  const ignored = (id: string, about: readonly string[]): boolean => {
    const found = standing.find((ignore) => ignore.id === id && about.some((one) => covers(ignore.scope, one)));
    if (found !== undefined) used.add(found);
    return found !== undefined;
  };
  return {
    findings: findings.filter((finding) => !ignored(finding.rule, [subject, finding.package])),
    gaps: gaps.filter((gap) => !ignored(`gap:${gap.stage}`, [subject, gap.subject])),
    used,
    get said() {
      return [...used].map(({ id, reason, expires }) => `${id} is ignored until ${expires}: ${quote(reason)}`);
    },
  };
}

/** `.mcp.json#weather`, `.mcp.json`, `weather-mcp` for every version, `vendor/*`. */
function covers(scope: string, about: string): boolean {
  if (scope.endsWith('*')) return about.startsWith(scope.slice(0, -1));
  return about === scope || about.startsWith(`${scope}#`) || (about.startsWith(`${scope}@`) && !scope.includes('#'));
}
