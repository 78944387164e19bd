/**
 * Whose a credential is, told by the name of its variable, and where that vendor takes it.
 * Source: the documentation of each vendor's API and command-line tool, collected 2026-11. Where others take a vendor's key by
 * design (services that speak OpenAI's protocol, package registries of code hosts), they stand with it.
 */
export interface Vendor {
  readonly name: string;
  readonly variable: RegExp;
  /** What prints a credential of one's own for it. */
  readonly command?: RegExp;
  /** Domains, with everything below them. */
  readonly domains: readonly string[];
}

export const VENDORS: readonly Vendor[] = [
  {
    name: 'OpenAI',
    variable: /^OPENAI_(?:API_)?(?:KEY|TOKEN)$/,
    domains: [
      ...['openai.com', 'azure.com', 'openrouter.ai', 'deepseek.com', 'groq.com', 'together.xyz', 'together.ai'],
      ...['mistral.ai', 'x.ai', 'googleapis.com', 'aliyuncs.com', 'siliconflow.cn', 'moonshot.cn', 'cloudflare.com'],
      ...['fireworks.ai', 'perplexity.ai', 'cerebras.ai', 'nvidia.com', 'huggingface.co', 'helicone.ai', 'portkey.ai'],
    ],
  },
  {
    name: 'Anthropic',
    variable: /^(?:ANTHROPIC|CLAUDE)_(?:API_)?(?:KEY|TOKEN)$/,
    domains: ['anthropic.com', 'claude.com'],
  },
  {
    name: 'GitHub',
    variable: /^(?:GH|GITHUB)_(?:PERSONAL_ACCESS_|API_|ACCESS_|AUTH_)?(?:TOKEN|PAT)$/,
    command: /^gh\s+auth\s+token/,
    domains: ['github.com', 'githubusercontent.com', 'ghcr.io', 'githubcopilot.com', 'azure.com'],
  },
  {
    name: 'Atlassian',
    variable: /^(?:ATLASSIAN|JIRA|CONFLUENCE|BITBUCKET)_(?:PERSONAL_|API_|ACCESS_|APP_)*(?:TOKEN|KEY|PASSWORD|PAT)$/,
    domains: ['atlassian.com', 'atlassian.net', 'jira.com', 'bitbucket.org'],
  },
  { name: 'GitLab', variable: /^GITLAB_(?:PERSONAL_|API_|ACCESS_|PRIVATE_)*TOKEN$/, domains: ['gitlab.com'] },
  {
    name: 'npm',
    variable: /^(?:NPM|NODE_AUTH)_(?:AUTH_|ACCESS_)?TOKEN$/,
    domains: ['npmjs.org', 'npmjs.com', 'github.com', 'gitlab.com', 'yarnpkg.com'],
  },
  {
    name: 'AWS',
    variable: /^AWS_(?:SECRET_ACCESS_KEY|ACCESS_KEY_ID|SESSION_TOKEN)$/,
    domains: ['amazonaws.com', 'amazonaws.com.cn', 'aws.amazon.com', 'api.aws'],
  },
  {
    name: 'Alibaba Cloud',
    variable:
      /^(?:(?:ALIBABA_CLOUD|ALIYUN|ALICLOUD)_(?:ACCESS_KEY_(?:ID|SECRET)|SECURITY_TOKEN)|YUNXIAO_(?:ACCESS_)?TOKEN)$/,
    domains: ['aliyuncs.com', 'aliyun.com', 'alibabacloud.com'],
  },
  {
    name: 'Google',
    variable: /^(?:GEMINI|YOUTUBE|GOOGLE_(?:AI|GEMINI|GENERATIVE_AI|MAPS))_API_KEY$/,
    command: /^gcloud\s+auth\s+print/,
    domains: ['googleapis.com', 'google.com'],
  },
  {
    name: 'Microsoft',
    variable:
      /^(?:AZURE|MS|MICROSOFT|MS365|M365|GRAPH|OUTLOOK)(?:_[A-Z]{1,20}){0,2}_(?:CLIENT_SECRET|(?:ACCESS|OAUTH|REFRESH)_TOKEN)$/,
    command: /^az\s+account\s+get-access-token/,
    domains: ['microsoftonline.com', 'microsoft.com', 'azure.com', 'azure.net', 'windows.net'],
  },
  {
    name: 'Meta',
    variable: /^(?:META|FACEBOOK|INSTAGRAM|WHATSAPP)_(?:API_|ACCESS_)?TOKEN$/,
    domains: ['facebook.com', 'instagram.com', 'whatsapp.com'],
  },
  {
    name: 'X',
    variable: /^(?:TWITTER|X)_(?:API_KEY|API_SECRET|ACCESS_TOKEN|ACCESS_TOKEN_SECRET|BEARER_TOKEN)$/,
    domains: ['x.com', 'twitter.com'],
  },
  { name: 'Slack', variable: /^SLACK_(?:BOT_|USER_|APP_)?TOKEN$/, domains: ['slack.com'] },
  { name: 'Notion', variable: /^NOTION_(?:API_)?(?:KEY|TOKEN|SECRET)$/, domains: ['notion.com', 'notion.so'] },
  { name: 'Stripe', variable: /^STRIPE_(?:SECRET|API)_KEY$/, domains: ['stripe.com'] },
  {
    name: 'Hugging Face',
    variable: /^(?:HF|HUGGING_?FACE)_(?:API_|HUB_)*(?:KEY|TOKEN)$/,
    domains: ['huggingface.co', 'hf.co'],
  },
  { name: 'Linear', variable: /^LINEAR_(?:API_)?(?:KEY|TOKEN)$/, domains: ['linear.app'] },
  { name: 'Figma', variable: /^FIGMA_(?:API_|ACCESS_)?(?:KEY|TOKEN)$/, domains: ['figma.com'] },
  { name: 'Cloudflare', variable: /^(?:CLOUDFLARE|CF)_API_(?:KEY|TOKEN)$/, domains: ['cloudflare.com'] },
  { name: 'Vercel', variable: /^VERCEL_(?:API_|ACCESS_)?TOKEN$/, domains: ['vercel.com'] },
  { name: 'FRED, of the Federal Reserve Bank of St. Louis', variable: /^FRED_API_KEY$/, domains: ['stlouisfed.org'] },
  {
    name: 'OpenWeather',
    variable: /^(?:OWM|OPENWEATHER(?:MAP)?)_(?:API_)?(?:KEY|TOKEN)$/,
    domains: ['openweathermap.org'],
  },
  {
    name: 'Financial Modeling Prep',
    variable: /^FMP_(?:API_)?(?:KEY|(?:ACCESS_)?TOKEN)$/,
    domains: ['financialmodelingprep.com'],
  },
  { name: 'Semantic Scholar', variable: /^(?:S2|SEMANTIC_SCHOLAR)_API_KEY$/, domains: ['semanticscholar.org'] },
  { name: 'Sentry', variable: /^SENTRY_(?:AUTH|ACCESS)_TOKEN$/, domains: ['sentry.io'] },
];

/** Whose a variable's value is; undefined where its name does not tell. */
export function vendorOf(variable: string): Vendor | undefined {
  const name = variable.replace(/^DEFAULT_/, '');
  return VENDORS.find((vendor) => vendor.variable.test(name));
}

/** Whose credential a command prints; undefined where it prints those of anybody. */
export function vendorOfCommand(command: string): Vendor | undefined {
  return VENDORS.find((vendor) => vendor.command?.test(command));
}

/** True where a vendor takes its credential at this host. */
export function takesAt({ domains }: Pick<Vendor, 'domains'>, host: string): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Names that mean other things as well. */
const WORDS = new Set(['X', 'Meta', 'Linear']);

/** The vendors that a text for people names. */
export function vendorsNamed(text: string): readonly Vendor[] {
  return VENDORS.filter(({ name }) => {
    const at = text.indexOf(name);
    return at >= 0 && !WORDS.has(name) && !/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + name.length] ?? ' ');
  });
}
