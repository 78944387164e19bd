/**
 * One line of JSON for each decision, for a SIEM. Field names are those of the Elastic Common Schema 8.11 (what it has
 * no name for stands under `lazaret`). Values of credentials are in none of the fields it is made of. Pure.
 */
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
    ...files.map((report) => ({
      ...common(report.target.text, [report], context),
      event: eventOf('mcp-file-judged', [report]),
    })),
  ];
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
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
    kind: levels.includes('block') ? 'alert' : 'event',
    category: ['configuration'],
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
    ecs: { version: '8.11.0' },
    observer: { product: 'lazaret', type: 'scanner', version },
    user: { name: user },
    file: { path: file },
    service: { name: server ?? file, type: 'mcp' },
    ...(root === undefined ? {} : { package: { name: root.name, version: root.version, checksum: root.integrity } }),
    rule: { id: [...new Set(reports.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort() },
    lazaret: { verdict: reports.map(({ verdict }) => verdict.level), base: base ?? null },
  };
}
