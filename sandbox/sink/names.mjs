/**
 * The only name server there is, over UDP, TCP, TLS and HTTPS. Every name exists, at an address of its own, so that a
 * connection tells its name; only what exists nowhere by agreement does not. With `NAMES=known` only what everybody knows exists:
 * code that asks for a name nobody has, to see whether its world is real, gets the answer of the real one.
 */
import { createSocket } from 'node:dgram';
import dns from 'dns-packet';
import { report } from './report.mjs';

/**
 * Addresses handed out, of 22.18.0.0/15. Servers that fetch what a user names refuse every range that is set aside, those for tests
 * too, and who looks for a sandbox knows them. This one is an army's, which nobody else can get and hardly anyone reaches.
 */
const FIRST = (22 << 24) | (18 << 16);
const MAX_NAMES = 100_000;
const addresses = new Map();
const names = new Map();

/** Providers name their own metadata services, and machines know them. */
const KNOWN = new Map([
  ['metadata.google.internal', '169.254.169.254'],
  ['metadata.goog', '169.254.169.254'],
  ['instance-data.ec2.internal', '169.254.169.254'],
]);
/** Names that exist nowhere (RFC 6761, RFC 7686): who asks for one wants to know whether the world is real. */
const NOWHERE = /\.(invalid|onion)$/;
const NXDOMAIN = 3;
/** What everybody knows: registries, forges, clouds, and the services that programs and thieves send to. */
const WELL_KNOWN = new RegExp(
  `(^|\\.)(${[
    'npmjs.org npmjs.com yarnpkg.com unpkg.com jsdelivr.net nodejs.org pypi.org pythonhosted.org crates.io debian.org ubuntu.com',
    'github.com githubusercontent.com github.io gitlab.com bitbucket.org docker.com docker.io ghcr.io pastebin.com ipify.org ifconfig.me',
    'google.com googleapis.com gstatic.com cloudflare.com cloudflare-dns.com workers.dev dns.google one.one.one.one quad9.net',
    'amazonaws.com microsoft.com azure.com windows.net office.com live.com apple.com vercel.app netlify.app herokuapp.com',
    'openai.com anthropic.com slack.com discord.com discordapp.com telegram.org notion.com atlassian.net atlassian.com stripe.com',
    'twilio.com sendgrid.com mailgun.net postmarkapp.com sentry.io datadoghq.com segment.io posthog.com mixpanel.com',
  ]
    .join(' ')
    .replaceAll('.', '\\.')
    .replaceAll(' ', '|')})$|\\.arpa$`,
);
const PICKY = process.env.NAMES === 'known';

/** Whether a name exists in this world. */
const exists = (name) => !NOWHERE.test(name) && (!PICKY || WELL_KNOWN.test(name) || KNOWN.has(name));

/** The name whose address this is, or undefined. */
export function nameOf(address) {
  return names.get(address.replace(/^(::ffff:|64:ff9b::)/, ''));
}

function addressOf(name) {
  const known = KNOWN.get(name) ?? addresses.get(name);
  if (known) return known;
  const number = FIRST + 1 + (addresses.size % MAX_NAMES);
  const address = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');
  if (addresses.size < MAX_NAMES) {
    addresses.set(name, address);
    names.set(address, name);
  }
  return address;
}

/** The name that is asked backwards: `4.3.2.1.in-addr.arpa`. */
function backwards(name) {
  const address = /^([\d.]+)\.in-addr\.arpa$/.exec(name)?.[1]?.split('.').reverse().join('.');
  return (address && nameOf(address)) ?? `host-${(address ?? 'x').replaceAll('.', '-')}.isp.example`;
}

const zone = (name) => name.split('.').slice(-2).join('.');

const answers = {
  A: (name) => ({ data: addressOf(name) }),
  TXT: (name) => ({
    data: name.startsWith('_dmarc.') ? 'v=DMARC1; p=reject' : 'v=spf1 include:_spf.mail.example -all',
  }),
  MX: (name) => ({ data: { preference: 10, exchange: `mail.${name}` } }),
  NS: (name) => ({ data: `ns1.${zone(name)}` }),
  SOA: (name) => ({
    data: {
      mname: `ns1.${zone(name)}`,
      rname: `hostmaster.${zone(name)}`,
      serial: 2026010501,
      refresh: 7200,
      retry: 3600,
      expire: 1_209_600,
      minimum: 300,
    },
  }),
  SRV: (name) => ({ data: { priority: 10, weight: 5, port: 443, target: name.replace(/^_[^.]+\._[^.]+\./, '') } }),
  PTR: (name) => ({ data: backwards(name) }),
  CAA: () => ({ data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } }),
  // A name is itself here: there is no alias. AAAA, HTTPS, SVCB and the rest: none, as for most names.
};

/** The answer to one question packet, or undefined where the packet is none. `via` says how it came. */
export function answer(packet, via) {
  let query;
  try {
    query = dns.decode(packet);
  } catch {
    return undefined;
  }
  const records = [];
  let flags = dns.RECURSION_DESIRED | dns.RECURSION_AVAILABLE;
  for (const { name, type } of query.questions ?? []) {
    const lower = String(name).toLowerCase();
    const address = type === 'A' && exists(lower) ? addressOf(lower) : undefined;
    report({ kind: 'dns', name: lower, type: String(type), via, address });
    if (!exists(lower)) flags |= NXDOMAIN;
    else if (Object.hasOwn(answers, type)) records.push({ type, name: lower, ttl: 60, ...answers[type](lower) });
  }
  return dns.encode({ type: 'response', id: query.id, flags, questions: query.questions, answers: records });
}

/** What a question in JSON gets (`?name=x&type=A`), as the large resolvers answer it. */
export function answerJson(name, type) {
  const packet = dns.encode({ type: 'query', id: 1, questions: [{ name, type }] });
  const { answers: found } = dns.decode(answer(packet, 'https'));
  return {
    Status: 0,
    Question: [{ name, type }],
    Answer: found.map((one) => ({ name: one.name, type: one.type, TTL: one.ttl, data: one.data })),
  };
}

/** Answers the questions of a stream, each after its length in two bytes: DNS over TCP and TLS. */
export function serveStream(socket, via) {
  let held = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]).subarray(0, 131_072);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0);
      const reply = answer(held.subarray(2, end), via);
      held = held.subarray(end);
      if (!reply) return socket.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    }
  });
}

/** Serves DNS over UDP on port 53 of one address. */
export function serveNames(host) {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (packet, from) => {
    const reply = answer(packet, 'udp');
    if (reply) socket.send(reply, from.port, from.address);
    else
      report({
        kind: 'data',
        protocol: 'udp',
        address: host,
        port: 53,
        bytes: packet.length,
        data: packet.subarray(0, 4096).toString('base64'),
      });
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, host, resolve);
  });
}
