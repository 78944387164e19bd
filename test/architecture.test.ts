/**
 * The invariants of ARCHITECTURE.md, checked on our own source. Each law says why it is one, and carries an example that
 * breaks it, so that no law can fall asleep.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { type Import, parseSource, readSource, type SourceFile } from './support/source-file.ts';

const ROOT = join(import.meta.dirname, '..');
const files = await readSource(ROOT, ['src', 'rules']);

interface Law {
  readonly law: string;
  readonly why: string;
  /** What in this file breaks it. */
  readonly broken: (file: SourceFile) => readonly string[];
  readonly example: { readonly path: string; readonly code: string };
}

/** True for the file itself, and for all of a folder where the place ends with a slash. */
const within = (path: string, ...places: string[]): boolean =>
  places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));

const froms = (file: SourceFile, wanted: (one: Import) => boolean): readonly string[] =>
  file.imports.filter(wanted).map((one) => one.from);

/** These packages may be imported in these places only. */
const only =
  (packages: RegExp, ...places: string[]) =>
  (file: SourceFile): readonly string[] =>
    within(file.path, ...places) ? [] : froms(file, (one) => packages.test(one.from) && !one.typeOnly);

const globals =
  (names: RegExp, ...places: string[]) =>
  (file: SourceFile): readonly string[] =>
    within(file.path, ...places) ? [] : file.globals.filter((name) => names.test(name));

/** Stages in the order data flows through them; what stands beside the flow comes first. */
const ORDER: readonly (readonly string[])[] = [
  [
    'src/types.ts',
    'src/quote.ts',
    'src/errors.ts',
    'src/megabytes.ts',
    'src/same-file.ts',
    'src/queue.ts',
    'src/code/',
    'src/config/',
    'src/rule.ts',
    'src/behavior.ts',
    'src/machines.ts',
    'src/history.ts',
    'src/names.ts',
    'src/reachable.ts',
    'src/catalogue.ts',
    'src/explain.ts',
    'rules/',
  ],
  ['src/source.ts'],
  [
    'src/npm-config.ts',
    'src/request.ts',
    'src/manifest.ts',
    'src/tarball.ts',
    'src/unpack.ts',
    'src/bundled.ts',
    'src/shrinkwrap.ts',
    'src/untyped.d.ts',
  ],
  ['src/resolve.ts', 'src/resolve/'],
  ['src/fetch.ts'],
  ['src/trust/', 'src/registry.ts'],
  ['src/check.ts', 'src/check/', 'src/load-rules.ts'],
  ['src/sandbox/'],
  ['src/order.ts', 'src/policy.ts', 'src/judge.ts', 'src/rights.ts'],
  ['src/report/'],
  ['src/scan.ts'],
  ['src/gate.ts', 'src/gate/'],
  ['src/cli/', 'src/cli.ts'],
];
const stage = (path: string): number => ORDER.findIndex((places) => within(path, ...places));

/** The rooms of the two largest parts: in reading code in the order what is known of it grows, in the sandbox from what is bounded to what is run. */
const ROOMS = [
  ['tree', 'scripts', 'flow', 'tools', 'package', 'facts'].map((room) => `src/code/${room}/`),
  ['bounds', 'decoys', 'witnesses', 'world', 'engine', 'talk', 'phases'].map((room) => `src/sandbox/${room}/`),
];
const isLaterRoom = (path: string, other: string): boolean =>
  ROOMS.some((rooms) => {
    const [room, later] = [path, other].map((one) => rooms.findIndex((place) => one.startsWith(place)));
    return room !== -1 && (later ?? -1) > (room ?? -1);
  });

const NETWORK =
  /^(pacote|npm-registry-fetch|make-fetch-happen|undici|@npmcli\/arborist|node:(http|https|http2|net|tls|dgram|dns)(\/.*)?)$/;
const WRITES =
  /^(writeFile|appendFile|createWriteStream|mkdir|mkdtemp|rm|rmdir|unlink|rename|copyFile|cp|symlink|link|chmod|chown|truncate|open|write)(Sync)?$/;
