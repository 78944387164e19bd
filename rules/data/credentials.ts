/**
 * Credentials in texts. Formats are those of secretlint's recommended rules, called one by one as a library: without the
 * linter around them, and without what would let a file switch them off by a comment. Beside them stand formats it does
 * not know, as their issuers document them, read 2026-11. Only formats that identify themselves count: a text that looks
 * random is no secret.
 */
import { rules as preset } from '@secretlint/secretlint-rule-preset-recommend';

export interface Credential {
  /** What it is, in words behind "ships". */
  readonly kind: string;
  readonly value: string;
  /** Where it begins in the text. */
  readonly at: number;
}

/** Rules of the library, by the end of their names. Left out: what reads comments, and what own formats tell better. */
const KINDS: Readonly<Record<string, string>> = {
  aws: 'an AWS key',
  gcp: 'the key of a Google Cloud service account',
  privatekey: 'a private key',
  npm: 'an npm token',
  basicauth: 'a password in an address',
  slack: 'a Slack token',
  sendgrid: 'a SendGrid key',
  shopify: 'a Shopify token',
  stripe: 'a Stripe key',
  github: 'a GitHub token',
  gitlab: 'a GitLab token',
  grafana: 'a Grafana token',
  openai: 'an OpenAI key',
  anthropic: 'an Anthropic key',
  groq: 'a Groq key',
  huggingface: 'a Hugging Face token',
  linear: 'a Linear key',
  notion: 'a Notion token',
  '1password': 'a 1Password token',
  'hashicorp-vault': 'a Vault token',
  vercel: 'a Vercel token',
  databricks: 'a Databricks token',
  docker: 'a Docker token',
  figma: 'a Figma token',
  cloudflare: 'a Cloudflare token',
  tailscale: 'a Tailscale key',
};

/** The whole credential, or with its first group the part that is secret. */
const OWN: readonly (readonly [string, RegExp])[] = [
  ['an OpenAI key', /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}/g],
  ['an Anthropic key', /\bsk-ant-(?:api|admin)\d{2}-[A-Za-z0-9_-]{80,110}/g],
  [
    'a Discord webhook',
    /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d{17,20}\/([A-Za-z0-9_-]{60,72})/g,
  ],
  ['a Telegram bot token', /(?:(?<![\w.])|(?<=\/bot))\d{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])/g],
  ['a DigitalOcean token', /\bdo[opr]_v1_[a-f0-9]{64}\b/g],
  ['a PyPI token', /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,200}/g],
  [
    'a Supabase service key',
    /\beyJ[A-Za-z0-9_-]{10,60}\.eyJ[A-Za-z0-9_-]{0,200}InNlcnZpY2Vfcm9sZS[A-Za-z0-9_-]{0,200}\.[A-Za-z0-9_-]{30,60}/g,
  ],
  [
    'a database password in a connection string',
    /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?):\/\/[^\s:/@'"`<>${}]{1,64}:([^\s:/@'"`<>${}]{8,128})@(?!(?:localhost|127\.|0\.0\.0\.0|host\b|hostname|db[:/]|example|[\w-]*\.?example\.|[\w.-]*\.(?:test|local|invalid|example)\b))[\w.-]+\.\w+/g,
  ],
];

/**
 * Without one of these no format is met. One pass, two orders of magnitude faster than all formats, so that the bytes of
 * packages are searched once.
 */
