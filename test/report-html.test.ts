/** The page, as a parser and as a browser see it. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describe as describeEvent } from '../src/report/html/describe.ts';
import { processesOf } from '../src/report/html/processes.ts';
import { html } from '../src/report/html.ts';
import type { Observation, Report } from '../src/types.ts';
import { cpuOf } from './support/cpu.ts';
import { finding, GAP, OBSERVATIONS, reportOf } from './support/reports.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

function elements(markup: string): readonly Element[] {
  const all = (node: Node | DefaultTreeAdapterTypes.Document): readonly Element[] => [
    ...('tagName' in node ? [node] : []),
    ...('childNodes' in node ? node.childNodes.flatMap(all) : []),
  ];
  return all(parse(markup));
}

const attribute = (element: Element, name: string): string =>
  element.attrs.find((one) => one.name === name)?.value ?? '';

const STOLEN = finding('decoy.sent', {
  package: 'deep@1.0.0',
  evidence: [{ at: 'run:laptop/call#6', note: 'sent', snippet: 'k' }],
});
const SCENE = { findings: [STOLEN, finding('trust.weak', { severity: 'low' })], gaps: [GAP.advisories] };
const REPORT = reportOf(SCENE);

/** Breaks out of text, attributes, comments, scripts and styles, where it is let. */
const PAYLOAD = `"><img src=x onerror=alert(1)>'--></script></style><svg onload=alert(1)><a href="javascript:alert(1)">&lt;\u202e`;

/** A report in which every text that a package may have a hand in is this one, numbered to be different each time. */
function filled(payload: string): Report {
  let count = 0;
  const hostile = (): string => `${++count}${payload}`;
  const told = (one: Observation): Observation =>
    Object.fromEntries(
      Object.entries(one).map(([key, value]) =>
        typeof value === 'string' && !['kind', 'run', 'phase', 'channel'].includes(key)
          ? [key, hostile()]
          : [key, value],
      ),
    ) as unknown as Observation;
  return {
    ...reportOf({
      ...SCENE,
      findings: SCENE.findings.map((one) => ({
        ...one,
        message: hostile(),
        evidence: [{ at: one.evidence[0].at, note: hostile(), snippet: hostile() }],
      })),
      gaps: [{ ...GAP.advisories, subject: hostile(), reason: hostile() }],
    }),
    observations: OBSERVATIONS.map(told),
    tools: [
      {
        name: hostile(),
        description: hostile(),
        inputSchema: { [hostile()]: hostile() },
        annotations: { [hostile()]: true },
      },
    ],
    target: { kind: 'npm', text: hostile(), package: REPORT.target.package },
    runs: REPORT.runs.map((run) => ({ ...run, detail: hostile() })),
  };
}

