/**
 * Files that hold a credential, as the services that hand them out write them. A server that wants such a file gets one that opens
 * nothing; what it is, its name tells.
 */
import { generateKeyPairSync } from 'node:crypto';
import { basename, extname } from 'node:path';
import { HEX, LETTERS, random } from './shapes.ts';

export interface CredentialFile {
  readonly text: string;
  /** The secrets in it, to be recognised again. */
  readonly secrets: readonly string[];
}

const CLIENT_ID = () =>
  `${random(12, '0123456789')}-${random(32, 'abcdefghijklmnopqrstuvwxyz0123456789')}.apps.googleusercontent.com`;

/** The keys of an OAuth client, as Google's console saves them. */
function oauthClient(): CredentialFile {
  const secret = `GOCSPX-${random(28)}`;
  const installed = {
    client_id: CLIENT_ID(),
    project_id: 'acme-api-417203',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    client_secret: secret,
    redirect_uris: ['http://localhost'],
  };
  return { text: json({ installed }), secrets: [secret] };
}

/** A machine's account, with the key it signs with. */
function serviceAccount(): CredentialFile {
  const { pem, secret } = privateKey();
  const account = {
    type: 'service_account',
    project_id: 'acme-api-417203',
    private_key_id: random(40, HEX),
    private_key: pem,
    client_email: 'deploy@acme-api-417203.iam.gserviceaccount.com',
    client_id: random(21, '0123456789'),
    token_uri: 'https://oauth2.googleapis.com/token',
  };
  return { text: json(account), secrets: [secret] };
}

/** What a sign-in leaves behind. */
function tokens(): CredentialFile {
  const [access, refresh] = [`ya29.${random(120, `${LETTERS}-_`)}`, `1//0${random(90, `${LETTERS}-_`)}`];
  const found = {
    access_token: access,
    refresh_token: refresh,
    token_type: 'Bearer',
    scope: 'https://www.googleapis.com/auth/userinfo.email',
    expiry_date: Date.now() + 3_000_000,
  };
  return { text: json(found), secrets: [access, refresh] };
}

function keyFile(): CredentialFile {
  const { pem, secret } = privateKey();
  return { text: pem, secrets: [secret] };
}

/** What Apple hands out: a key of an elliptic curve. */
function appleKey(): CredentialFile {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { text: pem, secrets: [pem.split('\n')[2] ?? pem] };
}

/** `secret` is one line of it: what takes the key takes that. */
function privateKey(): { readonly pem: string; readonly secret: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { pem, secret: pem.split('\n')[4] ?? pem };
}

function plain(before: string, after = ''): CredentialFile {
  const key = random(40);
  return { text: `${before}${key}${after}\n`, secrets: [key] };
}

function anyJson(): CredentialFile {
  const key = random(40);
  return { text: json({ api_key: key, apiKey: key, token: key }), secrets: [key] };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** By what a file is called, most telling first. */
const KINDS: readonly (readonly [RegExp, () => CredentialFile])[] = [
  [/\.p8$/i, appleKey],
  [/\.(?:pem|key)$/i, keyFile],
  [/\bmcp\b[\w.-]*\.json$/i, () => ({ text: json({ mcpServers: {} }), secrets: [] })],
  [/\.env$/i, () => plain('API_KEY=')],
  [/\.ya?ml$/i, () => plain('api_key: ')],
  [/\.toml$/i, () => plain('api_key = "', '"')],
  [/service[_-]?account|gcp[_-]?key|\bsa[_-]key/i, serviceAccount],
  [/oauth|client[_-]?secret|\.keys\.json$/i, oauthClient],
  [/token|credential|session/i, tokens],
];

/** A file of this name, freshly made. */
export function credentialFile(path: string): CredentialFile {
  const name = basename(path);
  const kind = KINDS.find(([words]) => words.test(name));
  if (kind) return kind[1]();
  return extname(name) === '.json' ? anyJson() : plain('');
}
