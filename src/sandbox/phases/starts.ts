/**
 * Ways to start a server, most likely first: as the user would, then as it says itself, as its documentation says, and with what
 * servers that end at once want most. What a server says when it ends is added, and the list is made anew.
 */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { quote } from '../../quote.ts';
import { type Decoy, plant, plantLater, steersRuntime } from '../decoys/decoys.ts';
import { credentialFor, random } from '../decoys/shapes.ts';
import { commandsOf, exampleOf, type Places, settingsFileOf, settingsOf, wishesIn } from '../talk/wishes.ts';
import { broughtHere, handedOver } from '../world/arguments.ts';
import type { StartWith } from './launch.ts';
import type { Stage } from './stage.ts';

/** A server elsewhere, for bridges; the same for each profile, whose events are compared. */
const ADDRESS = `https://mcp-${randomBytes(4).toString('hex')}.example/mcp`;
/** Most starts of one server, and the time after which no other way is tried, in milliseconds. */
const MOST = 10;
const TIME = 90_000;

export interface Starts {
  /** The next way to try, or undefined. */
  next(): StartWith | undefined;
  /** What the server said when it was started the last way. */
  hear(words: string): void;
  /**
   * The same start with what the answers of its tools ask for as well, or the address of a service that it has a key for, without
   * which it may offer less; undefined where there is nothing that it was not given.
   */
  more(start: StartWith, answers: string): StartWith | undefined;
}

/** What tools say that were not told whom they work for: nothing answers where they look for it, or they say nothing. */
const UNSET =
  /credentials|configur|environment|not set\b|Received undefined\b|\bfrom undefined\/|(?:api.?key|token)s? (?:is|are|not)|authenticat|\b(?:no|without)\b[\w ,]{0,40} (?:api.?key|token|password|account)s?\b|not (?:logged|signed) in|ECONNREFUSED|connection refused|"text":""/i;

/** `given` are the arguments the user names, `name` is the package's. */
export function startsOf(stage: Stage, given: readonly string[], name: string): Starts {
  const known: Known = { variables: {}, files: new Map(), commands: [], documented: new Map(settingsOf(stage.readme)) };
  const tried = new Set<string>();
  const began = performance.now();
  let last: readonly string[] = [];
  return {
    next() {
      if (performance.now() - began > TIME || tried.size >= MOST) return undefined;
      const found = ways(known, given, name, stage).find((start) => !tried.has(keyOf(start)));
      if (found) tried.add(keyOf(found));
      last = found?.args ?? [];
      return found;
    },
    hear: (words) => learn(known, words, stage, last),
    more(start, answers) {
      learn(known, answers, stage, start.args);
      const isMissing = (one: string) => !(one in start.env) && !start.files.has(one);
      const named = wanted(known).filter(isMissing);
      // Who wants something and does not name it gets all there is.
      const settings = named.length === 0 && UNSET.test(answers) ? ourSettings(known, stage) : {};
      const missing = [...named, ...Object.keys(settings).filter(isMissing)];
      const addresses = missing.length === 0 ? addressesOf(ourSettings(known, stage), stage, isMissing) : {};
      const more = [...missing, ...Object.keys(addresses)];
      if (more.length === 0) return undefined;
      const env = { ...settings, ...addresses, ...known.variables, ...start.env };
      const why = missing.length > 0 ? 'what tools asked for' : 'addresses of ours';
      return { ...start, env, files: new Map(known.files), ours: `${why}: ${told(more, known)}` };
    },
  };
}

/** Values are made anew each time they are asked for; what is told apart is what the server is given. */
const keyOf = ({ args, env, files }: StartWith): string => {
  const given = Object.entries(env).map(([name, value]) => (HERE.test(value) ? `${name} here` : name));
  return JSON.stringify([args.map(shapeOf), given.sort(), [...files.keys()]]);
};

/** A service on this machine: its address, without the path. */
const HERE = /^https?:\/\/((?:localhost|127\.0\.0\.1)(?::\d{1,5})?)(?![\w.])/i;

/** An argument without what is made anew: a credential, or that of an address. */
const shapeOf = (argument: string): string =>
  /^[\w+/=.@:-]{32,}$/.test(argument) ? '' : argument.replace(/:\w{16,}@/, ':@');

/** What is known by now of how the server wants to be started. */
interface Known {
  readonly variables: Record<string, string>;
  /** By absolute path. */
  readonly files: Map<string, string>;
  readonly commands: (readonly string[])[];
  /** Values of variables in the examples of its documentation. */
  readonly documented: Map<string, string>;
}

