/** `--user`: every client's own config in a home, as each system lays it out. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, HOME_FILES, HOME_FOLDERS } from '../../src/config/clients.ts';
import { syntaxOf } from '../../src/config/document.ts';
import { loadRules } from '../../src/load-rules.ts';
import { everyPackage, tellingSandbox } from '../support/history.ts';
import { fakeMachine, lazaret } from '../support/machine.ts';

const machine = fakeMachine({
  loadRules,
  openRegistry: async () => everyPackage('1.3.0'),
  openSandbox: () => tellingSandbox(),
});

/** A config as its client writes it, with one server. */
function configFor(path: string): string {
  const client = clientOf(path);
  const [keys = []] = (client?.containers ?? []).filter((container) => container.length > 0);
  const server = { command: 'npx', args: ['-y', 'weather-mcp@1.0.0'] };
  if (syntaxOf(path) === 'toml')
    return `[${keys.join('.')}.weather]\ncommand = "npx"\nargs = ["-y", "weather-mcp@1.0.0"]\n`;
  const servers = client?.id === 'docker' ? { weather: { image: 'mcp/weather:1' } } : { weather: server };
  // JSON is YAML.
  return JSON.stringify(keys.reduceRight<object>((inner, key) => ({ [key]: inner }), servers));
}

const FOLDERS = HOME_FOLDERS.map((folder) => `${folder}/team.${folder.includes('docker') ? 'yaml' : 'json'}`);
const PLUGIN = '.claude/plugins/cache/market/weather/1.0.0/.mcp.json';
const ALL = [...HOME_FILES, ...FOLDERS, PLUGIN];

describe('a home', () => {
  let home: string;
  let project: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'home-'));
    project = await mkdtemp(join(tmpdir(), 'project-'));
    for (const path of ALL) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), configFor(path));
    }
  });
  afterAll(() => Promise.all([home, project].map((root) => rm(root, { recursive: true, force: true }))));
  const gate = (env: Record<string, string>, ...args: string[]) =>
    lazaret(['gate', '--user', '--no-progress', '--static', '--format', 'json', ...args], machine, {
      cwd: project,
      env: { HOME: home, ...env },
    });
  const targets = (out: string): readonly string[] =>
    (JSON.parse(out).reports as { target: { text: string } }[]).map(({ target }) => target.text);

  it('gives a server for each client of the table', async () => {
    const { out, err } = await gate({});
    expect(err).toBe('');
    expect([...targets(out)].sort()).toEqual(ALL.map((path) => `~/${path}#weather`).sort());
    expect(ALL.filter((path) => clientOf(path) === undefined)).toEqual([]);
  });

  it('is left alone without --user, and its servers are in no lock of a project', async () => {
    expect((await lazaret(['gate'], machine, { cwd: project, env: { HOME: home } })).code).toBe(3);
    expect((await gate({}, '--update-lock', '--why', 'w')).err).toContain('holds 0 approved servers');
    await rm(join(project, 'lazaret.lock.json'));
  });

  it('has files elsewhere where the user says so', async () => {
    const away = await mkdtemp(join(tmpdir(), 'away-'));
    await writeFile(join(away, 'config.toml'), configFor('.codex/config.toml'));
    await writeFile(join(away, 'mine.json'), configFor('mcporter.json'));
    const { out } = await gate({ CODEX_HOME: away, MCPORTER_CONFIG: join(away, 'mine.json'), CLAUDE_CONFIG_DIR: 'x' });
    expect(
      targets(out)
        .filter((text) => text.startsWith(away))
        .sort(),
    ).toEqual([`${away}/config.toml#weather`, `${away}/mine.json#weather`]);
    await rm(away, { recursive: true });
  });

  it('may link to where the user keeps a config, and one that cannot be read ends everything', async () => {
    const kept = join(home, '.dotfiles.json');
    await writeFile(kept, configFor('.cursor/mcp.json'));
    await rm(join(home, '.cursor/mcp.json'));
    await symlink(kept, join(home, '.cursor/mcp.json'));
    expect(targets((await gate({})).out)).toContain('~/.cursor/mcp.json#weather');
    await writeFile(kept, '{"mcpServers": {');
    expect(await gate({})).toMatchObject({ code: 2, out: '', err: expect.stringContaining('~/.cursor/mcp.json:1:') });
  });
});
