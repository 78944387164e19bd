/** What a module does that no compiler adds: hosts it talks to, processes, text that becomes code, credentials it takes. */
import { quote } from '../../quote.ts';
import type { Doing, Package } from '../../types.ts';
import { processesIn, requestsIn } from '../flow/acts.ts';
import { literalsIn, secretReads } from '../flow/flow.ts';
import type { Module } from '../flow/module.ts';
import { codeArguments } from '../flow/sinks.ts';
import { textsBehind } from '../flow/texts.ts';
import { decode } from '../scripts/entries.ts';
import { isCredentialName } from '../secrets.ts';
import type { Node } from '../tree/walk.ts';
import { variableReads } from './environment.ts';
import { digestOf, unsaidBy } from './said.ts';
import { mappedSources } from './source-maps.ts';
import { sourcesIn, twinOf } from './twins.ts';

/** What one module does, before it is known what the file is. */
export interface Done extends Omit<Doing, 'digest' | 'length' | 'bundle' | 'carried'> {
  readonly path: string;
}

/** Most of one module. */
const MOST = 60;
const URL_HOST =
  /\b(?:https?|wss?):\/\/(?:[^\s/@'"`<>]{1,200}@)?((?:[a-z0-9-]{1,63}\.){1,8}(?:[a-z]{2,24}|\d{1,3}))(?![\w.-]*@)/gi;
const BARE_HOST = /^(?:[a-z0-9-]{1,63}\.){1,8}(?:[a-z]{2,24}|\d{1,3})$/i;
/** What looks like a host and is a file, and addresses of this machine and its network. */
const NO_HOST =
  /\.(?:json|[mc]?[jt]sx?|md|txt|html?|css|map|ya?ml|py|sh)$|^(?:127|10|0|192\.168|169\.254)\.|(?:^|\.)localhost$/i;

/** Each thing once. */
export function doingsIn(module: Module): readonly Done[] {
  const all = [...hosts(module), ...programs(module), ...evaluated(module), ...variables(module), ...places(module)];
  return [...new Map(all.map((one) => [`${one.kind} ${one.what}`, one])).values()].slice(0, MOST);
}

function done(module: Module, node: Node, doing: Pick<Doing, 'kind' | 'what' | 'words'>): Done {
  const { at, snippet } = module.at(node, '');
  return { ...doing, at, snippet, path: module.path };
}

function hosts(module: Module): Done[] {
  return requestsIn(module).flatMap(({ call, sent }) =>
    textsBehind(module.code, sent.slice(0, 2))
      .flatMap(hostsIn)
      .map((host) => done(module, call.node, { kind: 'host', what: `contacts ${quote(host, 80)}`, words: [host] })),
  );
}

function hostsIn(text: string): readonly string[] {
  const named = [...text.matchAll(URL_HOST)].map((match) => match[1] as string);
  const all = BARE_HOST.test(text) ? [...named, text] : named;
  return [...new Set(all.map((host) => host.toLowerCase()).filter((host) => !NO_HOST.test(host)))];
}

function programs(module: Module): Done[] {
  return processesIn(module).map(({ node, args }) => {
    const command = args[0] && module.text(args[0]);
    const program = /^\s*(?:\S*[/\\])?([\w.-]{2,60})(?:\s|$)/.exec(command ?? '')?.[1];
    const what = `starts ${program === undefined ? 'a process' : quote(program, 60)}`;
    return done(module, node, { kind: 'process', what, words: program === undefined ? [] : [program] });
  });
}

/** The global object, as compilers and libraries ask for it. */
const ASKS_GLOBAL = /^\s*(?:return\s+)?(?:this|globalThis)\s*;?\s*$/;

function evaluated(module: Module): Done[] {
  return module.calls.flatMap(({ name, node }) => {
    const given = name === undefined || name === 'import' ? [] : codeArguments(module.code, node);
    const [text] = given.slice(-1).map((arg) => module.text(arg));
    if (given.length === 0 || (text !== undefined && ASKS_GLOBAL.test(text))) return [];
    return [done(module, node, { kind: 'eval', what: 'turns a text into code', words: [] })];
  });
}

function variables(module: Module): Done[] {
  return variableReads(module).flatMap(({ name, node }) =>
    isCredentialName(name) ? [done(module, node, { kind: 'variable', what: `reads ${name}`, words: [name] })] : [],
  );
}

function places(module: Module): Done[] {
  return secretReads(module).flatMap(({ node, detail }) => {
    const args = 'arguments' in node ? (node.arguments as Node[]) : [];
    const pieces = literalsIn(module.code, args).flatMap((text) => text.split(/[/\\\s'"]+/));
    // What begins with two lines is a name that compilers give, as `__esModule`.
    const words = [...new Set(pieces)].filter((piece) => /^\.[\w-]{2,}|^(?!__)\w[\w-]*[._]\w/.test(piece)).slice(0, 8);
    return words.length === 0 ? [] : [done(module, node, { kind: 'place', what: `reads ${detail}`, words })];
  });
}

/** Characters from which nobody wrote a file by hand, and what bundlers write into shorter ones. */
const LONG = 200_000;
const BUNDLED = /(?:^|\s)\/\/ (?:\.\.\/)*node_modules\/|\b__webpack_require__\b|\b__commonJS\w*\s*\(/;

/** Most of one package. */
const MOST_KEPT = 300;

/** Those of all modules, with what their files are, and whether the sources that the package carries of them say so. */
export function doingsOf(pkg: Package, done: readonly Done[]): readonly Doing[] {
  const files = Map.groupBy(done.slice(0, MOST_KEPT), ({ path }) => path);
  return [...files].flatMap(([path, all]) => {
    const text = decode(pkg.files.get(path) ?? new Uint8Array());
    const file = { digest: digestOf(text), length: text.length, bundle: text.length > LONG || BUNDLED.test(text) };
    const doings = all.map(({ path: _, ...doing }): Doing => ({ ...doing, ...file }));
    const unsaid = new Set(unsaidInside(pkg, path, doings));
    return doings.map((doing) => (unsaid.has(doing) ? { ...doing, carried: false as const } : doing));
  });
}

/** What the sources that the package carries of a file do not say: those in its source map, else the one it was compiled from. */
function unsaidInside(pkg: Package, path: string, doings: readonly Doing[]): readonly Doing[] {
  const sources = mappedSources(pkg, path);
  if (sources) return unsaidBy([...sources, ...besides(pkg)], doings);
  const twin = doings.some(({ bundle }) => bundle) ? undefined : twinOf(pkg, path);
  if (twin === undefined) return [];
  // Most files do only what their own source says: then the others need not be read.
  const unsaid = unsaidBy([twin], doings);
  return unsaid.length === 0 ? [] : unsaidBy([twin, ...sourcesIn(pkg), ...besides(pkg)], unsaid, [twin]);
}

const MAX_BESIDE = 512 * 1024;

/** What else a package says of itself: its manifest, documentation and settings. */
function besides(pkg: Package): readonly string[] {
  return [...pkg.files].flatMap(([path, bytes]) =>
    /\.(?:json|md|txt|ya?ml)$/i.test(path) && bytes.length <= MAX_BESIDE ? [decode(bytes)] : [],
  );
}
