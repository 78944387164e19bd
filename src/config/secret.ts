/**
 * Which texts of a config are credentials. Two questions with two answers: a *known kind* is told by its shape alone
 * (prefixes that their issuers document), a *likely* one by the name it stands under together with how random it looks.
 */
import { domainToASCII } from 'node:url';
import { literalsOf } from './interpolation.ts';

export interface Secret {
  /** `GitHub token`, `password in a URL`; never the value. */
  readonly kind: string;
  /** The exact part of the text that is secret. Never printed, never stored. */
  readonly value: string;
  /** True where its issuer lets it live until someone revokes it. */
  readonly longLived: boolean;
  /** Told by its shape alone. */
  readonly sure: boolean;
}

interface Kind {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly longLived: boolean;
}

/** Prefixes and shapes that issuers document. Bounded repetitions only. */
const KINDS: readonly Kind[] = [
  { kind: 'GitHub token', pattern: /\b(?:ghp|gho|ghu|ghr)_[A-Za-z0-9]{36}\b/, longLived: true },
  { kind: 'GitHub installation token', pattern: /\bghs_[A-Za-z0-9]{36}\b/, longLived: false },
  { kind: 'GitHub fine-grained token', pattern: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/, longLived: true },
  { kind: 'GitLab token', pattern: /\bgl(?:pat|oas|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,60}\b/, longLived: true },
  { kind: 'OpenAI key', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,180}\b/, longLived: true },
  { kind: 'Anthropic key', pattern: /\bsk-ant-[a-z0-9]{2,12}-[\w-]{40,120}/, longLived: true },
  { kind: 'AWS access key id', pattern: /\bAKIA[A-Z2-7]{16}\b/, longLived: true },
  { kind: 'AWS temporary key id', pattern: /\bASIA[A-Z2-7]{16}\b/, longLived: false },
  { kind: 'Google API key', pattern: /\bAIza[\w-]{35}/, longLived: true },
  { kind: 'Google OAuth token', pattern: /\bya29\.[\w-]{20,400}/, longLived: false },
  { kind: 'Slack token', pattern: /\bxox[abposr]-(?:\d{6,14}-){1,3}[A-Za-z0-9-]{10,80}/, longLived: true },
  { kind: 'Slack webhook', pattern: /hooks\.slack\.com\/services\/T\w{6,14}\/B\w{6,14}\/\w{20,30}/, longLived: true },
  { kind: 'Stripe key', pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{20,120}\b/, longLived: true },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/, longLived: true },
  { kind: 'PyPI token', pattern: /\bpypi-AgEIcHlwaS5vcmc[\w-]{40,200}/, longLived: true },
  { kind: 'Linear key', pattern: /\blin_api_[A-Za-z0-9]{40}\b/, longLived: true },
  { kind: 'Notion token', pattern: /\b(?:ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43})\b/, longLived: true },
  { kind: 'SendGrid key', pattern: /\bSG\.[\w-]{22}\.[\w-]{43}/, longLived: true },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{34}\b/, longLived: true },
  { kind: 'Telegram bot token', pattern: /\b\d{8,10}:AA[\w-]{33}\b/, longLived: true },
  {
    kind: 'Doppler token',
    pattern: /\bdp\.(?:pt|st|sa|ct)\.(?:[a-z0-9_-]{2,40}\.)?[A-Za-z0-9]{40,44}\b/,
    longLived: true,
  },
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----/, longLived: true },
  { kind: 'JSON web token', pattern: /\beyJ[\w-]{10,400}\.eyJ[\w-]{10,2000}\.[\w-]{20,800}/, longLived: false },
];

const SECRET_NAME =
  /(?:^|[_.-]|(?<=[a-z]))(?:token|secret|passwd|password|pass|pwd|api[_-]?key|apikey|access[_-]?key|private[_-]?key|auth|authorization|credentials?|bearer|cookie|pat|client[_-]?secret|connection[_-]?string|dsn)s?(?:$|[_.\d-])/i;
const KEY_NAME = /(?:^|[_.-])key$/i;
/** Names that speak *about* a secret: where it is, how long it lives, which one. */
const ABOUT_NAME =
  /(?:url|uri|path|file|dir|name|id|type|mode|enabled|expiry|expires|ttl|timeout|length|limit|max|min|provider|method|endpoint|issuer|audience|scopes?|region|env|var)$/i;

/** Placeholders of READMEs: not secrets, and no reason to bother anyone. */
const PLACEHOLDER =
  /^(?:<.*>|\[.*\]|\*+|x{3,}|\.{3,}|-+|your[\s_-].*|.*[\s_-](?:here|goes[\s_-]here)|.*(?:placeholder|changeme|change[_-]me|replace[_-]?(?:me|with)|example|dummy|redacted|insert|fill[_-]?in|todo|todo_.*|my[_-](?:api[_-]?)?(?:key|token|secret)).*|true|false|null|none|undefined|test|secret|password|token|api[_-]?key)$/i;
