/** Other modules of the package as one module sees them: by the names their exports have there, `<./lib/collect>.all`. */
import type { Evidence } from '../../types.ts';
import type { ForeignDeed } from '../flow/deeds.ts';
import type { Sent } from '../flow/parts.ts';
import type { SourceKind } from '../flow/sources.ts';
import { remembered } from '../remembered.ts';
import { localTarget } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import type { Func } from '../tree/walk.ts';
import { type Across, behindExport } from './across.ts';
import { type Answer, type Asking, askedOf, type Told } from './asked.ts';
import type { Summary } from './exports.ts';
import { calledFromElsewhere, type Given } from './given.ts';
import type { Plain } from './shared-constants.ts';

/** What a value of another module began as. */
export interface OutsideSource {
  readonly kind: SourceKind;
  readonly detail: string;
  /** Where, in the other module. */
  readonly origin: Evidence;
  /** False where something of it may have been left out on the way. */
  readonly entire: boolean;
  /** True for a packed text that the other module has from the package itself, and not from its caller. */
  readonly carried: boolean;
  /** True for what became part of the path of a file. */
  readonly placed: boolean;
  /** The property under which it lies in what is taken from a channel. */
  readonly under?: string;
}

export interface Outside {
  /** True for a module of a package that lies in this one and is none of those whose functions are known by their names. */
  isInside(specifier: string): boolean;
  /** What a call of this, or the value itself, may give. */
  sources(name: string): readonly OutsideSource[];
  /** What a call of this tells the function that it is given, by the parameter of that. */
  tells(name: string, index: number): readonly OutsideSource[];
  /** By which name goes what another module only passes on; the name itself where that is its own. */
  standsFor(name: string): string;
  /** By which name goes what other modules give to a parameter of this one, or to a property of it. */
  given(code: Linked, fn: Func, index: number, key: string | undefined): string | undefined;
  /** What another module has written out under this name. */
  constant(name: string): Plain | undefined;
  /** What other modules put where this one takes it. */
  taken(channel: string): readonly OutsideSource[];
  /** Constant texts that name places of credentials, of what others put there under a name. */
  takenTexts(channel: string, key: string): readonly string[];
  /** Which arguments of a call of this leave over the network. */
  sends(name: string): Sent;
  /** The same of what leaves through a client of a service. */
  serves(name: string): Sent;
  /** Hosts that are written out for what a call of this sends. */
  hosts(name: string): readonly string[];
  /** Which arguments of a call of this are what it gives back, whole and in whatever form. */
  gives(name: string): ReadonlySet<number>;
  /** Which arguments of a method of this name leave over the network, whatever object of the package has it. */
  sendsBy(method: string): ReadonlySet<number>;
  /** Which arguments of a call of this say what program is started. */
  commands(name: string): ReadonlySet<number>;
  /** Which arguments of a call of this become part of a command, become code, name a file that is written. */
  starts(name: string): ReadonlySet<number>;
  evals(name: string): ReadonlySet<number>;
  writes(name: string): ReadonlySet<number>;
  /** Which arguments of a call of this are unpacked and become code. */
  runs(name: string): ReadonlySet<number>;
  /** Which arguments of a call of this name a file whose content it gives. */
  reads(name: string): ReadonlySet<number>;
  /** Which arguments of a call of this name a variable of the environment whose value it gives. */
  variables(name: string): ReadonlySet<number>;
  /** True where a call of this registers what it is given as a tool. */
  registers(name: string): boolean;
  /** Constant texts it is, holds or gives that may be orders to a model. */
  says(name: string): readonly Told[];
  /** Hints about what tools do that it holds, in the order in which they count. */
  hints(name: string): readonly (readonly [string, boolean])[];
  /** What a call of this does to files whose path it is given. */
  does(name: string): readonly ForeignDeed[];
  /** Constant texts it is or is made of, where they name places of credentials. */
  texts(name: string): readonly string[];
  /** True where the module it is of holds a packed text, or is no code. */
  carries(name: string): boolean;
  /** The data file it is of or from, unless that is JSON which, as it stands, cannot be code. */
  dataFile(name: string): string | undefined;
  /** Whether JSON of the package may be code as it stands; undefined where there is no such file. */
  jsonMayRun(specifier: string): boolean | undefined;
  /** True where a file of that name is in the package. */
  ships(name: string): boolean;
}

