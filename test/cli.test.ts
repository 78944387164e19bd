import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { machine } from '../src/cli/machine.ts';
import { followsLinks } from '../src/cli/terminal.ts';
import { UsageError } from '../src/errors.ts';
import { json } from '../src/report/json.ts';
import { defineRule } from '../src/rule.ts';
import { fakeRegistry, fakeSandbox, QUIET } from './support/doors.ts';
import { fakeMachine, lazaret } from './support/machine.ts';
import { GAP, reportOf } from './support/reports.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rule = (signal: 'decoy.sent' | 'tool.undeclared') =>
  defineRule({
    id: 'seen',
    title: 'Finds whatever there is',
    why: 'w',
    fix: 'f',
    mapping: { owasp: [], attack: [], atlas: [], cwe: [] },
    signal,
    severity: 'high',
    confidence: 'high',
    *behavior() {
      yield { message: 'there it is', evidence: [{ at: 'run:laptop/start#0', note: 'n', snippet: 's' }] };
    },
  });

const thief = fakeMachine({ loadRules: async () => [rule('decoy.sent')] });
const odd = fakeMachine({ loadRules: async () => [rule('tool.undeclared')] });
const engineless = fakeMachine({ openSandbox: () => fakeSandbox({ ...QUIET, runs: [] }, [GAP.engine]) });
const buggy = fakeMachine({
  loadRules: () => Promise.reject(new TypeError('undefined is not a function')),
});
const offline = fakeMachine({
  openRegistry: () => Promise.reject(new UsageError('the registry cannot be read', 'check your .npmrc')),
});

const ruleless = fakeMachine({ loadRules: async () => [] });

describe('exit codes', () => {
  it.each([
    ['pass', ['vet', 'a'], fakeMachine(), 0],
    ['review', ['vet', 'a'], odd, 0],
    ['review, and review fails', ['vet', 'a', '--fail-on', 'review'], odd, 1],
    ['block', ['vet', 'a'], thief, 1],
    ['block, of two', ['vet', 'a', 'b'], thief, 1],
    ['incomplete', ['vet', 'a'], engineless, 4],
    ['incomplete, and review fails', ['vet', 'a', '--fail-on', 'review'], engineless, 4],
    ['no engine, but static', ['vet', 'a', '--static'], engineless, 0],
    ['nothing to scan', ['vet', 'nothing'], fakeMachine(), 3],
    ['no target', ['vet'], fakeMachine(), 2],
    ['no command', [], fakeMachine(), 2],
    ['unknown command', ['vett', 'a'], fakeMachine(), 2],
    ['unknown option', ['vet', 'a', '--sandbox'], fakeMachine(), 2],
    ['unknown format', ['vet', 'a', '--format', 'xml'], fakeMachine(), 2],
    ['unknown stage to require', ['vet', 'a', '--require', 'luck'], fakeMachine(), 2],
    ['tools required of what nobody runs', ['vet', 'a', '--require', 'tools', '--static'], fakeMachine(), 2],
    ['a tier required of no sandbox', ['vet', 'a', '--require-tier', 'gvisor', '--static'], fakeMachine(), 2],
    ['a launch command without quotes', ['vet', 'uvx', 'weather'], fakeMachine(), 2],
    ['jobs that are no number', ['vet', 'a', '--jobs', '0'], fakeMachine(), 2],
    ['output that cannot be written', ['vet', 'a', '--output', 'no/such/folder/x.json'], fakeMachine(), 2],
    ['output that is a folder', ['vet', 'a', '--output', '.'], fakeMachine(), 2],
    ['an environment that does not work', ['vet', 'a'], offline, 2],
    ['our bug', ['vet', 'a'], buggy, 70],
    ['no rules: not a pass', ['vet', 'a'], ruleless, 70],
    ['help', ['--help'], fakeMachine(), 0],
    ['help of a command', ['vet', '--help'], fakeMachine(), 0],
    ['version', ['--version'], fakeMachine(), 0],
  ] as const)('%s', async (_, args, machine, code) => {
    expect((await lazaret(args, machine)).code).toBe(code);
  });
});

