/** What was found, grouped by what it means, with the code and the events it was seen in. */
import { type Evidence, type Finding, type Report, SIGNALS } from '../../types.ts';
import { type Events, type Other, placesOf, type Step, tidy } from '../evidence.ts';
import type { RuleDoc } from '../sarif.ts';
import { html, type Markup } from './markup.ts';

/** Most events linked for one place. */
const MOST_EVENTS = 12;

/** What decided the verdict is open, the rest folded. */
export function findings(report: Report, prefix: string, rules: readonly RuleDoc[]): Markup {
  if (report.findings.length === 0) return html`<p class="soft">None.</p>`;
  const decisive = new Set(report.verdict.because.flatMap((row) => row.findings));
  const groups = [...Map.groupBy(alike(report.findings), ({ one }) => one.signal)];
  return html`${groups.map(([signal, all]) => {
    const open = all.some(({ indexes }) => indexes.some((index) => decisive.has(index)));
    const count = all.reduce((sum, { indexes }) => sum + indexes.length, 0);
    const title = html`<summary class="meaning"><h3>${SIGNALS[signal] ?? signal}</h3> <span class="count">${count}</span></summary>`;
    const items = [...all.map((same) => finding(same, report, prefix)), why(all, rules)];
    return open ? html`<details open>${title}${items}</details>` : html`<details>${title}${items}</details>`;
  })}`;
}

/** Findings that say the same of the same package, with all the places it was said of. */
interface Alike {
  readonly one: Finding;
  /** Positions in the report. */
  readonly indexes: readonly number[];
  readonly evidence: readonly Evidence[];
}

function alike(all: readonly Finding[]): readonly Alike[] {
  const numbered = all.map((one, index) => ({ one, index }));
  const same = Map.groupBy(numbered, ({ one }) =>
    JSON.stringify([one.signal, one.rule, one.package, one.message, one.severity, one.confidence]),
  );
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const indexes = group.map(({ index }) => index);
    return [{ one: first.one, indexes, evidence: group.flatMap(({ one }) => one.evidence) }];
  });
}

function finding({ one, indexes, evidence }: Alike, report: Report, prefix: string): Markup {
  const via = report.packages.find(({ id }) => id === one.package)?.via ?? [one.package];
  const { steps, flow, events, others } = placesOf(evidence);
  const [first, ...more] = indexes;
  return html`<article id="${prefix}f${first ?? 0}">${more.map((index) => html`<span id="${prefix}f${index}"></span>`)}<h4><span class="badge ${one.severity}">${one.severity}</span> ${one.message}</h4>
    <p class="soft">${one.rule} · ${one.confidence} confidence · ${via.join(' › ')}</p>
    ${steps.length > 0 ? frame(steps, flow && more.length === 0, one) : ''}
    ${events.map((each) => event(each, prefix))}${others.map(other)}</article>`;
}

/** What the rules of a group say about themselves. */
function why(all: readonly Alike[], rules: readonly RuleDoc[]): Markup {
  const ids = new Set(all.map(({ one }) => one.rule));
  const known = rules.filter(({ id }) => ids.has(id));
  return html`${known.map(({ id, why: reason, fix }) => html`<p class="why"><b>${id}</b> ${reason} <b>What to do:</b> ${fix}</p>`)}`;
}

/** Lines of code with their numbers, under the file they stand in; where data flows, an arrow leads from one to the next. */
function frame(steps: readonly Step[], flow: boolean, it: Finding): Markup {
  const fileOf = ({ package: id, path }: Step): string => (id === it.package ? path : `${id}/${path}`);
  return html`<figure class="code"><ol>${steps.map((one, index) => {
    const [file, before] = [fileOf(one), steps[index - 1]];
    const moved = before === undefined || fileOf(before) !== file;
    return html`${moved ? html`<li class="file">${flow && index > 0 ? '↓ ' : ''}${file}</li>` : ''}<li><span class="line">${one.line}</span><code>${one.snippet}</code>${
      one.notes.length > 0
        ? html`<span class="note">${flow && index > 0 ? '↓ ' : ''}${one.notes.join(', ')}</span>`
        : ''
    }</li>`;
  })}</ol></figure>`;
}

function event({ phase, seen, snippet, notes }: Events, prefix: string): Markup {
  const links = [...seen].map(([profile, seqs]) => {
    const shown = seqs.slice(0, MOST_EVENTS).map((seq) => html` <a href="#${prefix}e${seq}">${seq}</a>`);
    const rest = seqs.length - shown.length;
    return html`<span>${profile}${shown}${rest > 0 ? ` and ${rest} more` : ''}</span> `;
  });
  return html`<div class="place">${snippet === '' ? '' : html`<pre>${tidy(snippet)}</pre>`}<span>${notes.join('; ')}</span>
    <span class="soft">at ${phase}, events of ${links}</span></div>`;
}

const other = ({ at, snippet, notes }: Other): Markup =>
  html`<div class="place">${snippet === '' ? '' : html`<pre>${snippet}</pre>`}<span>${notes.join(', ')}</span> <code class="soft">${at.replace(/^(?:file|config):/, '')}</code></div>`;
