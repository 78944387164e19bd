/** Where values of interest begin: credentials, the environment, who this is, what was downloaded, what was packed. */

import type { Evidence } from '../../types.ts';
import type { OutsideSource } from '../package/outside.ts';
import {
  CLIPBOARD_COMMANDS,
  IDENTITY_COMMANDS,
  isCredentialName,
  namedVendor,
  SECRET_COMMANDS,
  SHOWS_FILES,
  sensitivePlace,
  withoutLogins,
} from '../secrets.ts';
import { functionsOf, nameOf, propertyName } from '../tree/calls.ts';
import { objectBehind } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Node, parentOf } from '../tree/walk.ts';
import { isServer, requestPart, routed, serves } from './answered.ts';
import { packedPlace } from './archives.ts';
import { isAnswerCaught } from './caught.ts';
import { channelTaken, partTaken } from './channels.ts';
import { copiesIn, handleOf } from './copies.ts';
import { variableGiven } from './env-readers.ts';
import { type CallNode, foreignName, isCall, literalsIn, namesOwnFile, partsBehind } from './feeds.ts';
import { hiddenName } from './hidden-names.ts';
import { hearsNear, leadsNear } from './near.ts';
import { recordedBy } from './recordings.ts';
import { isRefused, leadsAway } from './refused.ts';

/** What a value began as. */
export type SourceKind =
  /** The whole environment as one value. */
  | 'environment'
  /** One variable of it; `detail` is its name. */
  | 'variable'
  /** Each of a list of variables that hold credentials of several vendors; `detail` names some of them. */
  | 'variables'
  /** A file where credentials are kept; `detail` says which. */
  | 'secret file'
  /** A command that prints credentials. */
  | 'secret command'
  /** What the user has copied last. */
  | 'clipboard'
  /** What the user types, sees or says; `detail` says which. */
  | 'recording'
  /** Who and where this is: user, host, addresses. */
  | 'identity'
  /** Something that came over the network. */
  | 'remote'
  /** What another program of this machine says. */
  | 'near'
  /** What somebody asks of a server that the package opens itself. */
  | 'request'
  /** A file of the package whose name is not that of code or of a template; `detail` is its name. */
  | 'data file'
  /** A text that was packed: base64, hex, character codes, deflated, encrypted. */
  | 'packed';

export interface Source {
  readonly kind: SourceKind;
  readonly detail: string;
  readonly node: Node;
  /** Where it began, if that is in another module of the package. */
  readonly origin?: Evidence;
  /** The property under which it lies in what another module put where this one took it. */
  readonly under?: string;
  /** Told of what was collected in another module: whether nothing was left out there. */
  readonly entire?: boolean;
  /** Told of what was unpacked in another module: whether what it unpacks is the package's own. */
  readonly carried?: boolean;
  /** Told of what another module gives: whether it became part of the path of a file there. */
  readonly placed?: boolean;
}

const PROCESS =
  /^(?:child_process\.(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|fork)|execa(?:\.(?:\w+|\$))?|execa\.\$\(\)|cross-spawn(?:\.(?:spawn|sync))?|shelljs\.exec|zx\.\$(?:\(\))?|bun\.spawn|Bun\.(?:spawn(?:Sync)?|\$)|bun\.\$|Deno\.Command|(?:@[\w-]+\/)?node-pty[\w-]*\.spawn|spawn_sync\.spawn|process_wrap\.Process\(\)\.spawn)$/;

/** True for what starts a process. */
export function isProcess(name: string): boolean {
  return PROCESS.test(name);
}

export function sourceAt(code: Linked, node: Node): Source | undefined {
  return collectedAt(code, node) ?? takenSource(code, node);
}

/** As `sourceAt`, but for what another module put where this one takes it. */
export function collectedAt(code: Linked, node: Node): Source | undefined {
  return knownSource(code, node) ?? foreignSource(code, node) ?? toldByForeign(code, node);
}

/** What another module of the package put where this one takes it. */
function takenSource(code: Linked, node: Node): Source | undefined {
  if (!code.outside) return undefined;
  const channel = channelTaken(code, node);
  const [source] = (channel !== undefined && code.outside.taken(channel)) || [];
  return source ? { ...source, node } : partSource(code, node);
}

