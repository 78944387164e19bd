/**
 * Decoys: credentials that open nothing, made afresh for each run, each different, each with the format its service
 * uses. They lie where thieves look. Whatever leaves the sandbox is searched for their values, through the encodings
 * thieves use; a hit names the place the value lay in.
 */
import { randomBytes } from 'node:crypto';
import { credentialFile } from './credential-file.ts';
import { SAMPLES } from './samples.ts';
import { credentialFor, githubToken, HEX, jwt, LETTERS, random, UPPER } from './shapes.ts';

export interface Decoy {
  /** Where it lies: `~/.aws/credentials`, `env NPM_TOKEN`. */
  readonly place: string;
  readonly value: string;
  /** True where the package asks for this variable or file by name. */
  readonly asked: boolean;
  /**
   * The hosts its own file says it is for, or its vendor's library; with a dot before it, all below a domain. There it may go when the server runs; where the package did
   * not ask for the file, only if that is a place of the user's own: tokens of code hosts and registries are what worms spread
   * with, and go nowhere.
   */
  readonly belongs?: readonly string[];
}

/** Everything a run plants: files of the home directory by relative path, variables, and what to look for. */
export interface Planting {
  readonly files: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
  /** Further variables the package reads, for a second try where it does not start without: no secrets. */
  readonly settings: Readonly<Record<string, string>>;
  /** Credentials of the machine's role, which the clouds' metadata services hand out: JSON for the sink. */
  readonly role: string;
  readonly decoys: readonly Decoy[];
  /** Texts of documents that are no secrets, and the user's all the same: each stands in one of them and nowhere else. */
  readonly documents: readonly Decoy[];
  /** Hosts that the planted files name as the user's own. */
  readonly hosts: readonly string[];
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

/**
 * Every request to AWS is signed, and says in clear with which key: its id, which opens nothing without the secret. The library
 * takes both out of the environment or the file by itself.
 */
const SIGNED_FOR = ['.amazonaws.com'];

/** Keys that the vendor's own library takes out of the environment, whoever uses it, and where it sends them. */
const OWN_HOSTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['OPENAI_API_KEY', ['api.openai.com']],
  ['ANTHROPIC_API_KEY', ['api.anthropic.com']],
  ['AWS_ACCESS_KEY_ID', SIGNED_FOR],
]);

/** Longest name of a variable that anybody gives. */
const LONGEST_NAME = 120;
/** Names of variables that hold a credential, and no number of tokens. */
const CREDENTIAL_NAME =
  /^(?!.*(?:MAX|MIN|NUM|LIMIT|TOTAL|BUDGET|INPUT|OUTPUT|CONTEXT|PROMPT|COMPLETION|RESPONSE)_(?:\w+_)?TOKENS$).*(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|PAT|AUTH|CREDENTIAL|HEADERS|DSN)S?$/;
/** Names of variables without which a server may not start, and which would lead it elsewhere where they are not needed. */
const SETTING_NAME =
  /(_URL|_URI|_ENDPOINT|_(?:API|SERVER)_ADDR(?:ESS)?|_HOST|_DOMAIN|_USER|_USERNAME|_EMAIL|_ID|_ACCOUNT|_REGION|_PROJECT|_ORG|_WORKSPACE|_SITE(?:_NAME)?|_SUBDOMAIN|_TENANT|_INSTANCE|CONNECTION_STRING)$/;
/** Never faked: they steer the runtime, not a service. */
const RUNTIME_NAME =
  /^(?:PATH|HOME|USER|SHELL|TERM|LANG|TZ|PWD|CI|DEBUG|PORT|HOST|HTTPS?_PROXY|NO_PROXY|NO_COLOR|FORCE_COLOR|APPDATA|LOCALAPPDATA|TMP|TMPDIR|TEMP|(?:NODE|npm|LC|LD|LOG|XDG|DOTENV)_.*|GITHUB_(?:ACTIONS|ENV|OUTPUT|PATH|WORKSPACE|REPOSITORY|RUN|EVENT|REF|SHA|JOB|API_URL|SERVER_URL).*)$/i;

/** True where a variable of this name would change how a program runs, rather than what it works with. */
export function steersRuntime(name: string): boolean {
  return RUNTIME_NAME.test(name);
}

