/** The report for programs: the contract of `schema.json`, its keys always in the same order. Pure. */
import type {
  Comparison,
  CredentialHandling,
  Evidence,
  Finding,
  Gap,
  ListedAdvisory,
  Location,
  Observation,
  Report,
  Result,
  Rights,
  Tool,
  Verdict,
} from '../types.ts';
import { stringify } from './stringify.ts';

export function json(result: Result): string {
  const value =
    'reports' in result
      ? { schema: result.schema, reports: result.reports.map(ordered), verdict: ofVerdict(result.verdict) }
      : ordered(result);
  return stringify(value);
}

// The order of the contract, whatever order a report was built in.

const ordered = (it: Report) => ({
  schema: it.schema,
  tool: ofMaker(it.tool),
  target: ofTarget(it.target),
  static: it.static,
  sandbox: it.sandbox,
  packages: it.packages.map(({ id, name, version, integrity, via }) => ({ id, name, version, integrity, via })),
  findings: it.findings.map(ofFinding),
  runs: it.runs,
  observations: it.observations.map(ofObservation),
  tools: it.tools.map(ofTool),
  ...(it.declared ? { declared: it.declared.map(({ name, says, digest }) => ({ name, says, digest })) } : {}),
  trust: it.trust && ofTrust(it.trust),
  ...(it.credentials ? { credentials: ofCredentials(it.credentials) } : {}),
  ...(it.rights ? { rights: ofRights(it.rights) } : {}),
  gaps: it.gaps.map(ofGap),
  ...(it.compared ? { compared: ofComparison(it.compared) } : {}),
  verdict: ofVerdict(it.verdict),
});

/** What made it. */
const ofMaker = ({ name, version, rules, at }: Report['tool']) => ({
  name,
  version,
  ...(rules === undefined ? {} : { rules }),
  ...(at === undefined ? {} : { at }),
});

const ofTarget = ({ kind, text, package: id, entry }: Report['target']) => ({
  kind,
  text,
  package: id,
  ...(entry === undefined ? {} : { entry: ofLocation(entry) }),
});

const ofLocation = ({ at, end }: Location) => ({
  at,
  ...(end === undefined ? {} : { end: { line: end.line, column: end.column } }),
});

const ofFinding = (it: Finding) => ({
  rule: it.rule,
  package: it.package,
  signal: it.signal,
  severity: it.severity,
  confidence: it.confidence,
  message: it.message,
  evidence: it.evidence.map(ofEvidence),
});

const ofEvidence = ({ note, snippet, ...location }: Evidence) => ({ ...ofLocation(location), note, snippet });

/** What every observation has, then what its kind adds, in the order it was recorded. */
const ofObservation = ({ seq, run, phase, at, package: id, kind, ...more }: Observation) => {
  return { seq, run, phase, at, package: id, kind, ...more };
};

const ofTool = ({ name, description, inputSchema, annotations }: Tool) => {
  return { name, description, inputSchema, annotations };
};

const ofTrust = ({ asOf, facts, sources, advisories, publisher }: NonNullable<Report['trust']>) => ({
  asOf,
  ...(publisher === undefined ? {} : { publisher }),
  facts: facts.map(({ about, standing, text }) => ({ about, standing, text })),
  sources: sources.map((one) =>
    one.outcome === 'unchecked'
      ? { name: one.name, outcome: one.outcome, reason: one.reason }
      : { name: one.name, outcome: one.outcome, asOf: one.asOf, count: one.count },
  ),
  ...(advisories === undefined ? {} : { advisories: advisories.map(ofAdvisory) }),
});

const ofAdvisory = (it: ListedAdvisory) => ({
  package: it.package,
  id: it.id,
  title: it.title,
  url: it.url,
  severity: it.severity,
  malicious: it.malicious,
  ...(it.fixed === undefined ? {} : { fixed: it.fixed }),
  ...(it.reached === undefined ? {} : { reached: it.reached }),
  ...(it.via === undefined ? {} : { via: it.via }),
  source: it.source,
});

const ofCredentials = ({ takes, variables, files }: CredentialHandling) => ({
  takes,
  variables: variables.map(({ name, secret, at, goes }) => {
    return { name, secret, at, goes: goes.map((use) => ({ to: use.to, what: use.what, at: use.at })) };
  }),
  files: files.map(({ what, at }) => ({ what, at })),
});

const ofRights = ({ hosts, addresses, reads, writes, programs, variables, container }: Rights) => ({
  hosts,
  addresses,
  reads,
  writes,
  programs,
  variables,
  container: { install: container.install, run: container.run },
});

const ofGap = ({ stage, subject, reason }: Gap) => ({ stage, subject, reason });

const ofComparison = ({ changes, update }: Comparison) => ({
  changes: changes.map(({ kind, text, detail, at }) => ({ kind, text, detail, at })),
  update: update && {
    from: update.from,
    to: update.to,
    parts: update.parts.map(({ about, added, removed, changed }) => ({ about, added, removed, changed })),
  },
});

const ofVerdict = ({ level, because }: Verdict) => {
  return { level, because: because.map(({ text, findings }) => ({ text, findings })) };
};