/** The same of one property, where what is put there is known by its names. */
function partSource(code: Linked, node: Node): Source | undefined {
  const part = partTaken(code, node);
  const source = part && code.outside?.taken(part.channel).find(({ under }) => under === part.key);
  if (!source) return undefined;
  const { under, ...whole } = source;
  return { ...whole, node };
}

/** Remembered: many ways lead over the same calls, and to tell what one reads takes a walk of its own. */
function knownSource(code: Linked, node: Node): Source | undefined {
  if (!isCall(node)) return ownSource(code, node);
  const known = code.sources.get(node);
  if (known !== undefined) return known ?? undefined;
  // Until it is known, so that a circular definition ends here.
  code.sources.set(node, null);
  const source = ownSource(code, node);
  code.sources.set(node, source ?? null);
  return source;
}

/** What another module of the package collected. */
function foreignSource(code: Linked, node: Node): Source | undefined {
  if (node.type === 'TaggedTemplateExpression') return taggedElsewhere(code, node);
  const name = foreignName(code, node) ?? (isCall(node) ? listCalled(code, node) : undefined);
  if (!code.outside || name === undefined) return undefined;
  const data = code.outside.dataFile(name);
  if (data !== undefined) return { kind: 'data file', detail: data, node };
  const source = oneOf(code.outside.sources(name));
  if (source) return { ...source, node };
  const read = isCall(node) ? code.outside.reads(name) : undefined;
  const place = read?.size
    ? sensitivePlace(literalsIn(code, (node as CallNode).arguments.filter((_, i) => read.has(i)) as Node[]))
    : undefined;
  return place === undefined ? startedBelow(code, node, name) : { kind: 'secret file', detail: place, node };
}

/** `providers.map((one) => one())`: the list, of another module, of which each function is called. */
function listCalled(code: Linked, { callee }: CallNode): string | undefined {
  const element = callee.type === 'Identifier' ? code.bindingOf(callee) : undefined;
  for (const { value, path } of element?.definitions ?? []) {
    const name = path.join() === '*' ? nameOf(code, value) : undefined;
    if (name?.startsWith('<')) return name;
  }
  return undefined;
}

function oneOf(sources: readonly OutsideSource[]): OutsideSource | undefined {
  // Beside credentials it says little who this is, and beside a command little where a file lies.
  return sources.find(({ kind, placed }) => kind !== 'identity' && !placed) ?? sources[0];
}

/** `eachKey((name, key) => …)`: what a function of another module tells the one that it is given. */
function toldByForeign(code: Linked, node: Node): Source | undefined {
  const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
  if (!code.outside || !binding?.param || binding.param.path.length > 0) return undefined;
  for (const { value } of binding.definitions) {
    const name = isCall(value) ? foreignName(code, value) : undefined;
    const told = name === undefined ? [] : code.outside.tells(name, binding.param.index);
    const source = told.length > 0 && isGivenTo(code, value as CallNode, binding.node) ? oneOf(told) : undefined;
    if (source) return { ...source, node };
  }
  return undefined;
}

function isGivenTo(code: Linked, call: CallNode, fn: Node): boolean {
  return call.arguments.some((arg) => (functionsOf(code, arg as Node) as readonly Node[]).includes(fn));
}

/** `` mail`${{ include: '.env' }}` ``, where a tag of another module reads what stands between its texts. */
function taggedElsewhere(code: Linked, node: Extract<Node, { type: 'TaggedTemplateExpression' }>): Source | undefined {
  const name = code.outside ? nameOf(code, node.tag) : undefined;
  if (!name?.startsWith('<') || !code.outside?.reads(name).size) return undefined;
  const place = sensitivePlace(literalsIn(code, node.quasi.expressions as Node[]));
  return place === undefined ? undefined : { kind: 'secret file', detail: place, node };
}

/** `git(['credential', 'fill'])`, where another module starts git: what starts one program is named after it. */
function startedBelow(code: Linked, node: Node, name: string): Source | undefined {
  const started = isCall(node) ? code.outside?.starts(name) : undefined;
  if (!isCall(node) || !started?.size) return undefined;
  const words = literalsIn(code, node.arguments.filter((_, i) => started.has(i)) as Node[]);
  const { callee } = node;
  const called = callee.type === 'Identifier' ? callee.name : propertyName(code, callee as Node);
  return commandSource([called ?? '', ...words].join(' '), node);
}

