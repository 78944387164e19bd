/** What a module gives to the others of its package, and what it does with what they give it. */

import { isCarried } from '../flow/carried.ts';
import { PUTS, putsIn } from '../flow/channels.ts';
import { choicesOf } from '../flow/choices.ts';
import { commandHead } from '../flow/command.ts';
import { envReaders } from '../flow/env-readers.ts';
import { type CallNode, isCall, isPlaced, literalsIn, partsBehind, shownByInstances } from '../flow/feeds.ts';
import { type Before, backwards, trace } from '../flow/flow.ts';
import { hostsOf } from '../flow/hosts.ts';
import { evidenceAt, type Where } from '../flow/module.ts';
import type { Sent } from '../flow/parts.ts';
import { NAMES_CLIENT } from '../flow/services.ts';
import { codeArguments, networkArguments, servedArguments } from '../flow/sinks.ts';
import { isProcess, readsFile } from '../flow/sources.ts';
import { isWhole, partsOf, takesPart } from '../flow/whole.ts';
import { pathWritten } from '../flow/writes.ts';
import { DOTENV, sensitivePlace } from '../secrets.ts';
import { registrarsIn } from '../tools/tools.ts';
import { callOf, functionsOf, isLoader, nameOf } from '../tree/calls.ts';
import { objectBehind } from '../tree/objects.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Func, functionAround, isFunction, type Node } from '../tree/walk.ts';
import type { OutsideSource, PutTexts } from './outside.ts';

type Parameters = ReadonlyMap<string, ReadonlySet<number>>;

/** What a module passes on of others. */
export interface Passes {
  /** By the name it has here: their specifier, and the name there. */
  readonly passes: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
  /** Modules it passes on whole. */
  readonly passesAll: readonly string[];
}

/** Plain facts, so that the tree they were read from can be let go of. Each is told by the name of the export. */
export interface Summary extends Passes {
  readonly sources: ReadonlyMap<string, readonly OutsideSource[]>;
  /** The same of what it tells a function that it is given, by the parameter of that. */
  readonly tells: ReadonlyMap<string, ReadonlyMap<number, readonly OutsideSource[]>>;
  /** Which parts of what it is given a function sends. */
  readonly sends: ReadonlyMap<string, Sent>;
  /** The same of what it gives to a client of a service. */
  readonly serves: ReadonlyMap<string, Sent>;
  /** Hosts that are written out for what such a function sends. */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  readonly runs: Parameters;
  readonly reads: Parameters;
  readonly variables: Parameters;
  /** Parameters that are what a function gives back, whole and in whatever form. */
  readonly gives: Parameters;
  /** Parameters that become part of a command, that become code, and that name a file which is written. */
  readonly starts: Parameters;
  /** Parameters that say which program a command is, or all of the command. */
  readonly commands: Parameters;
  readonly evals: Parameters;
  readonly writes: Parameters;
  /** Functions that register what they are given as a tool. */
  readonly registers: ReadonlyMap<string, true>;
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** What it puts where other modules may take it, by the channel. */
  readonly puts: ReadonlyMap<string, readonly OutsideSource[]>;
  /** The same of texts that name places of credentials. */
  readonly putTexts: ReadonlyMap<string, readonly PutTexts[]>;
}