/** What is asked about the other modules. */
export interface Lookup extends Asking {
  /** True for a package inside of this one that nobody knows. */
  isUnknown(specifier: string): boolean;
  summary(path: string): Summary | undefined;
  /** The modules whose exports a module passes on whole. */
  passedOn(path: string, summary: Summary): readonly string[];
  /** The text of a module; undefined where the file is no code. */
  source(path: string): string | undefined;
  /** The text of JSON; undefined where the file is something else. */
  json(path: string): string | undefined;
  /** The paths of all files. */
  paths(): Iterable<string>;
  /** The module, or the part of it, that a module passes on under a name. */
  passedOnAs(path: string, name: string): string | undefined;
  /** What of Node others give to functions of a module, by the name of the export. */
  given(path: string): ReadonlyMap<string, readonly Given[]>;
  /** What a module has written out under some names, one in the other. */
  constant(path: string, names: readonly string[]): Plain | undefined;
  /** Which arguments leave over the network, by the name of an export or a method, of all modules. */
  senders(): ReadonlyMap<string, ReadonlySet<number>>;
  /** What all modules put anywhere. */
  channels(): Channels;
}

/** What modules put where others may take it, by the channel. */
export interface Channels {
  readonly sources: ReadonlyMap<string, readonly OutsideSource[]>;
  readonly texts: ReadonlyMap<string, readonly PutTexts[]>;
}

/** Constant texts that name a place of credentials, and the property under which they lie. */
export interface PutTexts {
  readonly under: string | undefined;
  readonly texts: readonly string[];
}