const ENVIRONMENTS = new Set([
  ...['process.env', 'import.meta.env', 'Bun.env', 'Deno.env.toObject()'],
  'process.report.getReport().environmentVariables',
]);

/** What opens a database that lies in a file: its first argument. */
const DATABASES = /^(?:sqlite\.DatabaseSync|better-sqlite3|sqlite3\.(?:cached\.)?Database|sql\.js\.Database)$/;

function databaseSource(code: Linked, node: Extract<Node, { type: 'NewExpression' }>): Source | undefined {
  if (!DATABASES.test(nameOf(code, node.callee) ?? '')) return undefined;
  const [path] = node.arguments as Node[];
  const place = sensitivePlace(literalsIn(code, path ? [path] : [])) ?? copied(code, path);
  return place === undefined ? undefined : { kind: 'secret file', detail: place, node };
}

/** `` $`gh auth token` `` */
function taggedSource(code: Linked, node: Extract<Node, { type: 'TaggedTemplateExpression' }>): Source | undefined {
  const name = nameOf(code, node.tag);
  if (name === undefined || !PROCESS.test(name)) return undefined;
  return commandSource(literalsIn(code, [node.quasi]).join(' '), node);
}

/** What is told to those that listen to a server: reached through what their parameters are given. */
function serverSource(code: Linked, node: Extract<Node, { type: 'NewExpression' }>): Source | undefined {
  const name = nameOf(code, node.callee);
  return name !== undefined && isServer(name) ? { kind: 'request', detail: name, node } : undefined;
}

/** `new net.Socket()`, which is connected later; one of a descriptor is there already, and may lead to the next process. */
function socketSource(code: Linked, node: Extract<Node, { type: 'NewExpression' }>): Source | undefined {
  if (nameOf(code, node.callee) !== 'net.Socket') return undefined;
  const [options] = node.arguments as Node[];
  const parts = options && objectBehind(code, options)?.properties;
  const isOpen = options && !parts?.every((part) => 'key' in part && !/^(?:fd|handle)$/.test(keyText(part.key) ?? ''));
  return isOpen ? undefined : { kind: 'remote', detail: 'net.Socket', node };
}

function ownSource(code: Linked, node: Node): Source | undefined {
  if (node.type === 'NewExpression')
    return databaseSource(code, node) ?? serverSource(code, node) ?? socketSource(code, node);
  if (node.type === 'ImportExpression') return loadedFile(code, node.source, node);
  if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression')
    return callSource(code, node) ?? givenSource(code, node);
  if (node.type === 'TaggedTemplateExpression') return taggedSource(code, node);
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression')
    return;
  const name = nameOf(code, node);
  if (name === undefined) return listedVariables(code, node) ?? askedSource(code, node);
  if (ENVIRONMENTS.has(name)) return { kind: 'environment', detail: 'process.env', node };
  if (TOLD.test(name)) return heardBy(code, name, node);
  const variable = /^(?:process|Bun)\.env\.(\w+)$/.exec(name)?.[1];
  return variable ? { kind: 'variable', detail: variable, node } : undefined;
}

/** What a listener is told. */
function heardBy(code: Linked, name: string, node: Node): Source | undefined {
  return { kind: hearsNear(code, name) ? 'near' : 'remote', detail: name.slice(0, name.indexOf('(')), node };
}

function askedSource(code: Linked, node: Node): Source | undefined {
  if (isAnswerCaught(code, node, (name) => REMOTE.test(name)))
    return { kind: 'remote', detail: 'the answer to a request', node };
  return requestPart(code, node) ? { kind: 'request', detail: 'a request', node } : undefined;
}

/** Vendors whose keys are asked for together by nobody who means to use one. */
const SEVERAL = 3;

