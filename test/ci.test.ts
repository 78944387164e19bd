/** The parts that other people's CI runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    for (const path of ['package.json', 'config.toml', 'src/mcp.ts', 'settings.json']) expect(path).not.toMatch(files);
    expect(CLIENTS.length).toBeGreaterThan(20);
  });
});

describe('the script of the action', () => {
  const roots: string[] = [];
  afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

  async function run(config: string | undefined, env: Record<string, string> = {}) {
    const root = await mkdtemp(join(tmpdir(), 'action-'));
    roots.push(root);
    if (config !== undefined) await writeFile(join(root, '.mcp.json'), config);
    execFileSync('git', ['-C', root, 'init', '-q']);
    const { status, stderr } = spawnSync('bash', [join(ROOT, '.ci/gate')], {
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
    return { status, stderr, root };
  }

  it('judges, and says so in the summary and in SARIF', async () => {
    const { status, root, stderr } = await run('{"mcpServers":{"a":{"url":"http://a.example/mcp"}}}', {
      LAZARET_FAIL_ON: 'review',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(await readFile(join(root, 'summary.md'), 'utf8')).toContain('without encryption');
    expect(JSON.parse(await readFile(join(root, 'lazaret.sarif'), 'utf8')).runs[0].results.length).toBeGreaterThan(0);
  });

  it('fails where a config cannot be read, and not where there is none', async () => {
    expect((await run('{')).status).toBe(2);
    expect((await run(undefined)).status).toBe(0);
  });
});
