/**
 * Real packages in real containers: each thief under test/packages is blocked for what the sandbox saw, in the phase it
 * steals in; its honest twin is not. They are served by a registry on loopback, as an install would find them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { readHere } from '../../src/check/reader.ts';
import { loadRules } from '../../src/load-rules.ts';
import { makePolicy } from '../../src/policy.ts';
import { createRegistry } from '../../src/registry.ts';
import { createSandbox } from '../../src/sandbox/detonate.ts';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { scan } from '../../src/scan.ts';
import type { Gap, Registry, Report } from '../../src/types.ts';
import { type FakeRegistry, startRegistry } from '../registry/registry.ts';

const HOME = join(import.meta.dirname, '..', 'packages');

function published(name: string) {
  const files = Object.fromEntries(
    readdirSync(join(HOME, name)).map((file) => [file, readFileSync(join(HOME, name, file))]),
  );
  const manifest = JSON.parse(String(files['package.json']));
  return { name: manifest.name as string, version: manifest.version as string, manifest, files };
}

/** More programs that wait than there is time for. */
function manyPrograms() {
  const tool = published('honest-tool');
  const names = Array.from({ length: 60 }, (_, index) => `aside-${index}`);
  const wait = '#!/usr/bin/env node\nsetTimeout(() => {}, 60_000);\n';
  const bin = { 'honest-many': 'server.js', ...Object.fromEntries(names.map((name) => [name, `${name}.js`])) };
  const manifest = { ...tool.manifest, name: 'honest-many', bin };
  const files = { ...tool.files, ...Object.fromEntries(names.map((name) => [`${name}.js`, Buffer.from(wait)])) };
  return {
    name: 'honest-many',
    version: '1.0.0',
    manifest,
    files: { ...files, 'package.json': Buffer.from(JSON.stringify(manifest)) },
  };
}

/** As a package that is published from Windows. */
function fromWindows(name: string) {
  const { files, ...more } = published(name);
  const cli = Buffer.from(String(files['cli.js']).replaceAll('\n', '\r\n'));
  return { ...more, files: { ...files, 'cli.js': cli } };
}

let fake: FakeRegistry;
let registry: Registry;
const rules = await loadRules();

beforeAll(async () => {
  fake = await startRegistry([
    ...readdirSync(HOME).map((name) => (name === 'honest-by-readme' ? fromWindows(name) : published(name))),
    manyPrograms(),
  ]);
  registry = await createRegistry({ cwd: fake.home, env: fake.env });
});
afterAll(() => fake.close());

const policy = makePolicy({ static: false, failOn: 'block', require: [] });
const reports = new Map<string, Promise<Report>>();

/** Each package is vetted once, however many tests look at its report. */
function vet(name: string): Promise<Report> {
  const known = reports.get(name) ?? vetNow(name);
  reports.set(name, known);
  return known;
}

function vetNow(name: string): Promise<Report> {
  return scan(
    { kind: 'npm', text: name, spec: name, args: [] },
    {
      registry,
      sandbox: createSandbox(prepare),
      rules,
      read: readHere(rules),
      policy,
      version: '0.0.0',
      jobs: 2,
      progress: () => {},
      timed: () => {},
      signal: new AbortController().signal,
    },
  );
}

/** Gaps of what has to be whole; what is known about publishers is another matter, and this registry knows nothing. */
function unseen(report: Report): readonly Gap[] {
  return report.gaps.filter(({ stage }) => policy.require.includes(stage));
}

/** What the sandbox's own rules say: `phase: message`. */
function sentDecoys(report: Report): readonly string[] {
  const found = report.findings.filter((finding) => finding.rule === 'decoy-sent');
  return [
    ...new Set(
      found.flatMap((finding) => finding.evidence.map((one) => `${/\/(\w+)#/.exec(one.at)?.[1]} ${one.note}`)),
    ),
  ].sort();
}

/** What one rule says, each thing once. */
function messages(report: Report, rule: string): readonly string[] {
  return [...new Set(report.findings.filter((finding) => finding.rule === rule).map(({ message }) => message))];
}

const THREE = (phase: string) => [
  `${phase} from ~/.aws/credentials, encoded as base64`,
  `${phase} from ~/.npmrc, encoded as base64`,
  `${phase} from ~/.ssh/id_ed25519, encoded as base64 of json of split`,
];