/** `args` are those it was started with. */
function learn(known: Known, words: string, stage: Stage, args: readonly string[]): void {
  const wishes = wishesIn(words, placesOf(stage));
  // Nothing answers there; a service elsewhere does.
  for (const [name, value] of known.documented)
    if (words.includes(HERE.exec(value)?.[1] ?? '\0')) known.documented.delete(name);
  const names = wishes.variables.filter((name) => !(name in stage.planting.env) && !(name in known.variables));
  const planted = plant(names, stage.profile.work, stage.profile.home);
  const asked = planted.decoys.filter((decoy) => decoy.asked);
  const own = asked.filter(({ place }) => place.startsWith('env ')).map(({ place, value }) => [place.slice(4), value]);
  Object.assign(known.variables, planted.settings, documentedAmong(names, known), Object.fromEntries(own));
  for (const path of Object.values(planted.settings)) {
    const text = planted.files.get(posix.relative(stage.profile.home, path));
    if (text !== undefined) known.files.set(path, text);
  }
  for (const name of wishes.demanded)
    if (names.includes(name) && !steersRuntime(name))
      known.variables[name] ??= settingsFile(name, known, stage) ?? somethingFor(name, stage);
  stage.extra.push(...asked, ...beginning(wishes.prefixes, words, known, stage));
  putKeys(words, known, stage);
  if (wishes.plainHeaders) stage.extra.push(...plainHeaders(known, stage));
  for (const path of wishes.files.map((one) => placeOf(one, stage))) put(path, known, stage);
  // One who was given what it asked for and asks for more wants both.
  const given = new Set(args.map(shapeOf));
  const both = wishes.commands.filter((more) => args.length > 0 && !given.has(shapeOf(more[0] ?? '')));
  known.commands.unshift(...both.map((more) => [...args, ...more]));
  known.commands.push(...wishes.commands);
}

/** A file that it did not find: settings as its readme shows them; what holds a credential gets one of ours. */
function put(path: string, { files }: Known, { readme, profile, extra }: Stage): void {
  // Elsewhere the user has nothing.
  if (files.has(path) || !path.startsWith(`${profile.home}/`)) return;
  const name = posix.basename(path);
  const shown = KEEPS_KEYS.test(name) ? undefined : exampleOf(readme, name);
  const { text, decoys } = shown === undefined ? plantLater(path) : { text: shown, decoys: [] };
  files.set(path, text);
  extra.push(...decoys);
}

const KEEPS_KEYS = /oauth|credential|secret|token|key|account|auth/i;

/** Values for the settings it reads: those of its own examples, where they give some. */
function ourSettings(known: Known, { planting: { settings } }: Stage): Readonly<Record<string, string>> {
  return { ...settings, ...documentedAmong(Object.keys(settings), known) };
}

/** What says where a service is, by the end of a variable's name. */
const ADDRESSES = /_(?:UR[LI]|HOST|DOMAIN|ENDPOINT|BASE|(?:API|SERVER)_ADDR(?:ESS)?)$/i;

const serviceOf = (name: string): string => name.split('_')[0] ?? '';

/** Addresses of the services that it was given keys for: `ACME_API_URL` beside `ACME_API_KEY`. */
function addressesOf(
  settings: Readonly<Record<string, string>>,
  { planting }: Stage,
  isMissing: (name: string) => boolean,
): Readonly<Record<string, string>> {
  const keys = planting.decoys.flatMap(({ asked, place }) => (asked ? [serviceOf(place.replace(/^env /, ''))] : []));
  const isAddress = (name: string) => ADDRESSES.test(name) && keys.includes(serviceOf(name)) && isMissing(name);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => isAddress(name)));
}

/** Names of what it was given; of an address of its own examples also that, since whatever goes there goes where we sent it. */
function told(names: readonly string[], { documented }: Known): string {
  const words = names.map((name) => {
    const value = ADDRESSES.test(name) ? documented.get(name) : undefined;
    return value === undefined ? name : `${name} (${quote(value, 60)}, as in its readme)`;
  });
  return words.join(', ');
}

/** Names of what it wants: variables, and files but for those that a variable leads to. */
function wanted({ variables, files }: Known): readonly string[] {
  const led = new Set(Object.values(variables));
  return [...Object.keys(variables), ...[...files.keys()].filter((path) => !led.has(path))];
}

/** What its own examples give to those of the variables that are settings: of a role or a region any other value may be refused. */
function documentedAmong(names: readonly string[], { documented }: Known): Readonly<Record<string, string>> {
  const given = names.filter((name) => !steersRuntime(name));
  return Object.fromEntries([...documented].filter(([name]) => given.includes(name)));
}

