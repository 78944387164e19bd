/** The views. Golden files hold what a user sees: after a wanted change, `npx vitest run -u` writes them again. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { html } from '../src/report/html.ts';
import { json } from '../src/report/json.ts';
import schema from '../src/report/schema.json' with { type: 'json' };
import { text } from '../src/report/text.ts';
import {
  CONFIDENCES,
  LEVELS,
  PHASES,
  type Report,
  type Reports,
  SEVERITIES,
  SIGNALS,
  type Signal,
} from '../src/types.ts';
import { finding, GAP, reportOf } from './support/reports.ts';

const PLAIN = { width: 100, color: false };

const theft = finding('decoy.sent', {
  severity: 'critical',
  package: 'deep@1.0.0',
  message: 'Sends the credentials of ~/.aws/credentials to 203.0.113.9',
  evidence: [
    { at: 'run:laptop/install#6', note: 'POST http://203.0.113.9/c, body', snippet: 'k=QUtJQUZBS0U=' },
    { at: 'file:deep@1.0.0/setup.js:12:3', note: 'reads it', snippet: "readFileSync(join(home, '.aws/credentials'))" },
  ],
});

const SCENES = {
  pass: reportOf({
    findings: [finding('install.script', { severity: 'info', package: 'deep@1.0.0' })],
    gaps: [GAP.advisories],
  }),
  block: reportOf({ findings: [theft, finding('tool.undeclared', { severity: 'medium' })] }),
  incomplete: reportOf({ gaps: [GAP.engine, GAP.advisories] }),
  review: reportOf({ findings: [finding('tool.undeclared', { severity: 'medium' })] }),
  static: reportOf({ static: true }),
} satisfies Record<string, Report>;

const several: Reports = {
  schema: 1,
  reports: [SCENES.pass, SCENES.block],
  verdict: { level: 'block', because: [{ text: 'weather-mcp: stolen', findings: [] }] },
};

/** What a report may hold and most do not. */
const EVERYTHING: Partial<Report> = {
  declared: [{ name: 'forecast', says: 'Weather of a place', digest: 'sha256-aa' }],
  trust: {
    asOf: '2026-06-30',
    publisher: 'wendy',
    facts: [],
    sources: [],
    advisories: [
      {
        package: 'deep@1.0.0',
        id: 'GHSA-aaaa-bbbb-cccc',
        title: 'Reads past the end',
        url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
        severity: 'high',
        malicious: false,
        fixed: '1.0.1',
        reached: 'later',
        via: ['weather-mcp@2.1.0', 'deep@1.0.0'],
        source: 'OSV, npm',
      },
    ],
  },
  credentials: { takes: 'none', variables: [], files: [] },
  rights: {
    hosts: ['api.weather.example'],
    addresses: [],
    reads: ['~/.weather'],
    writes: [],
    programs: ['git'],
    variables: ['WEATHER_KEY'],
    container: { install: ['run'], run: ['run', '--rm'] },
  },
  compared: {
    changes: [{ kind: 'added', text: 'is new', detail: 'weather', at: 'config:.mcp.json:1:1' }],
    update: null,
  },
};

it('the page says of an advisory how it is reached, why it is here and what mends it', () => {
  const page = html(reportOf({ report: EVERYTHING }));
  for (const said of ['perhaps later', 'weather-mcp@2.1.0 › deep@1.0.0', '1.0.1']) expect(page).toContain(said);
});