export const TRACES =
  /\bA(?:KIA|SIA|3T[A-Z0-9]|GPA|IDA|ROA|IPA|NPA|NVA)[A-Z0-9]{12}|secret_?access_?key|PRIVATE KEY|\bxox[abeoprs]-|\bxapp-|hooks\.slack\.com|gh[pousr]_[A-Za-z0-9]{16}|github_pat_|x-oauth-basic|\bglpat-|\bgl(?:c|sa)_[A-Za-z0-9]{16}|\bsk-[A-Za-z0-9_-]{20}|\bgsk_[A-Za-z0-9]{16}|\bhf_[A-Za-z]{16}|\blin_api_|\bntn_\d|\bSG\.\w|\bshp(?:pa|ca|at|ss)_|\b[sr]k_live_|\bnpm_[A-Za-z0-9]{36}|_authToken|\bops_ey|\bhv[sbr]\.\w{16}|\bvc[park]_\w{16}|\bvci_\w{16}|\bdapi[0-9a-f]{16}|\bdckr_pat_|\bfigd_|\bcf(?:k|ut|at)_\w{16}|\btskey-|:\/\/[^/\s'"`:@]{1,256}:[^/\s'"`@]{1,256}@|\/webhooks\/\d{17}|\d:AA[\w-]{8}|\bdo[opr]_v1_|\bpypi-AgE|InNlcnZpY2Vfcm9sZS/i;

/** As `TRACES`, for code, where a credential may be put together from parts. */
export const HINTS = new RegExp(
  `${TRACES.source}|(?:\\bAKIA|\\bgh[pousr]_|\\bsk-[\\w-]*|\\bxox[bp]-|\\bhf_|\\bnpm_|\\bglpat-|:AA|SG\\.)['"\`]`,
  'i',
);

/** Words of things that are only shown: documentation, samples, test vectors. */
const PLACEHOLDER =
  /example|sample|dummy|placeholder|fake|changeme|your[_-]?|redacted|todo|xxxx|\*\*\*|\.\.\.|0{8}|1234567|abcdef(?:gh|012)|deadbeef|password|passwd|secret(?!s?[_-]?key)|<\w+>|\$\{|\{\{/i;
/** Addresses nobody else can reach, or that are reserved for documentation. */
const NOWHERE =
  /@(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|host\b|proxy\b|[\w.-]*\.?(?:example|test|local|invalid|localhost|internal)\b|[\w.-]*example\.(?:com|org|net)|(?:\w+\.)?(?:domain|server|foo|bar|host)\.)/i;
/** The key pair of an error collector: it lets anybody report, and is public by design. */
const REPORTS_ERRORS = /:\/\/[0-9a-f]{32}:[0-9a-f]{32}@/;
/** Least bits per character; made-up examples repeat themselves. */
const LEAST_ENTROPY = 3;
/** Characters searched at once, and how far two pieces overlap: longer than any credential but a private key of a few pages. */
const PIECE = 512 * 1024;
const OVERLAP = 12 * 1024;

/** Credentials inside a text, in its order; those that are visibly made up are left out. `path` tells formats of files. */
export function findCredentials(text: string, path = 'x.js'): readonly Credential[] {
  if (text.length < 16 || !TRACES.test(text)) return [];
  const found = new Map<string, Credential>();
  for (let start = 0; start < text.length; start += PIECE) {
    const piece = text.slice(start, start + PIECE + OVERLAP);
    for (const one of [...fromLibrary(piece, path), ...fromOwn(piece)]) {
      if (isReal(one)) found.set(`${start + one.at}`, { ...one, at: start + one.at });
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** An address or a request that was signed says in clear with which key: its id, which opens nothing without the secret. */
const SIGNED = /(?:X-Amz-Credential|AWSAccessKeyId|\bCredential)(?:=|%3D)$/i;

/** What a rule of the library reports. */
interface Reported {
  readonly message: { readonly messageId: string };
  readonly range: readonly [number, number];
}

function fromLibrary(content: string, filePath: string): Credential[] {
  const found: Credential[] = [];
  for (const rule of preset) {
    const kind = KINDS[rule.meta.id.replace(/^.*secretlint-rule-/, '')];
    if (kind === undefined) continue;
    const report = ({ message, range: [from, to] }: Reported): void => {
      // The number of an account is no secret, and a key for tests opens nothing.
      if (message.messageId === 'AWSAccountID' || /^[sr]k_test_/.test(content.slice(from, to))) return;
      if (SIGNED.test(content.slice(Math.max(0, from - 24), from))) return;
      found.push({ kind, value: content.slice(from, to), at: from });
    };
    const context = { createTranslator: () => (messageId: string) => ({ messageId }), report, ignore: () => {} };
    const ext = /\.\w+$/.exec(filePath)?.[0] ?? '';
    // Synchronous but for key stores in binary, which are not given to it.
    void rule.create(context, { enableIDScanRule: true }).file?.({ content, filePath, ext, contentType: 'text' });
  }
  return found;
}

function fromOwn(text: string): Credential[] {
  return OWN.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({ kind, value: match[1] ?? match[0], at: match.index })),
  );
}

function isReal({ kind, value }: Credential): boolean {
  const secret = kind === KINDS.basicauth ? (/:\/\/[^:]*:([^@]*)@/.exec(value)?.[1] ?? '') : value;
  const body = secret.replace(/-----[^-]+-----/g, '');
  return body.length >= 8 && entropyOf(body) >= LEAST_ENTROPY && !PLACEHOLDER.test(body) && !isPublic(value);
}

function isPublic(value: string): boolean {
  return NOWHERE.test(value) || REPORTS_ERRORS.test(value);
}

/** Shannon entropy in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Enough to find it in the source and too little to use it. */
export function mask(value: string): string {
  const shown = value.trim();
  return `${shown.slice(0, Math.min(8, Math.floor(shown.length / 4)))}… (${shown.length} characters, masked)`;
}