/** Keys it was given, in the shape that it says they have: of the service that it speaks of, or the only one. */
function beginning([prefix]: readonly string[], words: string, known: Known, stage: Stage): readonly Decoy[] {
  if (prefix === undefined) return [];
  const keys = keysOf(stage);
  const spoken = keys.filter(({ place }) => words.toLowerCase().includes(serviceOf(place.slice(4)).toLowerCase()));
  const meant = keys.length === 1 ? keys : spoken;
  return meant.flatMap(({ place, value }) => {
    const name = place.slice(4);
    if (value.startsWith(prefix) || name in known.variables) return [];
    const decoy = { place, value: `${prefix}${random(40)}`, asked: true };
    known.variables[name] = decoy.value;
    return [decoy];
  });
}

/** Keys that it took for the names of files: then they lie in one. */
function putKeys(words: string, known: Known, stage: Stage): void {
  const opened = keysOf(stage).filter(({ value }) => words.includes('ENOENT') && words.includes(`/${value}'`));
  for (const name of opened.map(({ place }) => place.slice(4))) {
    const [folder = '', ...rest] = name.toLowerCase().split('_');
    const path = posix.join(stage.profile.home, '.config', folder, `${rest.join('_') || 'key'}.json`);
    if (name in known.variables) continue;
    known.variables[name] = path;
    put(path, known, stage);
  }
}

/** Headers as one line, where they were given as JSON. */
function plainHeaders(known: Known, stage: Stage): readonly Decoy[] {
  return keysOf(stage).flatMap(({ place }) => {
    const name = place.slice(4);
    if (!/HEADERS?$/i.test(name) || name in known.variables) return [];
    const value = random(40);
    known.variables[name] = `Authorization: Bearer ${value}`;
    return [{ place, value, asked: true }];
  });
}

/** What it was given of the variables that it asks for. */
const keysOf = ({ planting }: Stage): readonly Decoy[] =>
  planting.decoys.filter(({ place, asked }) => asked && place.startsWith('env '));

/** A settings file that its readme shows, where the variable leads to one there. */
function settingsFile(name: string, { files }: Known, { readme, work }: Stage): string | undefined {
  const file = settingsFileOf(readme, name);
  const text = file && exampleOf(readme, file);
  if (!text) return undefined;
  const path = posix.join(work, file);
  files.set(path, text);
  return path;
}

/** For what is neither a credential nor a setting that we know: a place of the user's, or a word. */
function somethingFor(name: string, { work }: Stage): string {
  if (/(?:PATH|DIR|DIRECTORY|FOLDER|ROOT)S?$/.test(name)) return work;
  if (/E?MAIL/.test(name)) return credentialFor('EMAIL');
  return name.endsWith('FILE') ? posix.join(work, 'README.md') : 'acme';
}

/** As it was written: absolute, in the home, or beside whoever starts it. */
function placeOf(written: string, { profile, work }: Stage): string {
  return posix.resolve(work, written.replace(/^~(?=\/)/, profile.home));
}

function placesOf({ work }: Stage): Places {
  return {
    directory: work,
    file: posix.join(work, 'README.md'),
    api: posix.join(work, 'openapi.json'),
    address: ADDRESS,
  };
}

function ways(known: Known, named: readonly string[], name: string, stage: Stage): readonly StartWith[] {
  const settings = ourSettings(known, stage);
  const given = handedOver(named, stage.profile);
  const moved = broughtHere(named, stage.profile);
  const withEnv = (args: readonly string[], env: StartWith['env'], what: string): StartWith => ({
    args,
    env: { ...env, ...known.variables },
    files: new Map(known.files),
    ours: `started with ${what}`,
  });
  const asked = wanted(known);
  const free = given.length === 0;
  // Settings that nobody asked for may exclude each other.
  const argument = (args: readonly string[]) =>
    [{}, settings].map((env) => withEnv(args, env, `an argument of ours: ${args.join(' ')}`));
  return [
    { args: given, env: {}, files: new Map(), ours: '' },
    ...(asked.length > 0 ? [withEnv(given, {}, `what it asks for: ${told(asked, known)}`)] : []),
    ...(free ? known.commands.flatMap(argument) : []),
    ...(Object.keys(settings).length > 0
      ? [withEnv(given, settings, `settings of ours: ${told(Object.keys(settings), known)}`)]
      : []),
    ...(moved ? [withEnv(moved, settings, `folders of ours: ${moved.join(' ')}`)] : []),
    ...(free ? commandsOf(stage.readme, name, placesOf(stage)).flatMap(argument) : []),
    ...(free ? [[stage.work], [ADDRESS]].flatMap(argument) : []),
  ];
}
