/** The head of the page: the verdict and its reason, what to do, and the run in numbers. */

import type { Report, Result } from '../../types.ts';
import { adviceOf } from '../advice.ts';
import { differentPackages } from '../different-packages.ts';
import { reasonsOf } from '../reasons.ts';
import { hostsOf } from '../seen.ts';
import { subtitleOf, titleOf } from '../title.ts';
import { html, type Markup } from './markup.ts';

export function header(report: Report): Markup {
  const { level } = report.verdict;
  const { first, others, caveats, turn } = reasonsOf(report);
  const [subtitle, advice] = [subtitleOf(report), adviceOf(report)];
  return html`<header class="verdict ${level}"><p class="level">${level}</p><h1>${titleOf(report)}</h1>
    ${subtitle === undefined ? '' : html`<p class="soft">${subtitle}</p>`}
    <p class="reason">${first}</p>
    ${others.length > 0 ? html`<ul>${others.map((text) => html`<li>${text}</li>`)}</ul>` : ''}
    ${caveats === '' ? '' : html`<p class="caveat">${turn} ${caveats}.</p>`}
    ${advice === '' ? '' : html`<p class="advice">${advice}</p>`}
    <dl class="numbers">${numbers(report).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
  </header>`;
}

/** A gate that had nothing to judge. */
export const nothing = ({ verdict: { level, because } }: Pick<Result, 'verdict'>): Markup =>
  html`<main><header class="verdict ${level}"><p class="level">${level}</p><h1>lazaret gate</h1>
    ${because.map((row) => html`<p class="reason">${row.text}</p>`)}</header></main>`;

function numbers(report: Report): readonly (readonly [string, string | number])[] {
  const { packages, findings, tools, observations, gaps, runs } = report;
  const leaked = new Set(observations.flatMap((one) => (one.kind === 'decoy' && !one.asked ? [one.place] : [])));
  const ran = [
    ['tools', tools.length],
    ['hosts contacted', new Set(hostsOf(observations)).size],
    ['decoys taken', leaked.size],
    ['events seen', observations.length],
  ] as const;
  return [
    ['packages', differentPackages(packages)],
    ['findings', findings.length],
    ...(runs.length > 0 ? ran : []),
    ['not seen', gaps.length],
  ];
}
