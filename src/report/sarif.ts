/**
 * The report as SARIF 2.1.0, for code scanning. Pure. Fits what GitHub asks for beyond the standard: relative URIs, whole
 * regions, `security-severity` as a string, a fingerprint that survives a new version of the package.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { quote } from '../quote.ts';
import type { Rule } from '../rule.ts';
import type { Confidence, Evidence, Finding, Report, Result, Severity } from '../types.ts';

/** What a rule says about itself; the rest of it is code. */
export type RuleDoc = Pick<Rule, 'id' | 'title' | 'why' | 'fix' | 'mapping' | 'severity' | 'confidence'>;

/** `rules` describes the rules by id; a rule it does not know is described by its id alone. */
export function sarif(result: Result, rules: readonly RuleDoc[]): string {
  const reports = 'reports' in result ? result.reports : [result];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    // Code scanning takes no log without a run.
    runs: reports.length > 0 ? reports.map((report) => toRun(report, rules)) : [EMPTY_RUN],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const EMPTY_RUN = {
  tool: { driver: { name: 'lazaret', rules: [] } },
  automationDetails: { id: 'lazaret/gate/' },
  results: [],
};

function toRun(report: Report, rules: readonly RuleDoc[]) {
  const ids = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  return {
    tool: {
      driver: { name: 'lazaret', semanticVersion: report.tool.version, rules: ids.map((id) => toRule(id, rules)) },
    },
    automationDetails: { id: `lazaret/${subject(report)}/` },
    invocations: [
      {
        executionSuccessful: report.verdict.level !== 'incomplete',
        toolExecutionNotifications: report.gaps.map(({ stage, subject: what, reason }) => ({
          level: 'warning',
          descriptor: { id: stage },
          message: { text: `${what}: ${reason}` },
        })),
      },
    ],
    results: toResults(report, ids),
    properties: { verdict: report.verdict },
  };
}

const subject = (report: Report): string => quote(report.target.package ?? report.target.text, 200);

// ---------------------------------------------------------------- rules

/** GitHub's bands: over 9.0 critical, 7.0–8.9 high, 4.0–6.9 medium, 0.1–3.9 low. */
const SECURITY_SEVERITY: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.1',
};
const PRECISION: Record<Confidence, string> = { high: 'high', medium: 'medium', low: 'low' };
const LEVEL: Record<Severity, 'error' | 'warning' | 'note'> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** Longest full description GitHub takes. */
const DESCRIPTION = 1024;

function toRule(id: string, rules: readonly RuleDoc[]) {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined)
    return { id, shortDescription: { text: id }, fullDescription: { text: id }, help: { text: id } };
  const { owasp, attack, cwe } = rule.mapping;
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why.slice(0, DESCRIPTION) },
    help: { text: `${rule.why}\n\nWhat to do: ${rule.fix}`, markdown: `${rule.why}\n\n**What to do:** ${rule.fix}` },
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      'security-severity': SECURITY_SEVERITY[rule.severity],
      precision: PRECISION[rule.confidence],
      tags: ['security', ...owasp, ...attack, ...cwe.map((one) => `external/cwe/${one.toLowerCase()}`)],
    },
  };
}

// ---------------------------------------------------------------- results

function toResults(report: Report, ids: readonly string[]) {
  const seen = new Map<string, number>();
  return report.findings.map((finding) => {
    const [main, ...others] = finding.evidence;
    const hash = fingerprint(finding, report);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return {
      ruleId: finding.rule,
      ruleIndex: ids.indexOf(finding.rule),
      level: LEVEL[finding.severity],
      message: { text: `${finding.message} (${finding.package})` },
      locations: [toLocation(main, finding, report)],
      ...(others.length > 0 ? { relatedLocations: others.map((one) => toLocation(one, finding, report)) } : {}),
      partialFingerprints: { primaryLocationLineHash: `${hash}:${nth}` },
      properties: { signal: finding.signal, severity: finding.severity, confidence: finding.confidence },
    };
  });
}

/** The same finding in the next version of a package has the same fingerprint: no version, no line. */
function fingerprint(finding: Finding, report: Report): string {
  const [{ at, snippet }] = finding.evidence;
  const { uri } = place(at, finding, report);
  const what = [finding.rule, finding.signal, nameOf(finding.package), uri, snippet];
  return createHash('sha256').update(what.join('\0')).digest('hex').slice(0, 16);
}

function toLocation(evidence: Evidence, finding: Finding, report: Report) {
  const { uri, line, column } = place(evidence.at, finding, report);
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(uri) },
      region: {
        startLine: line,
        startColumn: column,
        endLine: line,
        endColumn: column + 1,
        ...(evidence.snippet === '' ? {} : { snippet: { text: evidence.snippet } }),
      },
    },
    logicalLocations: [{ fullyQualifiedName: evidence.at }],
    ...(evidence.note === '' ? {} : { message: { text: evidence.note } }),
  };
}

interface Place {
  /** Relative, as an install in the repository would lay it out. */
  readonly uri: string;
  readonly line: number;
  readonly column: number;
}

/** What is no file (an event of a run, a tool, a field of the registry) stands at the manifest of its package. */
function place(at: string, finding: Finding, report: Report): Place {
  const config = /^config:(.*):(\d+):(\d+)$/s.exec(at);
  if (config) return { uri: relative(config[1] ?? ''), line: atLeastOne(config[2]), column: atLeastOne(config[3]) };
  const file = /^file:((?:@[^/]+\/)?[^/]+)\/(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(at);
  const folder = folderOf(file?.[1] ?? finding.package, report);
  const uri = relative(posix.join(folder, file?.[2] ?? 'package.json'));
  return { uri, line: atLeastOne(file?.[3]), column: atLeastOne(file?.[4]) };
}

const atLeastOne = (digits: string | undefined): number => Math.max(1, Number(digits ?? 1));

/** A path that leads out of the repository is no URI code scanning would take. */
const relative = (path: string): string => posix.join('/', path).slice(1) || 'package.json';

/** A directory that was vetted is the repository itself; everything else is installed. */
function folderOf(id: string, { target }: Report): string {
  return target.kind === 'directory' && id === target.package ? '' : `node_modules/${nameOf(id)}`;
}

const nameOf = (id: string): string => id.replace(/(?!^)@[^@]*$/, '');
