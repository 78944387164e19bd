/** `--deep`: thieves that act in one place only, each seen there and nowhere else; their honest twins pass, whatever they do there. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { DEEP_PROFILES } from '../../src/sandbox/world/profiles.ts';
import type { Report } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { vetFolder } from './vet-folder.ts';

let fake: FakeRegistry;
beforeAll(async () => {
  fake = await startRegistry([]);
});
afterAll(() => fake.close());

const vet = (name: string): Promise<Report> =>
  vetFolder(join(import.meta.dirname, '../packages', name), fake, DEEP_PROFILES);

/** Gaps of the sandbox. */
const unseen = ({ gaps }: Report) => gaps.filter(({ stage }) => stage === 'sandbox');
const gated = ({ findings }: Report) =>
  findings.filter(({ rule, severity }) => rule === 'gated-behavior' && severity === 'medium');
/** On which machines it opened the file. */
const readers = ({ observations }: Report, file: string) =>
  new Set(observations.flatMap((one) => (one.kind === 'read' && one.path.endsWith(file) ? [one.run] : [])));

describe.concurrent('thieves of one place', () => {
  test('one that waits for a country is blocked for what it does there', async ({ expect }) => {
    const report = await vet('thief-abroad');
    expect(unseen(report)).toEqual([]);
    expect(report.verdict.level).toBe('block');
    expect(readers(report, '/.npmrc')).toEqual(new Set(['abroad']));
    expect(gated(report).map(({ message }) => message)).toEqual([
      'opens credentials of npm when the server starts on the machine abroad only',
      'sends data to collect.example when the server starts on the machine abroad only',
    ]);
  });

  test.for([
    { name: 'thief-picky', place: 'picky', words: 'machine where unknown names do not exist' },
    // What it read it keeps in a file, where it is recognised.
    { name: 'thief-offline', place: 'offline', words: 'machine without a network' },
  ])('$name reads there what it reads nowhere else', async ({ name, place, words }, { expect }) => {
    const report = await vet(name);
    expect(unseen(report)).toEqual([]);
    expect(report.verdict).toMatchObject({ level: 'block' });
    expect(readers(report, '/.npmrc')).toEqual(new Set([place]));
    expect(gated(report).map(({ message }) => message)).toEqual([
      `opens credentials of npm when the server starts on the ${words} only`,
    ]);
  });
});

describe.concurrent('honest twins', () => {
  test.for(['honest-abroad', 'honest-picky', 'honest-offline'])('%s passes', async (name, { expect }) => {
    const report = await vet(name);
    expect(unseen(report)).toEqual([]);
    expect(new Set(report.runs.map(({ profile }) => profile))).toEqual(new Set(DEEP_PROFILES.map((one) => one.name)));
    expect(gated(report)).toEqual([]);
    expect(report.verdict).toMatchObject({ level: 'pass' });
  });

  test('and do something else in that place, so that it is one', async ({ expect }) => {
    const wrote = ({ observations }: Report, run: string) =>
      observations.flatMap((one) =>
        one.kind === 'write' && one.run === run && one.phase === 'start' ? [one.path] : [],
      );
    const report = await vet('honest-offline');
    expect(wrote(report, 'offline')).toContain('/tmp/weather-is-offline');
    expect(wrote(report, 'laptop')).not.toContain('/tmp/weather-is-offline');
  });
});
