/**
 * Decoys: credentials that open nothing, made afresh for each run, each different, each with the format its service
 * uses. They lie where thieves look. Whatever leaves the sandbox is searched for their values, through the encodings
 * thieves use; a hit names the place the value lay in.
 */
import { randomBytes, randomInt } from 'node:crypto';

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
  [/NPM/, npmToken],
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

function githubToken(): string {
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
      `[default]\naws_access_key_id = ${put('~/.aws/credentials', credentialFor('AWS_ACCESS_KEY_ID'))}\naws_secret_access_key = ${secret}\n`,
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
  for (const [path, text] of appFiles(put)) files.set(path, text);
  add(`${work}/.env`, random(32), (secret) => `NODE_ENV=development\nSESSION_SECRET=${secret}\n`);
  return files;
}

/** Files of programs with a store of their own: browsers, wallets, clouds, package managers. */
function appFiles(put: (place: string, value: string) => string): ReadonlyMap<string, string> {
  const file = (path: string, value: string, text: (value: string) => string) =>
    [path, text(put(`~/${path}`, value))] as const;
  const logins = (value: string) =>
    `SQLite format 3\0CREATE TABLE logins (origin_url VARCHAR, username_value VARCHAR, password_value BLOB)\0https://bank.example/dev${value}`;
  return new Map([
    file('.config/google-chrome/Default/Login Data', random(32), logins),
    file(
      '.config/google-chrome/Default/Cookies',
      random(64, HEX),
      (value) => `SQLite format 3\0session.example${value}`,
    ),
    file('.mozilla/firefox/k3x8v2.default-release/logins.json', random(48), (value) =>
      JSON.stringify({ logins: [{ hostname: 'https://mail.example', encryptedPassword: value }] }),
    ),
    file('.config/Exodus/exodus.wallet/seed.seco', random(96), (value) => `SECO\0${value}`),
    file('.config/solana/id.json', random(64, HEX), (value) => JSON.stringify([...Buffer.from(value, 'hex'), value])),
    file('.bitcoin/wallet.dat', random(64, HEX), (value) => `\0\0\0\0bdb\0${value}`),
    file('.config/gcloud/application_default_credentials.json', `1//0${random(100, `${LETTERS}-_`)}`, (value) =>
      JSON.stringify({
        client_id: '764086051850.apps.googleusercontent.com',
        refresh_token: value,
        type: 'authorized_user',
      }),
    ),
    file('.azure/msal_token_cache.json', random(120), (value) =>
      JSON.stringify({ RefreshToken: { one: { secret: value } } }),
    ),
    file(
      '.pypirc',
      `pypi-${random(100, `${LETTERS}-_`)}`,
      (value) => `[pypi]\nusername = __token__\npassword = ${value}\n`,
    ),
    file('.claude/.credentials.json', `sk-ant-oat01-${random(86, `${LETTERS}-_`)}AA`, (value) =>
      JSON.stringify({ claudeAiOauth: { accessToken: value, scopes: ['user:inference'] } }),
    ),
    file('.codeium/windsurf/mcp_config.json', credentialFor('GITHUB_TOKEN'), (token) =>
      mcpConfig('github', 'GITHUB_PERSONAL_ACCESS_TOKEN', token),
    ),
    file('.zsh_history', random(28), (value) => `: 1760001000:0;mysql -u app -p${value} -h db.internal.example\n`),
  ]);
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
