import { decode, SOURCE } from '../../src/code/scripts/entries.ts';
import { CLIENT_CONFIG, DOTENV, sensitivePlace } from '../../src/code/secrets.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';
import { bareAddress, isNear } from '../data/hosts.ts';
import { takesAt, vendorsNamed } from '../data/vendors.ts';

/** What a program reads as data. */
const DATA = /\.(?:json[5c]?|ya?ml|toml|ini|conf|cfg|sql|csv|tsv|txt|xml|wat|dat|properties)$/i;
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|spec|fixtures?|examples?|samples?|docs?|node_modules|schemas?)\/|(?:^|\/)(?:package(?:-lock)?|npm-shrinkwrap|tsconfig[\w.-]*|server|manifest)\.json$|(?:^|\/)\.|ignore|licen[cs]e|\.schema\.json$/i;
/** A program written as data is short; catalogues are long. */
const MAX_DATA = 16 * 1024;
/** Places of several services: one alone may be what the package is for. */
const SEVERAL = 2;

/** Words of lists that keep others away from such places or look for leaks, and of what is written for people. */
const KEEPS_AWAY =
  /den(?:y|ied)|block|forbid|ignore|exclu|protect|sensitive|restrict|disallow|pattern|regex|scan|detect|severity|\brules?\b|polic(?:y|ies)|redact|mask|sandbox|permission|secret|danger|\brisk|descri(?:be|ption)|\btitle\b|\$schema|"default"\s*:\s*\[?\s*"/i;

/** Texts of their own: between quotes, or one item of a list. */
const TEXTS = /(["'])((?:(?!\1)[^\n]){0,300})\1|^[ \t]*-[ \t]+([^\s"'][^\n"']{2,300}?)[ \t]*$/gm;
/** A path as it is, and no pattern of many. */
const PATH = /^[\w.~$%{}()\\/ -]+$/;
/** In a folder that is named: names alone may be kinds of files. */
const IN_FOLDER = /[\\/][\w. -]+$/;
const URL = /^(?:https?|wss?|tcp):\/\/([a-z0-9.-]{1,253})(?=[:/?#]|$)/i;

const READS = /\b(?:readFile(?:Sync)?|createReadStream|openSync|copyFile(?:Sync)?)\b/;
const SENDS =
  /\bfetch\s*\(|\b(?:request|connect|createConnection|createSocket|post|put)\b\s*\(|\b(?:axios|got|undici)\b/;

export default defineRule({
  id: 'places-in-data',
  title: 'Names files of credentials beside an address, in data that its code works by',
  why: 'Code that does whatever a file of data says shows nothing of what it takes: which files, and who gets them, stands in the data. Lists of places nobody may touch name no address; settings that people fill in name no stranger.',
  fix: 'Ask the author why the package knows these files and this address. If it ran, revoke what the files hold.',
  mapping: {
    owasp: ['MCP01', 'MCP04'],
    attack: ['T1552.001', 'T1041', 'T1027'],
    atlas: ['AML.T0055', 'AML.T0025'],
    cwe: ['CWE-506', 'CWE-200'],
  },
  signal: 'secret.collected',
  severity: 'medium',
  confidence: 'medium',
  *package(pkg): Iterable<Hit> {
    for (const [path, bytes] of pkg.files) {
      if (bytes.length > MAX_DATA || !DATA.test(path) || ASIDE.test(path)) continue;
      const text = decode(bytes);
      const found = KEEPS_AWAY.test(text + path) ? undefined : theftIn(text);
      if (found && worksBy(pkg, path)) yield hitOf(pkg, path, text, found);
    }
  },
});

interface Named {
  readonly place: string;
  readonly file: Written;
  readonly host: string;
  readonly address: Written;
}

interface Written {
  readonly text: string;
  readonly at: number;
}

/** Places of several services, and the one address that is named beside them; a catalogue of services has many. */
function theftIn(text: string): Named | undefined {
  const written = [...text.matchAll(TEXTS)].map((match) => ({ text: match[2] ?? match[3] ?? '', at: match.index }));
  const files = written.flatMap((file) => placeOf(file) ?? []);
  const first = files.find(({ file }) => IN_FOLDER.test(file.text));
  const places = new Set(files.map(({ place }) => place));
  if (!first || places.size < SEVERAL) return undefined;
  const hosts = written.flatMap((address) => hostOf(address) ?? []);
  const [only] = hosts;
  const isOne = only !== undefined && hosts.every(({ host }) => host === only.host);
  return isOne && !isNear(only.host) && !isVendors(only.host, places)
    ? { place: [...places].join(', '), file: first.file, ...only }
    : undefined;
}

function placeOf(file: Written): Pick<Named, 'place' | 'file'> | undefined {
  const place = PATH.test(file.text) ? sensitivePlace([file.text]) : undefined;
  return place === undefined || place === DOTENV || place === CLIENT_CONFIG ? undefined : { place, file };
}

function hostOf(address: Written): Pick<Named, 'host' | 'address'> | undefined {
  const host = URL.exec(address.text)?.[1]?.toLowerCase() ?? bareAddress([address.text]);
  return host === undefined ? undefined : { host, address };
}

function isVendors(host: string, places: ReadonlySet<string>): boolean {
  return [...places].some((place) => vendorsNamed(place).some((vendor) => takesAt(vendor, host)));
}

/** True where code of the package names the file, or goes through its folder, and some of it reads files and some sends. */
function worksBy(pkg: Package, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [folder] = path.split('/').slice(-2, -1);
  let [names, reads, sends] = [false, false, false];
  for (const [file, bytes] of pkg.files) {
    if (!SOURCE.test(file) || ASIDE.test(file)) continue;
    const code = decode(bytes);
    names ||= code.includes(name) || (folder !== undefined && /\breaddir/.test(code) && code.includes(folder));
    reads ||= READS.test(code);
    sends ||= SENDS.test(code);
    if (names && reads && sends) return true;
  }
  return false;
}

function hitOf(pkg: Package, path: string, text: string, { place, file, host, address }: Named): Hit {
  const evidence = (written: Written, note: string) => ({
    at: `file:${pkg.id}/${path}:${text.slice(0, written.at).split('\n').length}:1`,
    note,
    snippet: quote(written.text),
  });
  return {
    message: `names files of credentials (${place}) beside the address ${quote(host, 80)} in ${quote(path, 80)}`,
    evidence: [evidence(file, 'a file of credentials'), evidence(address, 'an address in the same data')],
  };
}