/** Without one of these words a module neither collects nor sends nor unpacks. */
const CONCERNED =
  /\benv\b|\bworkerData\b|readFile|createReadStream|openSync|writeFile|appendFile|\beval\s*\(|\bFunction\s*\(|\.constructor\s*[;,(]|\bvm\b|child_process|execa|spawn|hostname\s*\(|userInfo|networkInterfaces|\bfetch\b|axios|\bgot\b|\brequest\s*\(|['"`](?:node:)?(?:https?2?|net|tls|dns|zlib|os|request|undici|superagent|needle|ky)\b|dgram|WebSocket|atob|base64|fromCharCode|createCipher|createDecipher|encodeURIComponent|\b(?:register|add|define|create)(?:App)?Tool\b|\.tool\s*\(|\.(?:ssh|aws|npmrc|netrc|gnupg|kube)\b/;
const MAX_EXPORTS = 60;
/** Words of paths where credentials are kept. */
const KEEPS_SECRETS =
  /\.(?:ssh|aws|npmrc|netrc|gnupg|kube|docker|config|git-credentials|claude|cursor|env)\b|wallet|history|Keychain|Login Data|id_rsa|\/proc\//;
/** Characters of a module that is worth asking what it does for the others; a bundle is the whole program. */
export const MAX_SUMMARIZED = 300_000;

/** False where a module's text shows that it neither collects nor sends nor unpacks. */
export function mayTell(source: string): boolean {
  return CONCERNED.test(source) || NAMES_CLIENT.test(source);
}

/** True where a summary says more than what is passed on. */
export function tellsSomething(summary: Summary): boolean {
  const { sources, tells, sends, serves, runs, reads, starts, evals, writes, variables, registers, texts } = summary;
  const { puts, putTexts } = summary;
  const told = [
    sources,
    tells,
    sends,
    serves,
    runs,
    reads,
    starts,
    evals,
    writes,
    variables,
    registers,
    texts,
    puts,
    putTexts,
  ];
  return told.some(({ size }) => size > 0);
}

/** Undefined where the module has nothing to say. `code.outside` has to be set, for what it has from others. */
export function summaryOf(code: Linked, where: Where): Summary | undefined {
  if (where.source.length > MAX_SUMMARIZED) return undefined;
  const passing = passesOf(code);
  const joins = passing.passes.size + passing.passesAll.length > 0;
  if (!mayTell(where.source) && !joins && !IMPORTS.test(where.source)) return undefined;
  const exported = [...exportsOf(code)].slice(0, MAX_EXPORTS);
  const summary: Summary = {
    ...givenBy(code, where, exported),
    tells: toldByExports(code, where, exported),
    ...sentOf(code, exported),
    serves: NAMES_CLIENT.test(where.source) || IMPORTS.test(where.source) ? servedOf(code, exported) : new Map(),
    runs: parametersOf(code, exported, (call) => unpackedArguments(code, call), backwardsFrom),
    reads: parametersOf(code, exported, (call) => pathArguments(code, call), madeOf),
    starts: parametersOf(code, exported, (call) => commandArguments(code, call), madeOf),
    commands: parametersOf(code, exported, (call) => programArguments(code, call), backwardsFrom),
    evals: parametersOf(code, exported, (call) => codeArguments(code, call), backwardsFrom),
    writes: parametersOf(code, exported, (call) => writtenArguments(code, call), madeOf),
    variables: variablesOf(code, exported),
    registers: registersOf(code, exported),
    puts: PUTS.test(where.source) ? putOf(code, where) : new Map(),
    putTexts: PUTS.test(where.source) && KEEPS_SECRETS.test(where.source) ? textsPut(code) : new Map(),
    texts: KEEPS_SECRETS.test(where.source) ? textsOf(code, exported) : new Map(),
    ...passing,
  };
  return tellsSomething(summary) || summary.gives.size > 0 || joins ? summary : undefined;
}

/** A module that uses others of its package may pass on what they do. */
const IMPORTS = /(?:\bfrom|\brequire)\s*\(?\s*['"`]\./;

type Exports = readonly (readonly [string, readonly Node[]])[];

/** What exports give: what they collected, and those of their parameters that come back whole and in whatever form. */
function givenBy(code: Linked, where: Where, exported: Exports): Pick<Summary, 'sources' | 'gives'> {
  const sources = new Map<string, readonly OutsideSource[]>();
  const gives = new Map<string, ReadonlySet<number>>();
  for (const [name, values] of exported) {
    // What other callers in this module give to the functions is not what the next one gets.
    const sealed = new Set(values.flatMap((value) => functionsOf(code, value)));
    const told: OutsideSource[] = [];
    const given = new Set<number>();
    for (const before of backFrom(
      code,
      values.flatMap((value) => resultsOf(code, value)),
      sealed,
    )) {
      told.push(...toldOf(code, where, before));
      for (const index of givenBack(code, before, sealed)) given.add(index);
    }
    if (told.length > 0) sources.set(name, told);
    if (given.size > 0) gives.set(name, given);
  }
  return { sources, gives };
}

function* backFrom(code: Linked, values: readonly Node[], sealed?: ReadonlySet<Func>): Iterable<Before> {
  for (const value of values) yield* backwards(code, value, undefined, sealed);
}

/** What a call of it gives, or of each of the functions it lists; or the value itself and what an instance of it shows. */
function resultsOf(code: Linked, value: Node): readonly Node[] {
  const called = value.type === 'ArrayExpression' ? value.elements.slice(0, MAX_EXPORTS) : [value];
  const functions = called.flatMap((one) => (one ? functionsOf(code, one) : []));
  const results = functions.flatMap((fn) => code.results.get(fn) ?? []);
  return results.length > 0 ? results : [value, ...shownByInstances(code, value)];
}

/** What exported functions tell a function that they are given, by its parameters: `function eachKey(tell) { tell(name, key) }`. */
function toldByExports(code: Linked, where: Where, exported: Exports): Summary['tells'] {
  const found = new Map<string, Map<number, readonly OutsideSource[]>>();
  for (const [fn, name] of namesOf(code, exported)) {
    for (const [index, value] of toldToCallbacks(code, fn)) {
      const told = [...backwards(code, value, undefined, new Set([fn]))].flatMap((one) => toldOf(code, where, one));
      const known = found.get(name) ?? new Map<number, readonly OutsideSource[]>();
      if (told.length > 0) found.set(name, known.set(index, [...(known.get(index) ?? []), ...told]));
    }
  }
  return found;
}

function toldToCallbacks(code: Linked, fn: Func): readonly (readonly [number, Node])[] {
  const bindings = fn.params.flatMap((param) => (param.type === 'Identifier' ? (code.bindingOf(param) ?? []) : []));
  const calls = bindings.flatMap((binding) => code.callers.get(binding) ?? []).slice(0, MAX_TOLD);
  return calls.flatMap((call) => [...((call as CallNode).arguments as Node[]).entries()]);
}

/** Calls of what one function was given. */
const MAX_TOLD = 8;

/** Which parameter a value began as, if it is one of these functions'. */
function givenBack(code: Linked, { node, steps }: Before, functions: ReadonlySet<Func>): readonly number[] {
  const param = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
  if (param?.param?.path.length !== 0 || !functions.has(param.node as Func)) return [];
  return isWhole(code, steps()) ? [param.param.index] : [];
}

function putOf(code: Linked, where: Where): Map<string, readonly OutsideSource[]> {
  const found = new Map<string, readonly OutsideSource[]>();
  for (const { channel, values } of putsIn(code)) {
    const told = values.flatMap(({ value, under }) =>
      backwards(code, value)
        .flatMap((before) => toldOf(code, where, before))
        .map((source) => (under === undefined ? source : { ...source, under }))
        .toArray(),
    );
    if (told.length > 0) found.set(channel, [...(found.get(channel) ?? []), ...told]);
  }
  return found;
}

/** Texts put under a name of their own: which of many values another one takes, it says by that. */
function textsPut(code: Linked): Map<string, readonly PutTexts[]> {
  const found = new Map<string, readonly PutTexts[]>();
  for (const { channel, values } of putsIn(code)) {
    const told = values.flatMap(({ value, under }) => {
      const texts = under === undefined ? [] : literalsIn(code, [value]);
      return sensitivePlace(texts) === undefined ? [] : [{ under, texts }];
    });
    if (told.length > 0) found.set(channel, [...(found.get(channel) ?? []), ...told]);
  }
  return found;
}

/** What is told of a source to the other modules, without the tree. */
function toldOf(code: Linked, where: Where, { source, steps, context }: Before): readonly OutsideSource[] {
  if (!source || source.kind === 'variable') return [];
  const { kind, detail, node, origin, carried, entire, placed, under } = source;
  if ((kind === 'environment' || detail === DOTENV) && !isWhole(code, steps(), under)) return [];
  return [
    {
      kind,
      detail,
      origin: origin ?? evidenceAt(where, node, detail),
      entire: entire !== false && isWhole(code, steps(), under) && !takesPart(code, steps()),
      carried: carried ?? (kind === 'packed' && isCarried(code, node, context)),
      placed: placed === true || (kind === 'remote' && isPlaced(code, steps())),
    },
  ];
}

/** What is unpacked on its way into code. */
function unpackedArguments(code: Linked, call: Node): readonly Node[] {
  return codeArguments(code, call).flatMap((arg) =>
    trace(code, arg).flatMap(({ source }) => (source.kind === 'packed' ? [source.node] : [])),
  );
}

/** The command and its arguments, of a call that starts a process. */
function commandArguments(code: Linked, call: Node): readonly Node[] {
  if (!isCall(call)) return [];
  const name = nameOf(code, call.callee as Node);
  if (name === undefined) return [];
  const args = call.arguments as Node[];
  if (isProcess(name)) return args.slice(0, 2);
  const started = code.outside?.starts(name);
  return started ? args.filter((_, i) => started.has(i)) : [];
}

/** What decides which program such a call starts. */
function programArguments(code: Linked, call: Node): readonly Node[] {
  const name = isCall(call) ? nameOf(code, call.callee as Node) : undefined;
  if (name === undefined) return [];
  const args = (call as CallNode).arguments as Node[];
  if (isProcess(name)) return args[0] && !name.endsWith('.fork') ? programsUnknown(code, args[0]) : [];
  const started = code.outside?.commands(name);
  return started ? args.filter((_, i) => started.has(i)) : [];
}

/** What a command begins with, of each that it may be and that is not written out. */
function programsUnknown(code: Linked, program: Node): readonly Node[] {
  const unknown = choicesOf(code, program).filter((one) => textOf(code, one) === undefined);
  return unknown.flatMap((one) => commandHead(code, one));
}

/** The path of a file that is written. */
function writtenArguments(code: Linked, node: Node): readonly Node[] {
  const call = isCall(node) ? callOf(code, node) : undefined;
  return call ? pathWritten(code, call) : [];
}

/** Paths of files that are read. */
function pathArguments(code: Linked, call: Node): readonly Node[] {
  if (!isCall(call)) return [];
  const name = nameOf(code, call.callee as Node);
  if (name === undefined) return [];
  const args = call.arguments as Node[];
  if (readsFile(name)) return args.slice(0, 1);
  const read = code.outside?.reads(name);
  return read ? args.filter((_, i) => read.has(i)) : [];
}

/** Texts that name places of credentials, by the name of the export, or of the property of what an exported function gives. */
function textsOf(code: Linked, exported: Exports): Summary['texts'] {
  const all = exported.flatMap(([name, values]) => values.flatMap((value) => placesBelow(code, name, value)));
  const told = all.filter(([, texts]) => texts.length > 0);
  return new Map(
    [...Map.groupBy(told, ([name]) => name)].map(([name, list]) => [name, list.flatMap(([, one]) => one)]),
  );
}

type Places = readonly [name: string, texts: readonly string[]];

function placesBelow(code: Linked, name: string, value: Node): readonly Places[] {
  const functions = functionsOf(code, value);
  if (functions.length === 0) return [[name, placesOf(code, value)]];
  const results = functions.flatMap((fn) => code.results.get(fn) ?? []);
  return results.flatMap((one): readonly Places[] => {
    const parts = objectBehind(code, one)?.properties;
    if (!parts) return [[name, pathsOf(code, one)]];
    return parts.flatMap((part): readonly Places[] => {
      const key = part.type === 'ObjectProperty' ? keyText(part.key, part.computed) : undefined;
      return key === undefined || part.type !== 'ObjectProperty' ? [] : [[key, pathsOf(code, part.value)]];
    });
  });
}

/** The same of what a function gives; what it read from such a place is no path. */
function pathsOf(code: Linked, value: Node): readonly string[] {
  const places = placesOf(code, value);
  const isRead = (node: Node): boolean => isCall(node) && readsFile(nameOf(code, node.callee as Node) ?? '');
  return places.length > 0 && [...partsBehind(code, [value])].some(isRead) ? [] : places;
}

function placesOf(code: Linked, value: Node): readonly string[] {
  if (isFunction(value)) return [];
  return literalsIn(code, [value]).filter((text) => sensitivePlace([text]) !== undefined);
}

/** Parameters of exported functions that reach what some calls take, by the name of the export. */
function parametersOf(
  code: Linked,
  exported: Exports,
  taken: (call: Node) => readonly Node[],
  behind: (code: Linked, arg: Node) => Iterable<Node>,
): Map<string, Set<number>> {
  const names = namesOf(code, exported);
  const found = new Map<string, Set<number>>();
  if (names.size === 0) return found;
  for (const arg of code.nodes.calls.flatMap(taken).slice(0, MAX_TAKEN)) {
    for (const { fn, index } of parametersAmong(code, behind(code, arg))) {
      const name = names.get(fn);
      if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(index));
    }
  }
  return found;
}

function namesOf(code: Linked, exported: Exports): ReadonlyMap<Func, string> {
  const named = exported.flatMap(([name, values]) =>
    values.flatMap((value) => functionsOf(code, value)).map((fn) => [fn, name] as const),
  );
  return new Map(named);
}

/** Ways through its properties by which something that is given may be sent; of more, all of it is taken to be. */
const MAX_WAYS = 12;

/** Parameters of exported functions of which something reaches the network, what of them that is, and where it goes. */
function sentOf(code: Linked, exported: Exports): Pick<Summary, 'sends' | 'hosts'> {
  const names = namesOf(code, exported);
  if (names.size === 0) return { sends: new Map(), hosts: new Map() };
  const requests = code.nodes.calls.filter((call) => networkArguments(code, call).length > 0);
  const found = partsAmong(
    code,
    names,
    requests.flatMap((call) => networkArguments(code, call)),
  );
  return { sends: found, hosts: new Map([...hostOfOne(code, found, requests), ...hostsBy(code, names, requests)]) };
}

/** Parameters of exported functions of which a client of a service hands on something. */
function servedOf(code: Linked, exported: Exports): Summary['serves'] {
  const names = namesOf(code, exported);
  const served = names.size === 0 ? [] : code.nodes.calls.flatMap((call) => servedArguments(code, call));
  return partsAmong(code, names, served);
}

/** What of the parameters of exported functions is among some values. */
function partsAmong(
  code: Linked,
  names: ReadonlyMap<Func, string>,
  values: readonly Node[],
): Map<string, Map<number, string[][]>> {
  const found = new Map<string, Map<number, string[][]>>();
  for (const { node, steps } of backFrom(code, values.slice(0, MAX_TAKEN))) {
    const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    const name = binding?.param && names.get(binding.node as Func);
    if (name === undefined || !binding?.param) continue;
    const { index, path } = binding.param;
    const parameters = found.get(name) ?? new Map<number, string[][]>();
    found.set(name, parameters);
    const way = [...path.filter((key) => !/^(?:\*|\d+)$/.test(key)), ...partsOf(code, steps())];
    parameters.set(index, withWay(parameters.get(index) ?? [], way));
  }
  return found;
}

/** What is only put somewhere is sent by the request that a module makes, where there is but one. */
function hostOfOne(
  code: Linked,
  sent: ReadonlyMap<string, unknown>,
  [request, ...others]: readonly Node[],
): readonly (readonly [string, readonly string[]])[] {
  const hosts = request && sent.size > 0 && others.length === 0 ? hostsOf(code, request) : [];
  return hosts.length === 0 ? [] : [...sent.keys()].map((name) => [name, hosts] as const);
}

/** By the exported function in which a request stands. */
function hostsBy(
  code: Linked,
  names: ReadonlyMap<Func, string>,
  requests: readonly Node[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const request of requests.slice(0, MAX_TAKEN)) {
    for (let fn = functionAround(request); fn; fn = functionAround(fn)) {
      const name = names.get(fn);
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), ...hostsOf(code, request)]);
    }
  }
  return found;
}

function withWay(known: string[][], way: string[]): string[][] {
  // What is sent whole is sent in all its parts.
  if (known.some((one) => one.every((key, i) => way[i] === key))) return known;
  return known.length < MAX_WAYS ? [...known, way] : [[]];
}

function registersOf(code: Linked, exported: Exports): Map<string, true> {
  const registrars = registrarsIn(code);
  const named = exported.filter(([, values]) =>
    values.some((value) => functionsOf(code, value).some((fn) => registrars.has(fn))),
  );
  return new Map(named.map(([name]) => [name, true]));
}

/** Parameters of exported functions that name the variable they give back. */
function variablesOf(code: Linked, exported: Exports): Map<string, Set<number>> {
  const readers = envReaders(code);
  if (readers.size === 0) return new Map();
  const indexesOf = (value: Node): readonly number[] =>
    functionsOf(code, value).flatMap((fn) =>
      (readers.get(fn) ?? []).flatMap(({ param, gives }) => (gives && param.param ? [param.param.index] : [])),
    );
  const all = exported.map(([name, values]) => [name, new Set(values.flatMap(indexesOf))] as const);
  return new Map(all.filter(([, indexes]) => indexes.size > 0));
}

function parametersAmong(code: Linked, nodes: Iterable<Node>): { readonly fn: Func; readonly index: number }[] {
  return [...nodes].flatMap((node) => {
    const binding = node.type === 'Identifier' ? code.bindingOf(node) : undefined;
    return binding?.param ? [{ fn: binding.node as Func, index: binding.param.index }] : [];
  });
}

/** Arguments that are followed back to parameters; each costs a walk. */
const MAX_TAKEN = 60;

/** What an argument's value may come from. */
function* backwardsFrom(code: Linked, arg: Node): Iterable<Node> {
  for (const { node } of backwards(code, arg)) yield node;
}

/** What a path is put together from. */
function madeOf(code: Linked, arg: Node): Iterable<Node> {
  return partsBehind(code, [arg]);
}

/** `export { a as b } from './x'`, `export * from './x'`, `exports.a = require('./x').b`, `module.exports = require('./x')`. */
export function passesOf(code: Linked): Passes {
  const named = code.nodes.imports.flatMap(passedByName);
  const all = code.nodes.imports.flatMap((node) => (node.type === 'ExportAllDeclaration' ? [node.source.value] : []));
  for (const [as, values] of exportsOf(code)) {
    for (const target of values.flatMap((value) => passedOn(code, value) ?? [])) {
      if (target.name === undefined && as === 'default') all.push(target.specifier);
      named.push([as, { specifier: target.specifier, name: target.name ?? 'default' }]);
    }
  }
  return { passes: new Map(named), passesAll: all };
}

function passedByName(node: Node): [string, { specifier: string; name: string }][] {
  if (node.type !== 'ExportNamedDeclaration' || !node.source) return [];
  const specifier = node.source.value;
  return node.specifiers.flatMap((one): [string, { specifier: string; name: string }][] => {
    const name = one.type === 'ExportSpecifier' ? keyText(one.local) : undefined;
    const as = keyText(one.exported);
    return name === undefined || as === undefined ? [] : [[as, { specifier, name }]];
  });
}

function passedOn(code: Linked, value: Node): { specifier: string; name: string | undefined } | undefined {
  if (isFunction(value) || (value.type === 'CallExpression' && !isLoader(code, value.callee as Node))) return undefined;
  const match = /^<([^>]*)>(?:\.([\w$]+))?$/.exec(nameOf(code, value) ?? '');
  return match ? { specifier: match[1] as string, name: match[2] } : undefined;
}

/** Every name a module exports, with the values it may have; methods of exported classes by their own names. */
export function exportsOf(code: Linked): ReadonlyMap<string, readonly Node[]> {
  const methods = code.nodes.functions.flatMap((fn): Named[] =>
    fn.type === 'ClassMethod' ? [[keyText(fn.key, fn.computed), fn]] : [],
  );
  const all: Named[] = [
    ...code.nodes.imports.flatMap(declared),
    ...code.nodes.defaults.map((node): Named => ['default', node]),
    ...[...code.writes].flatMap(([key, writes]) => writes.flatMap(({ object, value }) => written(object, key, value))),
    ...methods,
  ];
  const found = new Map<string, Node[]>();
  for (const [name, value] of all) {
    const known = name === undefined ? undefined : found.get(name);
    if (known) known.push(value);
    else if (name !== undefined) found.set(name, [value]);
  }
  const within = [...found.values()].flatMap((values) => values.flatMap((value) => methodsWithin(code, value)));
  for (const [name, methods] of Map.groupBy(within, ([own]) => own))
    if (name !== undefined && !found.has(name))
      found.set(
        name,
        methods.map(([, value]) => value),
      );
  return found;
}

/** `export const api = { send(data) { … } }`: what it can do goes by its own name, as methods of classes do. */
function methodsWithin(code: Linked, value: Node): readonly Named[] {
  const object = isFunction(value) ? undefined : objectBehind(code, value);
  return (object?.properties ?? []).flatMap((part): Named[] => {
    const own = part.type === 'ObjectProperty' ? part.value : part;
    return 'key' in part && isFunction(own) ? [[keyText(part.key, part.computed), own]] : [];
  });
}

type Named = readonly [string | undefined, Node];

/** `exports.a = …`, `module.exports = …`. */
function written(object: Node, key: string, value: Node): readonly Named[] {
  if (object.type === 'MemberExpression') return keyText(object.property) === 'exports' ? [[key, value]] : [];
  if (object.type !== 'Identifier' || (object.name !== 'exports' && object.name !== 'module')) return [];
  return object.name === 'module' && key === 'exports' ? assigned(value) : [[key, value]];
}

function declared(node: Node): Named[] {
  if (node.type !== 'ExportNamedDeclaration') return [];
  const { declaration } = node;
  if (declaration && (isFunction(declaration) || declaration.type === 'ClassDeclaration'))
    return [['id' in declaration ? declaration.id?.name : undefined, declaration]];
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id, init }): Named[] =>
      id.type === 'Identifier' && init ? [[id.name, init]] : [],
    );
  }
  return node.specifiers.flatMap((one): Named[] =>
    one.type === 'ExportSpecifier' && !node.source ? [[keyText(one.exported), one.local]] : [],
  );
}

/** `module.exports = { a, b }` exports two names, anything else is the module itself. */
function assigned(value: Node): Named[] {
  if (value.type !== 'ObjectExpression') return [['default', value]];
  return value.properties.flatMap((property): Named[] => {
    if (property.type === 'SpreadElement') return [];
    return [[keyText(property.key, property.computed), property.type === 'ObjectMethod' ? property : property.value]];
  });
}
