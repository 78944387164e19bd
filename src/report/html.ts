/**
 * The report as one self-contained page: no network, a content security policy that runs only our own script, and
 * templates in which a package's text can never become markup. Pure.
 */
import { createHash } from 'node:crypto';
import {
  type AdvisorySource,
  type Comparison,
  type Finding,
  type Report,
  type Result,
  SIGNALS,
  type Signal,
  type Stage,
  type Tool,
  type UpdatePart,
} from '../types.ts';
import { credentialLines } from './credentials.ts';
import { behavior, decoys, privileges } from './html/events.ts';
import { type Markup, html as markup, trusted } from './html/markup.ts';
import { SCRIPT } from './html/script.ts';
import { STYLE } from './html/style.ts';
import { tree } from './html/tree.ts';
import { subtitleOf, titleOf } from './title.ts';

export function html(result: Result): string {
  const reports = 'reports' in result ? result.reports : [result];
  const title = reports.map(titleOf).join(', ');
  const policy = `default-src 'none'; script-src '${hash(SCRIPT)}'; style-src '${hash(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${trusted(STYLE)}</style></head>
<body>${reports.length === 0 ? markup`<main>${verdict(result, 'lazaret gate')}</main>` : ''}${reports.map((report, index) => page(report, `r${index}-`))}
<script>${trusted(SCRIPT)}</script></body></html>
`.markup;
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

// ---------------------------------------------------------------- the page

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

function page(report: Report, prefix: string): Markup {
  const sections = sectionsOf(report, prefix);
  return markup`<main data-report>${header(report)}
  <nav aria-label="Sections of ${titleOf(report)}">${sections.map(({ id, title }) => markup`<a href="#${prefix}${id}">${title}</a>`)}</nav>
  ${sections.map(({ id, title, body }) => markup`<section aria-labelledby="${prefix}${id}"><h2 id="${prefix}${id}">${title}</h2>${body}</section>`)}
</main>`;
}

function header(report: Report): Markup {
  return verdict(report, titleOf(report), subtitleOf(report));
}

function verdict({ verdict: { level, because } }: Pick<Result, 'verdict'>, title: string, subtitle = ''): Markup {
  return markup`<header class="verdict ${level}"><h1><span class="level">${level}</span> ${title}</h1>
    <p class="soft">${subtitle}</p>
    <ul>${because.map((row) => markup`<li>${row.text}</li>`)}</ul></header>`;
}

function sectionsOf(report: Report, prefix: string): readonly Section[] {
  const ran = report.static
    ? markup`<p class="soft">Nothing was run: the sandbox was not asked for.</p>`
    : behavior(report, prefix);
  return [
    ...(report.compared ? [{ id: 'changed', title: 'Changed', body: changed(report.compared) }] : []),
    { id: 'findings', title: 'Findings', body: findings(report, prefix) },
    { id: 'behavior', title: 'Behaviour', body: ran },
    { id: 'decoys', title: 'Decoys', body: decoys(report, prefix) },
    { id: 'privileges', title: 'Least privilege', body: privileges(report) },
    { id: 'tools', title: 'Tools', body: tools(report.tools) },
    { id: 'credentials', title: 'Credentials', body: credentials(report) },
    { id: 'trust', title: 'Trust', body: trust(report, prefix) },
    { id: 'packages', title: 'Packages', body: tree(report) },
    { id: 'gaps', title: 'Not seen', body: gaps(report) },
    { id: 'inputs', title: 'Inputs', body: inputs(report) },
  ];
}

// ---------------------------------------------------------------- what is not as approved

function changed({ changes, update }: Comparison): Markup {
  const rows = changes.map(
    ({ text, detail, at }) => markup`<tr><td>${text}</td><td>${detail}</td><td><code>${at}</code></td></tr>`,
  );
  const told = rows.length > 0 ? markup`<table><tbody>${rows}</tbody></table>` : markup`<p class="soft">Nothing.</p>`;
  return update === null
    ? told
    : markup`${told}<h3>${update.from} → ${update.to}</h3>
    <table><tbody>${update.parts.map(part)}</tbody></table>`;
}

function part({ about, added, removed, changed: other }: UpdatePart): Markup {
  const marked = (mark: string, lines: readonly string[]) => lines.map((line) => markup`<div>${mark} ${line}</div>`);
  const all = [...marked('+', added), ...marked('~', other), ...marked('−', removed)];
  return markup`<tr><th scope="row">${about}</th><td>${all.length > 0 ? all : 'the same'}</td></tr>`;
}

// ---------------------------------------------------------------- findings

const TRUST: readonly Signal[] = [
  'trust.weak',
  'trust.downgraded',
  'version.fresh',
  'advisory.known',
  'advisory.malicious',
  'proof.false',
  'name.confusable',
];
const TRUST_STAGES: readonly Stage[] = ['maintainer', 'provenance', 'advisories', 'names'];

/** Grouped by what they mean; what decided the verdict is open, the rest folded. */
function findings(report: Report, prefix: string): Markup {
  if (report.findings.length === 0) return markup`<p class="soft">None.</p>`;
  const decisive = new Set(
    report.verdict.because.flatMap((row) => row.findings).map((index) => report.findings[index]),
  );
  const groups = [...Map.groupBy(report.findings, (one) => one.signal)];
  return markup`${groups.map(([signal, all]) => {
    const title = markup`${SIGNALS[signal] ?? signal} <span class="soft">${all.length}</span>`;
    const items = all.map((one) => finding(one, report, prefix));
    return all.some((one) => decisive.has(one))
      ? markup`<details open><summary>${title}</summary>${items}</details>`
      : markup`<details><summary>${title}</summary>${items}</details>`;
  })}`;
}

function finding(one: Finding, report: Report, prefix: string): Markup {
  const via = report.packages.find(({ id }) => id === one.package)?.via ?? [one.package];
  return markup`<article><h3><b class="${one.severity}">${one.severity}</b> ${one.message}</h3>
    <p class="soft">${one.rule}, ${one.confidence} confidence, in ${via.join(' › ')}</p>
    ${one.evidence.map(({ at, note, snippet }) => markup`<div>${address(at, prefix)} ${note}${snippet === '' ? '' : markup`<pre>${snippet}</pre>`}</div>`)}
  </article>`;
}

/** Where it was seen; an event of a run is a link to its row. */
function address(at: string, prefix: string): Markup {
  const event = /^run:[^#]*#(\d+)$/.exec(at)?.[1];
  return event === undefined
    ? markup`<code>${at}</code>`
    : markup`<a href="#${prefix}e${event}"><code>${at}</code></a>`;
}

function trust(report: Report, prefix: string): Markup {
  const known = report.findings.filter((one) => TRUST.includes(one.signal));
  const unknown = report.gaps.filter((gap) => TRUST_STAGES.includes(gap.stage));
  return markup`${profile(report.trust)}${known.map((one) => finding(one, report, prefix))}
    <ul>${unknown.map((gap) => markup`<li>${gap.stage} not known: ${gap.subject}: ${gap.reason}</li>`)}</ul>`;
}

/** The three states in words, so that nobody takes an unknown for a good sign. */
function profile(trust: Report['trust']): Markup {
  if (trust === null) return markup`<p class="soft">Nothing was looked up outside the package.</p>`;
  return markup`<table><thead><tr><th>About</th><th>Known</th><th>What</th></tr></thead><tbody>
    ${trust.facts.map(({ about, standing, text }) => markup`<tr><th scope="row">${about}</th><td>${standing}</td><td>${text}</td></tr>`)}
    ${trust.sources.map((source) => markup`<tr><th scope="row">advisories</th><td>${source.outcome}</td><td>${answer(source)}</td></tr>`)}
    </tbody></table>`;
}

function answer(source: AdvisorySource): string {
  if (source.outcome === 'unchecked') return `${source.name}: not checked: ${source.reason}`;
  return `${source.name}: ${source.count} listed as of ${source.asOf}`;
}

// ---------------------------------------------------------------- the rest

function tools(all: readonly Tool[]): Markup {
  if (all.length === 0) return markup`<p class="soft">No tool was listed.</p>`;
  return markup`${all.map(
    (tool) => markup`<article><h3><code>${tool.name}</code></h3><p>${tool.description}</p>
      <details><summary>Input and annotations</summary><pre>${pretty(tool.inputSchema)}</pre><pre>${pretty(tool.annotations)}</pre></details></article>`,
  )}`;
}

/** Which secrets it asks for, and where they go. */
function credentials(report: Report): Markup {
  const lines = credentialLines(report.credentials);
  if (lines.length === 0) return markup`<p class="soft">Its code shows no credential that it asks for.</p>`;
  return markup`<table>${lines.map(([about, what]) => markup`<tr><th scope="row">${about}</th><td>${what}</td></tr>`)}</table>`;
}

/** Line by line, because a quote makes its line breaks visible. */
function pretty(value: unknown): Markup {
  const lines = (JSON.stringify(value, null, 2) ?? '').split('\n');
  return markup`${lines.map((line) => markup`${line}${trusted('\n')}`)}`;
}

function gaps(report: Report): Markup {
  if (report.gaps.length === 0) return markup`<p class="soft">Every stage is whole.</p>`;
  return markup`<table><thead><tr><th>Stage</th><th>What</th><th>Why</th></tr></thead><tbody>
    ${report.gaps.map(({ stage, subject, reason }) => markup`<tr><td>${stage}</td><td>${subject}</td><td>${reason}</td></tr>`)}</tbody></table>`;
}

function inputs(report: Report): Markup {
  const { sandbox, tool, packages } = report;
  const facts: readonly (readonly [string, string])[] = [
    ['Tool', `${tool.name} ${tool.version}, report schema ${report.schema}`],
    ['Target', `${report.target.kind}: ${report.target.text}`],
    ['Sandbox image', sandbox?.image ?? 'none'],
    ['Engine', sandbox === null ? 'none' : `${sandbox.engine}, ${sandbox.isolation ?? sandbox.runtime}`],
    ...(sandbox?.warnings ?? []).map((warning) => ['Weaker than it could be', warning] as const),
  ];
  return markup`<table>${facts.map(([name, value]) => markup`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`)}</table>
    <details><summary>Digests of ${packages.length} packages</summary><table><tbody>
    ${packages.map(({ id, integrity }) => markup`<tr><td><code>${id}</code></td><td><code>${integrity}</code></td></tr>`)}</tbody></table></details>`;
}
