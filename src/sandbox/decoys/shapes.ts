/** Values of the shape that real credentials have, by the name of a variable; none opens anything. */
import { randomBytes, randomInt } from 'node:crypto';

export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function random(length: number, alphabet = LETTERS): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

export const HEX = '0123456789abcdef';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What hosts of services are named after; the same on each machine, whose events are compared by host. */
const ACCOUNT = random(7, '123456789');

/** Shapes of real credentials by the words of a variable's name, most telling first. */
const SHAPES: readonly (readonly [RegExp, (variable: string) => string])[] = [
  [/AWS.*ACCESS_KEY_ID/, () => `AKIA${random(16, UPPER)}`],
  [/AWS.*SECRET/, () => random(40, `${LETTERS}+/`)],
  [/GITHUB|GH_TOKEN/, githubToken],
  [/GITLAB/, () => `glpat-${random(20)}`],
  [/OPENAI/, () => `sk-proj-${random(48)}`],
  [/ANTHROPIC/, () => `sk-ant-api03-${random(93)}AA`],
  [/NPM/, npmToken],
  [/SLACK.*TEAM/, () => `T0${random(9, UPPER)}`],
  [/XOX[CDPE]/, (variable) => slackToken(/XOX[CDPE]/.exec(variable.toUpperCase())?.[0].toLowerCase() ?? 'xoxp')],
  [/SLACK|XOXB/, () => slackToken('xoxb')],
  [/NOTION/, () => `ntn_${random(46)}`],
  [/TAVILY/, () => `tvly-${random(32)}`],
  [/STRIPE/, () => `sk_test_${random(24)}`],
  [/HEADERS/, () => JSON.stringify({ Authorization: `Bearer ${random(40)}`, 'Notion-Version': '2022-06-28' })],
  // With a login in clear: any other wants the server to know the password, too.
  [
    /MONGO.*(UR[LI]|CONNECTION)/,
    () => `mongodb://app:${random(20)}@db.internal:27017/app?authMechanism=PLAIN&authSource=%24external`,
  ],
  [/MYSQL.*(UR[LI]|CONNECTION)/, () => `mysql://app:${random(20)}@db.internal:3306/app`],
  [/REDIS.*(UR[LI]|CONNECTION)/, () => `redis://default:${random(20)}@cache.internal:6379/0`],
  [
    /(DATABASE|POSTGRES|PG|\bDB|_DB).*(UR[LI]|CONNECTION)|CONNECTION_STRING/,
    () => `postgres://app:${random(20)}@db.internal:5432/app`,
  ],
  [/SENTRY.*DSN/, () => `https://${random(32, HEX)}@o${ACCOUNT}.ingest.sentry.io/${random(7, '123456789')}`],
  [/DSN$/, () => `postgres://app:${random(20)}@db.internal:5432/app`],
  // Named after the variable, so that what goes there is seen to belong there.
  [/(HOST|DOMAIN)$/, (variable) => `${variable.split('_')[0]?.toLowerCase()}.internal.example`],
  [
    /(URL|URI|ENDPOINT|BASE|(API|SERVER)_ADDR(ESS)?)$/,
    (variable) => `https://${variable.split('_')[0]?.toLowerCase()}.internal.example`,
  ],
  // A part of the name of a host.
  [/(?:SITE|SUBDOMAIN|TENANT|INSTANCE)(?:_NAME)?$/, () => `acme-${ACCOUNT}`],
  [/EMAIL|USER(NAME)?$/, () => `dev.${random(6, HEX)}@mail.example`],
  [/ID$/, () => random(20, HEX)],
];

/** A value of the right shape for a variable of this name. */
export function credentialFor(variable: string): string {
  const shape = SHAPES.find(([words]) => words.test(variable.toUpperCase()));
  return shape ? shape[1](variable) : random(40);
}

function slackToken(kind: string): string {
  return `${kind}-${random(12, '0123456789')}-${random(12, '0123456789')}-${random(24)}`;
}

export function githubToken(): string {
  return checked('ghp_');
}

function npmToken(): string {
  return checked('npm_');
}

/** Tokens of GitHub and npm end in a checksum: CRC-32 of the random part, in base 62, six digits. */
function checked(prefix: string): string {
  const body = random(30);
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = crc32(body);
  let sum = '';
  for (let i = 0; i < 6; i++) {
    sum = (digits[rest % 62] ?? '0') + sum;
    rest = Math.floor(rest / 62);
  }
  return `${prefix}${body}${sum}`;
}

function crc32(text: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A signed token of somebody; the signature is none. */
export function jwt(audience: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ typ: 'JWT', alg: 'RS256', kid: random(27) })}.${part({ aud: audience, oid: random(32, HEX) })}.${randomBytes(256).toString('base64url')}`;
}
