/** Where a finding stands in a tree of files, and what stays of it in the next version of its package. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Finding, Location, Report } from '../types.ts';

/** The same finding in the next version of a package has the same fingerprint: no version, no line. */
export function fingerprint(finding: Finding, report: Report): string {
  const [{ at, snippet }] = finding.evidence;
  const { uri } = placed(at, finding, report);
  const what = [finding.rule, finding.signal, nameOf(finding.package), uri, snippet];
  return createHash('sha256').update(what.join('\0')).digest('hex').slice(0, 16);
}

/** A region of a file; lines and columns count from 1, the end is exclusive. */
export interface Place {
  /** Relative, as an install in the repository would lay it out. */
  readonly uri: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * Where a place stands in the repository; `undefined` for a config outside of it, which no path of it can name. What was
 * seen of a server that a config starts stands at its entry: that is what a pull request changes.
 */
export function place(location: Location, finding: Finding, report: Report): Place | undefined {
  const { at, end } = location.at.startsWith('config:') ? location : (report.target.entry ?? location);
  const { uri, line, column } = placed(at, finding, report);
  if (/^config:(?:~?\/|[A-Za-z]:)/.test(at)) return undefined;
  const known = end !== undefined && (end.line > line || (end.line === line && end.column > column));
  const [endLine, endColumn] = known ? [end.line, end.column] : [line, column + 1];
  return { uri, startLine: line, startColumn: column, endLine, endColumn };
}

/** What is no file (an event of a run, a tool, a field of the registry) stands at the manifest of its package. */
function placed(at: string, finding: Finding, report: Report) {
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

export const nameOf = (id: string): string => id.replace(/(?!^)@[^@]*$/, '');
