/**
 * Formats of credentials, as their issuers document them (prefix, alphabet, length), read 2026-11. Only formats that
 * identify themselves are listed: a random-looking string is not a secret.
 */
interface Format {
  readonly kind: string;
  /** The whole credential, or with its first group the part that is secret. */
  readonly pattern: RegExp;
  /** Least bits per character; made-up examples repeat themselves. */
  readonly entropy: number;
}

const FORMATS: readonly Format[] = [
  {
    kind: 'a private key',
    pattern: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\s*([A-Za-z0-9+/=\s\\]{120,8000})/g,
    entropy: 4.5,
  },
  { kind: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g, entropy: 3.2 },
  {
    kind: 'a GitHub token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g,
    entropy: 3.8,
  },
  { kind: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}\b/g, entropy: 3.4 },
  { kind: 'a Slack token', pattern: /\bxox[abeprs]-(?:\d{8,14}-){1,3}[A-Za-z0-9-]{20,70}\b/g, entropy: 3.2 },
  {
    kind: 'a Slack webhook',
    pattern: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/([A-Za-z0-9]{24})\b/g,
    entropy: 3.6,
  },
  {
    kind: 'a Discord webhook',
    pattern: /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/([A-Za-z0-9_-]{60,72})/g,
    entropy: 4,
  },
  { kind: 'a Telegram bot token', pattern: /(?<![\w.])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])/g, entropy: 4 },
  {
    kind: 'an OpenAI key',
    pattern: /\bsk-(?:proj-|svcacct-|admin-)?(?:[A-Za-z0-9_-]{20,100})T3BlbkFJ[A-Za-z0-9_-]{20,100}/g,
    entropy: 4,
  },
  { kind: 'an Anthropic key', pattern: /\bsk-ant-(?:api|admin)\d{2}-[A-Za-z0-9_-]{80,110}/g, entropy: 4 },
  { kind: 'a Stripe live key', pattern: /\b[sr]k_live_[A-Za-z0-9]{24,110}\b/g, entropy: 3.6 },
  { kind: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g, entropy: 3.8 },
  { kind: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/g, entropy: 4 },
  { kind: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{34}\b/g, entropy: 3.8 },
  { kind: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g, entropy: 3 },
  { kind: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g, entropy: 3 },
  { kind: 'a PyPI token', pattern: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,200}/g, entropy: 4 },
  {
    kind: 'a Supabase service key',
    pattern: /\beyJ[A-Za-z0-9_-]{10,60}\.eyJ[A-Za-z0-9_-]*InNlcnZpY2Vfcm9sZS[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{30,60}/g,
    entropy: 4,
  },
  {
    kind: 'a database password in a connection string',
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?):\/\/[^\s:/@'"`<>${}]{1,64}:([^\s:/@'"`<>${}]{8,128})@(?!(?:localhost|127\.|0\.0\.0\.0|host\b|hostname|db[:/]|example|[\w-]*\.?example\.|[\w.-]*\.(?:test|local|invalid|example)\b))[\w.-]+\.\w+/g,
    entropy: 3,
  },
];

/** Words of things that are only shown: documentation, samples, test vectors. */
const PLACEHOLDER =
  /example|sample|dummy|placeholder|fake|changeme|your[_-]?|redacted|todo|xxxx|\*\*\*|\.\.\.|0{8}|1234567|abcdef(?:gh|012)|deadbeef|password|secret(?!s?[_-]?key)|<\w+>/i;

export interface Credential {
  readonly kind: string;
  readonly value: string;
}

const MAX_TEXT = 2_000_000;

/** Credentials inside a text; those that are visibly made up are left out. */
export function findCredentials(text: string): Credential[] {
  if (text.length < 16) return [];
  const searched = text.slice(0, MAX_TEXT);
  return FORMATS.flatMap(({ kind, pattern, entropy }) =>
    [...searched.matchAll(pattern)].flatMap((match) => {
      const value = match[1] ?? match[0];
      return entropyOf(value) >= entropy && !PLACEHOLDER.test(value) ? [{ kind, value }] : [];
    }),
  );
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