/** The variable by which Google's libraries find the file of a user's own credentials. */
const GOOGLE = 'GOOGLE_APPLICATION_CREDENTIALS';
/** Names of variables that say where a file with a credential lies. */
const FILE_NAME =
  /(?:KEY|TOKEN|OAUTH|SECRET|CREDENTIAL|AUTH|ACCOUNT|P8|PEM)S?(?:_JSON)?_(?:PATH|FILE)$|_OAUTH_CREDENTIALS$/;
/** Names of variables that say where the user's own things lie, and not where a program does. */
const PLACE_NAME =
  /^(?!.*(?:BIN|BINARY|EXE|EXECUTABLE|COMMAND|CLI|CHROME|CHROMIUM|BROWSER|FIREFOX|DRIVER|PYTHON|NODE|GIT|ADB|JAVA|SDK|FFMPEG|CONFIG|LOG)S?_).*_(?:PATH|DIR|DIRECTORY|FOLDER|ROOT)$/;
/** What such a file ends in, by the rest of the name. */
const FILE_ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|_)p8$/, 'p8'],
  [/private_key|(?:^|_)(?:pem|key)$/, 'pem'],
];
/** The only cluster the user has. */
const CLUSTER = 'kube.internal.example';

/** Registers a value under the place it lies in, and gives it back. */
type Put = (place: string, value: string, more?: Partial<Decoy>) => string;

/**
 * Plants a run's decoys. `asked` are the variables the package reads by name: those that look like credentials get
 * format-valid fakes, so that servers which demand one start. `home` is absolute, `work` the user's project, relative to it.
 */
export function plant(asked: readonly string[], work: string, home = ''): Planting {
  const decoys: Decoy[] = [];
  const env: Record<string, string> = {};
  const free = asked.filter((name) => name.length <= LONGEST_NAME && !steersRuntime(name) && name !== GOOGLE);
  const wanted = new Set(free.filter((name) => CREDENTIAL_NAME.test(name.toUpperCase())));
  const planted = new Set([...ORDINARY, ...wanted]);
  const settings = free.filter((name) => SETTING_NAME.test(name.toUpperCase()) && !planted.has(name));
  const put: Put = (place, value, more) => {
    decoys.push({ place, value, asked: false, ...more });
    return value;
  };
  const named = namedFiles(put, free, home);
  const places = free.filter((name) => PLACE_NAME.test(name.toUpperCase()) && !(name in named.variables));
  for (const name of [...planted].sort()) {
    const belongs = OWN_HOSTS.get(name);
    env[name] = put(`env ${name}`, credentialFor(name), {
      asked: free.includes(name),
      ...(belongs ? { belongs } : {}),
    });
  }
  const channel = `acme-${random(12, 'abcdefghijkmnpqrstuvwxyz23456789')}`;
  return {
    env,
    role: JSON.stringify(roleOf(put)),
    settings: {
      ...Object.fromEntries(settings.sort().map((name) => [name, settingFor(put, name)])),
      ...Object.fromEntries(places.sort().map((name) => [name, placeNamed(name, `${home}/${work}`)])),
      ...named.variables,
      ...(asked.includes(GOOGLE) ? { [GOOGLE]: `${home}/.config/gcloud/application_default_credentials.json` } : {}),
    },
    decoys,
    documents: [{ place: `~/${work}/${README}`, value: channel, asked: false }],
    files: new Map([...homeFiles(put, work), ...projectFiles(work, channel), ...named.files]),
    hosts: [CLUSTER],
  };
}

const PASSWORD = /^\w+:\/\/[^:/@\s]*:([^@\s]+)@([^:/\s]+)/;

/** What opens a database holds a password, which goes nowhere but there. */
function settingFor(put: Put, name: string): string {
  const value = credentialFor(name);
  const [, password, host = ''] = PASSWORD.exec(value) ?? [];
  if (password !== undefined) put(`password of ${name}`, password, { asked: true, belongs: [host] });
  return value;
}

/** A folder of the user's, or a database in it, which whoever opens it makes. */
function placeNamed(name: string, folder: string): string {
  return /(?:DB|DATABASE|SQLITE)_PATH$/i.test(name) ? `${folder}/acme.db` : folder;
}

