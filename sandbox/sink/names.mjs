/** The only name server there is. Every name exists, at an address of its own, so that a connection tells its name. */
import { createSocket } from 'node:dgram';
import dns from 'dns-packet';
import { report } from './report.mjs';

/** Addresses handed out: 198.18.0.0/15 is set aside for tests of networks (RFC 2544). */
const FIRST = (198 << 24) | (18 << 16);
const MAX_NAMES = 100_000;
const addresses = new Map();
const names = new Map();

/** The name whose address this is, or undefined. */
export function nameOf(address) {
  return names.get(address);
}

function addressOf(name) {
  const known = addresses.get(name);
  if (known) return known;
  const number = FIRST + 1 + (addresses.size % MAX_NAMES);
  const address = [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255].join('.');
  if (addresses.size < MAX_NAMES) {
    addresses.set(name, address);
    names.set(address, name);
  }
  return address;
}

const answers = {
  A: (name) => [{ type: 'A', name, ttl: 60, data: addressOf(name) }],
  TXT: (name) => [{ type: 'TXT', name, ttl: 60, data: 'v=spf1 -all' }],
  MX: (name) => [{ type: 'MX', name, ttl: 60, data: { preference: 10, exchange: `mail.${name}` } }],
  NS: (name) => [{ type: 'NS', name, ttl: 60, data: `ns1.${name}` }],
};

/** Names that exist nowhere, by agreement (RFC 6761, RFC 7686): who asks for one wants to know whether the world is real. */
const NOWHERE = /\.(invalid|onion)$/;
const NXDOMAIN = 3;

/** The answer to one query, or undefined where the packet is none. */
export function answer(packet) {
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
    report({ kind: 'dns', name: lower, type: String(type) });
    if (NOWHERE.test(lower)) flags |= NXDOMAIN;
    else records.push(...(answers[type]?.(lower) ?? []));
  }
  return dns.encode({
    type: 'response',
    id: query.id,
    flags,
    questions: query.questions,
    answers: records,
  });
}

/** Serves DNS over UDP on port 53 of one address. */
export function serveNames(host) {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (packet, from) => {
    const reply = answer(packet);
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