/** `process.env[name]`, for each name of a list that is written out. */
function listedVariables(code: Linked, node: Node): Source | undefined {
  if (node.type !== 'MemberExpression' || !node.computed || node.property.type !== 'Identifier') return undefined;
  if (nameOf(code, node.object) !== 'process.env') return undefined;
  const definitions = code.bindingOf(node.property)?.definitions ?? [];
  const lists = definitions.flatMap(({ value, path }) => (path[0] === '*' ? [value] : []));
  if (lists.length === 0 || lists.length < definitions.length) return undefined;
  const names = literalsIn(code, lists).filter(isCredentialName).sort();
  const vendors = new Set(names.flatMap((name) => namedVendor(name) ?? []));
  return vendors.size < SEVERAL ? undefined : { kind: 'variables', detail: names.slice(0, 5).join(', '), node };
}

const READS =
  /^(?:fs(?:\.promises)?\.(?:readFile|readFileSync|createReadStream|open|openSync|openAsBlob|readJson|readJsonSync|copyFile|copyFileSync|copy|copySync|cp|cpSync|readdir|readdirSync|readFileUtf8)|Bun\.file|Deno\.(?:readTextFile|readFile|open)(?:Sync)?)$/;
const IDENTITY = /^os\.(?:userInfo|hostname|networkInterfaces)$/;
const CLIPBOARD =
  /^(?:clipboardy\.read(?:Sync)?|electron\.clipboard\.read\w*|navigator\.clipboard\.read\w*|copy-paste\.paste)$/;
const KEYCHAINS = /^(?:keytar|@github\/keytar|cross-keychain)\.findCredentials(?:Async)?$/;
const REMOTE =
  /^(?:fetch|axios|got|needle|request|ky|phin|ofetch|cross-fetch|isomorphic-fetch|undici\.(?:fetch|request)|node-fetch|(?:axios|got|needle|superagent|request|ky)\.(?:get|post|request)|(?:axios\.create|got\.extend|ky\.(?:create|extend))\(\)(?:\.(?:get|post|request))?|https?\.(?:get|request)|(?:net|tls)\.(?:connect|createConnection)|(?:WebSocket|ws|ws\.WebSocket|undici\.WebSocket|isomorphic-ws|EventSource|eventsource(?:\.EventSource)?|socket\.io-client(?:\.\w+)?|mqtt\.connect(?:Async)?|ioredis|node-telegram-bot-api|discord\.js\.Client)\(\)\.(?:on|once|onText|addEventListener)|(?:telegraf\.Telegraf|grammy\.Bot)\(\)\.(?:on|hears|command|action)|@slack\/bolt\.App\(\)\.(?:message|command|event|action)|redis\.createClient\(\)\.(?:p?subscribe|pSubscribe)|(?:@octokit\/(?:rest|core)|octokit)\.Octokit\(\)(?:\.\w+)*\.(?:get|list|request)\w*|dns(?:\.promises)?(?:\.Resolver\(\))?\.resolve\w*)$/;
/** What a listener is told that was assigned: `socket.onmessage`. */
const TOLD = /^(?:WebSocket|ws|ws\.WebSocket|undici\.WebSocket|isomorphic-ws|EventSource|eventsource)\(\)\.event\b/;
const UNPACKS =
  /^(?:atob|zlib\.(?:inflate|inflateRaw|gunzip|unzip|brotliDecompress)(?:Sync)?|crypto\.createDecipher(?:iv)?\(\)\.(?:update|final)|String\.(?:fromCharCode|fromCodePoint)|(?:LZString|lz-string)\.decompress\w*|CryptoJS\.\w+\.decrypt|crypto-js\.\w+\.decrypt)$/;

const BY_NAME: readonly (readonly [SourceKind, RegExp])[] = [
  ['identity', IDENTITY],
  ['secret command', KEYCHAINS],
  ['remote', REMOTE],
];

/** True for calls that give the content of the file their first argument names. */
export function readsFile(name: string): boolean {
  return READS.test(name);
}

function callSource(
  code: Linked,
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): Source | undefined {
  const name = nameOf(code, node.callee as Node)?.replace(/\.(?:apply|call)$/, '');
  if (name === undefined && routed(code, node.callee as Node)) return { kind: 'request', detail: 'a request', node };
  if (name === undefined)
    return isOfFiles(code, node.callee as Node) ? fileRead(code, node) : unpackedBuffer(code, node);
  return readBy(code, name, node) ?? toldBy(code, name, node) ?? unpackedBy(code, name, node);
}