const STORE_REFERENCE =
  /^(?:op|vault|aws-sm|gcp-sm|azure-kv|keychain|doppler|ssm|secretsmanager|bws|infisical|ref\+\w+):\/\/|^arn:aws:(?:secretsmanager|ssm):/i;

/** Credentials written out in a text. `name` is what it stands under: a variable, a header, an option. */
export function secretsIn(name: string, text: string): readonly Secret[] {
  return literalsOf(text).flatMap((literal) => {
    const known = knownSecrets(literal);
    if (known.length > 0) return known;
    const inUrl = urlSecret(literal);
    if (inUrl !== undefined) return [inUrl];
    const likely = likelySecret(name, literal);
    return likely === undefined ? [] : [likely];
  });
}

function knownSecrets(literal: string): readonly Secret[] {
  if (literal.length < 12) return [];
  return KINDS.flatMap(({ kind, pattern, longLived }) => {
    const value = pattern.exec(literal)?.[0];
    return value === undefined || isFiller(value) ? [] : [{ kind, value, longLived, sure: true }];
  }).slice(0, 1);
}

/** `ghp_xxxxxxxxxxxx…`: the shape of a token with nothing in it. */
function isFiller(value: string): boolean {
  return new Set(value.slice(-16)).size < 6 || /example|placeholder|your/i.test(value);
}

/** `postgres://user:password@host`, `https://host/?api_key=…`. */
function urlSecret(literal: string): Secret | undefined {
  const password = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,200}:([^\s/@]{1,400})@/i.exec(literal)?.[1];
  if (password !== undefined && !PLACEHOLDER.test(password) && !isDefaultHere(literal))
    return { kind: 'password in a URL', value: password, longLived: true, sure: false };
  const query =
    /[?&](?:api[_-]?key|apikey|key|token|access[_-]?token|auth|secret|password|code)=([^&#\s]{12,400})/i.exec(
      literal,
    )?.[1];
  if (query !== undefined && looksRandom(query))
    return { kind: 'key in a URL', value: query, longLived: true, sure: false };
  return undefined;
}

/** `postgres://postgres:postgres@localhost`: what an image of a database comes with, on this machine only. */
function isDefaultHere(url: string): boolean {
  return /^[a-z][\w+.-]*:\/\/([^\s:/@]{1,200}):\1@(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?:[:/?]|$)/i.test(
    url,
  );
}

function likelySecret(name: string, literal: string): Secret | undefined {
  const value = literal.replace(/^(?:bearer|basic|token|apikey)\s+/i, '').trim();
  if (!isSecretName(name) || PLACEHOLDER.test(value) || STORE_REFERENCE.test(value)) return undefined;
  if (/^(?:\/|\.{1,2}\/|~|[A-Za-z]:\\|https?:\/\/)/.test(value) || /\s/.test(value)) return undefined;
  const spelled = /pass|pwd/i.test(name) && value.length >= 6;
  if (!spelled && !looksRandom(value)) return undefined;
  return { kind: `value of ${name}`, value, longLived: true, sure: false };
}

/** `GITHUB_TOKEN`, `Authorization`, `--api-key`; not `TOKEN_URL`, `KEY_FILE`. */
export function isSecretName(name: string): boolean {
  return (SECRET_NAME.test(name) || KEY_NAME.test(name)) && !ABOUT_NAME.test(name.replace(/[_.-]+$/, ''));
}

/** Long enough, mixed, and with the entropy of something no one typed: at least 2.8 bits a character over 12 characters. */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || !/^[\w.+/=:~$!@#%^&*-]+$/.test(value)) return false;
  if (!/\d/.test(value) && !(/[a-z]/.test(value) && /[A-Z]/.test(value))) return false;
  return entropy(value.slice(0, 200)) >= 2.8;
}

/** Shannon entropy in bits a character. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}

/** Characters from which a value is nothing else than the credential, wherever it stands. */
const SHORT = 12;

/** The text with every credential in it replaced, fit to be printed and stored. */
export function masked(name: string, text: string): string {
  return secretsIn(name, text).reduce((shown, { value, kind }) => {
    // A word as `postgres` stands for other things beside the password that it is.
    const [around, end] = value.length < SHORT && shown.includes(`:${value}@`) ? [':', '@'] : ['', ''];
    return shown.replaceAll(`${around}${value}${end}`, `${around}<${kind}>${end}`);
  }, text);
}

/**
 * An endpoint fit to be printed and stored: without user, password, query and fragment, and with letters beyond ASCII in its host
 * as DNS spells them, so that a Cyrillic а does not pass for a Latin one.
 */
export function bareUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@?#]*@/i, '$1')
    .replace(/[?#].*$/s, '')
    .replace(/(?<=^[a-z][a-z0-9+.-]*:\/\/)[^/:]*[^\0-\x7f][^/:]*/i, (host) => domainToASCII(host) || host);
}
