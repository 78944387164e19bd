/** The dependency tree by the shortest chain to each package: a reader opens the path that answers "why is this here?". */
import type { Report } from '../../types.ts';
import { counted, html, type Markup } from './markup.ts';

/** Deepest level drawn as a list of its own; what lies deeper is listed there with its chain. */
const DEEPEST = 12;

type Entry = Report['packages'][number];

export function tree({ packages, findings }: Report): Markup {
  const known = new Set(packages.map(({ id }) => id));
  const parentOf = ({ via }: Entry): string => via.slice(0, -1).findLast((id) => known.has(id)) ?? '';
  const page = {
    children: Map.groupBy(packages, parentOf),
    counts: new Map([...Map.groupBy(findings, (one) => one.package)].map(([id, all]) => [id, all.length])),
  };
  return html`<p class="soft">${counted(packages.length, 'package')}; a count is that of findings.</p>${branch('', page, 0)}`;
}

interface Tree {
  readonly children: ReadonlyMap<string, readonly Entry[]>;
  readonly counts: ReadonlyMap<string, number>;
}

function branch(parent: string, page: Tree, depth: number): Markup {
  const entries = page.children.get(parent) ?? [];
  return html`<ul>${entries.map((entry) => html`<li>${leaf(entry, page, depth)}</li>`)}</ul>`;
}

function leaf(entry: Entry, page: Tree, depth: number): Markup {
  const count = page.counts.get(entry.id) ?? 0;
  const label = html`<code>${entry.id}</code>${count > 0 ? html` <b>${count}</b>` : ''}`;
  // A package that names itself as its parent would never end; the depth ends it.
  if (!page.children.has(entry.id) || depth >= DEEPEST) return label;
  return depth === 0
    ? html`<details open><summary>${label}</summary>${branch(entry.id, page, depth + 1)}</details>`
    : html`<details><summary>${label}</summary>${branch(entry.id, page, depth + 1)}</details>`;
}
