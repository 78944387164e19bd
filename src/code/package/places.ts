/** When each file of a package is evaluated, and which of its exports are called when: every entry followed as far as it leads. */

import {
  ASKS_NOTHING,
  type Asked,
  askedBy,
  leadsNowhere,
  reachOf,
  toldAs,
  toldBy,
  type Wiring,
  wiringOf,
} from '../flow/reach.ts';
import { entriesOf, isShellScript, type Reach, worse } from '../scripts/entries.ts';
import { filesRunBy } from '../scripts/scripts.ts';
import type { Linked } from '../tree/scope.ts';
import { filesNamed } from './needed.ts';
import { inlineIn, isOdd, MANIFEST, open, resolved, sizeOf, type World } from './world.ts';

/** Path → when. Files no entry leads to are not there. */
export type Places = ReadonlyMap<string, Pick<Place, 'reach' | 'invoked'>>;

interface Place {
  readonly path: string;
  reach: Reach;
  /** Name of an export → when it is first called. */
  readonly invoked: Map<string, Reach>;
  visits: number;
}

/** Times a module is looked at again because later code calls more of it. */
const MAX_VISITS = 8;

/** Found out when that is first asked: it takes parsing what leads to the files somebody wants to see. */
export function placesIn(world: World): Places {
  world.places ??= reachAll(world);
  return world.places;
}

function reachAll(world: World): Places {
  const places = new Map<string, Place>();
  const queue: Place[] = [];
  const queued = new Set<Place>();
  const again = (place: Place) => {
    if (place.visits >= MAX_VISITS || queued.has(place)) return;
    queued.add(place);
    queue.push(place);
  };
  const ask = (asked: string, reach: Reach, names: readonly string[]) => {
    for (const path of world.needed.twins.get(asked) ?? [asked]) askOne(path, reach, names);
  };
  const askOne = (path: string, reach: Reach, names: readonly string[]) => {
    const place = places.get(path) ?? { path, reach: 'nowhere', invoked: new Map(), visits: 0 };
    const changed = note(place, reach, names) || !places.has(path);
    places.set(path, place);
    if (changed) again(place);
  };
  const events: Events = { told: new Map(), hearing: new Map() };
  for (const { path, reach } of entriesOf(world.pkg, world.root)) ask(path, reach, []);
  for (const asked of inlineIn(world).flatMap(({ code, reach }) => askedBy(wiringOf(code), reach, new Map()))) {
    const path = resolved(world, asked.specifier, MANIFEST);
    if (path !== undefined) ask(path, asked.reach, asked.names);
  }
  for (const place of queue) {
    place.visits++;
    queued.delete(place);
    world.step(place.path);
    for (const asked of asks(world, place)) {
      for (const path of named(world, asked.specifier, place.path)) ask(path, asked.reach, asked.names);
    }
    for (const path of runByScript(world, place.path)) ask(path, place.reach, []);
    for (const one of toldAfter(world, place, events)) again(one);
  }
  return places;
}

/** Files that a script of a shell runs, when it does. */
function runByScript({ pkg }: World, path: string): readonly string[] {
  return isShellScript(path, pkg.files.get(path)) ? filesRunBy(pkg, path) : [];
}

/** What modules tell each other of, whichever has the emitter from the other one. */
interface Events {
  /** Event → when it is first told of. */
  readonly told: Map<string, Reach>;
  readonly hearing: Map<string, Set<Place>>;
}

/** The places that hear something new once a module was looked at. */
function toldAfter(world: World, place: Place, { told, hearing }: Events): readonly Place[] {
  const wiring = wiringIn(world, place.path);
  if (!wiring) return [];
  for (const event of wiring.hears) hearing.set(event, (hearing.get(event) ?? new Set()).add(place));
  for (const [event, reach] of toldBy(wiring, place.reach, place.invoked))
    told.set(event, worse(told.get(event) ?? reach, reach));
  return [...hearing].flatMap(([event, places]) => {
    const reach = told.get(event);
    return reach === undefined ? [] : [...places].filter((one) => call(one, toldAs(event), reach));
  });
}

function named(world: World, specifier: string, from: string): readonly string[] {
  const { edges } = world.needed;
  if (specifier.endsWith('*')) return filesNamed(world.pkg, specifier, from, (file) => edges.has(file));
  const path = resolved(world, specifier, from);
  return path === undefined ? [] : [path];
}

/** Records an earlier or further use of a place; true where that changes anything. */
function note(place: Place, reach: Reach, names: readonly string[]): boolean {
  let changed = false;
  const earlier = worse(place.reach, reach);
  if (earlier !== place.reach) {
    place.reach = earlier;
    changed = true;
  }
  for (const name of names) if (call(place, name, reach)) changed = true;
  return changed;
}

/** The same of one name only. */
function call({ invoked }: Place, name: string, reach: Reach): boolean {
  const known = invoked.get(name);
  if (known !== undefined && worse(known, reach) === known) return false;
  invoked.set(name, reach);
  return true;
}

function asks(world: World, { path, reach, invoked }: Place): readonly Asked[] {
  const wiring = wiringIn(world, path);
  if (wiring) return askedBy(wiring, reach, invoked);
  const specifiers = world.needed.edges.get(path) ?? [];
  return specifiers.map((specifier) => ({ specifier, reach, names: [] }));
}

/** When each area of a file runs. */
export function reachIn(world: World, path: string): (area: number) => Reach {
  const known = world.reaches.get(path);
  if (known) return known;
  const { reach, invoked } = placesIn(world).get(path) ?? { reach: 'nowhere', invoked: new Map<string, Reach>() };
  const wiring = wiringIn(world, path);
  const found = wiring ? reachOf(wiring, reach, invoked) : () => reach;
  world.reaches.set(path, found);
  return found;
}

/** What a file tells of its reach; undefined where it leads to nothing anybody wants to see and calls nothing there, or does not parse. */
export function wiringIn(world: World, path: string): Wiring | undefined {
  const { wirings, needed } = world;
  if (!wirings.has(path)) {
    const isAsked = needed.leading.has(path) || needed.calling.has(path) || isOdd(path);
    const code = isAsked ? open(world, path) : undefined;
    wirings.set(path, code && wiringFor(world, path, code));
  }
  return wirings.get(path);
}

/** Characters of a file from which more than a glance at it is worth asking whether anybody needs that. */
export const COSTLY = 200_000;

/**
 * Who calls whom in a file changes nothing where it leads to no other one and nobody asks when its own code runs, as is known
 * of what was looked at: a bundle of megabytes takes most of a second.
 */
function wiringFor(world: World, path: string, code: Linked): Wiring {
  const isCostly = sizeOf(world.pkg, path) > COSTLY;
  if (!isCostly || world.dated.has(path) || isOdd(path)) return wiringOf(code);
  const isOurs = (specifier: string): boolean => named(world, specifier, path).length > 0;
  return leadsNowhere(code, isOurs) ? ASKS_NOTHING : wiringOf(code);
}
