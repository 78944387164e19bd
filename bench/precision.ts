/**
 * What lazaret says of packages that are presumed honest, to be read finding by finding:
 *
 *     node bench/precision.ts bench/servers.txt          real MCP servers
 *     node bench/precision.ts --most-depended-on 300     the packages that most others depend on
 *
 * The second list is that of npm-high-impact, in its order. Each package is vetted with its whole tree, in a process of its
 * own; arguments behind `--` go to `vet`, which reads without running unless they say otherwise. `--keep <folder>` keeps the
 * reports, and what is kept there is not vetted again.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { npmTopDependents } from 'npm-high-impact';
import type { Finding, Level, Report } from '../src/types.ts';

const CLI = join(import.meta.dirname, '..', 'src', 'cli.ts');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'most-depended-on': { type: 'string' }, keep: { type: 'string' }, jobs: { type: 'string', default: '1' } },
  args: beforeDashes(process.argv.slice(2)),
});

function beforeDashes(args: readonly string[]): string[] {
  const at = args.indexOf('--');
  return at < 0 ? [...args] : args.slice(0, at);
}

const dashes = process.argv.indexOf('--');
const passedOn = dashes < 0 ? ['--static'] : process.argv.slice(dashes + 1);

function namesFrom(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** One vetting; a report that was kept is read again. Undefined where there is no report, with what was said instead. */
async function vet(name: string, folder: string): Promise<Report | string> {
  const file = join(folder, `${name.replaceAll('/', '__')}.json`);
  const kept = read(file);
  if (kept) return kept;
  const args = [CLI, 'vet', ...passedOn, '--no-progress', '--format', 'json', '--output', file, name];
  const said = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { timeout: 600_000 }, (_, __, stderr) => resolve(stderr)),
  );
  return read(file) ?? (said.trim() || 'no answer in ten minutes');
}

function read(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

const line = ({ severity, confidence, rule, package: id, message, evidence: [first] }: Finding): string =>
  `    ${severity}/${confidence}  ${rule}  ${id}: ${message} | ${first.at} | ${first.snippet.replaceAll(/\s+/g, ' ').slice(0, 120)}`;

function print(name: string, answer: Report | string): void {
  if (typeof answer === 'string') {
    console.log(`no report   ${name}: ${answer.slice(0, 300)}`);
    return;
  }
  const { verdict, findings, gaps, packages, tools } = answer;
  const tooling = answer.static ? '' : `, ${tools.length} tools`;
  console.log(`${verdict.level.padEnd(10)}  ${name}  (${packages.length} packages${tooling})`);
  if (verdict.level !== 'pass') for (const { text } of verdict.because.slice(0, 3)) console.log(`    because ${text}`);
  for (const one of findings.filter(({ severity }) => !['low', 'info'].includes(severity))) console.log(line(one));
  const serious = gaps.filter(({ stage }) => ['source', 'resolve', 'fetch', 'code', 'sandbox'].includes(stage));
  for (const { stage, subject, reason } of serious) console.log(`    gap ${stage} ${subject}: ${reason.slice(0, 200)}`);
}

const count = Number(values['most-depended-on'] ?? 0);
const names = [...positionals.flatMap(namesFrom), ...npmTopDependents.slice(0, count)];
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'precision-'));
mkdirSync(folder, { recursive: true });

const levels = new Map<Level | 'no report', number>();
const pending = names.values();
async function work(): Promise<void> {
  for (const name of pending) {
    const answer = await vet(name, folder);
    print(name, answer);
    const level = typeof answer === 'string' ? 'no report' : answer.verdict.level;
    levels.set(level, (levels.get(level) ?? 0) + 1);
  }
}
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
if (values.keep === undefined) rmSync(folder, { recursive: true });
console.log(`\n${names.length} packages: ${[...levels].map(([level, n]) => `${n} ${level}`).join(', ')}`);
