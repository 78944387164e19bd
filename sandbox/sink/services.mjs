/**
 * What the services that servers call first answer, as far as a client needs it to go on: who am I, a list, a token, a
 * completion. Shapes as their public documentation shows them. `find` gives an answer for a request, or undefined.
 */
const now = () => Math.floor(Date.now() / 1000);
const random = (length = 40, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789') =>
  Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');

/** Made for each run: whoever knows them has asked. */
const slackId = (kind) => `${kind}0${random(9, 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789')}`;
const TEAM = slackId('T');
const PERSON = slackId('U');
const CHANNEL = slackId('C');
const BOT = 7_000_000_000 + Math.floor(Math.random() * 900_000_000);
export const MAIL = 'mark@acme.example';
const WORKSPACE = 'acme.slack.com';

/** Whom the services name as their user's own. What a request said and an answer repeats is never among them. */
const OWN = [TEAM, PERSON, CHANNEL, String(BOT), MAIL, WORKSPACE, 'github.com', 'registry.npmjs.org'];

const github = ({ pathname }) => {
  const user = {
    login: 'mark-acme',
    id: 4188213,
    type: 'User',
    name: 'Mark',
    email: MAIL,
    plan: { name: 'pro' },
  };
  if (pathname === '/user') return user;
  if (pathname === '/graphql') return { data: { viewer: user } };
  if (pathname.startsWith('/search/')) return { total_count: 0, incomplete_results: false, items: [] };
  if (/^\/repos\/[^/]+\/[^/]+$/.test(pathname))
    return {
      id: 77120314,
      name: pathname.split('/')[3],
      full_name: pathname.slice(7),
      private: false,
      default_branch: 'main',
      owner: user,
    };
  if (/\/(repos|issues|pulls|commits|branches|releases|contents|labels|comments|orgs)$/.test(pathname)) return [];
  return { id: 1, number: 1, state: 'open', title: 'OK', html_url: 'https://github.com/acme/api/issues/1' };
};

const slack = ({ pathname }) => {
  if (pathname.endsWith('/auth.test'))
    return { ok: true, url: `https://${WORKSPACE}/`, team: 'Acme', user: 'mark', team_id: TEAM, user_id: PERSON };
  const profile = { real_name: 'Mark', display_name: 'mark', email: MAIL };
  const member = { id: PERSON, team_id: TEAM, name: 'mark', real_name: 'Mark', deleted: false, is_bot: false, profile };
  const channel = {
    id: CHANNEL,
    name: 'general',
    name_normalized: 'general',
    is_channel: true,
    is_member: true,
    num_members: 1,
    topic: { value: '' },
    purpose: { value: '' },
  };
  return {
    ok: true,
    channels: [channel],
    members: [member],
    user: member,
    messages: [],
    ts: `${now()}.000100`,
    channel: pathname.endsWith('/conversations.info') ? channel : channel.id,
    response_metadata: { next_cursor: '' },
  };
};

const npm = ({ pathname }) => {
  const name = decodeURIComponent(pathname.slice(1)).replace(/\/(latest|[\d.]+)$/, '');
  if (!/^(@[^/]+\/)?[^/@-][^/]*$/.test(name)) return name.endsWith('whoami') ? { username: 'mark' } : {};
  const version = {
    name,
    version: '1.0.0',
    dist: {
      tarball: `https://registry.npmjs.org/${name}/-/${name.split('/').at(-1)}-1.0.0.tgz`,
      shasum: '0'.repeat(40),
    },
  };
  return pathname.endsWith('/latest')
    ? version
    : { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version }, time: {} };
};

const pypi = ({ pathname }) => {
  const name = pathname.split('/')[2] ?? 'package';
  return { info: { name, version: '1.0.0' }, releases: { '1.0.0': [] }, urls: [] };
};

