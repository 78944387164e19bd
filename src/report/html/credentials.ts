/** Which secrets the code asks for, and where they go. */
import type { Report } from '../../types.ts';
import { credentialLines } from '../credentials.ts';
import { html, type Markup } from './markup.ts';

export function credentials(report: Report): Markup {
  const lines = credentialLines(report.credentials);
  if (lines.length === 0) return html`<p class="soft">Its code shows no credential that it asks for.</p>`;
  return html`<table class="facts">${lines.map(([about, what]) => html`<tr><th scope="row">${about}</th><td>${what}</td></tr>`)}</table>`;
}
