/**
 * How long a page of 5,000 observations takes: to render, to open and to filter in Chromium.
 * `node bench/report.ts`; the limits are 1 s and 200 MB, and the process fails where they are passed.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { html } from '../src/report/html.ts';
import type { Observation, Report } from '../src/types.ts';
import { finding, OBSERVATIONS, reportOf } from '../test/support/reports.ts';

const COUNT = 5000;
const LIMIT = { ms: 1000, megabytes: 200 };

function crowded(): Report {
  const observations = Array.from({ length: COUNT }, (_, seq) => {
    const like = OBSERVATIONS[seq % OBSERVATIONS.length];
    return { ...like, seq, at: seq } as Observation;
  });
  return reportOf({ findings: [finding('code.odd')], report: { observations } });
}

/** Milliseconds from a keystroke in the filter until the page is laid out again. */
const FILTER = `(() => {
  document.querySelector('details:has(.events)').open = true;
  document.body.offsetHeight;
  const search = document.querySelector('input[type=search]');
  return ['w', 'we', 'weather', '', 'credentials', ''].map((words) => {
    const started = performance.now();
    search.value = words;
    search.dispatchEvent(new Event('input'));
    document.body.offsetHeight;
    return performance.now() - started;
  });
})()`;

async function inBrowser(page: string): Promise<{ opened: number; keystrokes: readonly number[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(folder, 'report.html');
  await writeFile(file, page);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const tab = await browser.newPage();
    const started = performance.now();
    await tab.goto(pathToFileURL(file).href);
    return { opened: performance.now() - started, keystrokes: await tab.evaluate<number[]>(FILTER) };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const report = crowded();
const started = performance.now();
const page = html(report);
const ms = performance.now() - started;
const megabytes = process.resourceUsage().maxRSS / 1024;
const { opened, keystrokes } = await inBrowser(page);
process.stdout.write(`${COUNT} observations, ${(page.length / 1e6).toFixed(1)} MB of HTML
rendered       ${ms.toFixed(0)} ms
peak memory    ${megabytes.toFixed(0)} MB, the process and playwright with it
opened         ${opened.toFixed(0)} ms
keystrokes     ${keystrokes.map((one) => one.toFixed(0)).join(', ')} ms
`);
if (ms > LIMIT.ms || megabytes > LIMIT.megabytes) process.exitCode = 1;
