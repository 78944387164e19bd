/**
 * The report as SARIF 2.1.0, for code scanning. Pure. Fits what GitHub asks for beyond the standard: relative URIs, whole
 * regions, `security-severity` as a string, a fingerprint that survives a new version of the package.
 */
import { quote } from '../quote.ts';
import type { Rule } from '../rule.ts';
import type { Confidence, Evidence, Finding, Report, Result, Severity } from '../types.ts';
import { fingerprint, place } from './place.ts';
import { stringify } from './stringify.ts';
import { titleOf } from './title.ts';

/** What a rule says about itself; the rest of it is code. */
export type RuleDoc = Pick<Rule, 'id' | 'title' | 'why' | 'fix' | 'mapping' | 'severity' | 'confidence'>;

/** `rules` describes the rules by id; a rule it does not know is described by its id alone. */
export function sarif(result: Result, rules: readonly RuleDoc[]): string {
  const reports = 'reports' in result ? result.reports : [result];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    // One run however many targets, none included: code scanning takes one category a file, and no log without a run.
    runs: [toRun(reports, rules)],
  };
  return stringify(log);
}

function toRun(reports: readonly Report[], rules: readonly RuleDoc[]) {
  const ids = [...new Set(reports.flatMap(({ findings }) => findings.map((finding) => finding.rule)))].sort();
  const [only, ...more] = reports;
  return {
    tool: {
      driver: {
        name: 'lazaret',
        ...(only && { semanticVersion: only.tool.version }),
        rules: ids.map((id) => toRule(id, rules)),
      },
    },
    automationDetails: { id: only !== undefined && more.length === 0 ? `lazaret/${subject(only)}/` : 'lazaret/' },
    invocations: [
      {
        executionSuccessful: reports.every(({ verdict }) => verdict.level !== 'incomplete'),
        toolExecutionNotifications: reports.flatMap(notifications),
      },
    ],
    results: toResults(reports, ids),
    properties: { verdicts: reports.map((report) => ({ target: subject(report), ...report.verdict })) },
  };
}

const notifications = (report: Report) => [
  ...report.gaps.map(({ stage, subject: what, reason }) => ({
    level: 'warning',
    descriptor: { id: stage },
    message: { text: `${what}: ${reason}` },
  })),
  ...report.findings
    .filter((finding) => !isHere(finding, report))
    .map(({ rule, message }) => ({
      level: 'warning',
      descriptor: { id: rule },
      message: { text: `${subject(report)}: ${message}: it stands outside of the repository` },
    })),
];

/** Code scanning takes only what stands in the repository; what stands in a home is said in a notification. */
const isHere = (finding: Finding, report: Report): boolean => place(finding.evidence[0], finding, report) !== undefined;

const subject = (report: Report): string => quote(titleOf(report), 200);

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
  const { owasp, attack, atlas, cwe } = rule.mapping;
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why.slice(0, DESCRIPTION) },
    help: { text: `${rule.why}\n\nWhat to do: ${rule.fix}`, markdown: `${rule.why}\n\n**What to do:** ${rule.fix}` },
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: {
      'security-severity': SECURITY_SEVERITY[rule.severity],
      precision: PRECISION[rule.confidence],
      tags: ['security', ...owasp, ...attack, ...atlas, ...cwe.map((one) => `external/cwe/${one.toLowerCase()}`)],
    },
  };
}

// ---------------------------------------------------------------- results

function toResults(reports: readonly Report[], ids: readonly string[]) {
  const seen = new Map<string, number>();
  return reports.flatMap((report) =>
    report.findings.flatMap((finding) => {
      if (!isHere(finding, report)) return [];
      const hash = fingerprint(finding, report);
      const nth = (seen.get(hash) ?? 0) + 1;
      seen.set(hash, nth);
      return [toResult(finding, report, ids.indexOf(finding.rule), `${hash}:${nth}`)];
    }),
  );
}

function toResult(finding: Finding, report: Report, ruleIndex: number, print: string) {
  const [main, ...rest] = finding.evidence;
  const others = rest.flatMap((one) => toLocation(one, finding, report));
  const { signal, severity, confidence } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: `${told(finding)} (${finding.package})` },
    locations: toLocation(main, finding, report),
    ...(others.length > 0 ? { relatedLocations: others } : {}),
    partialFingerprints: { primaryLocationLineHash: print },
    properties: { target: subject(report), signal, severity, confidence },
  };
}

/** Beside a changed line a reader wants to see from what to what; there, no snippet is shown. */
function told({ message, signal, evidence: [{ snippet }] }: Finding): string {
  return /^config\.(?:changed|drifted)$/.test(signal) && snippet !== '' ? `${message}: ${snippet}` : message;
}

function toLocation(evidence: Evidence, finding: Finding, report: Report) {
  const found = place(evidence, finding, report);
  if (found === undefined) return [];
  const { uri, ...region } = found;
  return [
    {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(uri) },
        region: { ...region, ...(evidence.snippet === '' ? {} : { snippet: { text: evidence.snippet } }) },
      },
      logicalLocations: [{ fullyQualifiedName: evidence.at }],
      ...(evidence.note === '' ? {} : { message: { text: evidence.note } }),
    },
  ];
}