describe.concurrent('thieves', () => {
  test.for([
    { name: 'thief-postinstall', expected: THREE('install') },
    { name: 'thief-import', expected: THREE('import') },
    { name: 'thief-padded', expected: ['import from ~/.npmrc, encoded as hex of base64 of gzip'] },
    { name: 'thief-start', expected: THREE('start') },
    { name: 'thief-tool', expected: ['call from ~/.npmrc'] },
    { name: 'thief-strict', expected: ['call from ~/.npmrc'] },
    { name: 'thief-through-dependency', expected: THREE('install') },
    { name: 'thief-nth', expected: ['call from ~/.npmrc'] },
    { name: 'thief-late', expected: ['call from ~/.npmrc'] },
    { name: 'thief-clock', expected: ['idle from ~/.npmrc'] },
    { name: 'thief-condition', expected: ['import from ~/.npmrc'] },
    { name: 'thief-bin', expected: ['start from ~/.npmrc'] },
    { name: 'thief-http', expected: ['call from ~/.npmrc'] },
    { name: 'thief-sse', expected: ['call from ~/.npmrc'] },
    { name: 'thief-more', expected: ['call from ~/.npmrc'] },
    { name: 'thief-page', expected: ['call from ~/.npmrc'] },
  ])('$name is blocked for what it did', async ({ name, expected: decoys }, { expect }) => {
    const report = await vet(name);
    expect(unseen(report)).toEqual([]);
    expect(report.runs.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.verdict.level).toBe('block');
    expect(report.verdict.because.map(({ text }) => text)).toContain('a decoy credential left the sandbox');
    // On a busy machine what a call sends is seen when nobody asks any more.
    const late = decoys.map((one) => one.replace(/^call /, 'idle '));
    expect(sentDecoys(report).filter((one) => decoys.includes(one) || !late.includes(one))).toEqual(decoys);
    // Both profiles saw it.
    for (const profile of ['laptop', 'ci'])
      expect(report.observations.some((one) => one.kind === 'decoy' && one.run === profile)).toBe(true);
  });

  test('one that waits for a CI job is blocked, and that it waited is told', async ({ expect }) => {
    const report = await vet('thief-ci');
    expect(report.verdict.level).toBe('block');
    expect(sentDecoys(report)).toEqual(['start from ~/.npmrc']);
    expect(new Set(report.observations.flatMap((one) => (one.kind === 'decoy' ? [one.run] : [])))).toEqual(
      new Set(['ci']),
    );
    expect(messages(report, 'gated-behavior')).toContain(
      'sends data to collect.example when the server starts on the ci only',
    );
  });

  test('one that encrypts what it sends is blocked for what it read before', async ({ expect }) => {
    const report = await vet('thief-sealed');
    expect(unseen(report)).toEqual([]);
    expect(sentDecoys(report)).toEqual([]);
    expect(report.verdict.level).toBe('block');
    expect(report.verdict.because.map(({ text }) => text)).toContain(
      'credentials are collected at install or load, and data is sent',
    );
    expect(messages(report, 'sealed-after-secrets')).toEqual([
      'opens credentials of AWS, npm, and then sends bytes that cannot be read to collect.example when the server starts',
    ]);
  });

  test('a hidden copy of a mail is seen in what leaves over TLS, beside what the tool was asked', async ({
    expect,
  }) => {
    const report = await vet('thief-mail');
    expect(report.verdict.level).toBe('block');
    const rows = report.verdict.because.filter(({ findings }) => findings.length > 0);
    expect(rows.map(({ text }) => text)).toEqual(['data goes to a recipient that nothing explains']);
    const [found, ...more] = report.findings.filter(({ rule }) => rule === 'recipient-unexplained');
    expect(more).toEqual([]);
    // On a busy machine calls overlap, and then no tool is named.
    expect(found?.message.replace(/^its tool send_email /, '')).toBe(
      'sends to archive@copies.example as Bcc in a request to api.mailer.example, whom neither the input nor settings or documentation name',
    );
    const [, sent, asked] = found?.evidence ?? [];
    expect(sent?.snippet).toContain('"Bcc":"archive@copies.example"');
    expect(asked?.snippet).toMatch(/"to":"\w+@mail\.example"/);
    expect(asked?.snippet).not.toContain('copies.example');
  });

  test('what an error orders the world to answer explains nobody', async ({ expect }) => {
    const report = await vet('thief-asked');
    expect(unseen(report)).toEqual([]);
    expect(report.verdict.level).toBe('block');
    expect(messages(report, 'recipient-unexplained').map((one) => one.replace(/^its tool send_email /, ''))).toEqual([
      'sends to archive@copies.example as Bcc in a request to api.mailer.example, whom neither the input nor settings or documentation name',
    ]);
  });

  test('a message that also goes to a channel which no service named needs a review', async ({ expect }) => {
    const report = await vet('thief-chat');
    expect(unseen(report)).toEqual([]);
    expect(report.verdict.level).toBe('review');
    expect(messages(report, 'recipient-unexplained').map((one) => one.replace(/^its tool post_message /, ''))).toEqual([
      'sends to C0SPYSPYSP1 as channel in a request to slack.com, whom neither the input nor settings or documentation name',
    ]);
  });

  test('settings of the project that imports a library are its user’s, also in pieces', async ({ expect }) => {
    const report = await vet('thief-library');
    expect(report.verdict.level).toBe('block');
    expect(messages(report, 'decoy-sent')).toEqual([
      'sends 2 planted credentials to HTTP 4 requests to in.collect.example while it is imported',
    ]);
  });

  test('a copy of a file that a tool reads needs a review', async ({ expect }) => {
    const report = await vet('thief-reader');
    expect(unseen(report)).toEqual([]);
    expect(report.verdict.level).toBe('review');
    expect(messages(report, 'document-to-stranger')).toEqual([
      'sends what the user’s README.md holds to in.collect.example while its tools are called',
    ]);
  });

  test('a copy of an argument needs a review, and which argument of which tool it is is told', async ({ expect }) => {
    const report = await vet('thief-aside');
    expect(unseen(report)).toEqual([]);
    expect(report.verdict.level).toBe('review');
    expect(messages(report, 'argument-to-stranger')).toEqual([
      'sends argument text of its tool keep_note to in.collect.example while its tools are called, beside api.notes.example',
    ]);
    const [found] = report.findings.filter(({ rule }) => rule === 'argument-to-stranger');
    expect(found?.evidence[0]).toMatchObject({
      note: 'argument text, encoded as base64',
      snippet: 'POST https://in.collect.example/',
    });
  });

  test('a credential that only went into a file and to another program is seen there', async ({ expect }) => {
    const report = await vet('thief-copy');
    expect(report.verdict.level).toBe('block');
    expect(report.verdict.because.map(({ text }) => text)).toContain(
      'a decoy credential was copied to a process or a file',
    );
    expect(messages(report, 'decoy-copied').toSorted()).toEqual([
      'puts ~/.npmrc into the environment of /bin/true while its tools are called',
      'puts ~/.npmrc into the file ~/.cache/thief-copy/state while its tools are called',
    ]);
  });

  test('a tool that is described otherwise after a restart is blocked for what it says then', async ({ expect }) => {
    const report = await vet('thief-restart');
    expect(report.verdict.level).toBe('block');
    expect(messages(report, 'tools-changed')).toEqual([
      'its tool forecast has another description after a restart, which orders the model to keep something from the user',
    ]);
  });

  test('a tool that calls itself read-only and writes needs a review', async ({ expect }) => {
    const report = await vet('thief-read-only');
    expect(report.verdict.level).toBe('review');
    // On one machine the working directory is one deeper; a call that is slow on one of them is told of the other.
    expect(messages(report, 'annotation-disproved')).toContainEqual(
      expect.stringMatching(
        /^its tool count_words writes ~\/work\/acme-api\/(acme-api\/)?README\.md, and declares readOnlyHint$/,
      ),
    );
  });

  test('the dependency that steals is named, and why it is there', async ({ expect }) => {
    const report = await vet('thief-through-dependency');
    const stolen = report.findings.find((finding) => finding.rule === 'decoy-sent');
    expect(stolen?.package).toBe('weather-words@1.0.0');
    expect(report.packages.find(({ id }) => id === 'weather-words@1.0.0')?.via).toEqual([
      'thief-through-dependency@1.0.0',
      'weather-formats@1.0.0',
      'weather-words@1.0.0',
    ]);
  });
});

