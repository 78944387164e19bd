import { describe, expect, it } from 'vitest';
import { judge, TABLE, worst } from '../src/judge.ts';
import { CONFIDENCES, type Finding, LEVELS, SEVERITIES, SIGNALS, type Signal } from '../src/types.ts';
import { finding, GAP, POLICY } from './support/reports.ts';

const of = (...findings: Finding[]) =>
  judge({ findings, gaps: [], policy: POLICY, target: 'weather-mcp@2.1.0', static: false });

describe('the table', () => {
  it('has a row for every signal', () => {
    const asked = new Set(TABLE.flatMap((row) => row.needs.flatMap((need) => need.signals)));
    expect([...asked].sort()).toEqual(Object.keys(SIGNALS).sort());
  });

  it('is worst first', () => {
    const levels = TABLE.map((row) => LEVELS.indexOf(row.level));
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });

  it.each(TABLE.map((row) => [row.text, row] as const))('%s', (text, row) => {
    const exact = row.needs.map((need) => finding(need.signals[0]!, need.grade));
    const verdict = of(...exact);
    expect(verdict.because).toContainEqual({ text, findings: exact.map((_, index) => index) });
    expect(verdict.level).toBe(row.level);
  });

  it.each(TABLE.map((row) => [row.text, row] as const))('%s: not without one of its needs', (text, row) => {
    for (const missing of row.needs) {
      const rest = row.needs.filter((need) => need !== missing).map((need) => finding(need.signals[0]!, need.grade));
      expect(of(...rest).because.map((one) => one.text)).not.toContain(text);
    }
  });

  it.each(TABLE.map((row) => [row.text, row] as const))('%s: not below its grade', (text, row) => {
    for (const need of row.needs) {
      const milder = SEVERITIES[SEVERITIES.indexOf(need.grade.severity) + 1]!;
      const others = row.needs.filter((one) => one !== need).map((one) => finding(one.signals[0]!, one.grade));
      const weak = finding(need.signals[0]!, { ...need.grade, severity: milder });
      expect(of(...others, weak).because.map((one) => one.text)).not.toContain(text);
    }
  });
});

const CAPABILITIES = [
  'install.script',
  'env.whole',
  'secret.read',
  'process.load',
  'code.dynamic',
  'network.send',
  'secret.answer',
  'tool.undeclared',
  'dependency.floating',
  'trust.weak',
  'trust.downgraded',
  'advisory.known',
  'config.weak',
  'config.changed',
  'code.odd',
] as const satisfies Signal[];

/** What only code can do; the other capabilities have rows of their own. */
const CAPABILITY_SIGNALS = CAPABILITIES.slice(0, 6);

describe('what must not block', () => {
  it('all capabilities together, as bad and as sure as can be', () => {
    expect(of(...CAPABILITIES.map((signal) => finding(signal, { severity: 'critical' }))).level).toBe('review');
  });

  it.each(Object.keys(SIGNALS) as Signal[])('%s, of low confidence', (signal) => {
    expect(of(finding(signal, { severity: 'critical', confidence: 'low' })).level).not.toBe('block');
  });

  it.each(Object.keys(SIGNALS) as Signal[])('%s, of medium severity', (signal) => {
    expect(of(finding(signal, { severity: 'medium' })).level).not.toBe('block');
  });

  it('a confusable name alone', () => {
    expect(of(finding('name.confusable', { severity: 'critical' })).level).toBe('review');
  });

  it('a confusable name beside a capability', () => {
    expect(of(finding('name.confusable'), ...CAPABILITIES.map((signal) => finding(signal))).level).toBe('review');
  });

  it('a confusable name and a weak sign in different packages', () => {
    const elsewhere = finding('code.hidden', { severity: 'medium', package: 'deep@1.0.0' });
    expect(of(finding('name.confusable'), elsewhere).level).toBe('review');
  });

  it('one package that reads secrets and another that sends data', () => {
    const sender = finding('data.sent', { package: 'deep@1.0.0' });
    expect(of(finding('secret.read'), sender).level).toBe('review');
  });
});

describe('what must pass', () => {
  it.each(CAPABILITIES)('%s of low or no severity', (signal) => {
    expect(of(finding(signal, { severity: 'low' }), finding(signal, { severity: 'info' })).level).toBe('pass');
  });

  it('what a dependency can do, of medium severity', () => {
    const odd = CAPABILITY_SIGNALS.map((signal) => finding(signal, { severity: 'medium', package: 'deep@1.0.0' }));
    expect(of(...odd).level).toBe('pass');
    expect(of(...odd.map((one) => ({ ...one, package: 'weather-mcp@2.1.0' }))).level).toBe('review');
    expect(of(...odd.map((one) => ({ ...one, severity: 'high' as const }))).level).toBe('review');
  });

  it('what a dependency ships, of medium severity', () => {
    const key = finding('secret.hardcoded', { severity: 'medium', package: 'deep@1.0.0' });
    expect(of(key).level).toBe('pass');
    expect(of({ ...key, package: 'weather-mcp@2.1.0' }).level).toBe('review');
    expect(of({ ...key, severity: 'high' }).level).toBe('review');
  });

  it('nothing at all, with a reason', () => {
    expect(of()).toEqual({
      level: 'pass',
      because: [{ text: 'nothing was found that needs a decision', findings: [] }],
    });
  });
});

