/** Where each decoy went, and the least a server would have to be allowed to do all it was seen to do. */
import { asTyped } from '../../rights.ts';
import type { Observation, Report, Rights } from '../../types.ts';
import { tidy } from '../evidence.ts';
import { destinationOf, hostsOf } from '../seen.ts';
import { html, type Markup } from './markup.ts';

/** Most events linked for one leak. */
const MOST_EVENTS = 8;

/** Where decoys were planted and where each was seen again. */
export function decoys({ observations }: Report, prefix: string): Markup {
  const moved = observations.filter((one) => one.kind === 'decoy');
  if (moved.length === 0) return html`<p class="soft">No decoy was seen anywhere but where it was planted.</p>`;
  // One that was given on purpose may go to its vendor: the host is news, each request is not.
  const seen = moved.map((one) => ({ one, where: one.asked ? destinationOf(one, observations) : one.where }));
  const leaks = Map.groupBy(seen, ({ one, where }) =>
    JSON.stringify([one.place, one.asked, where, one.channel, one.encoding]),
  );
  return html`<div class="wide" role="group" tabindex="0" aria-label="Decoys"><table><thead><tr><th scope="col">Planted in</th><th scope="col">Seen in</th><th scope="col">How</th><th scope="col">Events</th></tr></thead><tbody>
    ${[...leaks.values()].map((group) => leak(group, prefix))}</tbody></table></div>`;
}

interface Leak {
  readonly one: Extract<Observation, { kind: 'decoy' }>;
  readonly where: string;
}

/** One row for the same leak, however often it was seen. */
function leak([first, ...more]: readonly Leak[], prefix: string): Markup {
  if (first === undefined) return html``;
  const { one, where } = first;
  const carriers = [...new Set([first, ...more].map((each) => each.one.in))];
  const shown = carriers.slice(0, MOST_EVENTS).map((seq) => html`<a href="#${prefix}e${seq}">${seq}</a> `);
  const left = carriers.length - shown.length;
  const rest = left > 0 ? html`<span class="soft">and ${left} more</span>` : '';
  return html`<tr><th scope="row">${one.place}${one.asked ? html` <span class="badge good">asked for</span>` : html` <span class="badge high">taken</span>`}</th><td>${where}</td><td class="how">${one.channel}${one.encoding.map((step) => `, ${step}`)}</td><td>${shown}${rest}</td></tr>`;
}

type Rows = readonly (readonly [what: string, names: readonly string[]])[];

/** The least a server would have to be allowed; of one that is blocked or never ran, all that was seen. */
export function privileges(report: Report): Markup {
  const { rights, verdict } = report;
  if (rights === undefined || verdict.level === 'block') {
    return html`<p class="soft">All that was touched, whatever for. ${verdict.level === 'block' ? 'No profile is made of it: it should not run.' : 'The server was not seen running, so no profile is made of it.'}</p>
    ${table(touched(report))}`;
  }
  const needs: Rows = [
    ['Hosts', rights.hosts],
    ['Addresses', rights.addresses],
    ['Programs', rights.programs],
    ['Files written', tidied(rights.writes)],
    ['Files read', tidied(rights.reads)],
    ['Variables', rights.variables],
  ];
  return html`<p class="soft">What it was seen to need while it ran: a start for a profile, not a proof. Hosts that only a tool’s input named are not among them.</p>
    ${table(needs)}${contained(rights)}`;
}

/** Names with a part made up at random are one. */
const tidied = (paths: readonly string[]): readonly string[] => [...new Set(paths.map(tidy))];

function touched({ observations }: Report): Rows {
  const names = (pick: (one: Observation) => string | undefined): readonly string[] =>
    [...new Set(observations.flatMap((one) => pick(one) ?? []))].sort();
  return [
    ['Hosts', [...new Set(hostsOf(observations))].sort()],
    ['Programs', names((one) => (one.kind === 'exec' && one.ok ? tidy(one.path) : undefined))],
    ['Files written', names((one) => (one.kind === 'write' && one.ok ? tidy(one.path) : undefined))],
    ['Files deleted', names((one) => (one.kind === 'delete' && one.ok ? tidy(one.path) : undefined))],
    ['Files read', names((one) => (one.kind === 'read' && one.ok ? tidy(one.path) : undefined))],
    ['Secrets asked for', names((one) => (one.kind === 'decoy' && one.asked ? one.place : undefined))],
  ];
}

const table = (rows: Rows): Markup =>
  html`<table class="facts">${rows.map(
    ([what, all]) =>
      html`<tr><th scope="row">${what}</th><td>${all.length === 0 ? html`<span class="soft">none</span>` : names100(all)}</td></tr>`,
  )}</table>`;

/** The same server with only these rights, to copy. */
function contained({ container: { install, run } }: Rights): Markup {
  const how = install.includes('--ignore-scripts') ? 'without scripts' : 'with the scripts it needs';
  const where = install.includes('$PWD:/work:ro') ? ' where what was vetted lies' : '';
  return html`<p class="soft">As a container with only these rights: installed once${where}, ${how}, then run.</p>
    <pre><code>docker ${asTyped(install)}
docker ${asTyped(run)}</code></pre>`;
}

function names100(all: readonly string[]): Markup {
  const shown = all.slice(0, 100).map((name) => html`<code>${name}</code> `);
  return all.length > 100 ? html`${shown}<span class="soft">and ${all.length - 100} more</span>` : html`${shown}`;
}
