/**
 * The report as one self-contained page: no network, a content security policy that runs only our own script, and
 * templates in which a package's text can never become markup. Pure. Each section is a file of `html/`.
 */
import { createHash } from 'node:crypto';
import type { Report, Result } from '../types.ts';
import { changed } from './html/changed.ts';
import { credentials } from './html/credentials.ts';
import { behavior } from './html/events.ts';
import { findings } from './html/findings.ts';
import { header, nothing } from './html/header.ts';
import { gaps, inputs } from './html/inputs.ts';
import { type Markup, html as markup, trusted } from './html/markup.ts';
import { decoys, privileges } from './html/privileges.ts';
import { SCRIPT } from './html/script.ts';
import { STYLE } from './html/style.ts';
import { tools } from './html/tools.ts';
import { tree } from './html/tree.ts';
import { trust } from './html/trust.ts';
import type { RuleDoc } from './sarif.ts';
import { titleOf } from './title.ts';

/** `rules` say why their findings matter; without them, findings speak for themselves. */
export function html(result: Result, rules: readonly RuleDoc[] = []): string {
  const reports = 'reports' in result ? result.reports : [result];
  const title = reports.map(titleOf).join(', ');
  const policy = `default-src 'none'; script-src '${hash(SCRIPT)}'; style-src '${hash(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${trusted(STYLE)}</style></head>
<body>${reports.length === 0 ? nothing(result) : ''}${reports.map((report, index) => page(report, `r${index}-`, rules))}
<script>${trusted(SCRIPT)}</script></body></html>
`.markup;
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

function page(report: Report, prefix: string, rules: readonly RuleDoc[]): Markup {
  const sections = sectionsOf(report, prefix, rules);
  return markup`<main data-report>${header(report)}
  <nav aria-label="Sections of ${titleOf(report)}">${sections.map(({ id, title }) => markup`<a href="#${prefix}${id}">${title}</a>`)}</nav>
  ${sections.map(({ id, title, body }) => markup`<section aria-labelledby="${prefix}${id}"><h2 id="${prefix}${id}">${title}</h2>${body}</section>`)}
</main>`;
}

function sectionsOf(report: Report, prefix: string, rules: readonly RuleDoc[]): readonly Section[] {
  const ran = report.static
    ? markup`<p class="soft">Nothing was run: the sandbox was not asked for.</p>`
    : behavior(report, prefix);
  return [
    ...(report.compared ? [{ id: 'changed', title: 'Changed', body: changed(report.compared) }] : []),
    { id: 'findings', title: 'Findings', body: findings(report, prefix, rules) },
    { id: 'behavior', title: 'Behaviour', body: ran },
    { id: 'decoys', title: 'Decoys', body: decoys(report, prefix) },
    { id: 'privileges', title: 'Least privilege', body: privileges(report) },
    { id: 'tools', title: 'Tools', body: tools(report.tools) },
    { id: 'credentials', title: 'Credentials', body: credentials(report) },
    { id: 'trust', title: 'Trust', body: trust(report) },
    { id: 'packages', title: 'Packages', body: tree(report) },
    { id: 'gaps', title: 'Not seen', body: gaps(report) },
    { id: 'inputs', title: 'Inputs', body: inputs(report) },
  ];
}
