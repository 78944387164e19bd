/** The tool surface: what the server offers to a model, in its own words, and what it declares about each tool. */
import type { Tool } from '../../types.ts';
import { counted, html, type Markup, trusted } from './markup.ts';

export function tools(all: readonly Tool[]): Markup {
  if (all.length === 0) return html`<p class="soft">No tool was listed.</p>`;
  return html`<p class="soft">${counted(all.length, 'tool')}. Descriptions are the server’s own words.</p>${all.map(tool)}`;
}

const tool = ({ name, description, inputSchema, annotations }: Tool): Markup =>
  html`<details class="tool"><summary><h3><code>${name}</code></h3>${declared(annotations)}<span class="soft">${firstLine(description)}</span></summary>
    <p>${description}</p><h4>Input</h4>${pretty(inputSchema)}<h4>Annotations</h4>${pretty(annotations)}</details>`;

/** The hints of MCP, in words; they are claims, and the findings say where one was false. */
const HINTS: readonly (readonly [name: string, yes: string, no: string])[] = [
  ['readOnlyHint', 'says it only reads', 'says it writes'],
  ['destructiveHint', 'says it destroys', 'says it destroys nothing'],
  ['openWorldHint', 'says it reaches out', 'says it stays here'],
];

const declared = (annotations: Tool['annotations']): readonly Markup[] =>
  HINTS.flatMap(([name, yes, no]) => {
    const value = annotations[name];
    return typeof value === 'boolean' ? [html` <span class="badge">${value ? yes : no}</span>`] : [];
  });

const firstLine = (text: string): string => (text.length > 90 ? ` ${text.slice(0, 90)}…` : ` ${text}`);

/** Line by line, because a quote makes its line breaks visible. */
function pretty(value: unknown): Markup {
  const lines = (JSON.stringify(value, null, 2) ?? '').split('\n');
  return html`<pre>${lines.map((line) => html`${line}${trusted('\n')}`)}</pre>`;
}
