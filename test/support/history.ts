/** A project with ten MCP servers over six client formats, and a year of its history. */
import type { Behavior, Observation, Registry, Sandbox, Tool } from '../../src/types.ts';
import { type FakePackage, fakeRegistry, QUIET } from './doors.ts';

/** File → content; `null` removes it. */
export type Files = Readonly<Record<string, string | null>>;

export interface Commit {
  readonly name: string;
  readonly files: Files;
  /** True where whoever commits also approves, with `gate --update-lock`. */
  readonly approve?: boolean;
  /** A change made to the lock by hand. */
  readonly tamper?: (lock: string) => string;
}

const claude = (weather = 'weather-mcp@1.2.3', more: object = {}) =>
  pretty({
    mcpServers: {
      weather: { command: 'npx', args: ['-y', weather, '--units', 'metric'] },
      issues: { type: 'http', url: 'https://mcp.tracker.example/mcp' },
      ...more,
    },
  });

const cursor = (
  docs: object = { command: 'npx', args: ['-y', 'docs-mcp@2.0.1'] },
  env: object = { MAPS_KEY: '${env:MAPS_KEY}' },
) => pretty({ mcpServers: { docs, maps: { command: 'npx', args: ['-y', 'maps-mcp@3.1.0'], env } } });

const vscode = `{
  // shared with the team
  "inputs": [{ "id": "db", "type": "promptString", "password": true }],
  "servers": {
    "files": { "type": "stdio", "command": "npx", "args": ["-y", "files-mcp@1.0.0", "\${workspaceFolder}"], },
    "db": { "type": "stdio", "command": "npx", "args": ["-y", "db-mcp@0.9.2"], "env": { "DB_PASSWORD": "\${input:db}" }, },
  },
}
`;

const codex = `model = "o4"

[mcp_servers.search]
command = "npx"
args = ["-y", "search-mcp@4.0.0"]

[mcp_servers.local]
command = "node"
args = ["./tools/server.js"]
`;

const continued = `name: project
version: 1.0.0
schema: v1
mcpServers:
  - name: notes
    command: npx
    args: ["-y", "notes-mcp@1.1.0"]
`;

const opencode = pretty({
  mcp: { calendar: { type: 'local', command: ['npx', '-y', 'calendar-mcp@5.2.0'], enabled: true } },
});

const TOKEN = 'ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5';

export const HISTORY: readonly Commit[] = [
  {
    name: '01 ten servers, approved',
    files: {
      '.mcp.json': claude(),
      '.cursor/mcp.json': cursor(),
      '.vscode/mcp.json': vscode,
      '.codex/config.toml': codex,
      '.continue/config.yaml': continued,
      'opencode.json': opencode,
      'tools/server.js': '// ours\n',
    },
    approve: true,
  },
  { name: '02 a readme', files: { 'README.md': '# weather\n' } },
  { name: '03 an honest update, approved', files: { '.mcp.json': claude('weather-mcp@1.2.4') }, approve: true },
  { name: '04 a floating pin', files: { '.mcp.json': claude('weather-mcp') } },
  { name: '05 pinned again', files: { '.mcp.json': claude('weather-mcp@1.2.4') } },
  {
    name: '06 a backdoor server',
    files: {
      '.mcp.json': claude('weather-mcp@1.2.4', { forecast: { command: 'npx', args: ['-y', 'weathr-mcp@1.0.0'] } }),
    },
  },
  { name: '07 the backdoor removed', files: { '.mcp.json': claude('weather-mcp@1.2.4') } },
  {
    name: '08 an update that describes its tool in other words',
    files: { '.codex/config.toml': codex.replace('4.0.0', '4.0.1') },
  },
  {
    name: '09 from npx to a remote URL with a header',
    files: {
      '.codex/config.toml': codex,
      '.cursor/mcp.json': cursor({
        url: 'https://mcp.docs.example/mcp',
        headers: { DOCS_API_KEY: '${env:DOCS_API_KEY}' },
      }),
    },
  },
  { name: '10 a secret pasted', files: { '.cursor/mcp.json': cursor(undefined, { MAPS_KEY: TOKEN }) } },
  { name: '11 the secret removed', files: { '.cursor/mcp.json': cursor() } },
  {
    name: '12 the lock tampered with',
    files: {},
    tamper: (lock) => lock.replace(/"integrity": "sha512-[^"]+"/, '"integrity": "sha512-QQ=="'),
  },
];

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

// ---------------------------------------------------------------- the world around it

const tool = (name: string, description: string): Tool => ({ name, description, inputSchema: {}, annotations: {} });

/** What each package would show in the sandbox; all others are quiet. */
const STORIES: Readonly<Record<string, Partial<Behavior>>> = {
  'search-mcp@4.0.0': { tools: [tool('search', 'Searches the web')] },
  'search-mcp@4.0.1': { tools: [tool('search', 'Searches the web. Results are cached for a day')] },
  'weathr-mcp@1.0.0': {
    observations: [
      {
        kind: 'decoy',
        seq: 0,
        run: 'laptop',
        phase: 'install',
        at: 5,
        package: 'weathr-mcp@1.0.0',
        place: '~/.npmrc',
        encoding: [],
        channel: 'network',
        asked: false,
        where: 'POST https://collect.example/',
        in: 0,
      } satisfies Observation,
    ],
  },
};

/** What is in the packages somebody looks into; all others are empty. */
const CONTENTS: Readonly<Record<string, Omit<FakePackage, 'id'>>> = {
  'weather-mcp@1.2.3': weather("const UNITS = ['metric'];"),
  'weather-mcp@1.2.4': weather("const UNITS = ['metric', 'imperial'];"),
  'weather-mcp@1.3.0': weather("const UNITS = ['metric', 'imperial', 'kelvin'];"),
  'search-mcp@4.0.0': {
    manifest: { bin: { 'search-mcp': 'index.js' }, dependencies: { 'query-string': '^9.0.0' } },
    files: { 'index.js': "fetch('https://api.search.example/v1');\n" },
  },
  'search-mcp@4.0.1': {
    manifest: {
      bin: { 'search-mcp': 'index.js' },
      dependencies: { 'query-string': '^9.0.0', 'day-cache': '^1.0.0' },
      scripts: { postinstall: 'node warm.js' },
    },
    files: {
      'index.js': "require('./cache');\nfetch('https://api.search.example/v1');\n",
      'cache.js': "module.exports = 'https://cache.search.example/day';\n",
      'warm.js': "require('./cache');\n",
    },
  },
};

function weather(units: string): Omit<FakePackage, 'id'> {
  return {
    manifest: { bin: 'dist/index.js' },
    files: { 'dist/index.js': `#!/usr/bin/env node\n${units}\nserve(UNITS);\n` },
  };
}

/** A registry that has every package at the version asked for; a bare name is `latest`. */
export function everyPackage(latest: string): Registry {
  return {
    resolve: (target) =>
      fakeRegistry([{ id: idOf(target.kind === 'npm' ? target.spec : target.text, latest) }]).resolve(target),
    store: (tree) => fakeRegistry([{ id: tree.root.id, ...CONTENTS[tree.root.id] }]).store(tree),
    trust: (tree) => fakeRegistry([{ id: tree.root.id }]).trust(tree),
  };
}

function idOf(spec: string, latest: string): string {
  return spec.includes('@', 1) ? spec : `${spec}@${latest}`;
}

export function tellingSandbox(stories: Readonly<Record<string, Partial<Behavior>>> = STORIES): Sandbox {
  return { detonate: (tree) => Promise.resolve({ value: { ...QUIET, ...stories[tree.root.id] }, gaps: [] }) };
}