describe('how rows combine', () => {
  it('names every row of the level, and only of it', () => {
    const verdict = of(finding('decoy.sent'), finding('persistence'), finding('tool.undeclared'));
    expect(verdict.level).toBe('block');
    expect(verdict.because).toEqual([
      { text: 'a decoy credential left the sandbox', findings: [0] },
      { text: 'it makes itself start again', findings: [1] },
    ]);
  });

  it('blocks on two packages that steal between them', () => {
    const verdict = of(finding('secret.collected'), finding('data.sent', { package: 'deep@1.0.0' }));
    expect(verdict.level).toBe('block');
    expect(verdict.because[0]?.findings).toEqual([0, 1]);
  });

  it('cites each finding once', () => {
    const verdict = of(finding('code.hidden'), finding('data.sent'), finding('secret.read'));
    for (const row of verdict.because) expect(row.findings).toEqual([...new Set(row.findings)]);
  });

  it('never gets better by a worse or surer finding', () => {
    for (const signal of Object.keys(SIGNALS) as Signal[]) {
      const ranks = SEVERITIES.flatMap((severity) =>
        CONFIDENCES.map((confidence) => ({
          severity,
          confidence,
          rank: LEVELS.indexOf(of(finding(signal, { severity, confidence })).level),
        })),
      );
      for (const a of ranks) {
        for (const b of ranks) {
          const worse =
            SEVERITIES.indexOf(a.severity) <= SEVERITIES.indexOf(b.severity) &&
            CONFIDENCES.indexOf(a.confidence) <= CONFIDENCES.indexOf(b.confidence);
          if (worse) expect(a.rank).toBeLessThanOrEqual(b.rank);
        }
      }
    }
  });
});

describe('gaps', () => {
  const judged = (findings: Finding[], gaps = [GAP.engine], noSandbox = false) =>
    judge({ findings, gaps, policy: POLICY, target: 'weather-mcp@2.1.0', static: noSandbox });

  it('a required stage that is not whole is incomplete', () => {
    expect(judged([])).toEqual({
      level: 'incomplete',
      because: [
        {
          text: 'not everything could be run in the sandbox: weather-mcp@2.1.0: no container engine answered',
          findings: [],
        },
      ],
    });
  });

  it('incomplete outranks review, and block outranks incomplete', () => {
    expect(judged([finding('tool.undeclared')]).level).toBe('incomplete');
    expect(judged([finding('decoy.sent')]).level).toBe('block');
  });

  it('a block says as well what was not seen, required or not', () => {
    const { because } = judged([finding('decoy.sent')], [GAP.engine, GAP.advisories], true);
    expect(because.map(({ text }) => text.split(':')[0])).toEqual([
      'a decoy credential left the sandbox',
      'not everything could be run in the sandbox',
      'the sandbox was not asked for (--static)',
      'advisories not checked',
    ]);
  });

  it('what is not required is a caveat of the headline', () => {
    const verdict = judged([], [GAP.advisories]);
    expect(verdict.level).toBe('pass');
    expect(verdict.because.at(-1)?.text).toBe('advisories not checked: the whole tree: the registry answered 405');
  });

  it('tools that were seen only to fail are told, and may be required to do better', () => {
    const gap = { stage: 'tools', subject: 'laptop/call', reason: 'its tool answered only with errors' } as const;
    const verdict = judged([], [gap]);
    expect([verdict.level, verdict.because.at(-1)?.text]).toEqual([
      'pass',
      'its tools were seen only to fail: laptop/call: its tool answered only with errors',
    ]);
    const policy = { ...POLICY, require: [...POLICY.require, 'tools' as const] };
    expect(judge({ findings: [], gaps: [gap], policy, target: null, static: false }).level).toBe('incomplete');
  });

  it('counts gaps of one stage instead of listing them', () => {
    const many = ['a@1.0.0', 'b@1.0.0', 'c@1.0.0'].map((subject) => ({ ...GAP.engine, subject }));
    expect(judged([], many).because).toHaveLength(1);
    expect(judged([], many).because[0]?.text).toContain('(and 2 more)');
  });

  it('a scan without sandbox says so, whatever else', () => {
    expect(judged([], [], true).because.at(-1)?.text).toContain('--static');
    expect(judged([finding('tool.undeclared')], [], true).because.at(-1)?.text).toContain('--static');
  });

  it('a gap never makes a verdict better', () => {
    for (const signal of Object.keys(SIGNALS) as Signal[]) {
      for (const gap of [GAP.engine, GAP.advisories]) {
        const before = LEVELS.indexOf(of(finding(signal)).level);
        expect(LEVELS.indexOf(judged([finding(signal)], [gap]).level)).toBeLessThanOrEqual(before);
      }
    }
  });
});

describe('several verdicts', () => {
  const pass = of();
  const bad = of(finding('decoy.sent'));

  it('the worst counts, with the name of its target', () => {
    expect(
      worst([
        { target: 'a', verdict: pass },
        { target: 'b', verdict: bad },
      ]),
    ).toEqual({
      level: 'block',
      because: [{ text: 'b: a decoy credential left the sandbox', findings: [] }],
    });
  });

  it('none is not a pass', () => {
    expect(worst([]).level).toBe('incomplete');
  });
});
