/** What changed between two vettings of a package. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { quote } from '../quote.ts';
import type { Finding, Gap, Level, Report, Tool } from '../types.ts';
import { fingerprint, nameOf } from './place.ts';
import { filesOf, hostsOf, programsOf } from './seen.ts';
import { stringify } from './stringify.ts';
import { titleOf } from './title.ts';

/** What is only in the newer, and what is only in the older. Sorted, each once. */
export interface Change<T> {
  readonly added: readonly T[];
  readonly gone: readonly T[];
}

export interface Difference {
  readonly before: Side;
  readonly after: Side;
  readonly packages: Change<string>;
  /** Same name and version, other bytes: what a registry must never do. */
  readonly republished: readonly string[];
  readonly findings: Change<Finding>;
  readonly hosts: Change<string>;
  readonly programs: Change<string>;
  readonly written: Change<string>;
  readonly tools: Change<string>;
  /** Tools of the same name that describe themselves otherwise, with the fields that changed. */
  readonly redescribed: readonly { readonly tool: string; readonly fields: readonly string[] }[];
  readonly gaps: Change<Gap>;
}

interface Side {
  readonly package: string;
  readonly level: Level;
}

export function diff(before: Report, after: Report): Difference {
  const both = <T>(pick: (report: Report) => readonly T[], key: (one: T, report: Report) => string): Change<T> => {
    const [old, now] = [before, after].map((report) => new Map(pick(report).map((one) => [key(one, report), one])));
    return { added: only(now, old), gone: only(old, now) };
  };
  const names = (pick: (report: Report) => readonly string[]): Change<string> => both(pick, (name) => name);
  return {
    before: side(before),
    after: side(after),
    packages: names(({ packages }) => packages.map(({ id }) => id)),
    republished: republished(before, after),
    findings: both(({ findings }) => findings, fingerprint),
    hosts: names(({ observations }) => hostsOf(observations)),
    programs: names(({ observations }) => programsOf(observations)),
    written: names(({ observations }) => filesOf(observations, 'write')),
    tools: names(({ tools }) => tools.map(({ name }) => name)),
    redescribed: redescribed(before.tools, after.tools),
    gaps: both(({ gaps }) => gaps, gapKey),
  };
}

const side = (report: Report): Side => ({ package: titleOf(report), level: report.verdict.level });

/** A package that is not seen in a new version is the same gap. */
const gapKey = ({ stage, subject, reason }: Gap): string => [stage, nameOf(subject), reason].join('\0');

function only<T>(these: ReadonlyMap<string, T> = new Map(), those: ReadonlyMap<string, T> = new Map()): readonly T[] {
  const keys = [...these.keys()].filter((key) => !those.has(key)).sort();
  return keys.flatMap((key) => these.get(key) ?? []);
}

function republished(before: Report, after: Report): readonly string[] {
  const old = new Map(before.packages.map(({ id, integrity }) => [id, integrity]));
  const changed = after.packages.filter(({ id, integrity }) => old.has(id) && old.get(id) !== integrity);
  return [...new Set(changed.map(({ id }) => id))].sort();
}

function redescribed(before: readonly Tool[], after: readonly Tool[]): Difference['redescribed'] {
  return after.flatMap((now) => {
    const old = before.find(({ name }) => name === now.name);
    if (old === undefined) return [];
    const fields = (['description', 'inputSchema', 'annotations'] as const).filter(
      (field) => !isDeepStrictEqual(old[field], now[field]),
    );
    return fields.length > 0 ? [{ tool: now.name, fields }] : [];
  });
}

// ---------------------------------------------------------------- views

export const diffJson = (difference: Difference): string => stringify({ schema: 1, ...difference });

/** One line a change, `+` for what is new and `-` for what is gone, as of a patch. */
export function diffText(it: Difference): string {
  const lines = [
    ...section('Packages', it.packages, (id) => id),
    ...plain('Same version, other content', it.republished),
    ...section('Findings', it.findings, ({ severity, message, package: id }) => `${severity}: ${message} (${id})`),
    ...section('Hosts', it.hosts, (name) => name),
    ...section('Programs', it.programs, (name) => name),
    ...section('Files written', it.written, (path) => path),
    ...section('Tools', it.tools, (name) => name),
    ...plain(
      'Tools described otherwise',
      it.redescribed.map(({ tool, fields }) => `${tool}: ${fields.join(', ')}`),
    ),
    ...section('Not seen', it.gaps, ({ stage, subject, reason }) => `${stage}: ${subject}: ${reason}`),
  ];
  const head = [
    `before  ${it.before.level.toUpperCase()}  ${quote(it.before.package)}`,
    `after   ${it.after.level.toUpperCase()}  ${quote(it.after.package)}`,
  ];
  return `${[...head, ...(lines.length > 0 ? lines : ['', 'Nothing else changed.'])].join('\n')}\n`;
}

function section<T>(title: string, { added, gone }: Change<T>, show: (one: T) => string): readonly string[] {
  const lines = [
    ...gone.map((one) => `  - ${quote(show(one), 500)}`),
    ...added.map((one) => `  + ${quote(show(one), 500)}`),
  ];
  return lines.length > 0 ? ['', title, ...lines] : [];
}

const plain = (title: string, names: readonly string[]): readonly string[] =>
  names.length > 0 ? ['', title, ...names.map((name) => `  ! ${quote(name, 500)}`)] : [];
