/** The views for other programs, checked by other people's schemas and parsers. */
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { cyclonedx } from '../src/report/cyclonedx.ts';
import { markdown } from '../src/report/markdown.ts';
import { type RuleDoc, sarif } from '../src/report/sarif.ts';
import { vsa } from '../src/report/vsa.ts';
import type { Report } from '../src/types.ts';
import sarifSchema from './schemas/sarif-2.1.0.json' with { type: 'json' };
import { finding, GAP, reportOf } from './support/reports.ts';

const RULES: readonly RuleDoc[] = [
  {
    id: 'decoy-sent',
    title: 'A decoy credential left the sandbox',
    why: 'Whoever sends one decoy sends the real ones too.',
    fix: 'Do not install it.',
    mapping: { owasp: ['MCP01'], attack: ['T1041'], atlas: ['AML.T0025'], cwe: ['CWE-506'] },
    severity: 'critical',
    confidence: 'high',
  },
];

const STOLEN = finding('decoy.sent', {
  severity: 'critical',
  package: '@scope/deep@1.0.0-rc.1',
  evidence: [
    { at: 'run:laptop/install#6', note: 'POST http://203.0.113.9/c', snippet: 'k=QUtJ' },
    { at: 'file:@scope/deep@1.0.0-rc.1/lib/set up.js:12:3', note: 'reads it', snippet: 'readFileSync(x)' },
  ],
});

const SCENES: Readonly<Record<string, Report>> = {
  pass: reportOf({ gaps: [GAP.advisories] }),
  block: reportOf({ findings: [STOLEN, STOLEN, finding('code.odd', { severity: 'info' })] }),
  incomplete: reportOf({ gaps: [GAP.engine] }),
  static: reportOf({ static: true }),
};

const HOSTILE =
  '</summary><img src=x onerror=alert(1)>\n\n# h ```\n`@owner` [a](javascript:b) <!-- \u001b[2J\u202e | x';

/** A report in which every text a package may have a hand in is hostile. */
const poisoned = reportOf({
  findings: [
    finding('decoy.sent', {
      message: HOSTILE,
      rule: HOSTILE,
      package: HOSTILE,
      evidence: [{ at: HOSTILE, note: HOSTILE, snippet: HOSTILE }],
    }),
  ],
  gaps: [{ stage: 'sandbox', subject: HOSTILE, reason: HOSTILE }],
  report: {
    target: { kind: 'npm', text: HOSTILE, package: HOSTILE },
    compared: {
      changes: [{ kind: 'version', text: HOSTILE, detail: HOSTILE, at: HOSTILE }],
      update: {
        from: HOSTILE,
        to: HOSTILE,
        parts: [{ about: HOSTILE, added: [HOSTILE], removed: [HOSTILE], changed: [HOSTILE] }],
      },
    },
  },
});

