/**
 * Services that thieves use instead of a server of their own, by what they are used for. From advisories and incident
 * write-ups of 2024 to 2026-11; each is honest in itself, and none has a place in what a package does unasked.
 */

/** Show whatever is sent to them to whoever made the address: for trying out callbacks, and for receiving loot. */
const COLLECTORS =
  /\b(?:webhook\.site|webhook-test\.com|requestbin\.(?:com|net)|requestcatcher\.com|(?:[\w-]+\.)?pipedream\.net|hookbin\.com|beeceptor\.com|[\w.-]*\.oast\.(?:fun|pro|live|site|online|me)|[\w.-]*\.?interact\.sh|[\w.-]*\.?interactsh\.com|burpcollaborator\.net|oastify\.com|dnslog\.(?:cn|pw)|ceye\.io|canarytokens\.com|requestrepo\.com|webhook\.cool|typedwebhook\.tools)\b/i;
/** Lead to a machine whose address nobody knows. */
const TUNNELS =
  /\b(?:[\w-]+\.)(?:ngrok\.io|ngrok-free\.(?:app|dev)|ngrok\.app|trycloudflare\.com|loca\.lt|serveo\.net|localhost\.run|lhr\.life|bore\.pub)\b/i;
/** Post into a chat: a token in the address is all it takes. A bot with its key is one behind any host that passes it on. */
const CHATS =
  /\b(?:(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/|api\.telegram\.org\/(?:file\/)?bot|[\w.-]+\/bot\d{6,12}:[\w-]{10,64}\/send[A-Z]|hooks\.slack\.com\/(?:services|workflows|triggers)\/|outlook\.office\.com\/webhook\/|ntfy\.sh\/\w)/i;
/** Take any file from anybody. */
const FILES =
  /\b(?:transfer\.sh|file\.io|(?:\w+\.)?gofile\.io|catbox\.moe|0x0\.st|bashupload\.com|temp\.sh|tmpfiles\.org|filebin\.net|anonfiles?\.com|store\d*\.gofile\.io|pixeldrain\.com|uguu\.se|oshi\.at|x0\.at)\b/i;
/** Anybody writes, anybody reads: where to send, and what to run next. */
const PASTES =
  /\b(?:pastebin\.com\/raw|rentry\.co\/|hastebin\.com\/raw|paste\.(?:ee|rs)\/|dpaste\.(?:com|org)\/|ghostbin\.\w+\/|controlc\.com\/|gist\.githubusercontent\.com\/|api\.github\.com\/gists\/|steamcommunity\.com\/(?:id|profiles)\/|calendar\.app\.google\/|api\.npoint\.io\/|jsonkeeper\.com\/|jsonbin\.io\/|\bt\.me\/(?:s\/)?\w|telegra\.ph\/|justpaste\.it\/|[\w-]+\.github\.io\/[\w./-]*\.(?:json|txt))/i;
/** Chains keep what was written for ever, and nobody can take it down. */
const CHAINS =
  /\b(?:eth_call|eth_getTransactionByHash|eth_getStorageAt|eth_getLogs|getSignaturesForAddress|mainnet\.infura\.io|eth-mainnet|rpc\.ankr\.com|cloudflare-eth\.com|bsc-dataseed\d*\.|api\.mainnet-beta\.solana\.com|api\.trongrid\.io|fullnode\.mainnet\.aptoslabs\.com|rpc\.flashbots\.net|ethereum-rpc\.publicnode\.com)/i;

export type HostUse = 'collector' | 'tunnel' | 'chat' | 'file' | 'paste' | 'chain';

const USES: readonly (readonly [HostUse, RegExp, string])[] = [
  ['collector', COLLECTORS, 'a service that shows what it is sent to whoever made the address'],
  ['tunnel', TUNNELS, 'a tunnel to a machine nobody can name'],
  ['chat', CHATS, 'a chat, through a webhook'],
  ['file', FILES, 'a service where anybody drops files'],
  ['paste', PASTES, 'a page that anybody can write'],
  ['chain', CHAINS, 'a blockchain'],
];

/** What the first address among some texts is used for, with the address; undefined for any other address. */
export function dropIn(
  texts: readonly string[],
): { readonly use: HostUse; readonly what: string; readonly found: string } | undefined {
  for (const text of texts) {
    for (const [use, pattern, what] of USES) {
      const found = pattern.exec(text.slice(0, 20_000))?.[0];
      if (found !== undefined) return { use, what, found };
    }
  }
  return undefined;
}

const NUMBERS = /(?:^|:\/\/|@|\s)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?=[:/?#\s]|$)/;

/** A public IPv4 address written as the place to go to; not those of one's own network, and not resolvers everybody knows. */
export function bareAddress(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const match = NUMBERS.exec(text.slice(0, 2_000));
    if (!match) continue;
    const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
    const own =
      a === 0 || a === 10 || a === 127 || a >= 224 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
    const known =
      (a === 169 && b === 254) || (a === b && b === c && c === d) || (a === 8 && b === 8) || (a === 100 && b === 100);
    if (!own && !known && Math.max(a, b, c, d) <= 255) return [a, b, c, d].join('.');
  }
  return undefined;
}

/** Where clouds and container engines hand out credentials to whatever asks from inside. */
const METADATA =
  /\b169\.254\.169\.254\b|\b169\.254\.170\.2\b|\bmetadata\.google\.internal\b|\bfd00:ec2::254\b|\/\/(?:2852039166|0xa9fea9fe)\b|\binstance-data(?:\.ec2\.internal)?\/|\b100\.100\.100\.200\b/i;
const ENGINE_SOCKET = /\/(?:var\/)?run\/(?:docker|containerd\/containerd|podman\/podman|crio\/crio)\.sock\b/;

/** What a machine gives away to those inside it, where a text names the place. */
export function machineKeys(texts: readonly string[]): string | undefined {
  if (texts.some((text) => METADATA.test(text))) return 'the metadata service of the cloud';
  return texts.some((text) => ENGINE_SOCKET.test(text)) ? 'the socket of the container engine' : undefined;
}

/** This machine and its network. */
const NEAR = /^(?:localhost|127\.|10\.|192\.168\.|0\.0\.0\.0)|\.(?:local|internal|localhost)$/;

/** True for a host that is nobody's but the user's own. */
export function isNear(host: string): boolean {
  return NEAR.test(host);
}