/** `fs[operation]`, where nobody knows which. */
function isOfFiles(code: Linked, callee: Node): boolean {
  const isChosen = callee.type === 'MemberExpression' && callee.computed && propertyName(code, callee) === undefined;
  return isChosen && /^fs(?:\.promises)?$/.test(nameOf(code, callee.object) ?? '');
}

/** What a call reads: a file, what a program prints, the environment. */
function readBy(code: Linked, name: string, node: CallNode): Source | undefined {
  const args = node.arguments as Node[];
  if (name === 'require') return loadedFile(code, args[0], node);
  if (READS.test(name)) return fileRead(code, node);
  const packed = packedPlace(code, { name, args });
  if (packed !== undefined) return { kind: 'secret file', detail: packed, node };
  if (PROCESS.test(name)) return commandSource(commandsWritten(code, args), node);
  if (name === 'Deno.env.toObject' || name === 'process.report.getReport')
    return { kind: 'environment', detail: 'process.env', node };
  if (name === 'Deno.env.get') return variableGot(code, node);
  return CLIPBOARD.test(name) ? { kind: 'clipboard', detail: 'the clipboard', node } : undefined;
}

/** Programs of which one is chosen, and words of which one stands first behind it. */
const [MAX_PROGRAMS, MAX_WORDS] = [6, 12];

/** All that is written out of a command; of several programs, as one for each kind of machine, each with what may be its order. */
function commandsWritten(code: Linked, args: readonly Node[]): string {
  const all = literalsIn(code, args).join(' ');
  const programs = literalsIn(code, args.slice(0, 1));
  if (programs.length < 2 || programs.length > MAX_PROGRAMS) return all;
  const words = literalsIn(code, args.slice(1, 2)).slice(0, MAX_WORDS);
  return [all, ...programs.flatMap((program) => words.map((word) => `${program} ${word}`))].join(' ');
}

/** What a call is told by somebody else. */
function toldBy(code: Linked, name: string, node: CallNode): Source | undefined {
  const args = node.arguments as Node[];
  const kind = BY_NAME.find(([, names]) => names.test(name))?.[0];
  if (kind === 'remote' && (hearsNear(code, name) || leadsNear(code, args[0])))
    return { kind: 'near', detail: name, node };
  if (kind) return { kind, detail: name, node };
  if (name === 'events.on' || name === 'events.once') return toldOneByOne(code, args[0], node);
  const recorded = recordedBy(name);
  if (recorded !== undefined) return { kind: 'recording', detail: recorded, node };
  return serves(code, name, args) ? { kind: 'request', detail: name, node } : undefined;
}

function unpackedBy(code: Linked, name: string, node: CallNode): Source | undefined {
  const args = node.arguments as Node[];
  if (UNPACKS.test(name)) return isOwnLetter(code, args) ? undefined : { kind: 'packed', detail: name, node };
  return unpackedBuffer(code, node);
}

/** `for await (const [message] of on(socket, 'message'))`: as a listener is told. */
function toldOneByOne(code: Linked, teller: Node | undefined, node: Node): Source | undefined {
  const name = teller && nameOf(code, teller);
  const told = `${name}.on`;
  if (name === undefined || !REMOTE.test(told)) return undefined;
  return { kind: hearsNear(code, told) ? 'near' : 'remote', detail: name, node };
}

function fileRead(code: Linked, node: CallNode): Source | undefined {
  const [path] = node.arguments as Node[];
  const known = sensitivePlace(literalsIn(code, path ? [path] : [])) ?? copied(code, path) ?? lookedFor(code, path);
  const place = known ?? inTable(code, path) ?? hiddenName(code, path);
  return place === undefined ? dataFile(code, node) : { kind: 'secret file', detail: place, node };
}

/** `require(home + '/.docker/config.json')`: what is written out is a module of the package or of another one. */
function loadedFile(code: Linked, path: Node | undefined, node: Node): Source | undefined {
  if (!path || textOf(code, path) !== undefined) return undefined;
  const place = sensitivePlace(literalsIn(code, [path]));
  return place === undefined ? undefined : { kind: 'secret file', detail: place, node };
}

