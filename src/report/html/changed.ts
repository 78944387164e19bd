/** Of a server that the gate judged: what is not as approved, and what another version brings. */
import type { Comparison, UpdatePart } from '../../types.ts';
import { html, type Markup } from './markup.ts';

export function changed({ changes, update }: Comparison): Markup {
  const rows = changes.map(
    ({ text, detail, at }) => html`<tr><td>${text}</td><td>${detail}</td><td><code>${at}</code></td></tr>`,
  );
  const told =
    rows.length > 0
      ? html`<div class="wide" role="group" tabindex="0" aria-label="Changes"><table><tbody>${rows}</tbody></table></div>`
      : html`<p class="soft">Nothing.</p>`;
  return update === null
    ? told
    : html`${told}<h3>${update.from} → ${update.to}</h3>
    <div class="wide" role="group" tabindex="0" aria-label="What the update changes"><table><tbody>${update.parts.map(part)}</tbody></table></div>`;
}

function part({ about, added, removed, changed: other }: UpdatePart): Markup {
  const marked = (mark: string, lines: readonly string[]) => lines.map((line) => html`<div>${mark} ${line}</div>`);
  const all = [...marked('+', added), ...marked('~', other), ...marked('−', removed)];
  return html`<tr><th scope="row">${about}</th><td>${all.length > 0 ? all : 'the same'}</td></tr>`;
}
