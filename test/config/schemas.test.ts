/** The published schemas of the lock and of the policy say what their readers take, and nothing else. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import lockSchema from '../../src/config/lock.schema.json' with { type: 'json' };
import {
  EMPTY_LOCK,
  type Lock,
  lockServer,
  readLock,
  type Seen,
  type Settings,
  writeLock,
} from '../../src/config/lock.ts';
import policySchema from '../../src/config/policy.schema.json' with { type: 'json' };
import { readPolicy } from '../../src/config/policy.ts';
import { UsageError } from '../../src/errors.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });

const SETTINGS: Settings = {
  enabled: true,
  launch: 'npx -y a@1.0.0',
  runs: ['npm a@1.0.0'],
  wrappers: ['npx mcp-remote'],
  env: { A: '${A}' },
  headers: { H: 'x' },
  approvals: ['*'],
  scopes: ['read'],
  sandbox: ['on'],
  options: ['cwd: x'],
  bundle: '',
  project: ['.npmrc: registry=x'],
};
const SEEN: Seen = {
  packages: [{ id: 'a@1.0.0', integrity: 'sha512-AA==', tree: 'sha256-x', holds: ['a@1.0.0'], publisher: 'ann' }],
  tools: { get: { says: 'Gets', description: 'd', inputSchema: 'i', annotations: 'n' } },
  hosts: ['a.example'],
  commands: ['node'],
  credentials: ['A_KEY'],
  verdict: 'pass',
  rules: 'sha256-r',
  image: 'sha256:i',
};
const SECRET = { name: 'A', print: 's:1', since: '2026-01-31' };
const LOCK: Pick<Lock, 'servers'> = {
  servers: {
    '.mcp.json#a': lockServer(SETTINGS, SEEN, { by: 'ann', why: 'w', on: '2026-01-31', until: '' }, [SECRET]),
  },
};
const POLICY = {
  'fail-on': 'review',
  require: ['advisories'],
  exclude: ['examples/'],
  'cool-down': 14,
  allow: { hosts: ['*.a.example'], publishers: ['@a'] },
  ignore: [{ id: 'config-floating', scope: '.mcp.json#a', reason: 'r', expires: '2027-01-31' }],
};

type Path = readonly (string | number)[];
type Json = Record<string, unknown> | unknown[];
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every place in a value. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (!isJson(value)) return [path];
  const inside = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
  return [path, ...inside.flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

function holderOf(value: unknown, path: Path): Record<string | number, unknown> {
  return path.slice(0, -1).reduce((at, key) => (at as never)[key], value) as Record<string | number, unknown>;
}

/** The value with one slip: something else at a place, nothing at it, or a stranger in an object. */
function slips(whole: unknown): readonly (readonly [string, unknown])[] {
  return pathsIn(whole).flatMap((path) => {
    const changed = (name: string, change: (copy: Record<string | number, unknown>, key: string | number) => void) => {
      const copy = { root: structuredClone(whole) };
      const full = ['root', ...path];
      change(holderOf(copy, full), full.at(-1) ?? '');
      return [`${path.join('.') || 'all'}: ${name}`, copy.root] as const;
    };
    const others = [true, 'zzz', '', ' ', -1, 1.5, null, [], {}, [[]], { zzz: 1 }];
    return [
      ...others.map((other) =>
        changed(JSON.stringify(other), (holder, key) => Object.assign(holder, { [key]: other })),
      ),
      ...(path.length === 0 || typeof path.at(-1) === 'number'
        ? []
        : [changed('gone', (holder, key) => delete holder[key])]),
      changed('a stranger', (holder, key) => {
        const there = holder[key];
        if (isJson(there) && !Array.isArray(there)) there.zzz = 1;
      }),
    ];
  });
}

function takes(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).toMatch(/^\S+:\d+:\d+: /);
    return false;
  }
}

describe.each([
  ['lock', lockSchema, JSON.parse(writeLock(LOCK)), (value: unknown) => readLock('l.json', JSON.stringify(value))],
  ['policy', policySchema, POLICY, (value: unknown) => readPolicy('p.yaml', stringify(value))],
] as const)('%s', (name, schema, whole, read) => {
  const valid = ajv.compile(schema);

  it('is taken by both', () => {
    expect(valid(whole), JSON.stringify(valid.errors)).toBe(true);
    expect(takes(() => read(whole))).toBe(true);
    if (name === 'lock') expect(valid(JSON.parse(writeLock(EMPTY_LOCK)))).toBe(true);
  });

  it('both refuse the same slips, the reader with the place', () => {
    const all = slips(whole);
    const disagreed = all.filter(([, value]) => valid(value) !== takes(() => read(value)));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(([, value]) => !valid(value)).length).toBeGreaterThan(60);
    expect(disagreed.map(([slip]) => slip)).toEqual([]);
  });
});