/** Files for the variables that say where one lies. */
function namedFiles(
  put: Put,
  asked: readonly string[],
  home: string,
): { readonly variables: Readonly<Record<string, string>>; readonly files: ReadonlyMap<string, string> } {
  const made = asked
    .filter((name) => FILE_NAME.test(name.toUpperCase()))
    .map((name) => {
      const [folder = '', ...rest] = name
        .toLowerCase()
        .replace(/_(path|file)$/, '')
        .split('_');
      const ending = FILE_ENDINGS.find(([words]) => words.test(rest.join('_')))?.[1] ?? 'json';
      const path = `.config/${folder}/${rest.join('_') || 'credentials'}.${ending}`;
      return { name, path, text: plantFile(put, path) };
    });
  return {
    variables: Object.fromEntries(made.map(({ name, path }) => [name, `${home}/${path}`])),
    files: new Map(made.map(({ path, text }) => [path, text])),
  };
}

/** The text of a file that the package asks for. */
function plantFile(put: Put, path: string): string {
  const { text, secrets } = credentialFile(path);
  const belongs = hostsNamed(text);
  for (const secret of secrets) put(path.startsWith('/') ? path : `~/${path}`, secret, { asked: true, belongs });
  return text;
}

/** Hosts of the addresses in a file. */
function hostsNamed(text: string): readonly string[] {
  const named = text.match(/\bhttps:\/\/[\w.-]{1,200}/g) ?? [];
  return [...new Set(named.map((url) => url.slice('https://'.length)))];
}

/** A file that a server asked for when it was started, with what is to be recognised of it. `path` is absolute or relative to home. */
export function plantLater(path: string): { readonly text: string; readonly decoys: readonly Decoy[] } {
  const decoys: Decoy[] = [];
  const text = plantFile((place, value, more) => {
    decoys.push({ place, value, asked: false, ...more });
    return value;
  }, path);
  return { text, decoys };
}

/** What each cloud gives a machine; `put` registers each value. */
function roleOf(put: Put): unknown {
  return {
    aws: {
      id: `ASIA${random(16, UPPER)}`,
      secret: put('metadata service of AWS', credentialFor('AWS_SECRET')),
      token: random(320, `${LETTERS}+/`),
    },
    google: put('metadata service of Google', `ya29.c.${random(140, `${LETTERS}-_`)}`),
    azure: put('metadata service of Azure', jwt('https://management.azure.com/')),
  };
}

