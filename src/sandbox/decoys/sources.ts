/** Where the packages of a tree name what they sent to: in their documentation, in their manifest, or anywhere in their files. */
import type { Package, PackageStore, PackageTree } from '../../types.ts';
import type { Explanation } from './recipients.ts';

/** What is looked for. */
export interface Unknown {
  readonly what: 'host' | 'email' | 'chat' | 'url';
  readonly value: string;
}

const DOCUMENTATION =
  /(?:^|\/)(?:readme|changelog|docs?\/|security|contributing|license)[^/]*|\.(?:md|mdx|markdown|txt|rst)$|^package\.json$/i;
const MAX_FILE = 64 * 1024 * 1024;

/**
 * Looks in the target first and in its dependencies only for hosts it does not name itself. What is not found has no entry. Of a
 * package that is called as the service is, nobody expects another host.
 */
export async function explain(
  wanted: readonly Unknown[],
  tree: PackageTree,
  store: PackageStore,
): Promise<ReadonlyMap<string, Explanation>> {
  const own = wanted.filter(({ what, value }) => what === 'host' && isNamedIn(value, ownWords(tree.root.name)));
  const found = new Map<string, Explanation>(own.map(({ value }) => [value, 'documentation']));
  const left = { bytes: MOST_SEARCHED };
  const nodes = [tree.root, ...tree.nodes.filter((node) => node.location !== tree.root.location)];
  for (const node of nodes) {
    const open = wanted.filter(
      ({ what, value }) => found.get(value) === undefined && (what === 'host' || node === tree.root),
    );
    if (open.length === 0) break;
    if (node.foreign || node.bundled) continue;
    const { value: pkg } = await store.open(node);
    if (pkg) lookIn(pkg, open, found, left);
  }
  return found;
}

/** Bytes that are searched for all names together, about half a minute; what was not found by then stays unexplained. */
const MOST_SEARCHED = 32 * 2 ** 30;

/** Documentation explains more than code does: its users have read it. */
function lookIn(
  pkg: Package,
  wanted: readonly Unknown[],
  found: Map<string, Explanation>,
  left: { bytes: number },
): void {
  const needles = wanted.map((one) => ({ value: one.value, spellings: spellingsOf(needleOf(one)) }));
  const [documentation, others] = [true, false].map((wants) =>
    [...pkg.files].filter(([path]) => DOCUMENTATION.test(path) === wants).map(([, bytes]) => bytes),
  );
  const stands = (spellings: Spellings) => (bytes: Uint8Array) => {
    left.bytes -= bytes.length;
    return left.bytes >= 0 && holds(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), spellings);
  };
  for (const { value, spellings } of needles) {
    if (found.has(value)) continue;
    if (documentation?.some(stands(spellings))) found.set(value, 'documentation');
    else if (others?.some(stands(spellings))) found.set(value, 'source');
  }
}

/** Shorter names of services are words of any text. */
const SHORTEST_BRAND = 4;

/** Those hosts whose service the target's documentation mentions by its name: `api.openweathermap.org` by "OpenWeatherMap". */
export async function mentions(
  hosts: readonly string[],
  { root }: PackageTree,
  store: PackageStore,
): Promise<ReadonlySet<string>> {
  if (hosts.length === 0) return new Set();
  const { value: pkg } = await store.open(root);
  const texts = [...(pkg?.files ?? [])]
    .filter(([path, bytes]) => DOCUMENTATION.test(path) && bytes.length <= MAX_FILE)
    .map(([, bytes]) => Buffer.from(bytes).toString('utf8'))
    .map(wordsOf);
  return new Set(hosts.filter((host) => texts.some((words) => isNamedIn(host, words))));
}

/** A text as its words alone, each with a blank before and after it. */
const wordsOf = (text: string): string => ` ${text.toLowerCase().replace(/[^a-z0-9\n]+/g, ' ')} `;

/** True where words name the service of a host: `api.openweathermap.org` in "OpenWeatherMap MCP", or in the name of its package. */
function isNamedIn(host: string, words: string): boolean {
  const [brand = ''] = domainOf(host).split('.');
  return brand.length >= SHORTEST_BRAND && words.includes(wordsOf(brand));
}

/** What a package calls itself, but for what any could be called. */
const ownWords = (name: string): string => wordsOf(name).replace(COMMON, ' ');
const COMMON =
  /(?<= )(?:mcp|servers?|tools?|clients?|agents?|models?|context|proxy|bridge|gateway|plugins?|search|cloud|local|remote|relay|files?|memory|data|core|node|code|docs?|stdio|http|api)(?= )/g;

interface Spellings {
  readonly plain: readonly string[];
  readonly wide: Buffer;
}

/** Case does not matter in names; both common spellings are looked for without copying the file. In programs they may stand in UTF-16. */
function spellingsOf(needle: string): Spellings {
  return { plain: [needle, needle.toUpperCase()], wide: Buffer.from(needle, 'utf16le') };
}

function holds(text: Buffer, { plain, wide }: Spellings): boolean {
  return plain.some((one) => text.includes(one)) || (isProgram(text) && text.includes(wide));
}

const isProgram = (text: Buffer): boolean => text.subarray(0, 512).includes(0);

/** A host may be put together from parts (`${region}.service.com`): the domain it belongs to is enough. */
function needleOf({ what, value }: Unknown): string {
  if (what === 'url') return URL.canParse(value) ? domainOf(new URL(value).hostname) : value;
  return what === 'host' ? domainOf(value) : value;
}

/** `a.b.example.com` → `example.com`, `a.example.co.uk` → `example.co.uk`, an address as it is. */
export function domainOf(host: string): string {
  if (/^[\d.]+$|:/.test(host)) return host;
  const labels = host.split('.');
  const second = labels.at(-2) ?? '';
  const twoLevel = (labels.at(-1)?.length ?? 0) === 2 && /^(co|com|org|net|gov|ac|edu)$/.test(second);
  return labels.slice(twoLevel ? -3 : -2).join('.');
}
