/** Where each decoy went, and the least a server would have to be allowed to do all it was seen to do. */
import type { Observation, Report } from '../../types.ts';
import { tidy } from '../evidence.ts';
import { html, type Markup } from './markup.ts';

/** Most events linked for one leak. */
const MOST_EVENTS = 8;

/** Where decoys were planted and where each was seen again. */
export function decoys({ observations }: Report, prefix: string): Markup {
  const moved = observations.filter((one) => one.kind === 'decoy');
  if (moved.length === 0) return html`<p class="soft">No decoy was seen anywhere but where it was planted.</p>`;
  const leaks = Map.groupBy(moved, (one) =>
    JSON.stringify([one.place, one.asked, one.where, one.channel, one.encoding]),
  );
  return html`<div class="wide"><table><thead><tr><th scope="col">Planted in</th><th scope="col">Seen in</th><th scope="col">How</th><th scope="col">Events</th></tr></thead><tbody>
    ${[...leaks.values()].map((group) => leak(group, prefix))}</tbody></table></div>`;
}

/** One row for the same leak, however often it was seen. */
function leak(group: readonly Extract<Observation, { kind: 'decoy' }>[], prefix: string): Markup {
  const [one] = group;
  if (one === undefined) return html``;
  const shown = group.slice(0, MOST_EVENTS).map((each) => html`<a href="#${prefix}e${each.in}">${each.in}</a> `);
  const rest = group.length > MOST_EVENTS ? html`<span class="soft">and ${group.length - MOST_EVENTS} more</span>` : '';
  return html`<tr><th scope="row">${one.place}${one.asked ? html` <span class="badge good">asked for</span>` : html` <span class="badge high">taken</span>`}</th><td>${one.where}</td><td>${one.channel}${one.encoding.map((step) => `, ${step}`)}</td><td class="n">${shown}${rest}</td></tr>`;
}

/** The least a server would have to be allowed to do all it was seen to do. */
export function privileges({ observations, rights }: Report): Markup {
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
    ['Programs', names((one) => (one.kind === 'exec' && one.ok ? tidy(one.path) : undefined))],
    ['Files written', names((one) => (one.kind === 'write' && one.ok ? tidy(one.path) : undefined))],
    ['Files deleted', names((one) => (one.kind === 'delete' && one.ok ? tidy(one.path) : undefined))],
    ['Files read', names((one) => (one.kind === 'read' && one.ok ? tidy(one.path) : undefined))],
    ['Secrets asked for', names((one) => (one.kind === 'decoy' && one.asked ? one.place : undefined))],
  ];
  return html`<table class="facts">${rows.map(
    ([what, all]) =>
      html`<tr><th scope="row">${what}</th><td>${all.length === 0 ? html`<span class="soft">none</span>` : names100(all)}</td></tr>`,
  )}</table>${rights ? contained(rights) : ''}`;
}

/** The same server with only these rights, to copy. */
function contained({ container }: NonNullable<Report['rights']>): Markup {
  return html`<p class="soft">As a container with only these rights: installed once, without scripts, then run.</p>
    <pre><code>docker ${container.install.join(' ')}
docker ${container.run.join(' ')}</code></pre>`;
}

function names100(all: readonly string[]): Markup {
  const shown = all.slice(0, 100).map((name) => html`<code>${name}</code> `);
  return all.length > 100 ? html`${shown}<span class="soft">and ${all.length - 100} more</span>` : html`${shown}`;
}