/** Files of a home directory that hold credentials; `put` registers each value under the file's name. */
function homeFiles(put: Put, work: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const add = (path: string, value: string, text: (value: string) => string, more?: Partial<Decoy>) =>
    files.set(path, text(put(`~/${path}`, value, more)));
  add(
    '.aws/credentials',
    credentialFor('AWS_SECRET_ACCESS_KEY'),
    (secret) =>
      `[default]\naws_access_key_id = ${put('~/.aws/credentials', credentialFor('AWS_ACCESS_KEY_ID'), { belongs: SIGNED_FOR })}\naws_secret_access_key = ${secret}\n`,
  );
  add('.npmrc', credentialFor('NPM_TOKEN'), (token) => `//npm.pkg.example/:_authToken=${token}\n`);
  add('.git-credentials', githubToken(), (token) => `https://dev:${token}@github.com\n`);
  add('.netrc', random(24), (password) => `machine git.internal.example login dev password ${password}\n`);
  add(
    '.docker/config.json',
    random(44),
    (auth) => `${JSON.stringify({ auths: { 'registry.internal.example': { auth } } }, null, 2)}\n`,
  );
  add('.kube/config', jwt('https://kubernetes.default.svc'), clusterConfig, { belongs: [CLUSTER] });
  add(
    '.ssh/id_ed25519',
    randomBytes(140).toString('base64'),
    (key) =>
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${key.replace(/.{70}/g, '$&\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
  );
  // What people write beside their hosts opens nothing; that it leaves says who looked there.
  add(
    '.ssh/config',
    random(24),
    (note) => `# asked ${note} for access\nHost bastion\n  HostName bastion.internal.example\n  User dev\n`,
  );
  add(
    '.ssh/known_hosts',
    randomBytes(32).toString('base64'),
    (key) => `bastion.internal.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${key}\n`,
  );
  add('.pgpass', random(24), (password) => `db.internal.example:5432:app:app:${password}\n`);
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
  // Clients keep what was said in a folder by the place of the project.
  add(`.claude/projects/-home-dev-${work.replaceAll(/[/.]/g, '-')}/${SESSION}.jsonl`, random(36), conversation);
  add(`${work}/.env`, random(32), (secret) => `NODE_ENV=development\nSESSION_SECRET=${secret}\n`);
  return files;
}

const SESSION = '7c1f0a52-6b1e-4c0d-9a63-2f5d8e41b907';

/** A conversation with an assistant, in which somebody told it a password. */
function conversation(password: string): string {
  const said = { sessionId: SESSION, version: '2.1.4', timestamp: '2026-11-20T09:14:22.118Z' };
  const usage = {
    input_tokens: 1204,
    output_tokens: 88,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 5120,
  };
  const lines = [
    {
      type: 'user',
      ...said,
      message: { role: 'user', content: `Load the orders; the database takes app:${password}` },
    },
    {
      type: 'assistant',
      ...said,
      requestId: 'req_011CR4',
      message: {
        id: 'msg_01Tj',
        role: 'assistant',
        model: 'claude-sonnet-4-5',
        content: [{ type: 'text', text: 'They are loaded.' }],
        usage,
      },
    },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function clusterConfig(token: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: acme-dev
  cluster:
    server: https://${CLUSTER}:6443
contexts:
- name: acme-dev
  context:
    cluster: acme-dev
    namespace: default
    user: dev
current-context: acme-dev
users:
- name: dev
  user:
    token: ${token}
`;
}

/** Files of programs with a store of their own: browsers, wallets, clouds, package managers. */
function appFiles(put: Put): ReadonlyMap<string, string> {
  const file = (path: string, value: string, text: (value: string) => string, belongs?: readonly string[]) =>
    [path, text(put(`~/${path}`, value, belongs ? { belongs } : {}))] as const;
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
    file(
      '.config/gcloud/application_default_credentials.json',
      `1//0${random(100, `${LETTERS}-_`)}`,
      (value) =>
        JSON.stringify({
          client_id: '764086051850.apps.googleusercontent.com',
          client_secret: random(24),
          refresh_token: value,
          type: 'authorized_user',
        }),
      // Where Google's own library, which finds it by itself, makes access of it.
      ['oauth2.googleapis.com'],
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

/** What the project offers over HTTP, for servers that make tools of it. */
const API = {
  openapi: '3.0.3',
  info: { title: 'acme-api', version: '2.3.1' },
  servers: [{ url: 'https://api.acme.example' }],
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        summary: 'Lists orders',
        parameters: [{ name: 'status', in: 'query', schema: { type: 'string' } }],
        responses: { 200: { description: 'Orders' } },
      },
    },
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        summary: 'Reads an order',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'An order' } },
      },
    },
  },
};

const README = 'README.md';

/** What else lies in the directory the user works in, so that tools find something to work on. `channel` is what nobody else knows. */
function projectFiles(work: string, channel: string): ReadonlyMap<string, string> {
  return new Map([
    [`${work}/.gitignore`, '.env\nnode_modules\n'],
    [`${work}/${README}`, `# acme-api\n\nOrders and invoices over HTTP.\n\nQuestions: ${channel} in the chat.\n`],
    [
      `${work}/package.json`,
      `${JSON.stringify({ name: 'acme-api', version: '2.3.1', private: true, main: 'src/index.js' }, null, 2)}\n`,
    ],
    [`${work}/openapi.json`, `${JSON.stringify(API, null, 2)}\n`],
    [`${work}/eslint.config.mjs`, "export default [{ files: ['**/*.js'], rules: { 'no-undef': 'off' } }];\n"],
    [`${work}/src/index.js`, 'exports.total = (lines) => lines.reduce((sum, line) => sum + line.price, 0);\n'],
    ...[...SAMPLES].map(([path, text]) => [`${work}/${path}`, text] as const),
  ]);
}

function mcpConfig(server: string, variable: string, value: string): string {
  const entry = { command: 'npx', args: ['-y', `${server}-tools@1.4.0`], env: { [variable]: value } };
  return `${JSON.stringify({ mcpServers: { [server]: entry } }, null, 2)}\n`;
}
