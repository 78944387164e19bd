/**
 * MCP servers by the names they are known under: npm packages that client documentation lists or that had 10,000 downloads in a
 * month (the registry's public counts, 2026-11), without libraries and plugins; commands that are not their package's name (read
 * from the packages' own manifests, 2026-11); and servers that are published on PyPI only (the most downloaded ones, 2026-11).
 */

/** What the documentation of clients names, and those with most downloads. */
export const MCP_SERVERS: readonly string[] = `
  @modelcontextprotocol/sdk @modelcontextprotocol/inspector @modelcontextprotocol/server-everything
  @modelcontextprotocol/server-filesystem @modelcontextprotocol/server-memory @modelcontextprotocol/server-sequential-thinking
  @modelcontextprotocol/server-github @modelcontextprotocol/server-postgres @modelcontextprotocol/server-slack
  @modelcontextprotocol/server-puppeteer @modelcontextprotocol/server-brave-search @playwright/mcp chrome-devtools-mcp
  @upstash/context7-mcp mcp-proxy fastmcp mcp-remote mcporter supergateway @azure-devops/mcp mcp-framework
  @supabase/mcp-server-supabase @azure/mcp @notionhq/notion-mcp-server @gongrzhe/server-gmail-autoauth-mcp nx-mcp
  @circleci/mcp-server-circleci n8n-mcp next-devtools-mcp expo-mcp mongodb-mcp-server @stripe/mcp tavily-mcp @zereight/mcp-gitlab
  firecrawl-mcp @sentry/mcp-server mcp-server-kubernetes exa-mcp-server slack-mcp-server airtable-mcp-server postmark-mcp`
  .trim()
  .split(/\s+/);

/** Further ones, known to fewer people: their bare names are taken by others in good faith. */
export const MORE_MCP_SERVERS: readonly string[] = `
  @wong2/mcp-cli @testsprite/testsprite-mcp @salesforce/mcp @launchdarkly/mcp-server
  figma-developer-mcp @executeautomation/playwright-mcp-server @eslint/mcp mcp-use @mastra/mcp-docs-server
  @winor30/mcp-server-datadog @antv/mcp-server-chart @dynatrace-oss/dynatrace-mcp-server @cocal/google-calendar-mcp
  @hubspot/mcp-server @perplexity-ai/mcp-server @shortcut/mcp @apify/actors-mcp-server xcodebuildmcp @drawio/mcp
  @mobilenext/mobile-mcp @currents/mcp @google-cloud/cloud-run-mcp @brave/brave-search-mcp-server @larksuiteoapi/lark-mcp
  @z_ai/mcp-server mcp-server-code-runner @aashari/mcp-server-atlassian-jira @browsermcp/mcp
  backlog-mcp-server @ivotoby/openapi-mcp-server @benborla29/mcp-server-mysql @shopify/dev-mcp @softeria/ms-365-mcp-server
  @a-bonus/google-docs-mcp @piotr-agier/google-drive-mcp @mondaydotcomorg/monday-api-mcp @railway/mcp-server agentation-mcp
  @mapbox/mcp-server @sveltejs/mcp argocd-mcp @google-cloud/observability-mcp @brightdata/mcp mcp-mermaid
  @amap/amap-maps-mcp-server @openbnb/mcp-server-airbnb @google-cloud/gcloud-mcp @atlassian-dc-mcp/jira kubernetes-mcp-server
  @heroku/mcp-server @cyanheads/git-mcp-server @pinecone-database/mcp @cloudflare/playwright-mcp @postman/postman-mcp-server
  @roychri/mcp-server-asana @agentdeskai/browser-tools-mcp fetcher-mcp @mui/mcp @netlify/mcp replicate-mcp
  figma-console-mcp @cloudbase/cloudbase-mcp mcp-deepwiki @cloudflare/mcp-server-cloudflare ios-simulator-mcp reddit-mcp-buddy
  flightradar-mcp-server notebooklm-mcp linear-mcp @negokaz/excel-mcp-server @line/line-bot-mcp-server @codacy/codacy-mcp
  hostinger-api-mcp @sylphx/pdf-reader-mcp mcp-searxng`
  .trim()
  .split(/\s+/);

/** `npx <command>` asks the registry for a package of that name, which is somebody else's. */
export const COMMANDS: ReadonlyMap<string, string> = new Map([
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

export const ON_PYPI: ReadonlySet<string> = new Set(
  `
  mcp-server-fetch mcp-server-git mcp-server-time mcp-server-sqlite mcp-server-sentry mcp-server-qdrant mcp-server-duckdb
  mcp-server-motherduck office-word-mcp-server office-powerpoint-mcp-server cli-mcp-server workspace-mcp chroma-mcp mcp-grafana
  mcp-clickhouse blender-mcp postgres-mcp arxiv-mcp-server dbt-mcp markitdown-mcp pagerduty-mcp analytics-mcp databricks-mcp
  pdf-tools-mcp lean-lsp-mcp mcp-proxy-for-aws ha-mcp rootly-mcp-server linkedin-scraper-mcp mcp-yahoo-finance fastapi-mcp mcpo`
    .trim()
    .split(/\s+/),
);

/**
 * Brands whose owners publish under scopes of their own: a server of another publisher that bears the name is mostly a fan’s, and
 * looks like theirs. Word → scopes of the owner.
 */
export const BRANDS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    'anthropic anthropic-ai modelcontextprotocol',
    'claude anthropic-ai',
    'openai openai',
    'github github octokit modelcontextprotocol',
    'gitlab gitlab modelcontextprotocol',
    'stripe stripe',
    'notion notionhq',
    'sentry sentry sentry-internal',
    'supabase supabase',
    'slack slack modelcontextprotocol',
    'atlassian atlassian',
    'jira atlassian atlassian-dc-mcp',
    'azure azure azure-devops microsoft',
    'aws aws aws-sdk awslabs',
    'google google google-cloud googlemaps modelcontextprotocol',
    'cloudflare cloudflare',
    'vercel vercel',
    'figma figma',
    'linear linear',
    'hubspot hubspot',
    'shopify shopify',
    'postgres modelcontextprotocol',
    'puppeteer puppeteer modelcontextprotocol',
    'playwright playwright',
    'mongodb mongodb-js mongodb',
    'datadog datadog',
    'paypal paypal',
    'twilio twilio',
    'mailgun mailgun',
    'postmark postmark activecampaign',
    'salesforce salesforce',
    'perplexity perplexity-ai',
    'elastic elastic',
    'redis redis',
    'discord discord discordjs',
    'telegram telegram',
    'coinbase coinbase',
    'metamask metamask',
    'solana solana',
    'ethereum ethereumjs',
  ].map((row) => {
    const [brand = '', ...scopes] = row.split(' ');
    return [brand, scopes] as const;
  }),
);

const known: ReadonlySet<string> = new Set([...MCP_SERVERS, ...MORE_MCP_SERVERS]);

export function isKnownServer(name: string): boolean {
  return known.has(name);
}
