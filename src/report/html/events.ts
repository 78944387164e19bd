/** What was seen, one row an event, and what of it a server would need to be allowed. */
import type { Observation, Report } from '../../types.ts';
import { html, type Markup } from './markup.ts';
import { LANES, laneOf, timeline } from './timeline.ts';

/** Pictures, filter and table of all that was seen. */
export function behavior(report: Report, prefix: string): Markup {
  const { observations, runs } = report;
  if (observations.length === 0) return html`<p class="soft">Nothing was seen.</p>`;
  const profiles = Map.groupBy(observations, (one) => one.run);
  return html`
    ${phases(runs)}
    <div class="controls">
      <label>Filter <input type="search" placeholder="host, path, tool …"></label>
      ${LANES.map((lane) => html`<label><input type="checkbox" value="${lane}" checked> ${lane}</label>`)}
      <button type="button" data-zoom="in">Zoom in</button>
      <button type="button" data-zoom="out">Zoom out</button>
      <button type="button" data-zoom="all">Whole run</button>
      <span class="soft" role="status" data-count>${observations.length} events</span>
    </div>
    ${[...profiles].map(([profile, events]) => timeline(profile, events))}
    <details><summary>All events</summary>
      <div class="events" role="table" aria-label="All events">
      <div role="row">${COLUMNS.map((name) => html`<b role="columnheader">${name}</b>`)}</div>
      ${observations.map((one) => row(one, prefix))}</div>
    </details>`;
}

function phases(runs: Report['runs']): Markup {
  return html`<table><thead><tr><th>Run</th><th>Phase</th><th>Ended</th><th>s</th><th></th></tr></thead><tbody>${runs.map(
    ({ profile, phase, status, ms, detail }) =>
      html`<tr><td>${profile}</td><td>${phase}</td><td>${status}</td><td class="n">${(ms / 1000).toFixed(1)}</td><td>${detail}</td></tr>`,
  )}</tbody></table>`;
}

/** Most events linked for one leak. */
const MOST_EVENTS = 8;

const COLUMNS = ['#', 'Run', 'Phase', 'ms', 'Kind', 'What'];

/** No row of a table: browsers can leave out the layout of a block that is not in view, but not of a table's row. */
function row(one: Observation, prefix: string): Markup {
  const lane = laneOf(one);
  const facts = [String(one.seq), one.run, one.phase, String(Math.round(one.at))];
  return html`<div role="row" id="${prefix}e${one.seq}" data-seq="${one.seq}" data-lane="${lane}">${facts.map((fact) => html`<span role="cell">${fact}</span>`)}<span role="cell" class="${lane}">${one.kind}</span><span role="cell">${describe(one)}</span></div>
`;
}

/** An event in a line. */
export function describe(one: Observation): string {
  switch (one.kind) {
    case 'exec':
      return `${one.path} ${one.argv.slice(1).join(' ')}${failed(one.ok)}`;
    case 'read':
    case 'write':
    case 'delete':
      return `${one.path}${failed(one.ok)}`;
    case 'connect':
      return `${one.address} port ${one.port}${one.host === undefined ? '' : ` (${one.host})`}`;
    case 'dns':
      return `${one.type} ${one.name}${one.via === undefined ? '' : ` over ${one.via}`}`;
    case 'http':
      return `${one.method} ${one.url}${one.body.bytes > 0 ? ` with ${one.body.bytes} bytes: ${one.body.text}` : ''}`;
    case 'tls':
      return `${one.host} port ${one.port}: ${one.outcome}${one.ja4 === undefined ? '' : ` (${one.ja4})`}`;
    case 'data':
      return `${one.bytes} bytes over ${one.protocol} to ${one.address} port ${one.port}: ${one.text}`;
    case 'decoy':
      return `${one.place} seen in ${one.where}${one.encoding.length > 0 ? `, as ${one.encoding.join(' of ')}` : ''}`;
    case 'mcp':
      return `${one.direction} ${one.method}${one.tool === undefined ? '' : ` ${one.tool}`}: ${one.text}`;
    case 'tamper':
      return one.what;
    default:
      // A saved report may be of a later version.
      return '';
  }
}

const failed = (ok: boolean): string => (ok ? '' : ' (failed)');

/** Where decoys were planted and where each was seen again. */
export function decoys({ observations }: Report, prefix: string): Markup {
  const moved = observations.filter((one) => one.kind === 'decoy');
  if (moved.length === 0) return html`<p class="soft">No decoy was seen anywhere but where it was planted.</p>`;
  const leaks = Map.groupBy(moved, (one) =>
    JSON.stringify([one.place, one.asked, one.where, one.channel, one.encoding]),
  );
  return html`<table><thead><tr><th>Planted in</th><th>Seen in</th><th>How</th><th>Events</th></tr></thead><tbody>
    ${[...leaks.values()].map((group) => leak(group, prefix))}</tbody></table>`;
}

/** One row for the same leak, however often it was seen. */
function leak(group: readonly Extract<Observation, { kind: 'decoy' }>[], prefix: string): Markup {
  const [one] = group;
  if (one === undefined) return html``;
  const shown = group.slice(0, MOST_EVENTS).map((each) => html`<a href="#${prefix}e${each.in}">${each.in}</a> `);
  const rest = group.length > MOST_EVENTS ? html`<span class="soft">and ${group.length - MOST_EVENTS} more</span>` : '';
  return html`<tr><td>${one.place}${one.asked ? html` <span class="soft">asked for by name</span>` : ''}</td><td>${one.where}</td><td>${one.channel}${one.encoding.map((step) => `, ${step}`)}</td><td class="n">${shown}${rest}</td></tr>`;
}

/** The least a server would have to be allowed to do all it was seen to do. */
export function privileges({ observations }: Report): Markup {
  const names = (pick: (one: Observation) => string | undefined): readonly string[] =>
    [...new Set(observations.flatMap((one) => pick(one) ?? []))].sort();
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [
      'Hosts',
      names((one) =>
        one.kind === 'http' || one.kind === 'tls' ? one.host : one.kind === 'dns' ? one.name : undefined,
      ),
    ],
    [
      'Addresses',
      names((one) =>
        (one.kind === 'connect' && !one.host) || one.kind === 'data' ? `${one.address}:${one.port}` : undefined,
      ),
    ],
    ['Programs', names((one) => (one.kind === 'exec' && one.ok ? one.path : undefined))],
    ['Files written', names((one) => (one.kind === 'write' && one.ok ? one.path : undefined))],
    ['Files deleted', names((one) => (one.kind === 'delete' && one.ok ? one.path : undefined))],
    ['Files read', names((one) => (one.kind === 'read' && one.ok ? one.path : undefined))],
    ['Secrets asked for', names((one) => (one.kind === 'decoy' && one.asked ? one.place : undefined))],
  ];
  return html`<table>${rows.map(
    ([what, all]) =>
      html`<tr><th scope="row">${what}</th><td>${all.length === 0 ? html`<span class="soft">none</span>` : names100(all)}</td></tr>`,
  )}</table>`;
}

function names100(all: readonly string[]): Markup {
  const shown = all.slice(0, 100).map((name) => html`<code>${name}</code> `);
  return all.length > 100 ? html`${shown}<span class="soft">and ${all.length - 100} more</span>` : html`${shown}`;
}
