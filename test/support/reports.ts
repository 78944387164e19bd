/** Reports for tests of the judge and of the views. */
import { judge } from '../../src/judge.ts';
import { makePolicy } from '../../src/policy.ts';
import type { Finding, Gap, Observation, Report, Signal } from '../../src/types.ts';

export const POLICY = makePolicy({ static: false, failOn: 'block', require: [] });

/** A finding of high severity and confidence, unless told otherwise. */
export function finding(signal: Signal, more: Partial<Finding> = {}): Finding {
  return {
    rule: signal.replace('.', '-'),
    package: 'weather-mcp@2.1.0',
    signal,
    severity: 'high',
    confidence: 'high',
    message: `Something about ${signal}`,
    evidence: [{ at: 'file:weather-mcp@2.1.0/index.js:1:1', note: 'here', snippet: 'code()' }],
    ...more,
  };
}

export interface Scene {
  readonly findings?: readonly Finding[];
  readonly gaps?: readonly Gap[];
  readonly static?: boolean;
  readonly report?: Partial<Report>;
}

/** A report as the pipeline would make it: its verdict is the judge's. */
export function reportOf({ findings = [], gaps = [], static: noSandbox = false, report = {} }: Scene = {}): Report {
  const policy = makePolicy({ static: noSandbox, failOn: 'block', require: [] });
  return {
    schema: 1,
    tool: { name: 'lazaret', version: '0.0.0' },
    target: { kind: 'npm', text: 'weather-mcp', package: 'weather-mcp@2.1.0' },
    static: noSandbox,
    sandbox: noSandbox ? null : { image: `sha256:${'ab'.repeat(32)}`, engine: 'Docker 27.1.0', runtime: 'runc' },
    packages: [
      {
        id: 'weather-mcp@2.1.0',
        name: 'weather-mcp',
        version: '2.1.0',
        integrity: 'sha512-AA==',
        via: ['weather-mcp@2.1.0'],
      },
      {
        id: 'deep@1.0.0',
        name: 'deep',
        version: '1.0.0',
        integrity: 'sha512-BB==',
        via: ['weather-mcp@2.1.0', 'shallow@3.0.0', 'deep@1.0.0'],
      },
    ],
    findings,
    runs: noSandbox ? [] : RUNS,
    observations: noSandbox ? [] : OBSERVATIONS,
    tools: noSandbox
      ? []
      : [{ name: 'forecast', description: 'Weather of a place', inputSchema: { type: 'object' }, annotations: {} }],
    trust: noSandbox ? null : TRUST,
    gaps,
    verdict: judge({ findings, gaps, policy, target: 'weather-mcp@2.1.0', static: noSandbox }),
    ...report,
  };
}

/** Something known, something not. */
const TRUST: Report['trust'] = {
  asOf: '2026-06-30',
  facts: [
    { about: 'publisher', standing: 'good', text: 'wendy, who published earlier versions too' },
    { about: 'version age', standing: 'bad', text: '2 days, since 2026-06-28' },
    { about: 'provenance', standing: 'unknown', text: 'the registry passes on neither signatures nor attestations' },
  ],
  sources: [
    { name: 'registry packages.example', outcome: 'unchecked', reason: 'the registry answered 405' },
    { name: 'OSV, npm', outcome: 'clean', asOf: '2026-06-29', count: 0 },
  ],
};

const RUNS: Report['runs'] = (['laptop', 'ci'] as const).flatMap((profile) => [
  { profile, phase: 'install', status: 'skipped', detail: 'no lifecycle scripts', ms: 0 },
  { profile, phase: 'import', status: 'completed', detail: '', ms: 812 },
  { profile, phase: 'start', status: 'completed', detail: '', ms: 1204 },
  { profile, phase: 'call', status: 'completed', detail: '', ms: 340 },
  { profile, phase: 'idle', status: 'completed', detail: '', ms: 2000 },
]);

const common = { run: 'laptop', package: 'weather-mcp@2.1.0', at: 10 } as const;

/** One observation of every kind. */
export const OBSERVATIONS: readonly Observation[] = [
  {
    ...common,
    seq: 0,
    phase: 'start',
    kind: 'exec',
    pid: 7,
    path: '/usr/bin/node',
    argv: ['node', 'index.js'],
    ok: true,
  },
  { ...common, seq: 1, phase: 'start', kind: 'read', pid: 7, path: '/home/dev/.aws/credentials', ok: true },
  { ...common, seq: 2, phase: 'call', kind: 'write', pid: 7, path: '/tmp/cache.json', ok: true },
  { ...common, seq: 3, phase: 'call', kind: 'delete', pid: 7, path: '/tmp/cache.json', ok: true },
  {
    ...common,
    seq: 4,
    phase: 'call',
    kind: 'connect',
    pid: 7,
    address: '198.18.0.1',
    port: 443,
    host: 'api.weather.example',
  },
  { ...common, seq: 5, phase: 'call', kind: 'dns', name: 'api.weather.example', type: 'A' },
  {
    ...common,
    seq: 6,
    phase: 'call',
    kind: 'http',
    method: 'GET',
    url: 'https://api.weather.example/v1?q=Bern',
    host: 'api.weather.example',
    headers: { 'user-agent': 'weather-mcp' },
    body: { bytes: 0, sha256: 'e3b0c442', text: '' },
  },
  { ...common, seq: 7, phase: 'call', kind: 'tls', host: 'pinned.example', port: 443, outcome: 'unknown ca' },
  {
    ...common,
    seq: 8,
    phase: 'call',
    kind: 'data',
    protocol: 'udp',
    address: '203.0.113.9',
    port: 9,
    bytes: 3,
    text: 'abc',
  },
  {
    ...common,
    seq: 9,
    phase: 'call',
    kind: 'decoy',
    place: 'env WEATHER_KEY',
    encoding: [],
    channel: 'network',
    asked: true,
    where: 'GET https://api.weather.example/v1 header authorization',
    in: 6,
  },
  {
    ...common,
    seq: 10,
    phase: 'call',
    kind: 'mcp',
    direction: 'sent',
    method: 'tools/call',
    tool: 'forecast',
    text: '{}',
  },
  { ...common, seq: 11, phase: 'idle', kind: 'tamper', how: 'trace-check', what: 'the tracer ended first' },
  {
    ...common,
    ...{ seq: 12, phase: 'call', kind: 'recipient', what: 'email', value: 'copy@collect.example', field: 'Bcc' },
    ...{ explained: 'nothing', in: 6 },
  },
  {
    ...common,
    ...{ seq: 14, phase: 'call', kind: 'argument', tool: 'forecast', argument: 'city', host: 'collect.example' },
    ...{ explained: 'source', encoding: ['base64'], where: 'POST https://collect.example/', in: 6 },
  },
  {
    ...common,
    ...{ seq: 13, phase: 'call', kind: 'tools', occasion: 'after calls', sha256: 'e3b0c442', announced: false },
    changes: [{ tool: 'forecast', field: 'description', before: 'Weather of a place', after: 'Weather, and more' }],
  },
];

export const GAP: Readonly<Record<'engine' | 'advisories', Gap>> = {
  engine: { stage: 'sandbox', subject: 'weather-mcp@2.1.0', reason: 'no container engine answered' },
  advisories: { stage: 'advisories', subject: 'the whole tree', reason: 'the registry answered 405' },
};