/** A text of base64 or hex, long enough for a few words of code, that is not the alphabet of an encoder. */
const PACKED = /(['"`])(?![\w+/-]*(?:ABCDEFGHIJ|abcdefghij|0123456789))[\w+/-]{36,}={0,2}\1/;
const DATA_FILE = /^<([^>]*\.(?:json|txt|dat|bin))>/;
/** What no statement that does something can do without, and what may spell it: names and a few numbers alone are no code. */
const WRITES_CODE = /[(=;`\\]/;
/** Bytes in a row, as many as make a few words. */
const BYTES = /(?:\b(?:1?\d?\d|2[0-4]\d|25[0-5])\s{0,20},\s{0,20}){12}/;
const NONE: ReadonlySet<number> = new Set();
const NOTHING_SENT: Sent = new Map();

/** The other modules as the one at `from` names them. */
export function outsideOf(from: string, lookup: Lookup): Outside {
  const jsonMayRun = remembered((specifier: string) => {
    const path = lookup.resolve(specifier, from);
    const json = path === undefined ? undefined : lookup.json(path);
    return json === undefined ? undefined : WRITES_CODE.test(json) || BYTES.test(json);
  });
  // Each call of a name is asked about in several ways, and most names are no other module's.
  const exported = (name: string) => (name.startsWith('<') ? exportedThere(name) : undefined);
  const exportedThere = remembered((name: string) => {
    const target = localTarget(name);
    const path = target && lookup.resolve(target.specifier, from);
    return path === undefined ? undefined : { path, names: [target?.path.at(-1) ?? 'default'] };
  });
  // What is told depends on how many are asked for it.
  const asked = remembered((_depth: number) => remembered((name: string) => askedOf(from, name, lookup)));
  const ask = (name: string): readonly Answer[] => asked(lookup.depth())(name);
  const summaries: Across<Summary> = {
    module: ({ path }) => lookup.summary(path),
    passes: (summary) => summary,
    resolve: lookup.resolve,
    wholes: lookup.passedOn,
  };
  const find = <T>(name: string, pick: (summary: Summary) => ReadonlyMap<string, T>): T | undefined => {
    const found = exported(name);
    return found && behindExport(summaries, found, (summary, { names: [own = ''] }) => pick(summary).get(own));
  };
  return {
    isInside: remembered(
      (specifier: string) => lookup.isUnknown(specifier) && lookup.resolve(specifier, from) !== undefined,
    ),
    sources: (name) => find(name, (summary) => summary.sources) ?? [],
    tells: (name, index) => find(name, (summary) => summary.tells)?.get(index) ?? [],
    standsFor: remembered((name: string) => {
      const [, specifier, own = 'default', rest = ''] = /^<([^>]*)>(?:\.([\w$]+))?(.*)$/s.exec(name) ?? [];
      const path = specifier === undefined ? undefined : lookup.resolve(specifier, from);
      const passed = path === undefined || path === from ? undefined : lookup.passedOnAs(path, own);
      return passed === undefined ? name : passed + rest;
    }),
    given: (code, fn, index, key) => {
      const names = calledFromElsewhere(code, fn);
      if (names.length === 0) return undefined;
      const told = lookup.given(from);
      const all = told.size === 0 ? [] : names.flatMap((name) => told.get(name) ?? []);
      return all.find((one) => one.index === index && one.key === key)?.name;
    },
    constant: remembered((name: string) => {
      // What a call gives is not written out.
      const target = name.includes('(') ? undefined : localTarget(name);
      const path = target && lookup.resolve(target.specifier, from);
      return path === undefined || path === from ? undefined : lookup.constant(path, target?.path ?? []);
    }),
    taken: (channel) => lookup.channels().sources.get(channel) ?? [],
    takenTexts: (channel, key) =>
      (lookup.channels().texts.get(channel) ?? []).flatMap(({ under, texts }) => (under === key ? texts : [])),
    sends: (name) => find(name, (summary) => summary.sends) ?? NOTHING_SENT,
    serves: (name) => find(name, (summary) => summary.serves) ?? NOTHING_SENT,
    hosts: (name) => find(name, (summary) => summary.hosts) ?? [],
    sendsBy: (method) => lookup.senders().get(method) ?? NONE,
    gives: (name) => find(name, (summary) => summary.gives) ?? NONE,
    starts: (name) => find(name, (summary) => summary.starts) ?? NONE,
    commands: (name) => find(name, (summary) => summary.commands) ?? NONE,
    evals: (name) => find(name, (summary) => summary.evals) ?? NONE,
    writes: (name) => find(name, (summary) => summary.writes) ?? NONE,
    runs: (name) => find(name, (summary) => summary.runs) ?? NONE,
    reads: (name) => find(name, (summary) => summary.reads) ?? NONE,
    variables: (name) => find(name, (summary) => summary.variables) ?? NONE,
    registers: (name) => find(name, (summary) => summary.registers) ?? false,
    says: (name) => ask(name).flatMap(({ says }) => says),
    hints: (name) => ask(name).flatMap(({ hints }) => hints),
    does: (name) => ask(name).flatMap(({ does }) => does),
    texts: (name) => find(name, (summary) => summary.texts) ?? [],
    carries: (name) => {
      const path = exported(name)?.path;
      const source = path === undefined ? '' : lookup.source(path);
      return source === undefined || PACKED.test(source);
    },
    dataFile: (name) => {
      const file = DATA_FILE.exec(name)?.[1];
      // What is not there to be read may be anything.
      return file !== undefined && jsonMayRun(file) === false ? undefined : file;
    },
    jsonMayRun,
    ships: remembered((name: string) => {
      const wanted = `/${name.replace(/^(?:\.{0,2}\/)+/, '')}`;
      return [...lookup.paths()].some((path) => `/${path}`.endsWith(wanted));
    }),
  };
}
