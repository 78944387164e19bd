/**
 * Decoys: credentials that open nothing, made afresh for each run, each different, each with the format its service
 * uses. They lie where thieves look. Whatever leaves the sandbox is searched for their values, through the encodings
 * thieves use; a hit names the place the value lay in.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

export interface Decoy {
  /** Where it lies: `~/.aws/credentials`, `env NPM_TOKEN`. */
  readonly place: string;
  readonly value: string;
  /** True where the package asks for this variable by name. */
  readonly asked: boolean;
}

/** Everything a run plants: files of the home directory by relative path, variables, and what to look for. */
export interface Planting {
  readonly files: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
  /** Further variables the package reads, for a second try where it does not start without: no secrets, not looked for. */
  readonly settings: Readonly<Record<string, string>>;
  /** Credentials of the machine's role, which the clouds' metadata services hand out: JSON for the sink. */
  readonly role: string;
  readonly decoys: readonly Decoy[];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function random(length: number, alphabet = LETTERS): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Shapes of real credentials by the words of a variable's name, most telling first. */
const SHAPES: readonly (readonly [RegExp, (variable: string) => string])[] = [
  [/AWS.*ACCESS_KEY_ID/, () => `AKIA${random(16, UPPER)}`],
  [/AWS.*SECRET/, () => random(40, `${LETTERS}+/`)],
  [/GITHUB|GH_TOKEN/, githubToken],
  [/GITLAB/, () => `glpat-${random(20)}`],
  [/OPENAI/, () => `sk-proj-${random(48)}`],
  [/ANTHROPIC/, () => `sk-ant-api03-${random(93)}AA`],
  [/NPM/, () => `npm_${random(36)}`],
  [/SLACK.*TEAM/, () => `T0${random(9, UPPER)}`],
  [/SLACK/, () => `xoxb-${random(12, '0123456789')}-${random(12, '0123456789')}-${random(24)}`],
  [/NOTION/, () => `ntn_${random(46)}`],
  [/TAVILY/, () => `tvly-${random(32)}`],
  [/STRIPE/, () => `sk_test_${random(24)}`],
  [/HEADERS/, () => JSON.stringify({ Authorization: `Bearer ${random(40)}`, 'Notion-Version': '2022-06-28' })],
  [
    /(DATABASE|POSTGRES|PG|MYSQL|MONGO|REDIS).*(URL|URI|CONNECTION)/,
    () => `postgres://app:${random(20)}@db.internal:5432/app`,
  ],
  // Named after the variable, so that what goes there is seen to belong there.
  [/(HOST|DOMAIN)$/, (variable) => `${variable.split('_')[0]?.toLowerCase()}.internal.example`],
  [/(URL|URI|ENDPOINT|BASE)$/, (variable) => `https://${variable.split('_')[0]?.toLowerCase()}.internal.example`],
  [/EMAIL|USER(NAME)?$/, () => `dev.${random(6, HEX)}@mail.example`],
  [/ID$/, () => random(20, HEX)],
];

/** A value of the right shape for a variable of this name. */
export function credentialFor(variable: string): string {
  const shape = SHAPES.find(([words]) => words.test(variable.toUpperCase()));
  return shape ? shape[1](variable) : random(40);
}

/** GitHub's tokens end in a checksum: CRC-32 of the random part, in base 62, six digits. */
function githubToken(): string {
  const body = random(30);
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = crc32(body);
  let sum = '';
  for (let i = 0; i < 6; i++) {
    sum = (digits[rest % 62] ?? '0') + sum;
    rest = Math.floor(rest / 62);
  }
  return `ghp_${body}${sum}`;
}

function crc32(text: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Variables every run has, whether asked for or not: what a developer's shell or a CI job exports. */
const ORDINARY = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'GITHUB_TOKEN',
  'NPM_TOKEN',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
];

/** Names of variables that hold a credential. */
const CREDENTIAL_NAME = /(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|PAT|AUTH|CREDENTIAL|HEADERS|DSN)S?$/;
/** Names of variables without which a server may not start, and which would lead it elsewhere where they are not needed. */
const SETTING_NAME =
  /(_URL|_URI|_ENDPOINT|_HOST|_DOMAIN|_USER|_USERNAME|_EMAIL|_ID|_ACCOUNT|_REGION|_PROJECT|_ORG|_WORKSPACE|CONNECTION_STRING)$/;
/** Never faked: they steer the runtime, not a service. */
const RUNTIME_NAME =
  /^(NODE_|npm_|PATH|HOME|USER|SHELL|TERM|LANG|LC_|TZ|PWD|CI|DEBUG|LOG|PORT|HOST|HTTPS?_PROXY|NO_PROXY|NO_COLOR|FORCE_COLOR|XDG_|APPDATA|LOCALAPPDATA|TMP|TEMP|GITHUB_(ACTIONS|ENV|OUTPUT|PATH|WORKSPACE|REPOSITORY|RUN|EVENT|REF|SHA|JOB|API_URL|SERVER_URL))/i;

/**
 * Plants a run's decoys. `asked` are the variables the package reads by name: those that look like credentials get
 * format-valid fakes, so that servers which demand one start. `work` is the user's project, relative to home.
 */
export function plant(asked: readonly string[], work: string): Planting {
  const decoys: Decoy[] = [];
  const env: Record<string, string> = {};
  const wanted = new Set(asked.filter((name) => CREDENTIAL_NAME.test(name.toUpperCase()) && !RUNTIME_NAME.test(name)));
  const settings = asked.filter(
    (name) => SETTING_NAME.test(name.toUpperCase()) && !RUNTIME_NAME.test(name) && !wanted.has(name),
  );
  const put = (place: string, value: string, given = false): string => {
    decoys.push({ place, value, asked: given });
    return value;
  };
  for (const name of [...new Set([...ORDINARY, ...wanted])].sort()) {
    env[name] = put(`env ${name}`, credentialFor(name), wanted.has(name));
  }
  return {
    env,
    role: JSON.stringify(roleOf(put)),
    settings: Object.fromEntries(settings.sort().map((name) => [name, credentialFor(name)])),
    decoys,
    files: new Map([...homeFiles(put, work), ...projectFiles(work)]),
  };
}

/** What each cloud gives a machine; `put` registers each value. */
function roleOf(put: (place: string, value: string) => string): unknown {
  return {
    aws: {
      id: `ASIA${random(16, UPPER)}`,
      secret: put('metadata service of AWS', credentialFor('AWS_SECRET')),
      token: random(320, `${LETTERS}+/`),
    },
    google: put('metadata service of Google', `ya29.c.${random(140, `${LETTERS}-_`)}`),
    azure: put('metadata service of Azure', jwt()),
  };
}

/** A signed token of somebody; the signature is none. */
function jwt(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ typ: 'JWT', alg: 'RS256', kid: random(27) })}.${part({ aud: 'https://management.azure.com/', oid: random(32, HEX) })}.${randomBytes(256).toString('base64url')}`;
}

/** Files of a home directory that hold credentials; `put` registers each value under the file's name. */
function homeFiles(put: (place: string, value: string) => string, work: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const add = (path: string, value: string, text: (value: string) => string) =>
    files.set(path, text(put(`~/${path}`, value)));
  add(
    '.aws/credentials',
    credentialFor('AWS_SECRET_ACCESS_KEY'),
    (secret) =>
      `[default]\naws_access_key_id = ${credentialFor('AWS_ACCESS_KEY_ID')}\naws_secret_access_key = ${secret}\n`,
  );
  add('.npmrc', credentialFor('NPM_TOKEN'), (token) => `//npm.pkg.example/:_authToken=${token}\n`);
  add('.git-credentials', githubToken(), (token) => `https://dev:${token}@github.com\n`);
  add('.netrc', random(24), (password) => `machine git.internal.example login dev password ${password}\n`);
  add(
    '.docker/config.json',
    random(44),
    (auth) => `${JSON.stringify({ auths: { 'registry.internal.example': { auth } } }, null, 2)}\n`,
  );
  add(
    '.kube/config',
    random(64),
    (token) => `apiVersion: v1\nkind: Config\nusers:\n- name: dev\n  user:\n    token: ${token}\n`,
  );
  add(
    '.ssh/id_ed25519',
    randomBytes(140).toString('base64'),
    (key) =>
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${key.replace(/.{70}/g, '$&\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
  );
  add('.config/gh/hosts.yml', githubToken(), (token) => `github.com:\n    user: dev\n    oauth_token: ${token}\n`);
  add(
    '.bash_history',
    random(28),
    (password) => `git pull\nnpm test\nexport DB_PASSWORD=${password}\npsql -h db.internal.example app\n`,
  );
  add('.config/Claude/claude_desktop_config.json', credentialFor('NOTION_TOKEN'), (token) =>
    mcpConfig('notion', 'NOTION_TOKEN', token),
  );
  add('.cursor/mcp.json', credentialFor('SLACK_BOT_TOKEN'), (token) => mcpConfig('slack', 'SLACK_BOT_TOKEN', token));
  add(
    '.ethereum/keystore/UTC--2025-03-11T09-14-22.118Z--5e1f',
    random(64, HEX),
    (text) => `${JSON.stringify({ version: 3, crypto: { cipher: 'aes-128-ctr', ciphertext: text } })}\n`,
  );
  add(`${work}/.env`, random(32), (secret) => `NODE_ENV=development\nSESSION_SECRET=${secret}\n`);
  return files;
}

/** What else lies in the directory the user works in, so that tools find something to work on. */
function projectFiles(work: string): ReadonlyMap<string, string> {
  return new Map([
    [`${work}/README.md`, '# acme-api\n\nOrders and invoices over HTTP.\n'],
    [
      `${work}/package.json`,
      `${JSON.stringify({ name: 'acme-api', version: '2.3.1', private: true, main: 'src/index.js' }, null, 2)}\n`,
    ],
    [`${work}/src/index.js`, 'exports.total = (lines) => lines.reduce((sum, line) => sum + line.price, 0);\n'],
  ]);
}

function mcpConfig(server: string, variable: string, value: string): string {
  const entry = { command: 'npx', args: ['-y', `${server}-tools@1.4.0`], env: { [variable]: value } };
  return `${JSON.stringify({ mcpServers: { [server]: entry } }, null, 2)}\n`;
}

// ---------------------------------------------------------------- recognition

export interface Leak {
  readonly decoy: Decoy;
  /** Decodings that led to it, outermost first. */
  readonly encoding: readonly string[];
}

/** How deep encodings may be nested, how many readings of one text are tried, and how large an inflated one may be. */
const MAX_DEPTH = 4;
const MAX_READINGS = 400;
const MAX_INFLATED = 4 * 1024 * 1024;
/** Shorter values would be found in honest text by chance. */
const SHORTEST = 12;

/** Finds decoys in bytes that left, through nested encodings. Bounded in depth, branches and size. */
export function findDecoys(data: Uint8Array, decoys: readonly Decoy[]): readonly Leak[] {
  const found = new Map<Decoy, readonly string[]>();
  for (const { text, encoding } of unwrap(Buffer.from(data))) {
    for (const decoy of decoys) {
      const how = found.has(decoy) || decoy.value.length < SHORTEST ? undefined : spelling(text, decoy.value);
      if (how !== undefined) found.set(decoy, how === '' ? encoding : [...encoding, how]);
    }
  }
  return [...found].map(([decoy, encoding]) => ({ decoy, encoding }));
}

/** The text itself and everything it may be an encoding of, nearest first, each once. */
function* unwrap(data: Buffer): Generator<{ readonly text: string; readonly encoding: readonly string[] }> {
  const seen = new Set<string>();
  const queue: { readonly bytes: Buffer; readonly encoding: readonly string[] }[] = [{ bytes: data, encoding: [] }];
  for (let next = queue.shift(); next && seen.size < MAX_READINGS; next = queue.shift()) {
    const { bytes, encoding } = next;
    const print = createHash('sha1').update(bytes).digest('base64');
    if (seen.has(print)) continue;
    seen.add(print);
    const text = bytes.toString('latin1');
    yield { text, encoding };
    if (encoding.length >= MAX_DEPTH) continue;
    for (const reading of readings(bytes, text))
      queue.push({ bytes: reading.bytes, encoding: [...encoding, reading.how] });
  }
}

/** How the value stands in the text: '' in clear, the name of a simple spelling, or undefined. */
function spelling(text: string, value: string): string | undefined {
  if (text.includes(value)) return '';
  if (text.includes([...value].reverse().join(''))) return 'reversed';
  if (text.includes(rot13(value))) return 'rot13';
  // Split over labels of a name, or over lines.
  const joined = text.replace(/[.\s]/g, '');
  if (joined !== text && joined.includes(value.replace(/[.\s]/g, ''))) return 'split';
  return base64Core(value).some(
    (core) => text.includes(core) || text.includes(core.replaceAll('+', '-').replaceAll('/', '_')),
  )
    ? 'base64'
    : undefined;
}

function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (c) =>
    String.fromCharCode((((c.charCodeAt(0) & 31) + 12) % 26) + (c.charCodeAt(0) & 96) + 1),
  );
}

