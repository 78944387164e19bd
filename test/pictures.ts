/**
 * `npm run pictures`: vets the demonstration in the sandbox and draws docs/demo.png, what a terminal shows of it, and
 * docs/report.png, what a reviewer's page shows. Needs a container engine and a Chromium.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { machine } from '../src/cli/machine.ts';
import { html } from '../src/report/html.ts';
import { text } from '../src/report/text.ts';
import type { Report } from '../src/types.ts';
import { lazaret } from './support/machine.ts';

const DOCS = fileURLToPath(new URL('../docs/', import.meta.url));
const COLUMNS = 96;
/** How much of it is shown: the reason, the theft and the code that does it. */
const LINES = 24;

const STYLES: Readonly<Record<string, string>> = {
  1: 'font-weight:700',
  2: 'opacity:.65',
  31: 'color:#ff7b72',
  32: 'color:#7ee787',
  33: 'color:#e3b341',
  35: 'color:#d2a8ff',
  36: 'color:#79c0ff',
};

/** What a terminal would draw, as markup. A style that is taken back is the end of the last one: ours are nested. */
function drawn(colored: string): string {
  return colored
    .split('\u001b')
    .map((piece, index) => {
      if (index === 0) return escaped(piece);
      const [, code = '', rest = ''] = /^\[(\d+)m(.*)$/s.exec(piece) ?? [];
      const style = STYLES[code];
      return `${style === undefined ? '</span>' : `<span style="${style}">`}${escaped(rest)}`;
    })
    .join('');
}

const escaped = (plain: string): string => plain.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);

async function shoot(browser: Browser, page: string, to: string, view: { width: number; height: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  try {
    const file = join(folder, 'page.html');
    await writeFile(file, page);
    const tab = await browser.newPage({ viewport: view, deviceScaleFactor: 1.5 });
    await tab.goto(pathToFileURL(file).href);
    const box = tab.locator('[data-picture]');
    await ((await box.count()) > 0 ? box : tab).screenshot({ path: to });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { out } = await lazaret(['demo', '--format', 'json', '--no-progress'], machine);
const report = JSON.parse(out) as Report;
const shown = text(report, { width: COLUMNS, color: true }).split('\n').slice(0, LINES).join('\n');
const terminal = `<!doctype html><meta charset="utf-8"><body style="margin:0"><pre data-picture style="margin:0;padding:18px 22px;width:max-content;
background:#0d1117;color:#e6edf3;font:14px/1.4 'DejaVu Sans Mono',monospace"><span style="opacity:.65">$ lazaret demo</span>\n${drawn(shown)}\n<span style="opacity:.65">…</span></pre>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
await shoot(browser, terminal, join(DOCS, 'demo.png'), { width: 1000, height: 700 });
await shoot(browser, html(report), join(DOCS, 'report.png'), { width: 1000, height: 760 });
await browser.close();