describe.concurrent('servers that only listen on HTTP', () => {
  test.for([
    ['honest-http', 'spoken to over streamable HTTP at http://localhost:3917/tools/mcp'],
    ['honest-sse', 'spoken to over HTTP with server-sent events at http://localhost:3918/sse'],
  ] as const)('%s passes, and that it was spoken to there is told', async ([name, how], { expect }) => {
    const report = await vet(name);
    expect(unseen(report)).toEqual([]);
    expect(report.tools.map((tool) => tool.name)).toEqual(['forecast']);
    expect(report.runs.filter(({ phase }) => phase === 'start').map(({ detail }) => detail)).toEqual([how, how]);
    // Called and listed as any other, also after a restart.
    expect(report.runs.filter(({ phase }) => phase === 'call').map(({ detail }) => detail)).toEqual([
      expect.stringContaining('1 of 1 tools answered'),
      expect.stringContaining('1 of 1 tools answered'),
    ]);
    const occasions = report.observations.flatMap((one) =>
      one.kind === 'tools' && one.run === 'ci' ? [one.occasion] : [],
    );
    expect(occasions).toEqual(['first', 'between calls', 'after calls', 'after a restart', 'weeks later']);
    expect(report.verdict).toMatchObject({ level: 'pass' });
  });
});

