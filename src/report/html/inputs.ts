/** What was not seen, and the exact inputs: enough to do the same again. */
import type { Report } from '../../types.ts';
import { counted, html, type Markup } from './markup.ts';

export function gaps(report: Report): Markup {
  if (report.gaps.length === 0) return html`<p class="soft">Every stage is whole.</p>`;
  return html`<div class="wide" role="group" tabindex="0" aria-label="What was not seen"><table><thead><tr><th scope="col">Stage</th><th scope="col">What</th><th scope="col">Why</th></tr></thead><tbody>
    ${report.gaps.map(({ stage, subject, reason }) => html`<tr><th scope="row">${stage}</th><td>${subject}</td><td>${reason}</td></tr>`)}</tbody></table></div>`;
}

export function inputs({ sandbox, tool, packages, target, schema }: Report): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ['Target', `${target.kind}: ${target.text}`],
    ['Resolved to', target.package ?? 'nothing'],
    ['Tool', `${tool.name} ${tool.version}, report schema ${schema}`],
    ['Rule set', tool.rules ?? 'not told'],
    ['Vetted at', tool.at ?? 'not told'],
    ['Sandbox image', sandbox?.image ?? 'none'],
    ['Engine', sandbox === null ? 'none' : `${sandbox.engine}, ${sandbox.isolation ?? sandbox.runtime}`],
    ...(sandbox?.warnings ?? []).map((warning) => ['Weaker than it could be', warning] as const),
  ];
  return html`<table class="facts">${facts.map(([name, value]) => html`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`)}</table>
    <details><summary>Digests of ${counted(packages.length, 'package')}</summary><table><tbody>
    ${packages.map(({ id, integrity }) => html`<tr><td><code>${id}</code></td><td><code>${integrity}</code></td></tr>`)}</tbody></table></details>`;
}