describe('text', () => {
  it.each(Object.entries(SCENES))('%s', async (name, report) => {
    await expect(text(report, PLAIN)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it('several targets', async () => {
    await expect(text(several, PLAIN)).toMatchFileSnapshot('golden/several.txt');
  });

  it('says the verdict first', () => {
    for (const report of Object.values(SCENES)) {
      expect(text(report, PLAIN).startsWith(report.verdict.level.toUpperCase())).toBe(true);
    }
  });

  it('is a screen at most for a server that passes', () => {
    const names = Array.from({ length: 40 }, (_, index) => `a-rather-long-name-${index}`);
    const crowded = reportOf({
      findings: Object.keys(SIGNALS).map((signal) => finding(signal as Signal, { severity: 'info' })),
      gaps: [GAP.advisories, ...names.map((subject) => ({ stage: 'platform' as const, subject, reason: 'not read' }))],
      report: {
        tools: names.map((name) => ({ name, description: '', inputSchema: {}, annotations: {} })),
        trust: {
          asOf: '2026-06-30',
          facts: (['good', 'bad', 'unknown'] as const).flatMap((standing) =>
            names.map((about) => ({ about, standing, text: `${standing} as can be` })),
          ),
          sources: [{ name: 'OSV, npm', outcome: 'clean', asOf: '2026-06-29', count: 0 }],
        },
      },
    });
    for (const report of [SCENES.pass, crowded]) {
      const lines = text(report, { width: 80, color: false }).trimEnd().split('\n');
      expect(report.verdict.level).toBe('pass');
      expect(lines.length).toBeLessThanOrEqual(24);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    }
    // What is cut off says so, and what goes against a server is not cut off at its first line.
    const shown = text(crowded, { width: 80, color: false });
    expect(shown).toMatch(/^ {2}tools .*…$/m);
    expect(shown).toMatch(/^ {2}bad .*[^…]\n {14}.*…$/m);
    expect(shown).toMatch(/^ {2}not seen .*[^…]\n {14}.*…$/m);
  });

  it.each([44, 60, 80, 120])('keeps within %i columns', (width) => {
    for (const report of Object.values(SCENES)) {
      for (const line of text(report, { width, color: false }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('links its own rules, and no other, where it is told their addresses', () => {
    const addressOf = (rule: string) => (rule === 'decoy-sent' ? `file:///rules.md#${rule}` : undefined);
    const linked = text(SCENES.block, { ...PLAIN, addressOf });
    const link = '\u001b]8;;file:///rules.md#decoy-sent\u001b\\decoy-sent\u001b]8;;\u001b\\';
    expect(linked.split(link)).toHaveLength(3);
    expect(linked.replaceAll(link, 'decoy-sent')).toBe(text(SCENES.block, PLAIN));
  });

  it('is the same text with colours', () => {
    const colored = text(SCENES.block, { width: 100, color: true });
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/complexity/useRegexLiterals: the escape is easier to read this way
    expect(colored.replace(new RegExp('\u001b\\[\\d+m', 'g'), '')).toBe(text(SCENES.block, PLAIN));
  });
});

/** Escapes that clear the screen, set a title, write a link, reorder text, hide text. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\r\n\u009b31m\u202e\u2066\u200b\u{e0041}\u0000\u2028end';

/** A report all of whose strings are attacker's, in the shape of `report`. */
function poison<T>(value: T): T {
  if (typeof value === 'string') return (value + HOSTILE) as T;
  if (Array.isArray(value)) return value.map(poison) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, keep.has(key) ? inner : poison(inner)]),
  ) as T;
}

/** Words of ours the views switch on. */
const keep = new Set(['level', 'kind', 'severity', 'confidence', 'status', 'standing', 'outcome']);

describe('a report full of escapes', () => {
  const hostile = Object.values(SCENES).map(poison);
  const unprinted = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

  it('shows none of them as text', () => {
    for (const report of hostile) expect(text(report, PLAIN)).not.toMatch(unprinted);
    expect(text({ ...several, reports: hostile }, PLAIN)).not.toMatch(unprinted);
  });

  it('shows none of them as JSON, and loses none', () => {
    for (const report of hostile) {
      expect(json(report)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(json(report))).toEqual(report);
    }
  });
});

describe('json', () => {
  const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

  it.each(Object.entries({ ...SCENES, several }))('%s is as the schema says', (_, result) => {
    const parsed: unknown = JSON.parse(json(result));
    expect(valid(parsed), JSON.stringify(valid.errors, null, 2)).toBe(true);
  });

  it.each(['target', 'findings', 'gaps', 'verdict', 'observations', 'packages', 'trust'] as const)(
    'a report without %s is not',
    (key) => {
      const { [key]: _, ...rest } = SCENES.pass;
      expect(valid(rest)).toBe(false);
    },
  );

  it('evidence is never empty', () => {
    expect(valid(reportOf({ findings: [{ ...theft, evidence: [] as never }] }))).toBe(false);
  });

  it('the schema knows every word of the vocabulary', () => {
    const { finding: one, verdict, phase } = schema.$defs;
    expect(one.properties.signal.enum).toEqual(Object.keys(SIGNALS));
    expect(one.properties.severity.enum).toEqual([...SEVERITIES]);
    expect(one.properties.confidence.enum).toEqual([...CONFIDENCES]);
    expect(verdict.properties.level.enum).toEqual([...LEVELS]);
    expect(phase.enum).toEqual([...PHASES]);
  });

  it('leaves nothing out of a report that has everything', () => {
    const everything = reportOf({ report: EVERYTHING });
    const parsed: unknown = JSON.parse(json(everything));
    expect(parsed).toEqual(everything);
    expect(valid(parsed), JSON.stringify(valid.errors, null, 2)).toBe(true);
    expect(Object.keys(everything).sort()).toEqual(Object.keys(schema.$defs.report.properties).sort());
  });

  it('has its keys in one order, whatever order the report was built in', () => {
    const reversed = Object.fromEntries(Object.entries(SCENES.block).reverse()) as unknown as Report;
    expect(json(reversed)).toBe(json(SCENES.block));
  });
});

describe('what nobody could check', () => {
  it('is never shown as clean', () => {
    const { trust } = SCENES.pass;
    const unchecked = (trust?.sources ?? []).filter(({ outcome }) => outcome === 'unchecked');
    const dark = reportOf({ report: { trust: trust && { ...trust, facts: [], sources: unchecked } } });
    for (const shown of [text(dark, PLAIN), html(dark)]) {
      expect(shown).toContain('not checked: the registry answered 405');
      expect(shown).not.toMatch(/none listed|0 listed|verified|signed|no vulnerabilities/i);
    }
  });
});