describe('SARIF', () => {
  const { $schema: _, id: __, ...schema } = sarifSchema;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  formats.default(ajv);
  const valid = ajv.compile(schema);
  const log = (report: Report) => JSON.parse(sarif(report, RULES)) as SarifLog;

  interface Location {
    readonly physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> };
    readonly logicalLocations: readonly { fullyQualifiedName: string }[];
  }
  interface SarifLog {
    readonly runs: readonly {
      readonly tool: { driver: { rules: readonly { id: string; properties?: Record<string, unknown> }[] } };
      readonly automationDetails: { id: string };
      readonly invocations: readonly { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly locations: readonly Location[];
        readonly relatedLocations?: readonly Location[];
        readonly partialFingerprints: { primaryLocationLineHash: string };
      }[];
    }[];
  }

  it.each(Object.entries({ ...SCENES, poisoned }))('%s is valid', (_, report) => {
    expect(valid(log(report)), JSON.stringify(valid.errors, null, 2)).toBe(true);
  });

  it('several targets share one run, which tells them apart', () => {
    const reports = Object.values(SCENES).map((report, index) => ({
      ...report,
      target: { ...report.target, package: `p${index}@1.0.0` },
    }));
    const several = JSON.parse(sarif({ schema: 1, reports, verdict: reports[0]!.verdict }, RULES)) as SarifLog;
    expect(valid(several), JSON.stringify(valid.errors)).toBe(true);
    expect(several.runs.map((run) => run.automationDetails.id)).toEqual(['lazaret/']);
    expect(several.runs[0]?.results).toHaveLength(reports.flatMap((report) => report.findings).length);
  });

  it('what was seen of a server stands at its entry, and what stands in a home is said without a place', () => {
    const entry = { at: 'config:.mcp.json:7:9', end: { line: 7, column: 30 } };
    const target = { kind: 'config', text: '.mcp.json#a', package: 'a@1.0.0', entry } as const;
    const [run] = log(reportOf({ findings: [STOLEN], report: { target } })).runs;
    expect(run!.results[0]!.locations[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: '.mcp.json' },
        region: { startLine: 7, startColumn: 9, endLine: 7, endColumn: 30 },
      },
      logicalLocations: [{ fullyQualifiedName: 'run:laptop/install#6' }],
    });
    for (const file of ['~/.cursor/mcp.json', '/home/ann/mcp.json', 'C:/Users/ann/mcp.json']) {
      const place = { at: `config:${file}:7:9`, note: '', snippet: '' };
      const weak = finding('config.weak', { evidence: [place] });
      const [home] = log(
        reportOf({ findings: [weak, STOLEN], report: { target: { ...target, text: file, entry: place } } }),
      ).runs;
      expect(home!.results).toEqual([]);
      expect(home!.invocations[0]!.toolExecutionNotifications).toHaveLength(2);
    }
  });

  it('keeps to what GitHub asks for', () => {
    for (const report of [...Object.values(SCENES), poisoned]) {
      for (const { results, tool } of log(report).runs) {
        const prints = results.map((result) => result.partialFingerprints.primaryLocationLineHash);
        expect(new Set(prints).size).toBe(prints.length);
        for (const { ruleId, ruleIndex, locations } of results) {
          expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
          const { artifactLocation, region } = locations[0]!.physicalLocation;
          expect(artifactLocation.uri).toMatch(/^(?!\/|\w+:|\.\.)[^\s]+$/);
          expect(Object.keys(region)).toEqual(
            expect.arrayContaining(['startLine', 'startColumn', 'endLine', 'endColumn']),
          );
        }
      }
    }
  });

  it('points into the package, as an install lays it out', () => {
    const [result] = log(SCENES.block!).runs[0]!.results;
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('node_modules/@scope/deep/package.json');
    expect(result?.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toBe('run:laptop/install#6');
    const { artifactLocation, region } = result!.relatedLocations![0]!.physicalLocation;
    expect(artifactLocation.uri).toBe('node_modules/@scope/deep/lib/set%20up.js');
    expect(region).toMatchObject({ startLine: 12, startColumn: 3, endLine: 12 });
  });

  it('points into the repository where a folder was vetted', () => {
    const own = finding('code.odd');
    const report = reportOf({
      findings: [own],
      report: { target: { kind: 'directory', text: '.', package: 'weather-mcp@2.1.0' } },
    });
    expect(log(report).runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('index.js');
  });

  it('has fingerprints that survive a new version', () => {
    const print = (version: string, line: number) => {
      const id = `weather-mcp@${version}`;
      const one = finding('code.odd', {
        package: id,
        evidence: [{ at: `file:${id}/a.js:${line}:1`, note: '', snippet: 'x()' }],
      });
      return log(reportOf({ findings: [one] })).runs[0]?.results[0]?.partialFingerprints;
    };
    expect(print('1.0.0', 3)).toEqual(print('1.0.1', 9));
  });

  it('describes known rules with severity and weakness', () => {
    const [rule] = log(SCENES.block!).runs[0]!.tool.driver.rules.filter(({ id }) => id === 'decoy-sent');
    expect(rule?.properties).toMatchObject({
      'security-severity': '9.5',
      precision: 'high',
      tags: ['security', 'MCP01', 'T1041', 'AML.T0025', 'external/cwe/cwe-506'],
    });
  });

  it('tells what could not be seen', () => {
    const [invocation] = log(SCENES.incomplete!).runs[0]!.invocations;
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toHaveLength(1);
  });
});

