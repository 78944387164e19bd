/**
 * How a package handles credentials, as far as its code shows: which variables it reads, where their values go, and which
 * files it takes secrets from. An inventory for whoever has to give the secrets, not a judgement.
 */
import { quote } from '../../quote.ts';
import type { CredentialHandling, CredentialUse, VariableUse } from '../../types.ts';
import { startsProcess } from '../flow/command.ts';
import { writtenOut } from '../flow/feeds.ts';
import { backwards, literalsIn, networkArguments, secretReads } from '../flow/flow.ts';
import type { Module } from '../flow/module.ts';
import { isWhole } from '../flow/whole.ts';
import { pathWritten } from '../flow/writes.ts';
import { CLIENT_CONFIG, isSecretName } from '../secrets.ts';
import type { Call } from '../tree/calls.ts';
import { isFunction, type Node } from '../tree/walk.ts';
import { variableReads } from './environment.ts';

/** Also what may give the name of a variable to a function of another module. */
const CONCERNED = /\benv\b|readFile|dotenv|\(\s*['"`][A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}['"`]/;

/** Plain facts of one module, so that its tree can be let go of. */
export interface HandledIn {
  readonly reads: readonly { readonly name: string; readonly at: string }[];
  readonly uses: readonly Found[];
  /** What each is, and where it is read. */
  readonly files: readonly (readonly [what: string, at: string])[];
}

const NOTHING: HandledIn = { reads: [], uses: [], files: [] };

/** What one module reads and passes on. */
export function handledIn(module: Module): HandledIn {
  if (!CONCERNED.test(module.source)) return NOTHING;
  const first = new Map(
    variableReads(module)
      .toReversed()
      .map(({ name, node }) => [name, node] as const),
  );
  return {
    reads: [...first].map(([name, node]) => ({ name, at: placeOf(module, node) })),
    uses: usesIn(module),
    files: filesRead(module),
  };
}

/** The inventory of a package, from its modules. */
export function inventoryOf(modules: readonly HandledIn[]): CredentialHandling {
  const variables = new Map<string, Noted>();
  for (const { name, at } of modules.flatMap((one) => one.reads)) noted(variables, name, at);
  for (const { name, use } of modules.flatMap((one) => one.uses)) noted(variables, name, use.at).goes.push(use);
  const files = new Map(modules.flatMap((one) => one.files).toReversed());
  const read = [...variables].sort(byName).map(([name, one]) => variableUse(name, one));
  const sources = [...files].sort(byName).map(([what, at]) => ({ what: quote(what, 100), at }));
  // A client's configuration is read to see what is set there, or to add to it: its secrets are those of others.
  const own = sources.filter(({ what }) => what !== CLIENT_CONFIG);
  return { takes: takenFrom(read, own), variables: read, files: sources };
}

/** What was gathered of one variable. */
interface Noted {
  readonly at: string;
  readonly goes: CredentialUse[];
}

function noted(variables: Map<string, Noted>, name: string, at: string): Noted {
  const known = variables.get(name) ?? { at, goes: [] };
  variables.set(name, known);
  return known;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function variableUse(name: string, { at, goes }: Noted): VariableUse {
  const unique = new Map(goes.map((use) => [`${use.to}\0${use.what}`, use] as const));
  return { name, secret: isSecretName(name), at, goes: [...unique].sort(byName).map(([, use]) => use) };
}

function takenFrom(variables: readonly VariableUse[], files: CredentialHandling['files']): CredentialHandling['takes'] {
  const environment = variables.some(({ secret }) => secret);
  if (files.length === 0) return environment ? 'environment' : 'none';
  return environment ? 'either' : 'file';
}

// ---------------------------------------------------------------- where values go

interface Found {
  readonly name: string;
  readonly use: CredentialUse;
}

/** Calls that may pass a value on; more are not followed. */
const MOST_CALLS = 300;

function usesIn(module: Module): Found[] {
  const goals = module.calls.values().flatMap((call) => {
    const goal = goalOf(module, call);
    return goal ? [{ ...goal, node: call.node }] : [];
  });
  return [...goals.take(MOST_CALLS)].flatMap(({ to, what, given, node }) => {
    const held = to === 'log' ? variablesWholeIn : variablesIn;
    const names = new Set(given.flatMap((arg) => held(module, arg)));
    const wanted = [...names].filter((name) => to !== 'log' || isSecretName(name));
    return wanted.map((name) => ({ name, use: { to, what: quote(what, 100), at: placeOf(module, node) } }));
  });
}

/** Every place where the value of a secret variable is written to a log, whole. */
export function loggedSecrets(module: Module): { readonly name: string; readonly node: Node }[] {
  const logs = module.calls.filter(({ name }) => name !== undefined && LOGS.test(name)).slice(0, MOST_CALLS);
  return logs.flatMap(({ args, node }) => {
    const names = new Set(args.flatMap((arg) => variablesWholeIn(module, arg)));
    return [...names].filter(isSecretName).map((name) => ({ name, node }));
  });
}

interface Goal {
  readonly to: CredentialUse['to'];
  readonly what: string;
  readonly given: readonly Node[];
}

const LOGS =
  /^console\.\w+$|^process\.(?:stdout|stderr)\.write$|(?:^|\.)(?:logger|log|winston|pino)(?:\(\))?\.(?:trace|debug|info|warn|error|fatal|log)$/;

function goalOf(module: Module, call: Call): Goal | undefined {
  const { name, args, node } = call;
  const sent = networkArguments(module.code, node);
  if (sent.length > 0) return { to: 'host', what: hostOf(module, sent), given: sent };
  if (name === undefined) return undefined;
  if (LOGS.test(name)) return { to: 'log', what: name, given: args };
  if (startsProcess(call))
    return { to: 'process', what: literalsIn(module.code, args.slice(0, 1))[0] ?? name, given: args };
  const [path] = pathWritten(module.code, call);
  if (path) return { to: 'file', what: fileNamed(module, path), given: args.slice(1) };
  const found = libraryOf(name);
  const library = found !== undefined && module.package.startsWith(`${found}@`) ? undefined : found;
  return library === undefined ? undefined : { to: 'library', what: library, given: args };
}

const HOST = /\b(?:https?|wss?):\/\/(?:[^\s/@]{1,200}@)?([a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24})/i;

function hostOf(module: Module, sent: readonly Node[]): string {
  for (const text of literalsIn(module.code, sent.slice(0, 1))) {
    const host = HOST.exec(text)?.[1];
    if (host !== undefined) return host.toLowerCase();
  }
  const [from] = sent.slice(0, 1).flatMap((url) => variablesIn(module, url));
  return from === undefined ? 'a host not found by reading' : `the host in ${from}`;
}

/** A path as far as it is written out: `~/.tides/…/keys.json`; or the one text that there is behind it. */
function fileNamed(module: Module, path: Node): string {
  const written = writtenOut(module.code, path, '…');
  const [only, ...more] = /[^…/\\]/.test(written) ? [written] : literalsIn(module.code, [path]);
  return (more.length === 0 && only?.slice(0, 100)) || 'a file not found by reading';
}

/** The package an access path begins with; built-ins, globals and modules of the same package are none. */
function libraryOf(name: string): string | undefined {
  const found = /^((?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9][\w~-]*(?:\.js)?)(?:[/.(]|$)/.exec(name)?.[1];
  return found === undefined || NOT_LIBRARIES.test(found) ? undefined : found;
}

const NOT_LIBRARIES =
  /^(?:process|console|fs|path|os|url|util|crypto|events|stream|buffer|child_process|http|https|http2|net|tls|dns|dgram|zlib|querystring|assert|timers|readline|module|exports|require|import|fetch|parse\w+|is[NF]\w+|encodeURI\w*|decodeURI\w*|set(?:Timeout|Interval|Immediate)|clear\w+|queueMicrotask|structuredClone|atob|btoa|eval|globalThis|this|zod|dotenv|z|eslint|super|arguments|async_hooks|perf_hooks|worker_threads|string_decoder|v8|vm)$/;

/** Names of the variables whose values an expression may hold: also through a field that the class sets elsewhere. */
function variablesIn(module: Module, from: Node): string[] {
  return [from, ...traced(module, from).fields].flatMap((value) =>
    traced(module, value).values.map(({ name }) => name),
  );
}

/** Those that it surely holds, whole: not a part of what holds them, nor what some caller may have given. */
function variablesWholeIn(module: Module, from: Node): string[] {
  const { code } = module;
  const given = (step: Node): boolean => step.type === 'Identifier' && code.bindingOf(step)?.kind === 'param';
  const sure = traced(module, from).values.filter(({ steps }) => isWhole(code, steps) && !steps.some(given));
  return sure.map(({ name }) => name);
}

function isCall(node: Node): node is Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }> {
  return node.type === 'CallExpression' || node.type === 'OptionalCallExpression';
}

const CUTS = /\.(?:slice|substring|substr|replace|replaceAll|startsWith|includes|test)\??$/;

interface Traced {
  /** Variables that it may be the value of. */
  readonly values: readonly { readonly name: string; readonly steps: readonly Node[] }[];
  /** What is written to the fields that it may come from. */
  readonly fields: readonly Node[];
}

const TRACED = new WeakMap<Module, Map<Node, Traced>>();

/** Once for each expression: what is logged is asked for twice, and what is sent as well. */
function traced(module: Module, from: Node): Traced {
  const all = TRACED.get(module) ?? new Map<Node, Traced>();
  TRACED.set(module, all);
  const known = all.get(from);
  if (known) return known;
  const values: { readonly name: string; readonly steps: readonly Node[] }[] = [];
  const fields: Node[] = [];
  for (const { node, source, steps } of backwards(module.code, from)) {
    if (source?.kind === 'variable' && !isCut(module, steps())) values.push({ name: source.detail, steps: steps() });
    fields.push(...writtenTo(module, node));
  }
  all.set(from, { values, fields });
  return { values, fields };
}

/** A part of it, to be recognised by, is not the value. */
function isCut(module: Module, steps: readonly Node[]): boolean {
  return steps.some((step) => isCall(step) && CUTS.test(sourceOf(module, step.callee as Node)));
}

function sourceOf({ source }: Module, node: Node): string {
  return source.slice(node.start ?? 0, node.end ?? 0);
}

/** Of `this.key`, where a method or constructor of the module says `this.key = …`. */
function writtenTo({ code }: Module, node: Node): readonly Node[] {
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression' || node.computed) return [];
  const key = 'name' in node.property ? node.property.name : undefined;
  const writes = typeof key === 'string' ? (code.writes.get(key) ?? []) : [];
  return writes.flatMap(({ object, value }) => (object.type === 'ThisExpression' && !isFunction(value) ? [value] : []));
}

// ---------------------------------------------------------------- files with secrets

/** Files that are there to hold a secret, by what they are called. */
const SECRET_FILE =
  /(?:^|[/\\\s])(?:[\w.-]*credentials?(?:\.json|\.ya?ml)?|[\w.-]*client[_-]?secret[\w.-]*\.json|[\w.-]*service[_-]?account[\w.-]*\.json|[\w.-]*tokens?\.json|[\w.-]*oauth[\w.-]*\.json|[\w.-]+\.(?:pem|p12|pfx|key))$/i;
const READS = /^fs(?:\.promises)?\.(?:readFile|readFileSync|readJson|readJsonSync|createReadStream)$/;

function filesRead(module: Module): HandledIn['files'] {
  const wellKnown = secretReads(module)
    .filter(({ detail }) => !/process/.test(detail))
    .map(({ node, detail }) => [detail, placeOf(module, node)] as const);
  // One that is known by what it is need not be told by its name as well.
  const told = new Set(wellKnown.map(([, at]) => at));
  const own = module.calls.flatMap(({ name, args: [path], node }) => {
    if (name === undefined || !READS.test(name) || !path) return [];
    const at = placeOf(module, node);
    const part = literalsIn(module.code, [path]).find((text) => SECRET_FILE.test(text));
    if (part === undefined || told.has(at)) return [];
    const whole = fileNamed(module, path);
    return [[SECRET_FILE.test(whole) ? whole : part.slice(0, 100), at] as const];
  });
  return [...wellKnown, ...own];
}

function placeOf(module: Module, node: Node): string {
  return module.at(node, '', '').at;
}
