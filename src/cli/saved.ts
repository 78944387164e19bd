/** Reads a report that `vet --format json` saved. It is a file like any other: nothing in it is believed before the schema holds. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { reasonOf, UsageError } from '../errors.ts';
import { quote } from '../quote.ts';
import schema from '../report/schema.json' with { type: 'json' };
import type { Report, Result } from '../types.ts';
import type { Terminal } from './terminal.ts';

const HINT = 'give a file that `lazaret vet --format json --output <file>` wrote';

/** What a system call says, in words. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Throws `UsageError` where the file is no report of ours. */
export async function readSaved(file: string, { cwd }: Terminal): Promise<Result> {
  const path = resolve(cwd, file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`cannot read ${quote(path)}: ${WHY[codeOf(error)] ?? reasonOf(error)}`, HINT);
  });
  const value = parse(text, path);
  const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<Result>(schema);
  if (!valid(value)) {
    const [first] = valid.errors ?? [];
    throw new UsageError(
      `${quote(path)} is no report: ${quote(`${first?.instancePath} ${first?.message}`.trim())}`,
      HINT,
    );
  }
  for (const report of 'reports' in value ? value.reports : [value]) checkIndexes(report, path);
  return value;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${quote(path)} is no JSON: ${quote(reasonOf(error))}`, HINT);
  }
}

/** The schema cannot say that a reason must point to a finding that exists. */
function checkIndexes({ findings, verdict }: Report, path: string): void {
  const missing = verdict.because.flatMap((row) => row.findings).find((index) => findings[index] === undefined);
  if (missing === undefined) return;
  throw new UsageError(
    `${quote(path)} is no report: its verdict cites finding ${missing}, which it does not have`,
    HINT,
  );
}