describe('streams', () => {
  it('stdout is the result only', async () => {
    const { out, err } = await lazaret(['vet', 'a', '--format', 'json', '--timings']);
    expect(JSON.parse(out)).toMatchObject({ schema: 1, verdict: { level: 'pass' } });
    expect(err).toMatch(/^ +0 s {2}resolve: a$/m);
    expect(err).toMatch(/^total +\d+\.\d\d s$/m);
  });

  it('errors go to stderr, with what to do and without a stack', async () => {
    for (const [args, machine] of [
      [['vet', 'a'], offline],
      [['vet', 'nothing'], fakeMachine()],
      [['vet', 'a'], buggy],
    ] as const) {
      const { out, err } = await lazaret(args, machine);
      expect(out).toBe('');
      expect(err).not.toMatch(/^\s+at /m);
    }
    expect((await lazaret(['vet', 'a'], offline)).err).toContain('hint: check your .npmrc');
  });

  it('a launch command without quotes is met with the one that has them', async () => {
    const hint = (command: string) => `hint: a launch command is one target, in quotes: lazaret vet "${command}"`;
    expect((await lazaret(['vet', 'npx', 'weather-mcp'])).err).toContain(hint('npx weather-mcp'));
    expect((await lazaret(['vet', '--static', 'npx', '-y', 'weather-mcp'])).err).toContain(hint('npx -y weather-mcp'));
    expect((await lazaret(['vet', 'a', '-y'])).err).not.toContain('quotes');
    expect((await lazaret(['vet', 'npx'])).code).toBe(0);
  });

  it('a bug says that no verdict was reached and how to report it', async () => {
    expect((await lazaret(['vet', 'a'], buggy)).err).toMatch(/no verdict was reached[\s\S]*report/);
    const { err } = await lazaret(['vet', 'a'], buggy, { env: { LAZARET_DEBUG: '1' } });
    expect(err).toMatch(/^\s+at /m);
  });

  it('several targets give several reports and the worst verdict', async () => {
    const { out } = await lazaret(['vet', 'a', 'b', '--format', 'json'], thief);
    expect(JSON.parse(out)).toMatchObject({ schema: 1, reports: [{}, {}], verdict: { level: 'block' } });
  });

  it('what the last of several targets lacks is told before the first is vetted', async () => {
    const detonate = vi.fn(fakeSandbox().detonate);
    const registry = fakeRegistry([{ id: 'weather-mcp@1.0.0' }]);
    const missing = new UsageError('the registry has no package named b', 'check the spelling');
    const machine = fakeMachine({
      openRegistry: async () => ({
        ...registry,
        resolve: async (target) => (target.text === 'b' ? Promise.reject(missing) : registry.resolve(target)),
      }),
      openSandbox: () => ({ detonate }),
    });
    const { code, err } = await lazaret(['vet', 'a', 'b'], machine);
    expect(code).toBe(2);
    expect(err).toMatch(/resolve: 2 of 2, b\nerror: the registry has no package named b/);
    expect(detonate).not.toHaveBeenCalled();
    expect((await lazaret(['vet', 'a', 'c'], machine)).out).toContain('2 targets');
  });

  it('--output writes the file and leaves stdout empty', async () => {
    const { out, code } = await lazaret(['vet', 'a', '--format', 'json', '--output', 'r.json'], fakeMachine(), {
      cwd: folder,
    });
    expect({ out, code }).toEqual({ out: '', code: 0 });
    expect(JSON.parse(await readFile(join(folder, 'r.json'), 'utf8'))).toMatchObject({ schema: 1 });
  });

  it('the progress line is removed before the result', async () => {
    const { err } = await lazaret(['vet', 'a'], fakeMachine(), { tty: true });
    expect(err).toMatch(/ 0 s {2}a\n {2}resolve {3}which packages/);
    // As many lines up as were drawn below the first.
    expect(err).toContain('\r\u001b[2K\u001b[1A\r\u001b[2K');
  });

  it('--no-progress is silent', async () => {
    expect((await lazaret(['vet', 'a', '--no-progress'], fakeMachine(), { tty: true })).err).not.toContain('resolve');
  });

  it('a hostile target cannot write escapes to the terminal', async () => {
    const { err, out } = await lazaret(['vet', '\u001b[2J\u202e'], fakeMachine());
    expect(err + out).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('colour', () => {
  it.each([
    ['a terminal', [], {}, true, true],
    ['a pipe', [], {}, false, false],
    ['NO_COLOR', [], { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', [], { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, true, false],
    ['--color over NO_COLOR', ['--color'], { NO_COLOR: '1' }, false, true],
    ['--no-color over FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
    ['a dumb terminal', [], { TERM: 'dumb' }, true, false],
  ] as const)('%s', async (_, args, env, tty, colored) => {
    const { out } = await lazaret(['vet', 'a', '--no-progress', ...args], fakeMachine(), { env, tty });
    expect(out.includes('\u001b[')).toBe(colored);
  });
});

describe('links to what is written about a rule', () => {
  it.each([
    ['kitty', { KITTY_WINDOW_ID: '1' }, true, true],
    ['a VTE terminal', { VTE_VERSION: '7006' }, true, true],
    ['an old VTE terminal', { VTE_VERSION: '5000' }, true, false],
    ['Visual Studio Code', { TERM_PROGRAM: 'vscode' }, true, true],
    ['a terminal that is not known', { TERM: 'xterm-256color' }, true, false],
    ['tmux inside one that is', { KITTY_WINDOW_ID: '1', TMUX: '/tmp/tmux-0/default' }, true, false],
    ['a pipe', { KITTY_WINDOW_ID: '1' }, false, false],
    ['NO_COLOR', { KITTY_WINDOW_ID: '1', NO_COLOR: '1' }, true, false],
    ['CI', { KITTY_WINDOW_ID: '1', CI: 'true' }, true, false],
    ['FORCE_HYPERLINK', { FORCE_HYPERLINK: '1' }, false, true],
    ['FORCE_HYPERLINK=0', { FORCE_HYPERLINK: '0', KITTY_WINDOW_ID: '1' }, true, false],
  ] as const)('%s', (_, env, isTTY, follows) => {
    expect(followsLinks({ isTTY, write: () => {} }, env)).toBe(follows);
  });

  it('lead to a chapter that is there', async () => {
    const env = { FORCE_HYPERLINK: '1' };
    const { out } = await lazaret(['demo', '--static', '--offline', '--no-progress'], machine, { env });
    const [address = '', chapter] =
      /\u001b\]8;;(file:[^#]*)#(secrets-sent)\u001b\\secrets-sent/.exec(out)?.slice(1) ?? [];
    expect(await readFile(new URL(address), 'utf8')).toContain(`\n### ${chapter}\n`);
  });
});

describe('the other commands', () => {
  it('explain lists the rules, or one of them', async () => {
    expect((await lazaret(['explain'], thief)).out).toBe('seen  Finds whatever there is\n');
    expect((await lazaret(['explain', 'seen'], thief)).out).toMatch(/^seen: Finds whatever there is\n/);
  });

  it('explain guesses what was meant', async () => {
    const { code, err } = await lazaret(['explain', 'sean'], thief);
    expect(code).toBe(2);
    expect(err).toContain('did you mean "seen"?');
    expect((await lazaret(['explain', 'see'], thief)).err).toContain('did you mean "seen"?');
    expect((await lazaret(['explain', 'nix'], thief)).err).not.toContain('did you mean');
  });

  it('doctor fails where something does not work', async () => {
    expect(await lazaret(['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('Docker 27') });
    const sick = fakeMachine({ inspect: async () => [{ name: 'engine', ok: false, detail: 'no answer' }] });
    expect(await lazaret(['doctor'], sick)).toMatchObject({ code: 2, out: expect.stringContaining('FAILED') });
  });

  it('doctor is content without what a vet can do without', async () => {
    const engine = { name: 'engine', ok: true, detail: 'Docker 27' };
    const bare = fakeMachine({
      inspect: async () => [engine, { name: 'osv', ok: false, needed: false, detail: 'no' }],
    });
    const { code, out } = await lazaret(['doctor'], bare);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'ok      engine  Docker 27\nabsent  osv     no\n\nReady; what is absent is named in every report as not checked.\n',
    });
  });

  it('every command teaches by example, and every mistake leads there', async () => {
    const { out } = await lazaret(['--help']);
    const commands = [...out.matchAll(/^ {2}([a-z]+) .* {2}/gm)].flatMap(([, name]) =>
      name === 'lazaret' || name === 'help' ? [] : [name!],
    );
    expect(commands).toEqual(['vet', 'gate', 'explain', 'demo', 'report', 'diff', 'doctor', 'setup', 'completion']);
    for (const command of commands) {
      expect((await lazaret([command, '--help'])).out).toMatch(new RegExp(`Examples:\n[^]*lazaret ${command}`));
      const { code, err } = await lazaret([command, '--no-such-option']);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`\`lazaret ${command} --help\``) });
    }
  });

  it('setup --advisories reads an export, and only that', async () => {
    expect(await lazaret(['setup', '--advisories', 'all.zip'])).toEqual({ code: 0, out: '', err: '3 advisories\n' });
  });

  it('setup says what it does', async () => {
    expect(await lazaret(['setup'])).toEqual({ code: 0, out: '', err: 'nothing to do\n' });
  });
});

describe('report', () => {
  const save = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return name;
  };
  const again = (args: readonly string[]) => lazaret(['report', ...args], thief, { cwd: folder });

  it('shows a saved report as vet showed it, in every format, byte for byte and later', async () => {
    const at = (day: string): void => void vi.setSystemTime(new Date(`${day}T12:00:00Z`));
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (const targets of [['a'], ['a', 'b']]) {
        at('2026-06-01');
        await save('saved.json', (await lazaret(['vet', ...targets, '--format', 'json'], thief)).out);
        for (const format of ['text', 'json', 'sarif', 'markdown', 'html', 'cyclonedx', 'vsa']) {
          at('2026-06-01');
          const first = (await lazaret(['vet', ...targets, '--format', format], thief)).out;
          at('2026-07-01');
          const { out, code } = await again(['saved.json', '--format', format]);
          expect(out).toBe(first);
          // A statement is about one target.
          if (format !== 'vsa' || targets.length === 1)
            expect({ code, empty: out === '' }).toEqual({ code: 0, empty: false });
        }
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['no file', 'gone.json', undefined],
    ['no JSON', 'x.json', '{'],
    ['another JSON', 'x.json', '{"schema":1}'],
    ['a newer schema', 'x.json', json(reportOf()).replace('"schema": 1', '"schema": 2')],
    ['a level nobody knows', 'x.json', json(reportOf()).replace('"level": "pass"', '"level": "fine"')],
    ['a finding that is not there', 'x.json', json(reportOf()).replace('"findings": []\n', '"findings": [7]\n')],
  ])('refuses %s', async (_, name, content) => {
    if (content !== undefined) await save(name, content);
    const { code, err, out } = await again([name]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('hint: ');
  });
});

describe('diff', () => {
  const between = async (old: string, now: string, ...args: string[]) => {
    await writeFile(join(folder, 'old.json'), old);
    await writeFile(join(folder, 'new.json'), now);
    return lazaret(['diff', 'old.json', 'new.json', ...args], fakeMachine(), { cwd: folder });
  };

  it('shows what changed, as text and as JSON', async () => {
    const [old, now] = [json(reportOf()), json(reportOf({ gaps: [GAP.engine] }))];
    expect(await between(old, now)).toMatchObject({ code: 0, out: expect.stringContaining('+ sandbox: ') });
    const { out } = await between(old, now, '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ schema: 1, before: { level: 'pass' }, after: { level: 'incomplete' } });
  });

  it('refuses what is no report', async () => {
    const { code, err } = await between(json(reportOf()), '{}');
    expect(code).toBe(2);
    expect(err).toMatch(/ is no report: must have required property/);
  });
});

describe('help', () => {
  it('teaches by example and names the exit codes', async () => {
    const { out } = await lazaret(['--help']);
    expect(out).toMatch(/Examples:\n {2}lazaret vet/);
    expect(out).toMatch(/Exit codes: 0 .* 70/s);
    expect((await lazaret(['vet', '--help'])).out).toMatch(/Examples:/);
  });
});
