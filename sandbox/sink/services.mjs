/**
 * What the services that servers call first answer, as far as a client needs it to go on: who am I, a list, a token, a
 * completion. Shapes as their public documentation shows them. `find` gives an answer for a request, or undefined.
 */
const now = () => Math.floor(Date.now() / 1000);
const random = () =>
  Array.from({ length: 40 }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'[Math.floor(Math.random() * 36)]).join('');

const github = ({ pathname }) => {
  const user = {
    login: 'mark-acme',
    id: 4188213,
    type: 'User',
    name: 'Mark',
    email: 'mark@acme.example',
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
    return {
      ok: true,
      url: 'https://acme.slack.com/',
      team: 'Acme',
      user: 'bot',
      team_id: 'T02PLM4QX',
      user_id: 'U02PLM4QX',
    };
  return {
    ok: true,
    channels: [],
    members: [],
    messages: [],
    ts: `${now()}.000100`,
    channel: 'C02PLM4QX',
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
    ? { ok: true, result: { id: 7012345678, is_bot: true, first_name: 'bot', username: 'acme_bot' } }
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
  if (/\/userinfo$/.test(pathname)) return { sub: '1', email: 'mark@acme.example' };
  return undefined;
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

const SERVICES = [
  [/^api\.github\.com$/, github],
  [/(^|\.)slack\.com$/, slack],
  [/^registry\.(npmjs\.org|yarnpkg\.com)$/, npm],
  [/^pypi\.org$/, pypi],
  [/^api\.anthropic\.com$/, anthropic],
  [/^api\.telegram\.org$/, telegram],
  [
    /^(ip-api\.com|ipinfo\.io|ipapi\.co|api\.ipify\.org|ipwho\.is|icanhazip\.com|ifconfig\.(me|co)|freegeoip\.app)$/,
    place,
  ],
  [/./, oauth],
  [/./, completions],
];

/** `{ status, headers, text }` for a URL, or undefined where no service is known there. */
export function find(url) {
  for (const [hosts, answer] of SERVICES) {
    const value = hosts.test(url.hostname) ? answer(url) : undefined;
    if (typeof value === 'string')
      return { status: 200, headers: { 'content-type': 'text/plain' }, text: `${value}\n` };
    if (value) return { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(value) };
  }
  return undefined;
}