/** OpenAI's interface, which many others copy. */
const completions = ({ pathname }) => {
  if (pathname.endsWith('/models'))
    return { object: 'list', data: [{ id: 'gpt-4o-mini', object: 'model', created: 1721172741, owned_by: 'system' }] };
  if (pathname.endsWith('/embeddings'))
    return {
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: Array(8).fill(0.01) }],
      model: 'text-embedding-3-small',
      usage: { prompt_tokens: 1, total_tokens: 1 },
    };
  if (pathname.endsWith('/chat/completions'))
    return {
      id: 'chatcmpl-8Xk2',
      object: 'chat.completion',
      created: now(),
      model: 'gpt-4o-mini',
      choices: [{ index: 0, message: { role: 'assistant', content: 'OK.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
    };
  return undefined;
};

const anthropic = ({ pathname }) =>
  pathname.endsWith('/messages')
    ? {
        id: 'msg_01Xk2',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [{ type: 'text', text: 'OK.' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 5, output_tokens: 2 },
      }
    : { data: [], has_more: false };

const telegram = ({ pathname }) =>
  pathname.endsWith('/getMe')
    ? { ok: true, result: { id: BOT, is_bot: true, first_name: 'bot', username: 'acme_bot' } }
    : { ok: true, result: pathname.endsWith('/getUpdates') ? [] : { message_id: 1, date: now() } };

/** A token endpoint, and the documents that say where it is (RFC 6749, RFC 8414, OpenID Connect Discovery). */
const oauth = ({ origin, pathname }) => {
  if (/\/\.well-known\/(openid-configuration|oauth-authorization-server)/.test(pathname))
    return {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      registration_endpoint: `${origin}/register`,
      jwks_uri: `${origin}/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    };
  if (/\/\.well-known\/oauth-protected-resource/.test(pathname))
    return { resource: origin, authorization_servers: [origin] };
  if (/\/(oauth2?(\/v\d(\.\d)?)?\/)?(access_)?token$/i.test(pathname))
    return { access_token: random(), token_type: 'Bearer', expires_in: 3600, refresh_token: random(), scope: 'read' };
  if (/\/register$/.test(pathname)) return { client_id: random(), client_id_issued_at: now(), redirect_uris: [] };
  if (/\/userinfo$/.test(pathname)) return { sub: '1', email: MAIL };
  return undefined;
};

/**
 * The page where a user agrees that a program on this machine acts for him (RFC 6749, RFC 8252): he agrees, and is sent back to the
 * program, wherever on this machine it listens.
 */
const agreed = ({ searchParams }) => {
  const back = searchParams?.get('redirect_uri') ?? '';
  // Who has a code already wants a token for it.
  if (searchParams?.has('code')) return undefined;
  if (!/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(back) || !URL.canParse(back)) return undefined;
  const to = new URL(back);
  to.searchParams.set('code', random());
  const state = searchParams.get('state');
  if (state !== null) to.searchParams.set('state', state);
  return { status: 302, headers: { location: to.href }, text: '', named: [] };
};

/** The API server of a small cluster. */
const kubernetes = ({ pathname }) => {
  if (pathname === '/version') return { major: '1', minor: '33', gitVersion: 'v1.33.4', platform: 'linux/amd64' };
  if (pathname === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (pathname === '/apis') {
    const apps = { groupVersion: 'apps/v1', version: 'v1' };
    const group = { name: 'apps', versions: [apps], preferredVersion: apps };
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: [group] };
  }
  const [, version, kind] = /^\/(?:api\/v1|apis\/([\w.]+\/\w+))(?:.*\/(\w+))?$/.exec(pathname) ?? [];
  if (kind === undefined)
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: version ?? 'v1', resources: [] };
  const metadata = {
    name: 'default',
    namespace: 'default',
    uid: '1f0c9f4e-3f0b-4a55-9d43-5a1f2a7c2b11',
    resourceVersion: '1',
  };
  const items = kind === 'namespaces' ? [{ metadata, status: { phase: 'Active' } }] : [];
  return { kind: 'List', apiVersion: version ?? 'v1', metadata: { resourceVersion: '1' }, items };
};

/** Where we seem to be. */
const place = ({ hostname }) => {
  const here = {
    ip: '203.0.113.24',
    query: '203.0.113.24',
    status: 'success',
    country: process.env.COUNTRY || 'Germany',
    countryCode: process.env.COUNTRY_CODE || 'DE',
    country_code: process.env.COUNTRY_CODE || 'DE',
    city: process.env.CITY || 'Berlin',
    timezone: process.env.ZONE || 'Europe/Berlin',
    org: 'AS3320 Deutsche Telekom AG',
  };
  return hostname.startsWith('icanhazip') || hostname.startsWith('ifconfig') ? here.ip : here;
};

const ANY = /./;
const SERVICES = [
  [/^api\.github\.com$/, github],
  [/(^|\.)slack\.com$/, slack],
  [/^registry\.(npmjs\.org|yarnpkg\.com)$/, npm],
  [/^pypi\.org$/, pypi],
  [/^api\.anthropic\.com$/, anthropic],
  [/^api\.telegram\.org$/, telegram],
  [/^kube\.internal\.example$/, kubernetes],
  [
    /^(ip-api\.com|ipinfo\.io|ipapi\.co|api\.ipify\.org|ipwho\.is|icanhazip\.com|ifconfig\.(me|co)|freegeoip\.app)$/,
    place,
  ],
  [ANY, oauth],
  [ANY, completions],
];

/**
 * `{ status, headers, text, named }` for a URL, or undefined where no service is known there. `named` are those of `OWN` that a
 * service told; what answers for anybody, an attacker's server as well, tells nothing.
 */
export function find(url) {
  const sentBack = agreed(url);
  if (sentBack) return sentBack;
  for (const [hosts, answer] of SERVICES) {
    const value = hosts.test(url.hostname) ? answer(url) : undefined;
    if (!value) continue;
    const [type, text] =
      typeof value === 'string' ? ['text/plain', `${value}\n`] : ['application/json', JSON.stringify(value)];
    const named = hosts === ANY ? [] : OWN.filter((one) => text.includes(one));
    return { status: 200, headers: { 'content-type': type }, text, named };
  }
  return undefined;
}