/** The part of base64 that does not depend on neighbours, for each of the three alignments. */
function base64Core(value: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + value)
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : shift + 1, (shift + value.length) % 3 === 0 ? undefined : -1);
  });
}

interface Reading {
  readonly bytes: Buffer;
  readonly how: string;
}

/** Every way these bytes can be read as an encoding of something else. */
function readings(bytes: Buffer, text: string): readonly Reading[] {
  const found: Reading[] = [];
  const inflate = (how: string, decode: () => Buffer) => {
    try {
      found.push({ how, bytes: decode() });
    } catch {
      // Not in this format: most bytes are in none.
    }
  };
  const options = { maxOutputLength: MAX_INFLATED };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) inflate('gzip', () => gunzipSync(bytes, options));
  if (bytes[0] === 0x78) inflate('deflate', () => inflateSync(bytes, options));
  if (bytes.length > 32 && bytes.length < 1_000_000) {
    inflate('deflate', () => inflateRawSync(bytes, options));
    inflate('brotli', () => brotliDecompressSync(bytes, options));
  }
  if (/%[0-9a-f]{2}/i.test(text))
    found.push({
      how: 'percent',
      bytes: Buffer.from(
        text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ),
    });
  if (/\\u[0-9a-f]{4}|\\["\\/nrt]/i.test(text))
    found.push({
      how: 'json',
      bytes: Buffer.from(
        text
          .replace(/\\u([0-9a-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
          .replace(/\\(["\\/])/g, '$1')
          .replace(/\\[nrt]/g, ' '),
      ),
    });
  // Labels of a name, lines of a wrapped text: what was cut up is put together again.
  const joined = text.length < 1_000_000 ? text.replace(/[.\s]/g, '') : text;
  if (joined.length < text.length) found.push({ how: 'split', bytes: Buffer.from(joined, 'latin1') });
  for (const run of runs(text, /[A-Za-z0-9+/_-]{16,}={0,2}/g))
    found.push({ how: 'base64', bytes: Buffer.from(run, 'base64') });
  for (const run of runs(text, /(?:[0-9a-fA-F]{2}){12,}/g)) found.push({ how: 'hex', bytes: Buffer.from(run, 'hex') });
  for (const run of runs(text.replace(/[.\s]/g, ''), /[A-Za-z2-7]{20,}=*/g).slice(0, 8))
    found.push({ how: 'base32', bytes: base32(run) });
  return found;
}

/** The longest runs of an alphabet first: what hides a credential is not short. */
function runs(text: string, alphabet: RegExp): readonly string[] {
  return (text.slice(0, 2_000_000).match(alphabet) ?? []).sort((a, b) => b.length - a.length).slice(0, 24);
}

function base32(text: string): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text.toUpperCase().replace(/=+$/, '')) {
    held = ((held << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}
