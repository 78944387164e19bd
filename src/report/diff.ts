/** What changed between two vettings of a package. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { quote } from '../quote.ts';
import type { Finding, Gap, Level, Report, Tool } from '../types.ts';
import { tidy } from './evidence.ts';
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
  readonly redescribed: readonly Redescribed[];
  /** Facts from outside the package whose standing changed, and its publisher. */
  readonly known: readonly { readonly about: string; readonly before: string; readonly after: string }[];
  readonly gaps: Change<Gap>;
}

interface Side {
  readonly package: string;
  readonly level: Level;
  /** Why, the reason that decided first. */
  readonly because: readonly string[];
}

interface Redescribed {
  readonly tool: string;
  readonly fields: readonly string[];
  /** Where what it says of itself changed: around the first difference. */
  readonly description?: { readonly before: string; readonly after: string };
  /** `readOnlyHint: true → false`; absent where none changed. */
  readonly annotations?: readonly string[];
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
    hosts: names(({ observations }) => ownHosts(observations)),
    programs: names(({ observations }) => programsOf(observations)),
    written: names(({ observations }) => filesOf(observations, 'write').map(tidy)),
    tools: names(({ tools }) => tools.map(({ name }) => name)),
    redescribed: redescribed(before.tools, after.tools),
    known: knownOtherwise(before, after),
    gaps: both(({ gaps }) => gaps, gapKey),
  };
}

const side = (report: Report): Side => ({
  package: titleOf(report),
  level: report.verdict.level,
  because: report.verdict.because.map(({ text }) => text),
});

/** Without those that only the input of a tool named: we make that up, and differently each time. */
function ownHosts(observations: Report['observations']): readonly string[] {
  const asked = observations.flatMap((one) =>
    one.kind === 'recipient' && one.what === 'host' && one.explained === 'input' ? [one.value] : [],
  );
  const made = new Set(asked);
  return hostsOf(observations).filter((host) => !made.has(host));
}

/** Texts tell days and counts, which change by themselves; what they amount to does not. */
function knownOtherwise(before: Report, after: Report): Difference['known'] {
  const [old, now] = [before, after].map(({ trust }) => ({
    facts: new Map((trust?.facts ?? []).map((fact) => [fact.about, fact])),
    publisher: trust?.publisher,
  }));
  const changed = [...(now?.facts.values() ?? [])].flatMap((fact) => {
    const was = old?.facts.get(fact.about);
    if (was === undefined || was.standing === fact.standing) return [];
    const say = ({ standing, text }: typeof fact): string => `${standing}: ${text}`;
    return [{ about: fact.about, before: say(was), after: say(fact) }];
  });
  const [a, b] = [old?.publisher, now?.publisher];
  return a !== undefined && b !== undefined && a !== b
    ? [{ about: 'publisher', before: a, after: b }, ...changed.filter(({ about }) => about !== 'publisher')]
    : changed;
}

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
    if (fields.length === 0) return [];
    const said = fields.includes('description') ? { description: around(old.description, now.description) } : {};
    const hints = fields.includes('annotations') ? { annotations: hinted(old.annotations, now.annotations) } : {};
    return [{ tool: now.name, fields, ...said, ...hints }];
  });
}

function hinted(before: Tool['annotations'], after: Tool['annotations']): readonly string[] {
  const said = (value: unknown): string => (value === undefined ? 'not told' : JSON.stringify(value).slice(0, 100));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => `${name}: ${said(before[name])} → ${said(after[name])}`);
}

/** Characters before the first difference, and after it. */
const AROUND = { before: 30, after: 120 };

function around(before: string, after: string): { before: string; after: string } {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const from = Math.max(0, same - AROUND.before);
  const cut = (text: string): string =>
    `${from > 0 ? '…' : ''}${text.slice(from, same + AROUND.after)}${text.length > same + AROUND.after ? '…' : ''}`;
  return { before: cut(before), after: cut(after) };
}

// ---------------------------------------------------------------- views

export const diffJson = (difference: Difference): string => stringify({ schema: 1, ...difference });

/** One line a change, `+` for what is new and `-` for what is gone, as of a patch. */
export function diffText(it: Difference): string {
  const lines = [
    ...packages(it.packages),
    ...plain('Same version, other content', it.republished),
    ...section('Findings', it.findings, ({ severity, message, package: id }) => `${severity}: ${message} (${id})`),
    ...section('Hosts', it.hosts, (name) => name),
    ...section('Programs', it.programs, (name) => name),
    ...section('Files written', it.written, (path) => path),
    ...section('Tools', it.tools, (name) => name),
    ...described(it.redescribed),
    ...plain(
      'Known from outside',
      it.known.map(({ about, before, after }) => `${about}: ${before} → ${after}`),
    ),
    ...section('Not seen', it.gaps, ({ stage, subject, reason }) => `${stage}: ${subject}: ${reason}`),
  ];
  const head = [...headOf('before', it.before), ...headOf('after ', it.after)];
  return `${[...head, ...(lines.length > 0 ? lines : ['', 'Nothing else changed.'])].join('\n')}\n`;
}

function headOf(when: string, { level, package: id, because }: Side): readonly string[] {
  return [`${when}  ${level.toUpperCase()}  ${quote(id)}`, `        ${quote(because[0] ?? '', 300)}`];
}

/** A package that is there in another version is one line. */
function packages({ added, gone }: Change<string>): readonly string[] {
  const [old, now] = [gone, added].map((ids) => Map.groupBy(ids, nameOf));
  const moved = [...(old ?? [])].flatMap(([name, [id, ...more]]) => {
    const [other, ...others] = now?.get(name) ?? [];
    return other === undefined || more.length + others.length > 0 ? [] : [{ id: id ?? '', other }];
  });
  const told = new Set(moved.flatMap(({ id, other }) => [id, other]));
  const rest = { added: added.filter((id) => !told.has(id)), gone: gone.filter((id) => !told.has(id)) };
  const lines = moved.map(({ id, other }) => `  ~ ${quote(id)} → ${quote(other.slice(nameOf(other).length + 1))}`);
  const [, , ...others] = section('', rest, (id) => id);
  return lines.length + others.length > 0 ? ['', 'Packages', ...lines, ...others] : [];
}

function described(all: readonly Redescribed[]): readonly string[] {
  const lines = all.flatMap(({ tool, fields, description, annotations = [] }) => [
    `  ! ${quote(tool, 100)}: ${fields.join(', ')}`,
    ...annotations.map((hint) => `    ~ ${quote(hint, 300)}`),
    ...(description ? [`    - ${quote(description.before, 300)}`, `    + ${quote(description.after, 300)}`] : []),
  ]);
  return lines.length > 0 ? ['', 'Tools described otherwise', ...lines] : [];
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
