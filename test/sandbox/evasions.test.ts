/**
 * The evasions of the tracer and the sandbox that are known: each is tried for real, in one detonation, and the report has
 * to say something of it. `done`: it did the deed (read its mark), and that was seen. `sign`: the attempt was recorded.
 * `said`: what the program itself learned. `limit`: what the README says we cannot see.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Observation, Report, Tampering } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';
import { vetFolder } from './vet-folder.ts';

interface Evasion {
  readonly name: string;
  readonly done?: true;
  readonly sign?: Tampering;
  readonly said?: RegExp;
  readonly limit?: RegExp;
}

const EVASIONS: readonly Evasion[] = [
  { name: '01-io-uring', sign: 'io-uring', said: /setup=ENOSYS/ },
  { name: '02-untraced-child', sign: 'untraced-child', said: /^SIGSYS/ },
  { name: '03-nested-filter', sign: 'nested-filter', said: /listener=ENOSYS/ },
  { name: '04-kill-tracer', said: /tracer=EPERM first=EPERM/, done: true },
  { name: '05-tracer-pid', sign: 'tracer-search', said: /traced/ },
  { name: '06-trace-me', sign: 'trace-check', said: /trace=done/, done: true },
  { name: '07-dumpable', said: /hide=done/, done: true },
  { name: '08-race', said: /raced/, done: true },
  { name: '09-foreign-abi', sign: 'foreign-abi', said: /int80=Bad system call x32=Bad system call/ },
  { name: '10-memory-program', sign: 'memory-program', said: /10-memory-program/, done: true },
  { name: '11-other-runtime', said: /connect=done/, done: true },
  { name: '12-hooks', done: true },
  { name: '13-timing', said: /quick/, done: true },
  { name: '14-every-name', said: /ENOTFOUND/, done: true },
  { name: '15-foreign-address', sign: 'foreign-address', said: /sink=EADDRINUSE/ },
  { name: '16-abstract-socket', said: /found=0/ },
  { name: '17-surroundings', said: /lived in/, done: true },
  { name: '18-delay', limit: /only after days/ },
  { name: '19-keyed', limit: /only for one victim/ },
  { name: '21-forged-trace', sign: 'tracer-search', said: /pipe=EACCES/ },
  {
    name: '22-escape',
    sign: 'kernel-right',
    said: /^0: mount=EPERM unshare=EPERM setns=EPERM handle=EPERM bpf=EPERM memory=EPERM steal=EPERM runtime=\w+ trigger=\w+$/,
  },
  { name: '23-kernel-socket', sign: 'kernel-socket', said: /^SIGSYS/ },
  { name: '23-machine-socket', sign: 'kernel-socket', said: /^SIGSYS/ },
  { name: '24-markers', said: /nothing/, done: true },
];

let fake: FakeRegistry;
let report: Report;

const vet = (folder: string) => vetFolder(join(import.meta.dirname, folder), fake);

beforeAll(async () => {
  fake = await startRegistry([]);
  report = await vet('evasions');
}, 240_000);
afterAll(() => fake.close());

const observed = <K extends Observation['kind']>(kind: K) =>
  report.observations.filter((one): one is Extract<Observation, { kind: K }> => one.kind === kind);

/** What a program said of itself, in each profile. */
const outcomes = (name: string) =>
  observed('exec').flatMap(({ argv }) =>
    (argv[0] === 'outcome' || argv[1] === 'outcome') && argv.includes(name) ? [argv.at(-1)] : [],
  );

const inBoth = (seen: readonly Observation[]) => [...new Set(seen.map(({ run }) => run))].sort();

/** Those of which this is expected. */
const having = (part: 'done' | 'sign' | 'limit') => EVASIONS.filter((evasion) => evasion[part] !== undefined);