test.concurrent('a server that ends while a tool is called is started again for the tools after it', async ({
  expect,
}) => {
  const report = await vet('honest-brittle');
  expect(unseen(report)).toEqual([]);
  expect(report.runs.filter(({ phase }) => phase === 'call').map(({ detail }) => detail)).toEqual(
    ['laptop', 'ci'].map(() =>
      expect.stringMatching(/^2 of 3 tools answered, .*started again once to go on; .*while history was called$/),
    ),
  );
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a server that offers more where it knows the address of its service is told one', async ({
  expect,
}) => {
  const report = await vet('honest-more');
  expect(unseen(report)).toEqual([]);
  expect(report.tools.map(({ name }) => name)).toEqual(['climate', 'forecast']);
  expect(report.runs.find(({ profile, phase }) => profile === 'ci' && phase === 'call')?.detail).toMatch(
    /^2 of 2 tools answered, \d+ calls; started again with addresses of ours: FORECAST_API_URL$/,
  );
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a server that waits for its user to log in, in the browser, goes on with what that gave it', async ({
  expect,
}) => {
  const report = await vet('honest-login');
  expect(unseen(report)).toEqual([]);
  expect(report.runs.filter(({ phase }) => phase === 'call').map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/^1 of 1 tools answered, /),
    expect.stringMatching(/^1 of 1 tools answered, /),
  ]);
  const forecasts = report.observations.flatMap((one) =>
    one.kind === 'http' && one.url.includes('/v1/forecast') ? [one.headers.authorization] : [],
  );
  expect(forecasts).toContainEqual(expect.stringMatching(/^Bearer \w{40}$/));
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a server that checks what it is answered gets what it wants, and then works', async ({ expect }) => {
  const report = await vet('honest-strict');
  expect(unseen(report)).toEqual([]);
  expect(report.runs.filter(({ phase }) => phase === 'call').map(({ detail }) => detail)).toEqual(
    ['laptop', 'ci'].map(() =>
      expect.stringMatching(
        /^1 of 1 tools answered, \d+ calls; 1 tools worked once the world had answered them otherwise$/,
      ),
    ),
  );
  expect(report.observations.some((one) => one.kind === 'http' && one.url.endsWith('/v1/seen'))).toBe(true);
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a server that looks at its settings and its service first gets what its readme says and what it wants', async ({
  expect,
}) => {
  const report = await vet('honest-checking');
  expect(unseen(report)).toEqual([]);
  expect(report.runs.filter(({ phase }) => phase === 'start').map(({ detail }) => detail)).toEqual(
    ['laptop', 'ci'].map(
      () => 'started with what it asks for: CHECKING_ROLE; started once the world had answered it otherwise',
    ),
  );
  expect(report.tools.map(({ name }) => name)).toEqual(['forecast']);
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a server that its command does not start is started as its readme has it, and gets the folder and the key it wants', async ({
  expect,
}) => {
  const report = await vet('honest-by-readme');
  expect(unseen(report)).toEqual([]);
  expect(report.runs.filter(({ phase }) => phase === 'start').map(({ detail }) => detail)).toEqual(
    ['laptop', 'ci'].map(
      () =>
        'started as its readme has it: node dist-server.js; started with what it asks for: FORECAST_DIR, FORECAST_P8_PATH',
    ),
  );
  expect(report.rights?.container.run.slice(-2)).toEqual(['node', '/srv/node_modules/honest-by-readme/dist-server.js']);
  expect(report.tools.map(({ name }) => name)).toEqual(['forecast']);
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a server that has no command is started by its main module', async ({ expect }) => {
  const report = await vet('honest-by-main');
  expect(unseen(report)).toEqual([]);
  expect(report.runs.filter(({ phase }) => phase === 'start').map(({ detail }) => detail)).toEqual(
    ['laptop', 'ci'].map(() => 'started by its main module: node server.js'),
  );
  expect(report.tools.map(({ name }) => name)).toEqual(['tides']);
  expect(report.rights?.container.run.slice(-2)).toEqual(['node', '/srv/node_modules/honest-by-main/server.js']);
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('a package with more programs than there is time for was not seen whole', async ({ expect }) => {
  const report = await vet('honest-many');
  const [first, second, ...more] = unseen(report).map(({ subject, reason }) => `${subject}: ${reason}`);
  expect(more).toEqual([]);
  for (const [told, run] of [
    [first, 'ci'],
    [second, 'laptop'],
  ])
    expect(told).toMatch(new RegExp(`^${run}/start: (12|24|36) of its 60 other executables were not started$`));
  expect(report.verdict.level).toBe('incomplete');
});

test.concurrent('a server most of whose tools do not answer was not seen at work', async ({ expect }) => {
  const report = await vet('honest-silent');
  expect(unseen(report).map(({ subject, reason }) => `${subject}: ${reason}`)).toEqual(
    ['ci', 'laptop'].map((run) => `${run}/call: 2 of 3 tools did not answer`),
  );
  expect(report.verdict.level).toBe('incomplete');
});

test.concurrent('an install that fails for a reason of its own is told, and is no gap', async ({ expect }) => {
  const report = await vet('honest-refused');
  expect(report.runs.filter(({ phase, status }) => phase === 'install' && status === 'failed')).toHaveLength(2);
  expect(report.runs[0]?.detail).toContain('this package wants another package manager');
  expect(unseen(report)).toEqual([]);
  expect(report.verdict.level).toBe('pass');
});

test.concurrent('an install that fails over something that is not there was not seen to its end', async ({
  expect,
}) => {
  const report = await vet('honest-download');
  expect(unseen(report).map(({ subject, reason }) => `${subject}: ${reason}`)).toEqual(
    ['ci', 'laptop'].map(
      (run) =>
        `${run}/install: it failed after it asked downloads.example: what it would have fetched and run was not seen`,
    ),
  );
  expect(report.verdict.level).toBe('incomplete');
});

test.concurrent('a server that prints more than is read was not heard to its end', async ({ expect }) => {
  const report = await vet('honest-loud');
  expect(unseen(report).map(({ reason }) => reason)).toContain('the server printed more than is read');
  expect(report.verdict.level).toBe('incomplete');
});

describe.concurrent('honest twins', () => {
  test('nearly two megabytes that are sent at once are searched as far as that goes', async ({ expect }) => {
    const report = await vet('honest-padded');
    expect(unseen(report)).toEqual([]);
    expect(sentDecoys(report)).toEqual([]);
    const sent = report.observations.flatMap((one) => (one.kind === 'http' ? [one.body.bytes] : []));
    expect(Math.max(...sent)).toBeGreaterThan(1_700_000);
  });

  test.for(['honest-postinstall', 'honest-import', 'honest-start', 'honest-tool', 'honest-through-dependency'])(
    '%s is not',
    async (name, { expect }) => {
      const report = await vet(name);
      expect(unseen(report)).toEqual([]);
      expect(report.tools.map((tool) => tool.name)).toEqual(['forecast']);
      expect(report.verdict.level).toBe('pass');
    },
  );

  test.for([
    ...[
      'honest-restart',
      'honest-clock',
      'honest-ci',
      'honest-condition',
      'honest-bin',
      'honest-mail',
      'honest-chat',
      'honest-aside',
    ],
    ...['honest-read-only', 'honest-wishes', 'honest-copy', 'honest-sealed', 'honest-late'],
  ])('%s passes, whatever it does like its thief', async (name, { expect }) => {
    const report = await vet(name);
    expect(unseen(report)).toEqual([]);
    expect(report.tools).toHaveLength(1);
    expect(report.verdict).toMatchObject({ level: 'pass' });
  });

  test('one whose tool wants a setting is given it, and the tool is called again', async ({ expect }) => {
    const report = await vet('honest-late');
    const call = report.runs.find(({ profile, phase }) => profile === 'laptop' && phase === 'call');
    expect(call?.detail).toMatch(
      /^1 of 1 tools answered, \d+ calls; started again with what tools asked for: FORECAST_API_URL$/,
    );
    const asked = report.observations.flatMap((one) => (one.kind === 'http' ? [one.url] : []));
    expect(asked.filter((url) => url.endsWith('/forecast?city=Venice')).length).toBeGreaterThan(0);
  });
});