/** What people call files that hold keys to money and machines. */
const TREASURES =
  /wallet\\?\.dat|\\?\.wallet\b|keystore|UTC--|kdbx|metamask|id_rsa|id_ed25519|mnemonic|seed\b|\\?\.ppk\b|\\?\.pem\b|private\W{0,2}key/gi;

/** Whatever lies below the home folder and is called like one of several treasures, by a pattern or a list that goes through names. */
function lookedFor(code: Linked, path: Node | undefined): string | undefined {
  if (!path || !looksForTreasures(code)) return undefined;
  const home = [...partsBehind(code, [path])].some((part) => nameOf(code, part) === 'os.homedir()');
  return home ? 'cryptocurrency wallets' : undefined;
}

/** `homedir() + host.file`, where the rows of a table of this module have places of credentials under that name or among others. */
function inTable(code: Linked, path: Node | undefined): string | undefined {
  const parts = path ? [...partsBehind(code, [path])] : [];
  const keys = new Set(parts.flatMap((part) => (part.type === 'MemberExpression' ? (keyOf(part) ?? []) : [])));
  if (keys.size === 0 || !parts.some((part) => nameOf(code, part) === 'os.homedir()')) return undefined;
  const rows = code.nodes.strings.filter((text) => isInRow(text, keys));
  return sensitivePlace(rows.map((row) => `~/${textOf(code, row) ?? ''}`));
}

const keyOf = ({ property, computed }: Extract<Node, { type: 'MemberExpression' }>): string | undefined =>
  computed ? undefined : keyText(property);

/** `{ file: '/.claude.json' }`, or one of a list in a list. */
function isInRow(text: Node, keys: ReadonlySet<string>): boolean {
  const holder = parentOf(text);
  if (holder?.type === 'ObjectProperty') return holder.value === text && keys.has(keyText(holder.key) ?? '');
  return holder?.type === 'ArrayExpression' && parentOf(holder)?.type === 'ArrayExpression';
}

const LOOKS = new WeakMap<Linked, boolean>();

/** Who leaves such files alone looks for them, too. */
function looksForTreasures(code: Linked): boolean {
  const known = LOOKS.get(code);
  if (known !== undefined) return known;
  const pattern = code.nodes.texts.find((node) => node.type === 'RegExpLiteral' && namesTreasures(node.pattern));
  const looks = pattern ? !isRefused(code, pattern) : code.nodes.calls.some((node) => isWantedOf(code, node));
  LOOKS.set(code, looks);
  return looks;
}

/** `['id_rsa', 'wallet.dat'].includes(name)` */
function isWantedOf(code: Linked, node: Node): boolean {
  const { callee } = node.type === 'CallExpression' ? node : {};
  if (callee?.type !== 'MemberExpression' || !/^(?:includes|has)$/.test(propertyName(code, callee) ?? '')) return false;
  const [asked] = node.type === 'CallExpression' ? (node.arguments as Node[]) : [];
  // What is asked for by a text that is written out is part of a text, and no name.
  if (!asked || textOf(code, asked) !== undefined) return false;
  const list = literalsIn(code, [callee.object]);
  return list.length > 1 && namesTreasures(list.join(' ')) && !leadsAway(code, node);
}

function namesTreasures(pattern: string): boolean {
  return new Set((pattern.slice(0, 2_000).match(TREASURES) ?? []).map((word) => word.toLowerCase())).size > 1;
}

/** What was copied to where a file lies. */
function copied(code: Linked, path: Node | undefined): string | undefined {
  const copies = path && copiesIn(code);
  return copies?.size ? copies.get(handleOf(code, path as Node))?.detail : undefined;
}

/** `String.fromCodePoint(text.codePointAt(i))` is the letter that stands there. */
function isOwnLetter(code: Linked, [only, ...others]: readonly Node[]): boolean {
  if (only?.type !== 'CallExpression' || others.length > 0) return false;
  const method = propertyName(code, only.callee as Node);
  return method === 'codePointAt' || method === 'charCodeAt';
}

