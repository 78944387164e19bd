/**
 * How much processor time a report of 5,000 observations takes: to render in every format, each in a process of its own so that
 * its memory is its own, and to open and to filter as a page in Chromium. `node bench/report.ts`; the limits are 1 s and 200 MB for
 * each format, and the process fails where one is passed.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Observation, Report } from '../src/types.ts';
import { finding, OBSERVATIONS, reportOf } from '../test/support/reports.ts';

const COUNT = 5000;
const LIMIT = { ms: 1000, megabytes: 200 };

/** Findings that cite events and code, a tree, and events of every kind. */
function crowded(): Report {
  const observations = Array.from({ length: COUNT }, (_, seq) => {
    const like = OBSERVATIONS[seq % OBSERVATIONS.length];
    return { ...like, seq, at: seq } as Observation;
  });
  const packages = Array.from({ length: 400 }, (_, index) => {
    const id = `dependency-${index}@1.0.0`;
    const integrity = `sha512-${Buffer.alloc(64, index).toString('base64')}`;
    return { id, name: `dependency-${index}`, version: '1.0.0', integrity, via: ['weather-mcp@2.1.0', id] };
  });
  const [root, deep] = reportOf().packages;
  if (root === undefined || deep === undefined) throw new Error('the report of the tests has no packages');
  const digest = { ...root, integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}` };
  return reportOf({
    findings: Array.from({ length: 200 }, (_, index) =>
      finding('code.odd', {
        message: `something odd, ${index}`,
        evidence: [
          { at: `run:laptop/call#${index * 7}`, note: 'seen', snippet: 'x' },
          { at: `file:weather-mcp@2.1.0/index.js:${index + 1}:1`, note: 'read', snippet: 'code()' },
        ],
      }),
    ),
    report: {
      observations,
      packages: [digest, deep, ...packages],
      tool: { name: 'lazaret', version: '0.0.0', rules: 'bench', at: '2026-01-31T00:00:00.000Z' },
    },
  });
}

const VIEWS: Readonly<Record<string, () => Promise<(report: Report) => string>>> = {
  text: async () => {
    const { text } = await import('../src/report/text.ts');
    return (report) => text(report, { width: 100, color: true });
  },
  json: async () => (await import('../src/report/json.ts')).json,
  sarif: async () => {
    const { sarif } = await import('../src/report/sarif.ts');
    return (report) => sarif(report, []);
  },
  markdown: async () => (await import('../src/report/markdown.ts')).markdown,
  html: async () => (await import('../src/report/html.ts')).html,
  cyclonedx: async () => (await import('../src/report/cyclonedx.ts')).cyclonedx,
  vsa: async () => (await import('../src/report/vsa.ts')).vsa,
};

interface Measured {
  /** Of the processor, its threads together: a busy machine changes nothing. */
  readonly ms: number;
  /** The most the process ever held, the report and Node itself included. */
  readonly megabytes: number;
  readonly page: string;
}

/** In the child: renders once, cold. */
async function measure(format: string): Promise<void> {
  const render = await VIEWS[format]?.();
  const report = crowded();
  const started = process.cpuUsage();
  const page = render?.(report) ?? '';
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  process.send?.({ ms, megabytes: process.resourceUsage().maxRSS / 1024, page } satisfies Measured);
}

async function measured(format: string): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), [format]);
  const [result] = await once(child, 'message');
  return result as Measured;
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

async function main(): Promise<void> {
  process.stdout.write(
    `${COUNT} observations, 200 findings, 402 packages\nformat      cpu ms   MB peak   KB written\n`,
  );
  for (const format of Object.keys(VIEWS)) {
    const { ms, megabytes, page } = await measured(format);
    const over = ms > LIMIT.ms || megabytes > LIMIT.megabytes;
    if (over) process.exitCode = 1;
    const numbers = [
      ms.toFixed(0).padStart(8),
      megabytes.toFixed(0).padStart(9),
      (page.length / 1000).toFixed(0).padStart(12),
    ];
    process.stdout.write(`${format.padEnd(10)}${numbers.join(' ')}${over ? '  OVER' : ''}\n`);
    if (format !== 'html') continue;
    const { opened, keystrokes } = await inBrowser(page);
    process.stdout.write(
      `  opened in ${opened.toFixed(0)} ms, keystrokes ${keystrokes.map((one) => one.toFixed(0)).join(', ')} ms\n`,
    );
  }
}

const [format] = process.argv.slice(2);
await (format === undefined ? main() : measure(format));
