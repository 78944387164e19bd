/** Which secrets the package asks for, and where they go. */
import type { Report } from '../../types.ts';
import { credentialLines } from '../credentials.ts';
import { type Markup, html as markup } from './markup.ts';

export function credentials(report: Report): Markup {
  const lines = credentialLines(report.credentials);
  if (lines.length === 0) return markup`<p class="soft">Its code shows no credential that it asks for.</p>`;
  return markup`<table>${lines.map(([about, what]) => markup`<tr><th scope="row">${about}</th><td>${what}</td></tr>`)}</table>`;
}
