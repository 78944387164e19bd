/** The tree as a CycloneDX 1.6 bill of materials, with the vulnerabilities that are known of it. Pure: no serial number, no clock. */
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { quote } from '../quote.ts';
import type { Advisory, Finding, Report, Result, Severity } from '../types.ts';
import { digestOf, purlOf } from './purl.ts';

/** Several targets make one bill, in which each is a component of its own. */
export function cyclonedx(result: Result): string {
  const reports = 'reports' in result ? result.reports : [result];
  const bom = new Models.Bom();
  const known = new Map<string, Models.Component>();
  for (const report of reports) addPackages(bom, report, known);
  for (const report of reports) addVulnerabilities(bom, report, known);
  const [only, ...more] = reports;
  const root = more.length === 0 ? known.get(only?.target.package ?? '') : undefined;
  if (root !== undefined) {
    bom.components.delete(root);
    bom.metadata.component = root;
  }
  for (const { tool } of reports.slice(0, 1)) bom.metadata.tools.components.add(toolOf(tool));
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

const toolOf = ({ name, version }: Report['tool']): Models.Component =>
  new Models.Component(Enums.ComponentType.Application, name, { bomRef: `${name}@${version}`, version });

/** Components, and of their dependencies what the report holds: the chain that brings each in. */
function addPackages(bom: Models.Bom, { packages }: Report, known: Map<string, Models.Component>): void {
  for (const one of packages) {
    if (known.has(one.id)) continue;
    const component = componentOf(one);
    known.set(one.id, component);
    bom.components.add(component);
  }
  for (const { id, via } of packages) {
    const [parent, child] = [known.get(via.at(-2) ?? ''), known.get(id)];
    if (parent !== undefined && child !== undefined && parent !== child) parent.dependencies.add(child.bomRef);
  }
}

const ALGORITHMS = {
  sha256: Enums.HashAlgorithm['SHA-256'],
  sha384: Enums.HashAlgorithm['SHA-384'],
  sha512: Enums.HashAlgorithm['SHA-512'],
};

function componentOf({ id, name, version, integrity }: Report['packages'][number]): Models.Component {
  const [scope, base] = name.startsWith('@') && name.includes('/') ? name.split('/', 2) : [undefined, name];
  const digest = digestOf(integrity);
  return new Models.Component(Enums.ComponentType.Library, base ?? name, {
    bomRef: id,
    version,
    purl: purlOf(name, version),
    ...(scope === undefined ? {} : { group: scope }),
    ...(digest === undefined ? {} : { hashes: new Models.HashDictionary([[ALGORITHMS[digest[0]], digest[1]]]) }),
  });
}

const SEVERITY: Record<Severity, Enums.Vulnerability.Severity> = {
  critical: Enums.Vulnerability.Severity.Critical,
  high: Enums.Vulnerability.Severity.High,
  medium: Enums.Vulnerability.Severity.Medium,
  low: Enums.Vulnerability.Severity.Low,
  info: Enums.Vulnerability.Severity.Info,
};

/** What is listed against packages of the tree; reports of earlier versions hold it in their findings only. */
function addVulnerabilities(bom: Models.Bom, report: Report, known: ReadonlyMap<string, Models.Component>): void {
  const listed = report.trust?.advisories ?? report.findings.flatMap(cited);
  for (const [index, one] of listed.entries()) {
    const affected = known.get(one.package);
    bom.vulnerabilities.add(
      new Models.Vulnerability.Vulnerability({
        // The library makes up a random one.
        bomRef: `${one.package}#${index}`,
        id: quote(one.id, 100),
        description: quote(one.title, 1000),
        ...(one.source === undefined
          ? {}
          : { source: new Models.Vulnerability.Source({ name: quote(one.source), ...link(one.url) }) }),
        ...(one.fixed === undefined ? {} : { recommendation: `Upgrade to ${quote(one.fixed, 100)} or later` }),
        ratings: new Models.Vulnerability.RatingRepository([
          new Models.Vulnerability.Rating({ severity: SEVERITY[one.severity] }),
        ]),
        ...(affected === undefined
          ? {}
          : { affects: new Models.Vulnerability.AffectRepository([new Models.Vulnerability.Affect(affected.bomRef)]) }),
      }),
    );
  }
}

/** What a bill of materials says of an advisory. */
type Listed = Pick<Advisory, 'package' | 'id' | 'title' | 'severity'> &
  Partial<Pick<Advisory, 'source' | 'url' | 'fixed'>>;

/** Only an address that is one: a saved report may hold any text. */
const link = (url: string | undefined): { url?: string } =>
  url !== undefined && /^https:/.test(url) && URL.canParse(url) ? { url: new URL(url).href } : {};

function cited(finding: Finding): readonly Listed[] {
  const { signal, package: id, message, severity } = finding;
  if (signal !== 'advisory.known' && signal !== 'advisory.malicious') return [];
  return [{ package: id, id: advisoryOf(finding), title: message, severity }];
}

/** The advisory's own number where the finding cites one. */
function advisoryOf({ rule, message, evidence }: Finding): string {
  const cited = [message, ...evidence.flatMap(({ at, note, snippet }) => [at, note, snippet])].join(' ');
  return /\b(?:GHSA(?:-[0-9a-z]{4}){3}|CVE-\d{4}-\d{4,}|MAL-\d{4}-\d+)\b/.exec(cited)?.[0] ?? rule;
}
