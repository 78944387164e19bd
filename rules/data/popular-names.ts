/**
 * Names worth imitating: the npm packages with most downloads and dependents (the `npm-high-impact` package, regenerated
 * by its author from registry counts), and MCP servers that client documentation and registries list (gathered 2026-11).
 */
import { npmHighImpact } from 'npm-high-impact';
import { makeNameIndex, type NameIndex } from '../../src/names.ts';

const MCP_SERVERS = [
  '@modelcontextprotocol/sdk',
  '@modelcontextprotocol/inspector',
  '@modelcontextprotocol/server-everything',
  '@modelcontextprotocol/server-filesystem',
  '@modelcontextprotocol/server-memory',
  '@modelcontextprotocol/server-sequential-thinking',
  '@modelcontextprotocol/server-github',
  '@modelcontextprotocol/server-postgres',
  '@modelcontextprotocol/server-slack',
  '@modelcontextprotocol/server-puppeteer',
  '@modelcontextprotocol/server-brave-search',
  '@playwright/mcp',
  'chrome-devtools-mcp',
  '@upstash/context7-mcp',
  '@azure-devops/mcp',
  '@supabase/mcp-server-supabase',
  '@notionhq/notion-mcp-server',
  '@stripe/mcp',
  'tavily-mcp',
  'firecrawl-mcp',
  '@sentry/mcp-server',
  'mongodb-mcp-server',
  'n8n-mcp',
  'mcp-remote',
  'supergateway',
  'mcp-server-kubernetes',
  'exa-mcp-server',
  'slack-mcp-server',
  'airtable-mcp-server',
  'postmark-mcp',
  'fastmcp',
  'mcp-proxy',
  'mcporter',
];

/**
 * Commands of MCP servers that are not the name of their package, so that `npx <command>` asks the registry for a package of
 * somebody else (read from the packages' own manifests, 2026-11).
 */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['mcp-server-everything', '@modelcontextprotocol/server-everything'],
  ['mcp-server-filesystem', '@modelcontextprotocol/server-filesystem'],
  ['mcp-server-memory', '@modelcontextprotocol/server-memory'],
  ['mcp-server-sequential-thinking', '@modelcontextprotocol/server-sequential-thinking'],
  ['mcp-server-github', '@modelcontextprotocol/server-github'],
  ['mcp-server-postgres', '@modelcontextprotocol/server-postgres'],
  ['mcp-server-slack', '@modelcontextprotocol/server-slack'],
  ['mcp-server-puppeteer', '@modelcontextprotocol/server-puppeteer'],
  ['mcp-server-brave-search', '@modelcontextprotocol/server-brave-search'],
  ['playwright-mcp', '@playwright/mcp'],
  ['context7-mcp', '@upstash/context7-mcp'],
  ['mcp-server-azuredevops', '@azure-devops/mcp'],
  ['mcp-server-supabase', '@supabase/mcp-server-supabase'],
  ['notion-mcp-server', '@notionhq/notion-mcp-server'],
  ['sentry-mcp', '@sentry/mcp-server'],
  ['mcp-server-circleci', '@circleci/mcp-server-circleci'],
  ['heroku-mcp-server', '@heroku/mcp-server'],
  ['brave-search-mcp-server', '@brave/brave-search-mcp-server'],
]);

/** MCP servers that their authors publish on PyPI only, by the reference servers' own documentation (2026-11). */
const ON_PYPI: ReadonlySet<string> = new Set([
  'mcp-server-fetch',
  'mcp-server-git',
  'mcp-server-time',
  'mcp-server-sqlite',
  'mcp-server-sentry',
]);

/** What else a name is known as, in words. */
export function knownElsewhere(name: string): string | undefined {
  const owner = COMMANDS.get(name);
  if (owner !== undefined) return `the command of ${owner}`;
  return ON_PYPI.has(name) ? `an MCP server of the same name on PyPI` : undefined;
}

let index: NameIndex | undefined;

/** Made when the first name is looked up. */
export function popularNames(): NameIndex {
  index ??= makeNameIndex([...npmHighImpact, ...MCP_SERVERS, ...COMMANDS.values()]);
  return index;
}
