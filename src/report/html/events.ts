/** What was seen: its phases, its pictures, and one row an event. */
import type { Observation, Report } from '../../types.ts';
import { describe } from './describe.ts';
import { html, type Markup } from './markup.ts';
import { LANES, laneOf, timeline } from './timeline.ts';

/** Pictures, filter and table of all that was seen. */
export function behavior(report: Report, prefix: string): Markup {
  const { observations, runs } = report;
  if (observations.length === 0) return html`<p class="soft">Nothing was seen.</p>`;
  const profiles = Map.groupBy(observations, (one) => one.run);
  const cited = citedIn(report);
  return html`
    ${phases(runs)}
    <div class="controls">
      <label>Filter <input type="search" placeholder="host, path, tool …"></label>
      ${LANES.map((lane) => html`<label class="${lane}"><input type="checkbox" value="${lane}" checked> ${lane}</label>`)}
      <span class="buttons"><button type="button" data-zoom="out" aria-label="Zoom out">−</button>
      <button type="button" data-zoom="in" aria-label="Zoom in">+</button>
      <button type="button" data-zoom="all">Whole run</button></span>
      <span class="soft" role="status" data-count>${observations.length} events</span>
    </div>
    <p class="soft said">Each phase has a stretch of its own, as wide as it was long. A server that is started again adds to the phases it had.</p>
    ${[...profiles].map(([profile, events]) => timeline(profile, events, prefix))}
    <p class="pick" role="status" data-pick><span class="soft">Click a mark, or focus a picture and use ← and →, to see what it is.</span></p>
    <details><summary>All events</summary>
      <div class="events" role="table" aria-label="All events">
      <div role="row">${COLUMNS.map((name) => html`<b role="columnheader">${name}</b>`)}</div>
      ${observations.map((one) => row(one, cited, prefix))}</div>
    </details>`;
}

/** Indexes of the findings that cite an event. */
function citedIn({ findings }: Report): ReadonlyMap<number, readonly number[]> {
  const pairs = findings.flatMap(({ evidence }, index) =>
    evidence.flatMap(({ at }) => {
      const seq = /^run:[^#]*#(\d+)$/.exec(at)?.[1];
      return seq === undefined ? [] : [{ seq: Number(seq), index }];
    }),
  );
  const bySeq = Map.groupBy(pairs, ({ seq }) => seq);
  return new Map([...bySeq].map(([seq, all]) => [seq, [...new Set(all.map(({ index }) => index))]]));
}

/** A row for each profile, a column for each phase that some profile ran. */
function phases(runs: Report['runs']): Markup {
  const names = [...new Set(runs.map(({ phase }) => phase))];
  const profiles = [...Map.groupBy(runs, ({ profile }) => profile)];
  const said = [...new Set(runs.flatMap(({ phase, detail }) => (detail === '' ? [] : [`${phase}: ${detail}`])))];
  return html`<div class="wide" role="group" tabindex="0" aria-label="Phases"><table class="phases"><thead><tr><th scope="col">Run as</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${profiles.map(
    ([profile, all]) =>
      html`<tr><th scope="row">${profile}</th>${names.map((name) => html`<td>${all.filter(({ phase }) => phase === name).map(ended)}</td>`)}</tr>`,
  )}</tbody></table></div>${said.map((line) => html`<p class="soft said">${line}</p>`)}`;
}

const ended = ({ status, ms }: Report['runs'][number]): Markup =>
  status === 'completed'
    ? html`<span class="n">${(ms / 1000).toFixed(1)} s</span> `
    : html`<span class="badge ${status}">${status}</span> `;

const COLUMNS = ['#', 'Run', 'Phase', 's', 'Kind', 'What'];

/** No row of a table: browsers can leave out the layout of a block that is not in view, but not of a table's row. */
function row(one: Observation, cited: ReadonlyMap<number, readonly number[]>, prefix: string): Markup {
  const lane = laneOf(one);
  const facts = [one.run, one.phase, (one.at / 1000).toFixed(2)];
  const findings = cited.get(one.seq) ?? [];
  return html`<div role="row" id="${prefix}e${one.seq}" data-seq="${one.seq}" data-lane="${lane}"><span role="cell"><a href="#${prefix}t-${one.run}" data-mark="${one.seq}">${one.seq}</a></span>${facts.map((fact) => html`<span role="cell">${fact}</span>`)}<span role="cell" class="${lane}">${one.kind}</span><span role="cell">${describe(one)}${findings.map((index) => html` <a class="cited" href="#${prefix}f${index}">finding ${index + 1}</a>`)}</span></div>
`;
}