describe('Markdown', () => {
  it.each(Object.entries(SCENES))('%s', async (name, report) => {
    await expect(markdown(report)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it('lets hostile text be nothing but text', () => {
    const shown = markdown(poisoned);
    // Without code spans (a fence of any length), entities and escaped marks, only our own markup is left.
    const ours = shown
      .replace(/&#\d+;/g, '')
      .replace(/\\[!-/:-@[-`{-~]/g, '')
      .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    expect(ours.match(/<[^>]*>/g)).toEqual([
      ...['<details>', '<summary>', '</summary>', '</details>'],
      ...['<details>', '<summary>', '</summary>', '</details>'],
      ...['<details>', '<summary>', '</summary>', '</details>'],
      ...['<sub>', '</sub>'],
    ]);
    expect(ours).not.toMatch(/@\w|\]\(|!\[|<!--|^#+ h/m);
    expect(shown).not.toMatch(/[\u001b\u202e]/);
  });

  it('stays under GitHub’s limit, whatever there is to say', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      finding('code.odd', { message: `${index} ${'x'.repeat(200)}` }),
    );
    const big = reportOf({ findings: many });
    expect(markdown(big).length).toBeLessThan(65_536);
    expect(markdown({ schema: 1, reports: Array(5).fill(big), verdict: big.verdict }).length).toBeLessThan(65_536);
  });
});

describe('CycloneDX', () => {
  const sri = (fill: string) => `sha512-${Buffer.alloc(64, fill).toString('base64')}`;
  const vulnerable = reportOf({
    findings: [
      finding('advisory.known', {
        package: '@scope/deep@1.0.0',
        message: 'GHSA-aaaa-bbbb-cccc: reads past the end',
        evidence: [{ at: 'registry:@scope/deep@1.0.0#advisories', note: '', snippet: '' }],
      }),
    ],
    report: {
      packages: [
        {
          id: 'weather-mcp@2.1.0',
          name: 'weather-mcp',
          version: '2.1.0',
          integrity: sri('a'),
          via: ['weather-mcp@2.1.0'],
        },
        {
          id: '@scope/deep@1.0.0',
          name: '@scope/deep',
          version: '1.0.0',
          integrity: sri('b'),
          via: ['weather-mcp@2.1.0', '@scope/deep@1.0.0'],
        },
      ],
    },
  });
  const several = { schema: 1, reports: [vulnerable, SCENES.pass!], verdict: vulnerable.verdict } as const;

  it.each(Object.entries({ ...SCENES, vulnerable, several, poisoned }))('%s is valid', async (_, report) => {
    const problem = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(cyclonedx(report));
    expect(problem).toBeNull();
  });

  it('names packages, digests, chains and vulnerabilities', () => {
    expect(JSON.parse(cyclonedx(vulnerable))).toMatchObject({
      metadata: { component: { name: 'weather-mcp', purl: 'pkg:npm/weather-mcp@2.1.0' } },
      components: [
        {
          group: '@scope',
          name: 'deep',
          purl: 'pkg:npm/%40scope/deep@1.0.0',
          hashes: [{ alg: 'SHA-512', content: '62'.repeat(64) }],
        },
      ],
      dependencies: expect.arrayContaining([{ ref: 'weather-mcp@2.1.0', dependsOn: ['@scope/deep@1.0.0'] }]),
      vulnerabilities: [{ id: 'GHSA-aaaa-bbbb-cccc', affects: [{ ref: '@scope/deep@1.0.0' }] }],
    });
  });

  it('tells of advisories what their source does', () => {
    const advisory = {
      package: '@scope/deep@1.0.0',
      id: 'GHSA-aaaa-bbbb-cccc',
      title: 'Reads past the end',
      url: 'https://advisories.example/GHSA-aaaa-bbbb-cccc',
      severity: 'high',
      malicious: false,
      fixed: '1.0.1',
      source: 'OSV, npm',
    } as const;
    const hostile = { ...advisory, id: HOSTILE, title: HOSTILE, url: 'javascript:alert(1)', source: HOSTILE };
    const listed = { ...vulnerable, trust: { ...vulnerable.trust!, advisories: [advisory, hostile] } };
    const { vulnerabilities } = JSON.parse(cyclonedx(listed));
    expect(vulnerabilities).toHaveLength(2);
    expect(vulnerabilities).toContainEqual(
      expect.objectContaining({
        id: advisory.id,
        source: { name: 'OSV, npm', url: advisory.url },
        recommendation: 'Upgrade to 1.0.1 or later',
        affects: [{ ref: '@scope/deep@1.0.0' }],
      }),
    );
    expect(cyclonedx(listed)).not.toContain('"url": "javascript:');
  });

  it('is the same each time', () => {
    expect(cyclonedx(vulnerable)).toBe(cyclonedx(vulnerable));
  });
});

describe('verification summary', () => {
  const MADE = { name: 'lazaret', version: '0.0.0', rules: 'r', at: '2026-01-02T03:04:05.000Z' } as const;
  const digest = Buffer.alloc(64, 7);
  const packages = [
    {
      id: 'weather-mcp@2.1.0',
      name: 'weather-mcp',
      version: '2.1.0',
      integrity: `sha512-${digest.toString('base64')}`,
      via: [],
    },
  ];
  const statement = (scene: Parameters<typeof reportOf>[0]) =>
    JSON.parse(vsa(reportOf({ ...scene, report: { packages, tool: MADE } })));

  it('has what the format requires', () => {
    expect(statement({})).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'pkg:npm/weather-mcp@2.1.0', digest: { sha512: digest.toString('hex') } }],
      predicateType: 'https://slsa.dev/verification_summary/v1',
      predicate: {
        verifier: { id: 'pkg:npm/lazaret@0.0.0' },
        timeVerified: '2026-01-02T03:04:05.000Z',
        resourceUri: 'pkg:npm/weather-mcp@2.1.0',
        policy: { uri: 'pkg:npm/lazaret@0.0.0#sandbox' },
        verificationResult: 'PASSED',
        verifiedLevels: ['LAZARET_PASS'],
        slsaVersion: '1.0',
      },
    });
  });

  it.each([
    ['block', { findings: [STOLEN] }],
    ['incomplete', { gaps: [GAP.engine] }],
    ['review', { findings: [finding('tool.undeclared')] }],
  ])('only a pass passes: %s does not', (_, scene) => {
    expect(statement(scene).predicate).toMatchObject({ verificationResult: 'FAILED', verifiedLevels: ['FAILED'] });
  });

  it('attests nothing of a report that does not say when it was made', () => {
    expect(() => vsa(reportOf({ report: { packages } }))).toThrow('when it was made');
  });

  it('attests nothing about what has no digest', () => {
    expect(() => vsa(reportOf({ report: { tool: MADE } }))).toThrow('nothing to attest');
  });
});
