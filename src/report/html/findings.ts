/** What was found, grouped by what it means, with the code and the events it was seen in. */
import { type Finding, type Report, SIGNALS } from '../../types.ts';
import { type Events, type Other, placesOf, type Step, tidy } from '../evidence.ts';
import { html, type Markup } from './markup.ts';

/** Most events linked for one place. */
const MOST_EVENTS = 12;

/** What decided the verdict is open, the rest folded. */
export function findings(report: Report, prefix: string): Markup {
  if (report.findings.length === 0) return html`<p class="soft">None.</p>`;
  const decisive = new Set(report.verdict.because.flatMap((row) => row.findings));
  const numbered = report.findings.map((one, index) => ({ one, index }));
  const groups = [...Map.groupBy(numbered, ({ one }) => one.signal)];
  return html`${groups.map(([signal, all]) => {
    const open = all.some(({ index }) => decisive.has(index));
    const title = html`<summary class="meaning"><h3>${SIGNALS[signal] ?? signal}</h3> <span class="count">${all.length}</span></summary>`;
    const items = all.map(({ one, index }) => finding(one, index, report, prefix));
    return open ? html`<details open>${title}${items}</details>` : html`<details>${title}${items}</details>`;
  })}`;
}

function finding(one: Finding, index: number, report: Report, prefix: string): Markup {
  const via = report.packages.find(({ id }) => id === one.package)?.via ?? [one.package];
  const { steps, flow, events, others } = placesOf(one.evidence);
  return html`<article id="${prefix}f${index}"><h4><span class="badge ${one.severity}">${one.severity}</span> ${one.message}</h4>
    <p class="soft">${one.rule} · ${one.confidence} confidence · ${via.join(' › ')}</p>
    ${steps.length > 0 ? frame(steps, flow, one) : ''}
    ${events.map((each) => event(each, prefix))}${others.map(other)}</article>`;
}

/** Lines of code with their numbers; where data flows, an arrow leads from one to the next. */
function frame(steps: readonly Step[], flow: boolean, it: Finding): Markup {
  const files = [...Map.groupBy(steps, ({ package: id, path }) => (id === it.package ? path : `${id}/${path}`)).keys()];
  return html`<figure class="code"><figcaption>${files.join(' → ')}</figcaption><ol>${steps.map(
    ({ line, snippet, notes }, index) =>
      html`<li><span class="line">${line}</span><code>${snippet}</code>${
        notes.length > 0 ? html`<span class="note">${flow && index > 0 ? '↓ ' : ''}${notes.join(', ')}</span>` : ''
      }</li>`,
  )}</ol></figure>`;
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
