/** The parts that other people's CI runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CLIENTS } from '../src/config/clients.ts';
import { isConfigName } from '../src/config/read.ts';

const ROOT = join(import.meta.dirname, '..');
const read = async (path: string) => parse(await readFile(join(ROOT, path), 'utf8'));
interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

describe('no text of a pull request becomes part of a script', () => {
  it.each(['action.yml', '.github/workflows/gate.yml'])('%s', async (path) => {
    const file = await read(path);
    const steps: readonly Step[] = file.runs?.steps ?? file.jobs.gate.steps;
    expect(steps.length).toBeGreaterThan(1);
    for (const { run, uses } of steps) {
      expect(run).not.toContain('${{');
      // An action of others would have to be pinned by commit.
      expect(uses).toBeUndefined();
    }
  });

  it('every input is handed on', async () => {
    const { inputs, runs } = await read('action.yml');
    const env = JSON.stringify(runs.steps.map((step: Step) => step.env));
    for (const name of Object.keys(inputs)) expect(env).toContain(`inputs.${name} `);
  });
});

describe('the pre-commit hook', () => {
  it('is called for configs, and only for files that are some', async () => {
    const [hook] = await read('.pre-commit-hooks.yaml');
    const files = new RegExp(hook.files.replace('(?x)', '').replaceAll(/\s/g, ''));
    const configs = [
      '.mcp.json',
      '.cursor/mcp.json',
      'sub/.vscode/mcp.json',
      'mcp_config.json',
      'claude_desktop_config.json',
      '.codex/config.toml',
      '.kiro/settings/mcp.json',
      '.roo/mcp.json',
      '.continue/mcpServers/a.yaml',
      'opencode.jsonc',
      '.gemini/settings.json',
    ];
    for (const path of configs) {
      expect(path).toMatch(files);
      expect(isConfigName(path), path).toBe(true);
    }
    // Every file of every client: what follows is how `clients.ts` makes its patterns, turned back.
    const endings = CLIENTS.flatMap(({ file }) => file.source.slice('(?:^|\\/)(?:'.length, -')$'.length).split('|'));
    expect(endings.length).toBeGreaterThan(50);
    for (const ending of endings) {
      const path = ending.replaceAll('[^/]*', 'any').replaceAll('[^\\/]*', 'any').replaceAll('\\', '');
      expect(isConfigName(path), path).toBe(true);
      expect(path).toMatch(files);
    }
    expect(hook).toMatchObject({ language: 'script', entry: '.ci/hook', pass_filenames: true });
    for (const path of ['package.json', 'config.toml', 'src/mcp.ts', 'settings.json']) expect(path).not.toMatch(files);
    expect(CLIENTS.length).toBeGreaterThan(20);
  });
});

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

it('the hook stops a commit that pastes a credential, the first one included as far as it can be judged', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hook-'));
  roots.push(root);
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=Ann', '-c', 'user.email=ann@weather.example', ...args]);
  const env = { PATH: process.env.PATH, HOME: root };
  const hook = (file = '.mcp.json') => spawnSync(join(ROOT, '.ci/hook'), [file], { cwd: root, encoding: 'utf8', env });
  const config = (token: string) => `{"mcpServers":{"a":{"url":"https://a.example/mcp","headers":{"T":"${token}"}}}}`;
  git('init', '-q');
  await writeFile(join(root, '.mcp.json'), config('${T}'));
  expect(hook()).toMatchObject({ status: 0, stderr: '' });
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  expect(hook()).toMatchObject({ status: 0, stdout: 'PASS  1 server is as before\n' });
  await writeFile(join(root, '.mcp.json'), config('ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5'));
  const { status, stdout } = hook();
  expect(status).toBe(1);
  expect(stdout).toContain('it would publish a credential');
  await mkdir(join(root, '.vscode'));
  await writeFile(join(root, '.vscode/settings.json'), '{"editor.tabSize": 2}');
  expect(hook('.vscode/settings.json')).toMatchObject({ status: 0, stdout: '' });
});

describe('the script of the action', () => {
  async function run(config: string | undefined, env: Record<string, string> = {}) {
    const root = await mkdtemp(join(tmpdir(), 'action-'));
    roots.push(root);
    if (config !== undefined) await writeFile(join(root, '.mcp.json'), config);
    execFileSync('git', ['-C', root, 'init', '-q']);
    const { status, stderr, stdout } = spawnSync('bash', [join(ROOT, '.ci/gate')], {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: root,
        GITHUB_ACTION_PATH: ROOT,
        RUNNER_TEMP: root,
        GITHUB_STEP_SUMMARY: join(root, 'summary.md'),
        LAZARET_STATIC: 'true',
        ...env,
      },
    });
    return { status, stderr, stdout, root };
  }

  it('judges, and says so in the summary and in SARIF', async () => {
    const { status, root, stderr } = await run('{"mcpServers":{"a":{"url":"http://a.example/mcp"}}}', {
      LAZARET_FAIL_ON: 'review',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^nothing is approved yet: .*\n$/) });
    expect(await readFile(join(root, 'summary.md'), 'utf8')).toContain('without encryption');
    expect(JSON.parse(await readFile(join(root, 'lazaret.sarif'), 'utf8')).runs[0].results.length).toBeGreaterThan(0);
  });

  describe('on a pull request', () => {
    /** A `gh` that keeps what it is asked, and answers a list of comments. */
    async function asked(comments: readonly object[], config = '{"mcpServers":{"a":{"url":"http://a.example/mcp"}}}') {
      const tools = await mkdtemp(join(tmpdir(), 'gh-'));
      roots.push(tools);
      const list = JSON.stringify(comments);
      const gh = `#!/bin/bash
cd '${tools}'
printf '%s\\n' "$*" >>asked
case "$*" in
  *--paginate*) jq -r "\${@: -1}" <<<'${list}' ;;
  *--input*) cat >"body$(grep -c . asked)"; [[ -z "\${REFUSE:-}" ]] || exit 1 ;;
esac
`;
      await writeFile(join(tools, 'gh'), gh, { mode: 0o755 });
      const refuse = comments.length === 0 ? { REFUSE: '1' } : {};
      const ran = await run(config, {
        PATH: `${tools}:${process.env.PATH}`,
        LAZARET_SARIF: 'true',
        LAZARET_COMMENT: 'true',
        LAZARET_PULL_REQUEST: '7',
        LAZARET_FAIL_ON: 'review',
        GITHUB_REPOSITORY: 'ann/weather',
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_SHA: 'c'.repeat(40),
        ...refuse,
      });
      const body = async (number: number) => JSON.parse(await readFile(join(tools, `body${number}`), 'utf8'));
      return { ...ran, asked: (await readFile(join(tools, 'asked'), 'utf8')).trim().split('\n'), body };
    }

    it('uploads the findings, and changes its own comment and nobody else’s', async () => {
      const text = '<!-- lazaret gate -->\nold';
      const {
        status,
        asked: all,
        body,
      } = await asked([
        { id: 1, user: { type: 'User' }, body: text },
        { id: 2, user: { type: 'Bot' }, body: 'coverage' },
        { id: 3, user: { type: 'Bot' }, body: text },
      ]);
      expect(status).toBe(1);
      expect(all[0]).toContain('-X POST repos/ann/weather/code-scanning/sarifs');
      expect(all[2]).toContain('-X PATCH repos/ann/weather/issues/comments/3');
      const { sarif, ref, commit_sha } = await body(1);
      expect({ ref, commit_sha }).toEqual({ ref: 'refs/pull/7/merge', commit_sha: 'c'.repeat(40) });
      expect(JSON.parse(gunzipSync(Buffer.from(sarif, 'base64')).toString()).version).toBe('2.1.0');
      expect((await body(3)).body).toMatch(/^<!-- lazaret gate -->\n### ⚠️ review: `.mcp.json#a`/);
    });

    it('leaves no verdict of an earlier commit standing where it reached none, and begins no comment for that', async () => {
      const known = [{ id: 3, user: { type: 'Bot' }, body: '<!-- lazaret gate -->\nold' }];
      const broken = await asked(known, '{');
      expect(broken.status).toBe(2);
      expect(broken.asked[1]).toContain('-X PATCH repos/ann/weather/issues/comments/3');
      expect((await broken.body(2)).body).toMatch(/^<!-- lazaret gate -->\n### ❓ no verdict\n\n.*exit code 2/);
      expect(await readFile(join(broken.root, 'summary.md'), 'utf8')).toContain('no verdict');
      expect((await asked([{ ...known[0], body: 'coverage' }], '{')).asked).toHaveLength(1);
      const empty = await asked(known, '{"mcpServers":{}}');
      expect(empty.status).toBe(0);
      expect((await empty.body(2)).body).toContain('### nothing to judge');
    });

    it('keeps its verdict where the token may not write, and says what could not be done', async () => {
      const { status, stdout, asked: all } = await asked([]);
      expect(status).toBe(1);
      expect(all[2]).toContain('-X POST repos/ann/weather/issues/7/comments');
      expect(stdout.match(/::warning::/g)).toHaveLength(2);
    });
  });

  it('fails where a config cannot be read, and not where there is none', async () => {
    expect((await run('{')).status).toBe(2);
    expect((await run(undefined)).status).toBe(0);
  });
});