describe('the page', () => {
  const nodes = elements(html(REPORT));

  it('has the same elements, whatever a package writes', () => {
    const shape = (markup: string) => elements(markup).map((one) => [one.tagName, one.attrs.map(({ name }) => name)]);
    expect(shape(html(filled(PAYLOAD)))).toEqual(shape(html(filled('harmless'))));
    expect(html(filled(PAYLOAD))).not.toContain('\u202e');
  });

  it('runs only our own script and style', () => {
    const policy = attribute(
      nodes.find((one) => attribute(one, 'http-equiv') === 'Content-Security-Policy')!,
      'content',
    );
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toContain('unsafe');
    for (const tag of ['script', 'style']) {
      const [only, ...more] = nodes.filter((one) => one.tagName === tag);
      const source = only!.childNodes.map((node) => ('value' in node ? node.value : '')).join('');
      const hash = createHash('sha256').update(source).digest('base64');
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
      expect(more).toEqual([]);
    }
  });

  it('loads nothing and leads nowhere', () => {
    for (const one of nodes) {
      expect(attribute(one, 'src')).toBe('');
      expect(attribute(one, 'href')).toMatch(/^(#.*)?$/);
      expect(attribute(one, 'style')).toBe('');
      expect(one.attrs.filter(({ name }) => name.startsWith('on'))).toEqual([]);
    }
  });

  it('links only to what is there, and names each thing once', () => {
    const ids = nodes.map((one) => attribute(one, 'id')).filter((id) => id !== '');
    expect(new Set(ids).size).toBe(ids.length);
    const links = nodes.map((one) => attribute(one, 'href')).filter((href) => href !== '');
    for (const href of links) expect(ids).toContain(href.slice(1));
    expect(links).toContain('#r0-e6');
  });

  it('keeps several targets apart', () => {
    const several = elements(html({ schema: 1, reports: [REPORT, REPORT], verdict: REPORT.verdict }));
    const ids = several.map((one) => attribute(one, 'id')).filter((id) => id !== '');
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a line for every kind of event', () => {
    const lines = OBSERVATIONS.map((one) => [one.kind, describeEvent(one)] as const);
    for (const [kind, line] of lines) expect(line, kind).toMatch(/\S/);
    expect(Object.fromEntries(lines)).toMatchObject({
      recipient: 'email copy@collect.example in Bcc, named by nobody',
      tools: 'listed after calls: forecast description: Weather of a place → Weather, and more',
    });
    expect(describeEvent({ ...OBSERVATIONS[0]!, kind: 'later' as never })).toBe('');
  });

  it('says once what is found many times, leads to each, and says why it matters', () => {
    const at = (line: number) => ({ at: `file:deep@1.0.0/a.js:${line}:1`, note: 'here', snippet: `line${line}()` });
    const odd = [1, 2, 3].map((line) => finding('code.odd', { package: 'deep@1.0.0', evidence: [at(line)] }));
    const mapping = { owasp: [], attack: [], atlas: [], cwe: [] };
    const doc = { ...{ id: 'code-odd', title: 't', why: 'It hides <b>.', fix: 'Read it.' }, mapping };
    const page = html(reportOf({ findings: odd }), [{ ...doc, severity: 'low', confidence: 'low' }]);
    expect(page.match(/<article/g)).toHaveLength(1);
    for (const [index, line] of [1, 2, 3].entries()) {
      expect(page).toContain(`id="r0-f${index}"`);
      expect(page).toContain(`<code>line${line}()</code>`);
    }
    expect(page).toContain('It hides &lt;b&gt;. <b>What to do:</b> Read it.');
    expect(page).not.toContain('↓');
  });

  it('makes no profile of a server that should not run', () => {
    const rights = {
      ...{ hosts: ['api.weather.example'], addresses: [], reads: [], writes: [], programs: [], variables: ['WEATHER'] },
      container: { install: ['run', 'install'], run: ['run', '--read-only'] },
    };
    const passing = html(reportOf({ report: { rights } }));
    expect(passing).toContain('docker run --read-only');
    expect(passing).toContain('<code>WEATHER</code>');
    expect(passing).toContain('installed once, with the scripts it needs, then run');
    const install = ['run', '--volume', '$PWD:/work:ro', 'npm', 'install', '--ignore-scripts', '/work/x.tgz'];
    const own = { ...rights, container: { ...rights.container, install } };
    expect(html(reportOf({ report: { rights: own } }))).toContain('once where what was vetted lies, without scripts,');
    expect(html(reportOf({ findings: [STOLEN], report: { rights } }))).not.toContain('docker run');
  });

  it('shows the name of a tool as it is written', async () => {
    expect(html(REPORT)).toContain('<summary><h3><code>forecast</code></h3>');
    const { STYLE } = await import('../src/report/html/style.ts');
    // Only headings of ours begin with a capital they did not have.
    const rules = [...STYLE.matchAll(/([^{}]*)\{[^{}]*text-transform/g)].map(([, selectors]) => selectors!.trim());
    expect(rules).toEqual(['.level', '.reason::first-letter, .caveat::first-letter, summary.meaning h3::first-letter']);
  });

  it('says once what is not known for one reason', () => {
    const facts = ['mail', 'size'].map((about) => ({ about, standing: 'unknown' as const, text: 'it is not told' }));
    const trust = { asOf: '2026-06-30', facts, sources: [] };
    expect(html(reportOf({ report: { trust } })).match(/it is not told/g)).toHaveLength(1);
  });

  it('ends, even where packages name each other as the reason', () => {
    const via = ['a@1.0.0', 'b@1.0.0', 'a@1.0.0'];
    const loop = ['a', 'b'].map((name) => ({ id: `${name}@1.0.0`, name, version: '1.0.0', integrity: '', via }));
    expect(html({ ...REPORT, packages: loop })).toContain('a@1.0.0');
  });
});

/** Texts whose contrast with what is behind them is under 4.5 (WCAG 2, AA). */
const CONTRAST = `(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')].filter((one) => !one.closest('svg, script, style') && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .flatMap((one) => {
      const [a, b] = [light(rgb(getComputedStyle(one).color)), light(behind(one))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return ratio < 4.5 ? [one.className + ' ' + one.tagName + ' ' + ratio.toFixed(2)] : [];
    });
})()`;

/** As many events as a long run gives. */
function crowded(count: number): Report {
  const events = Array.from({ length: count }, (_, seq): Observation => {
    const like = OBSERVATIONS[seq % OBSERVATIONS.length]!;
    return { ...like, seq, at: seq } as Observation;
  });
  return { ...REPORT, observations: events };
}

it('shows processes as a tree, even where each is said to have made the other', () => {
  const exec = (pid: number, parent: number | undefined, seq: number): Observation => ({
    ...{ seq, run: 'laptop', phase: 'install', at: seq, package: 'a@1.0.0', kind: 'exec', pid },
    ...{ path: '/bin/p', argv: [`p${pid}`], ok: true, ...(parent === undefined ? {} : { parent }) },
  });
  const shape = (events: readonly Observation[]) => processesOf(events).map(({ name, depth }) => `${depth} ${name}`);
  expect(shape([exec(1, undefined, 0), exec(2, 1, 1), exec(4, 9, 2), exec(3, 2, 3)])).toEqual([
    '0 p1',
    '1 p2',
    '2 p3',
    '0 p4',
  ]);
  expect(shape([exec(1, undefined, 0), exec(2, 2, 1)])).toEqual(['0 p1', '0 p2']);
  expect(shape([exec(1, 2, 0), exec(2, 1, 1)])).toHaveLength(2);
});

it('renders 5,000 events in a second', () => {
  const report = crowded(5000);
  const work = cpuOf(() => {
    html(report);
  });
  expect(work).toBeLessThan(1500);
});

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

describe.runIf(CHROMIUM)('in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'page-'));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a report and collects whatever the browser complains of. */
  async function open(report: Report): Promise<{ page: Page; complaints: string[] }> {
    const file = join(folder, 'report.html');
    await writeFile(file, html(report));
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  it('opens without a complaint, hostile or not', async () => {
    for (const report of [REPORT, filled(PAYLOAD)]) {
      const { page, complaints } = await open(report);
      await page.getByRole('button', { name: 'Zoom in' }).click();
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  it('filters the events by text and by kind', async () => {
    const { page } = await open(REPORT);
    await page.getByText('All events').click();
    await page.getByRole('searchbox').fill('credentials');
    expect(await page.locator('[role=row][data-lane]:visible').count()).toBe(1);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('checkbox', { name: 'network' }).uncheck();
    expect(await page.locator('[role=row][data-lane=network]:visible').count()).toBe(0);
    expect(await page.locator('[data-count]').textContent()).toBe('8 of 15 events');
    await page.close();
  });

  it('leads from a mark to its row, from the row to the finding and back to the mark, and from the evidence too', async () => {
    const { page } = await open(REPORT);
    await page.locator('.mark[data-seq="6"]').dispatchEvent('click');
    expect(await page.locator('[data-pick]').textContent()).toContain('GET https://api.weather.example/v1?q=Bern');
    await page.locator('[data-pick] a').click();
    expect(await page.locator('#r0-e6').isVisible()).toBe(true);
    await page.locator('#r0-e6 a.cited').click();
    expect(await page.locator('#r0-f0').isVisible()).toBe(true);
    expect(page.url()).toMatch(/#r0-f0$/);
    await page.locator('#r0-e3 a').first().click();
    expect(await page.locator('.mark.picked').getAttribute('data-seq')).toBe('3');
    await page.reload();
    await page.locator('a[href="#r0-e6"]').first().click();
    expect(await page.locator('#r0-e6').isVisible()).toBe(true);
    await page.close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await open(REPORT);
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('api.weather');
    for (let step = 0; step < 7; step++) await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Zoom in');
    await page.keyboard.press('Enter');
    expect(await page.locator('.timeline svg').first().getAttribute('width')).toBe('200%');
    await page.getByRole('searchbox').fill('');
    await page.locator('.scroll').first().focus();
    await page.keyboard.press('ArrowRight');
    const first = await page.locator('.mark.picked').getAttribute('data-seq');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.mark.picked').getAttribute('data-seq')).not.toBe(first);
    await page.keyboard.press('Enter');
    const seq = await page.locator('.mark.picked').getAttribute('data-seq');
    expect(await page.locator(`#r0-e${seq}`).isVisible()).toBe(true);
    await page.close();
  });

  it('names everything that can be used, and keeps within a narrow screen', async () => {
    const { page } = await open(REPORT);
    const nameless =
      await page.evaluate(`[...document.querySelectorAll('a, button, input, [tabindex], svg, nav, section')]
      .filter((one) => !one.ariaLabel && !one.getAttribute('aria-labelledby') && !one.textContent.trim() && !one.labels?.length)
      .map((one) => one.outerHTML)`);
    expect(nameless).toEqual([]);
    const levels = await page.evaluate<number[]>(
      "[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))",
    );
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    // Whatever scrolls can be reached with the keyboard.
    const stuck = await page.evaluate(
      "[...document.querySelectorAll('.wide')].filter((one) => one.scrollWidth > one.clientWidth && one.tabIndex !== 0).length",
    );
    expect(stuck).toBe(0);
    // A table scrolls on its own rather than to give each letter a line.
    const cells = "[...document.querySelectorAll('.wide th, .wide td')].map((cell) => cell.clientWidth)";
    expect(Math.min(...(await page.evaluate<number[]>(cells)))).toBeGreaterThan(40);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has enough contrast to be read, %s', async (colorScheme) => {
    const { page } = await open(REPORT);
    await page.emulateMedia({ colorScheme });
    const poor = await page.evaluate(CONTRAST);
    expect(poor).toEqual([]);
    await page.close();
  });

  it('opens and filters 5,000 events without stutter', async () => {
    const { page } = await open(crowded(5000));
    const opened = await page.evaluate(`(() => {
      const started = performance.now();
      document.querySelector('details:has(.events)').open = true;
      document.body.offsetHeight;
      return performance.now() - started;
    })()`);
    const ms = await page.evaluate(`(() => {
      const search = document.querySelector('input[type=search]');
      const started = performance.now();
      search.value = 'weather';
      search.dispatchEvent(new Event('input'));
      document.body.offsetHeight;
      return performance.now() - started;
    })()`);
    expect(opened).toBeLessThan(3000);
    // A quarter of that on a quiet machine; CI shares its cores.
    expect(ms).toBeLessThan(1500);
    await page.close();
  });
});