/** The whole module, which hides what is used of it. */
const WHOLE = /^(\*|default|promises)$/;
/** Who may write what. The cache is written by cacache. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  'src/cli/output.ts': ['writeFile'],
  // The lock and the log of its decisions, where the user asked for them.
  'src/cli/gate.ts': ['writeFile', 'appendFile'],
  // An empty folder to resolve in: npm's resolver wants to stand somewhere, and must not find a project there.
  'src/resolve.ts': ['mkdtemp', 'rm'],
  // The pulse of a process that reads, into a file it was given; it has no leave to open one for writing.
  'src/check/process-main.ts': ['writeSync'],
  // Makes that file.
  'src/check/processes.ts': ['openSync', 'unlinkSync'],
  // Reads a few bytes of it.
  'src/trust/osv-files.ts': ['open'],
  // An export that is fetched: a file of its own until it was read.
  'src/trust/osv-download.ts': ['mkdtemp', 'createWriteStream', 'rm'],
  // A tree for the sandbox, as one archive that has no name and is never unpacked here.
  'src/sandbox/bounds/spool.ts': ['writeSync', 'mkdtemp', 'openSync', 'createWriteStream', 'write', 'rm'],
  // The log of the engine it starts where no service manager does.
  'src/sandbox/engine/setup.ts': ['openSync'],
};
const WORLD = /^node:(fs|child_process|http|https|http2|net|tls|dgram|dns|worker_threads|vm|module|inspector)(\/.*)?$/;
const PURE = [
  'src/types.ts',
  'src/quote.ts',
  'src/same-file.ts',
  'src/errors.ts',
  'src/rule.ts',
  'src/catalogue.ts',
  'src/behavior.ts',
  'src/machines.ts',
  'src/history.ts',
  'src/names.ts',
  'src/reachable.ts',
  'src/judge.ts',
  'src/rights.ts',
  'src/order.ts',
  'src/policy.ts',
  'src/report/',
];

const LAWS: readonly Law[] = [
  {
    law: 'only the engine imports dockerode',
    why: 'what can start a container is one file, and one file can be reviewed',
    broken: only(/^(dockerode|docker-modem)$/, 'src/sandbox/engine/engine.ts'),
    example: { path: 'src/scan.ts', code: "import Docker from 'dockerode';" },
  },
  {
    law: 'only resolve, fetch, trust and the probe of the gate use the network',
    why: 'a rule or a report that talks to the world could leak what it reads, and would not give the same answer twice',
    broken: (file) => [
      ...only(
        NETWORK,
        'src/request.ts',
        'src/resolve.ts',
        'src/resolve/',
        'src/fetch.ts',
        'src/trust/',
        'src/gate/ask.ts',
      )(file),
      ...globals(/^(fetch|WebSocket)$/)(file),
    ],
    example: { path: 'src/report/html.ts', code: "await fetch('https://cdn.example/x.js');" },
  },
  {
    law: 'rules import the rule API, the code helpers and their data',
    why: 'a rule that cannot reach the world is pure, cheap to test and safe to accept from a stranger',
    broken: (file) =>
      file.path.startsWith('rules/') && !file.path.startsWith('rules/data/')
        ? froms(
            file,
            (one) =>
              !one.typeOnly &&
              !within(
                one.from,
                'src/rule.ts',
                'src/behavior.ts',
                'src/machines.ts',
                'src/history.ts',
                'src/names.ts',
                'src/reachable.ts',
                'src/code/',
                'src/config/',
                'src/quote.ts',
                'src/types.ts',
                'rules/data/',
                'fast-levenshtein',
              ),
          )
        : [],
    example: { path: 'rules/code/x.ts', code: "import { readFileSync } from 'node:fs';" },
  },
  {
    law: 'what is imported is installed with the published package',
    why: 'what is there in development only is missing where a user needs it',
    broken: (file) =>
      froms(file, ({ from, typeOnly }) => {
        const name = /^(@[^/]+\/)?[^/:]+(?=\/|$)/.exec(from)?.[0];
        const ours = /^(src|rules|sandbox|package\.json|\(computed\))/.test(from);
        return !typeOnly && !ours && name !== undefined && !(name in manifest.dependencies);
      }),
    example: { path: 'src/cli/saved.ts', code: "import { parse } from 'parse5';" },
  },
  {
    law: 'no stage imports a later one',
    why: 'data flows one way: a stage can be read, tested and replaced without what comes after it',
    broken: (file) => froms(file, (one) => !one.typeOnly && stage(one.from) > stage(file.path)),
    example: { path: 'src/judge.ts', code: "import { text } from './report/text.ts';" },
  },
  {
    law: 'no room of reading code or of the sandbox uses a later one',
    why: 'each can be understood without what comes after it',
    broken: (file) => froms(file, (one) => !one.typeOnly && isLaterRoom(file.path, one.from)),
    example: { path: 'src/code/tree/scope.ts', code: "import { flowsOf } from '../flow/flow.ts';" },
  },
  {
    law: 'every file has its place in the order of the stages',
    why: 'a file the laws do not know is a file they do not bind',
    broken: (file) => (stage(file.path) === -1 ? ['no stage'] : []),
    example: { path: 'src/helpers.ts', code: '' },
  },
  {
    law: 'only the command line touches arguments, streams and exit codes',
    why: 'everything else can be called by a test or another program without ending or garbling it',
    broken: globals(
      /^(process\.(argv|stdout|stderr|stdin|exit|exitCode|on|once|abort)|console\..*)$/,
      'src/cli.ts',
      'src/cli/',
      // The other end of the reader's own processes.
      'src/check/process-main.ts',
    ),
    example: { path: 'src/scan.ts', code: "console.log('done'); process.exit(1);" },
  },
  {
    law: 'only setup starts processes on the host, the gate asks git, and packages are read in processes of ours',
    why: 'nothing of a scanned package may ever run here, and the surest way is to have nothing that could run it',
    broken: (file) => [
      ...only(
        /^(node:)?(child_process|cluster)$/,
        'src/sandbox/engine/setup.ts',
        'src/gate/git.ts',
        'src/check/processes.ts',
      )(file),
      // It forks this program; it cannot start another one.
      ...(file.path === 'src/check/processes.ts'
        ? file.imports.filter(({ from }) => from === 'node:child_process').flatMap(({ names }) => names)
        : []
      ).filter((name) => name !== 'fork' && name !== 'ChildProcess'),
    ],
    example: { path: 'src/fetch.ts', code: "import { execFile } from 'node:child_process';" },
  },
  {
    law: 'only the cache, setup, the spool of the sandbox and the output of a command write files',
    why: 'a package is a value in memory: nothing of it may be unpacked into a real path',
    broken: (file) => {
      const allowed = WRITERS[file.path] ?? [];
      const fromFs = file.imports.filter((one) => /^(node:)?fs(\/promises)?$/.test(one.from) && !one.typeOnly);
      const names = fromFs.flatMap((one) => one.names);
      return names.filter((name) => (WRITES.test(name) || WHOLE.test(name)) && !allowed.includes(name));
    },
    example: { path: 'src/fetch.ts', code: "import { mkdtemp, writeFile } from 'node:fs/promises';" },
  },
  {
    law: 'nothing turns data into code, and only the rule loader imports what it computes',
    why: 'a scanner that evaluates text can be made to evaluate an attacker’s',
    broken: (file) => [
      ...globals(/^(eval|Function)$/)(file),
      // The name of V8's collector, a constant, which is to be had no other way.
      ...only(/^node:(vm|inspector)$/, 'src/sandbox/bounds/garbage.ts')(file),
      // A parser that few packages need, in the middle of what cannot wait for an import.
      ...(file.path === 'src/code/tree/newer-flow.ts'
        ? []
        : [...globals(/^require$/)(file), ...only(/^node:module$/)(file)]),
      ...(file.path === 'src/load-rules.ts' ? [] : froms(file, (one) => one.dynamic && one.from === '(computed)')),
    ],
    example: { path: 'src/check.ts', code: 'await import(name);' },
  },
  {
    law: 'judging and showing are pure',
    why: 'same input, same report, byte for byte: a saved report can be judged and rendered again years later',
    broken: (file) => (within(file.path, ...PURE) ? froms(file, (one) => WORLD.test(one.from) && !one.typeOnly) : []),
    example: { path: 'src/judge.ts', code: "import { readFile } from 'node:fs/promises';" },
  },
  {
    law: 'nothing imports the sandbox’s build context',
    why: 'it is another program, for another machine, whose output is not trusted',
    broken: (file) => froms(file, (one) => one.from.startsWith('sandbox/')),
    example: { path: 'src/sandbox/detonate.ts', code: "import { sink } from '../../sandbox/sink/sink.ts';" },
  },
  {
    law: 'a file is named for what it exports',
    why: 'a drawer called utils fills itself',
    broken: (file) =>
      /(^|[/-])(utils?|helpers?|manager|base|impl|common|misc)(-|\.|\/)/.test(file.path) ? ['its name'] : [],
    example: { path: 'src/report/utils.ts', code: '' },
  },
];

describe.each(LAWS)('$law, because $why', ({ broken, example }) => {
  it('holds', () => {
    const found = files.flatMap((file) => broken(file).map((what) => `${file.path}: ${what}`));
    expect(found).toEqual([]);
  });

  it('can be broken', () => {
    expect(broken(parseSource(example.path, example.code))).not.toEqual([]);
  });
});

describe('the sandbox has no name, because malware looks for names', () => {
  it('holds in every file of the build context but its README', async () => {
    const entries = await readdir(join(ROOT, 'sandbox'), { recursive: true, withFileTypes: true }).catch(() => []);
    const inside = entries.filter((entry) => entry.isFile() && entry.name !== 'README.md');
    for (const entry of inside) {
      const path = join(entry.parentPath, entry.name);
      expect((await readFile(path, 'latin1')).toLowerCase(), path).not.toContain('lazaret');
    }
  });
});

it('sees the source at all', () => {
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(files.length);
});
