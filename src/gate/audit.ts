/**
 * One line of JSON for each decision, for a SIEM: a server that is new, changed or gone, a credential that came or went,
 * a file that was judged, an approval, and a run that could not decide. Field names and values are those of the Elastic
 * Common Schema 8.11 (what it has no name for stands under `lazaret`). Values of credentials are in none of the fields it
 * is made of. Pure.
 */
import { CHANGES, type Change } from '../config/diff.ts';
import type { Approval } from '../config/lock.ts';
import { isSecretName } from '../config/secret.ts';
import type { Report } from '../types.ts';
import type { Decision, GateResult } from './world.ts';

export interface AuditContext {
  /** ISO 8601. */
  readonly time: string;
  readonly user: string;
  readonly version: string;
  readonly base: string | undefined;
}

/** Decisions about servers that are as approved are no events. */
export function auditLines({ decisions, reports }: GateResult, context: AuditContext): string {
  const told = new Set(decisions.flatMap((decision) => decision.reports));
  const servers = decisions.filter(({ reports: own, changes }) => own.length > 0 || changes.length > 0);
  const files = reports.filter((report) => !told.has(report));
  const events = [
    ...servers.map((decision) => serverEvent(decision, context)),
    ...decisions.flatMap((decision) => credentialEvents(decision, context)),
    ...files.map((report) => ({
      ...common(report.target.text, [report], context),
      event: eventOf('mcp-file-judged', [report]),
    })),
  ];
  return linesOf(events);
}

/** Who approved which servers, and why: the other half of what a decision is. */
export function approvalLines({ decisions }: GateResult, { why, until }: Approval, context: AuditContext): string {
  const approved = decisions.filter(({ changes, reports, settings }) => {
    return settings !== undefined && changes.length + reports.length > 0;
  });
  return linesOf(
    approved.map(({ id, reports, settings }) => {
      const { lazaret, ...rest } = common(id, reports, context);
      const event = { ...eventOf('mcp-server-approved', reports), kind: 'event', type: ['change'], outcome: 'success' };
      return { ...rest, event, lazaret: { ...lazaret, launch: settings?.launch ?? null, approval: { why, until } } };
    }),
  );
}

/** A run that ended before it could decide, which keeps a change out as a block does. */
export function failureLine(message: string, context: AuditContext): string {
  const { time, user, version, base } = context;
  return linesOf([
    {
      '@timestamp': time,
      ecs: ECS,
      observer: { ...OBSERVER, version },
      user: { name: user },
      event: {
        ...EVENT,
        kind: 'alert',
        type: ['info'],
        action: 'mcp-gate-failed',
        outcome: 'failure',
        reason: message,
      },
      error: { message },
      lazaret: { verdict: [], base: base ?? null },
    },
  ]);
}

const ECS = { version: '8.11.0' };
const OBSERVER = { product: 'lazaret', type: 'scanner' };
const EVENT = { dataset: 'lazaret.gate', category: ['configuration'] };

function linesOf(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** A line of its own for each credential that came, changed or went, so that a SIEM need not look into others. */
function credentialEvents({ id, changes, reports, settings }: Decision, context: AuditContext): readonly object[] {
  return changes.filter(isOfCredential).map(({ kind, detail }) => {
    const { lazaret, ...rest } = common(id, reports, context);
    const gone = kind.endsWith('-removed');
    const event = {
      ...eventOf('mcp-credential-changed', reports),
      category: ['configuration', 'iam'],
      type: [gone ? 'deletion' : 'change'],
      reason: CHANGES[kind],
    };
    return { ...rest, event, lazaret: { ...lazaret, changes: [{ kind, detail }], launch: settings?.launch ?? null } };
  });
}

function isOfCredential({ kind, detail }: Change): boolean {
  if (/^(?:secret|credential)/.test(kind)) return true;
  return /^(?:env|header)/.test(kind) && isSecretName(detail.slice(0, detail.indexOf('=')));
}

function serverEvent({ id, changes, reports, settings }: Decision, context: AuditContext) {
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  const action =
    settings === undefined
      ? 'mcp-server-removed'
      : kinds.includes('added')
        ? 'mcp-server-added'
        : kinds.length > 0
          ? 'mcp-server-changed'
          : 'mcp-server-judged';
  const said = { changes: changes.map(({ kind, detail }) => ({ kind, detail })), launch: settings?.launch ?? null };
  const { lazaret, ...rest } = common(id, reports, context);
  return { ...rest, event: eventOf(action, reports), lazaret: { ...lazaret, ...said } };
}

function eventOf(action: string, reports: readonly Report[]) {
  const levels = reports.map(({ verdict }) => verdict.level);
  return {
    ...EVENT,
    kind: levels.includes('block') ? 'alert' : 'event',
    type: [
      action.endsWith('added')
        ? 'creation'
        : action.endsWith('removed')
          ? 'deletion'
          : action.endsWith('changed')
            ? 'change'
            : 'info',
    ],
    action,
    outcome: levels.includes('block') ? 'failure' : levels.includes('incomplete') ? 'unknown' : 'success',
    reason: reports.flatMap(({ verdict }) => verdict.because.map(({ text }) => text)).join('; '),
  };
}

function common(id: string, reports: readonly Report[], { time, user, version, base }: AuditContext) {
  const [file = '', server] = id.split(/#(.*)/s);
  const [main] = reports;
  const root = main?.packages.find(({ id: one }) => one === main.target.package);
  return {
    '@timestamp': time,
    ecs: ECS,
    observer: { ...OBSERVER, version },
    user: { name: user },
    file: { path: file },
    service: { name: server ?? file, type: 'mcp' },
    ...(root === undefined ? {} : { package: { name: root.name, version: root.version, checksum: root.integrity } }),
    rule: { id: [...new Set(reports.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort() },
    lazaret: { verdict: reports.map(({ verdict }) => verdict.level), base: base ?? null },
  };
}
