/**
 * Incidents that code can show, reconstructed: what finds each, when its code would run, what the verdict is; and that the
 * honest twin of each passes. The table of all is written to `golden/incidents.md`.
 */
import { describe, expect, test } from 'vitest';
import { check } from '../src/check.ts';
import { judge } from '../src/judge.ts';
import { loadRules } from '../src/load-rules.ts';
import { makePolicy } from '../src/policy.ts';
import type { Case } from '../src/rule.ts';
import type { Finding, Level } from '../src/types.ts';
import { ELSEWHERE, ROWS, type Row } from './incidents/rows.ts';
import { packageOf, subjectsOf } from './world.ts';

const rules = await loadRules();
const POLICY = makePolicy({ static: true, failOn: 'block', require: [] });

function vet(world: Case): { readonly findings: readonly Finding[]; readonly level: Level } {
  const findings = subjectsOf(world).flatMap((subject) => check(rules, subject).value);
  const target = packageOf(world).id;
  const { level } = judge({ findings, gaps: [], policy: POLICY, target, static: true });
  return { findings, level };
}

const rulesOf = (findings: readonly Finding[]) => [...new Set(findings.map(({ rule }) => rule))].sort();

/** When the code of what was found runs, as the messages say. */
function phasesOf(findings: readonly Finding[], wanted: readonly string[]): string {
  const said = findings.filter(({ rule }) => wanted.includes(rule)).map(({ message }) => message);
  const phases = [
    ['install', /while it is installed|at install\b|when it is installed/],
    ['load', /while it is loaded/],
    ['start', /when it is started/],
    ['call', /when it is called/],
  ] as const;
  const met = phases.filter(([, pattern]) => said.some((message) => pattern.test(message))).map(([phase]) => phase);
  return met.join(', ') || 'any';
}

describe.each(ROWS)('$incident', ({ found, verdict, bad, twin, incident }) => {
  test('is found', () => {
    const { findings, level } = vet({ name: incident, ...bad });
    expect(rulesOf(findings)).toEqual(expect.arrayContaining([...found]));
    expect(
      level,
      JSON.stringify(findings.map(({ rule, severity, confidence, signal }) => [rule, severity, confidence, signal])),
    ).toBe(verdict);
  });

  test('its twin passes', () => {
    const { findings, level } = vet(twin);
    expect(level, JSON.stringify(findings.map(({ rule, message }) => [rule, message]))).toBe('pass');
    const shared = rulesOf(findings.filter(({ severity }) => severity !== 'info' && severity !== 'low'));
    expect(shared).toEqual([]);
  });
});

test('the table says what was found', async () => {
  const line = ({ incident, trigger, found, bad }: Row) => {
    const { findings, level } = vet({ name: incident, ...bad });
    return `| ${incident} | ${trigger} | ${found.join(', ')} | ${phasesOf(findings, found)} | ${level} |`;
  };
  const text = [
    '# Incidents that code can show',
    'Inert reconstructions, vetted without a sandbox by `incidents.test.ts`; each has an honest twin that passes. They were written from public descriptions, and say nothing about how much malware is found.',
    [
      '| incident | trigger | found by | runs at | verdict |',
      '| --- | --- | --- | --- | --- |',
      ...ROWS.map(line),
    ].join('\n'),
    '## Not to be seen in code',
    ELSEWHERE.map(([incident, why]) => `- ${incident}: ${why}.`).join('\n'),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('golden/incidents.md');
});