/** Endings of files that hold code, or text from which honest programs make code. */
const MAKES_CODE =
  /\.(?:[mc]?[jt]sx?|json5?|html?|xhtml|ejs|hbs|handlebars|mustache|pug|jade|tpl|tmpl|template|njk|eta|vue|svelte|wasm|graphql|gql|proto|peg\w*|jison|ne|g4|glsl|wgsl|sql|node|lua|py|rb|ya?ml|toml)$/i;

const IS_VERSION = /^v?\d+(?:\.\d+)+$/;

/** `readFileSync(__dirname + '/logo.png')`. */
function dataFile(code: Linked, node: CallNode): Source | undefined {
  const [path] = node.arguments as Node[];
  if (!path || !namesOwnFile(code, path) || isAnybodys(code, path)) return undefined;
  const names = literalsIn(code, [path]).filter(
    (text) => /(?:^|\/)(?:[\w.@-]+\.\w{1,8}|LICENSE|README|NOTICE)$/.test(text) && !IS_VERSION.test(text),
  );
  // Of a path that is put together from what several callers give, what is not in the package is a cache that it makes.
  const shipped = names.filter((one) => code.outside?.ships(one));
  const [first] = shipped.length > 0 ? shipped : names;
  const name = first !== undefined && MAKES_CODE.test(first) ? names.find((one) => isJsonThatMayRun(code, one)) : first;
  return name === undefined ? undefined : { kind: 'data file', detail: name, node };
}

/** `read(name)`, which some call with a file of the package and others with whatever they are told: nobody knows whose file it is. */
function isAnybodys(code: Linked, path: Node): boolean {
  return [...partsBehind(code, [path])].some((part) => {
    const given = part.type === 'Identifier' ? code.bindingOf(part) : undefined;
    if (given?.kind !== 'param' || given.definitions.length < 2) return false;
    return given.definitions.some(({ value }) => {
      const told = value.type === 'Identifier' ? code.bindingOf(value) : undefined;
      return told?.kind === 'param' && told.definitions.length === 0;
    });
  });
}

/** As `require('./x.json')`. A path that may lead out of the package counts only where such a file is in it. */
function isJsonThatMayRun(code: Linked, path: string): boolean {
  if (!path.endsWith('.json')) return false;
  return code.outside?.jsonMayRun(path.startsWith('.') ? path : `./${path.replace(/^\/+/, '')}`) ?? false;
}

/** `read('API_KEY')`, where `read` gives the variable of that name. */
function givenSource(code: Linked, node: CallNode): Source | undefined {
  const variable = variableGiven(code, node);
  return variable === undefined ? undefined : { kind: 'variable', detail: variable, node };
}

function variableGot(code: Linked, node: CallNode): Source | undefined {
  const variable = node.arguments[0] && textOf(code, node.arguments[0] as Node);
  return variable === undefined ? undefined : { kind: 'variable', detail: variable, node };
}

/** What a command line prints that is worth stealing. */
export function commandSource(command: string, node: Node): Source | undefined {
  const text = command.slice(0, 20_000);
  const secret = SECRET_COMMANDS.exec(text)?.[0];
  if (secret !== undefined) return { kind: 'secret command', detail: secret.trim(), node };
  if (SHOWS_FILES.test(text)) {
    const place = sensitivePlace([withoutLogins(text)]);
    if (place !== undefined) return { kind: 'secret file', detail: place, node };
  }
  if (CLIPBOARD_COMMANDS.test(text)) return { kind: 'clipboard', detail: 'the clipboard', node };
  const identity = IDENTITY_COMMANDS.exec(text)?.[0];
  return identity === undefined ? undefined : { kind: 'identity', detail: identity.trim(), node };
}

/** `Buffer.from(text, 'base64')`. */
function unpackedBuffer(code: Linked, node: CallNode): Source | undefined {
  if (nameOf(code, node.callee as Node) !== 'Buffer.from') return undefined;
  const encoding = node.arguments[1] && textOf(code, node.arguments[1] as Node);
  return encoding === 'base64' || encoding === 'hex' || encoding === 'base64url'
    ? { kind: 'packed', detail: `Buffer.from(…, '${encoding}')`, node }
    : undefined;
}
