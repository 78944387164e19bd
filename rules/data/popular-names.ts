/**
 * Names worth imitating: the npm packages with most downloads and dependents (the `npm-high-impact` package, regenerated
 * by its author from registry counts), and MCP servers that client documentation and registries list (gathered 2026-11).
 */
import { npmHighImpact } from 'npm-high-impact';

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

const NAMES: ReadonlySet<string> = new Set([...npmHighImpact, ...MCP_SERVERS]);
const BY_LENGTH = Map.groupBy(NAMES, (name) => name.length);

export function isPopular(name: string): boolean {
  return NAMES.has(name);
}

/** Popular names whose length differs by at most one. */
export function popularNames(length: number): readonly string[] {
  return [length - 1, length, length + 1].flatMap((size) => BY_LENGTH.get(size) ?? []);
}