describe('each evasion', () => {
  test.each(EVASIONS)('$name ran, and came as far as expected', ({ name, said = /./ }) => {
    expect(outcomes(name)).toHaveLength(2);
    for (const outcome of outcomes(name)) expect(outcome).toMatch(said);
  });

  test.each(having('done'))('$name: its deed was seen', ({ name }) => {
    const seen = observed('read').filter(({ path, ok }) => ok && path.endsWith(`/marks/${name}`));
    expect(inBoth(seen)).toEqual(['ci', 'laptop']);
  });

  test.each(having('sign'))('$name: the attempt was recorded as $sign, and is a finding', ({ sign }) => {
    const signs = observed('tamper').filter(({ how }) => how === sign);
    expect(inBoth(signs)).toEqual(['ci', 'laptop']);
    const messages = report.findings.filter(({ rule }) => rule === 'sandbox-tampered').map(({ message }) => message);
    expect(messages.some((message) => signs.some(({ what }) => message.startsWith(what)))).toBe(true);
  });

  test.each(having('limit'))('$name is named as a limit: $limit', ({ name, limit }) => {
    expect(observed('read').filter(({ path }) => path.endsWith(`/marks/${name}`))).toEqual([]);
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    // Lines are wrapped anywhere.
    expect(readme.replaceAll(/\s+/g, ' ')).toMatch(limit ?? /$./);
  });
});

describe('all of them together', () => {
  test('nothing was seen by one witness only, and nothing is missing from the trace', () => {
    const alone = observed('tamper').filter(({ how }) => /^(unseen|stray|unreadable)/.test(how));
    expect(alone.map(({ what }) => what)).toEqual([]);
    expect(report.gaps.filter(({ subject }) => /trace|files|network/.test(subject))).toEqual([]);
  });

  test('forged lines are no observations', () => {
    expect(observed('exec').filter(({ path }) => path === '/bin/forged')).toEqual([]);
  });

  test('the static program’s flow was seen from both sides', () => {
    expect(observed('connect').some(({ address, port }) => address === '203.0.113.11' && port === 4444)).toBe(true);
    expect(observed('data').some(({ text }) => text === 'hello from elsewhere')).toBe(true);
  });

  test('the verdict is block', () => {
    expect(report.verdict.level).toBe('block');
    expect(report.verdict.because.map(({ text }) => text)).toContain('it tampers with what watches it');
  });
});

const FLOOD = 'the package did more than is recorded';

test('20-flood: more than can be recorded is a gap, and never clean', async () => {
  const flooded = await vet('flood');
  expect(flooded.verdict.level).toBe('incomplete');
  expect(flooded.gaps.filter(({ reason }) => reason === FLOOD)).toHaveLength(2);
});

/** What a program is for, as it says in its first line. */
function purposeOf(name: string): string {
  const folder = join(import.meta.dirname, 'evasions/programs');
  const file = readdirSync(folder).find((one) => one.startsWith(`${name}.`)) ?? '';
  const [first = ''] = readFileSync(join(folder, file), 'utf8').split('\n');
  return first.replace(/^\/[/*] ?| ?\*\/$/g, '');
}

/** What this report says of it. */
function saidOf({ name, sign, limit }: Evasion): string {
  const deed = observed('read').some(({ path, ok }) => ok && path.endsWith(`/marks/${name}`));
  const signs = new Set(observed('tamper').flatMap(({ how }) => (how === sign ? [how] : [])));
  const finding = report.findings.some(({ rule }) => rule === 'sandbox-tampered');
  const said = [
    ...(deed ? ['its deed, as any other'] : []),
    ...[...signs].map((how) => `the attempt (\`${how}\`)${finding ? ', a finding' : ''}`),
    ...(limit && !deed ? [`nothing; the README names the limit: ${limit.source}`] : []),
  ];
  return said.join('; ') || 'the attempt fails, and does nothing that is told';
}

test('the table of all of them', async () => {
  const rows = EVASIONS.map((evasion) => [evasion.name, purposeOf(evasion.name), saidOf(evasion)]);
  const flood = ['20-flood', 'Do more than anybody can record.', `a gap: ${FLOOD}`];
  const all = [...rows, flood].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  expect(new Set(all.map(([name]) => Number(name?.slice(0, 2))))).toEqual(
    new Set(Array.from({ length: 24 }, (_, at) => at + 1)),
  );
  const text = [
    '# Evasions that are known',
    '',
    'Programs that try to get away from the tracer, the sink or the sandbox. `evasions.test.ts` runs each in a real sandbox and writes what the report says.',
    '',
    '| program | idea | what the report tells |',
    '| --- | --- | --- |',
    ...all.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../golden/evasions.md');
});
