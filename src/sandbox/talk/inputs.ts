/** Makes arguments for a tool from its JSON Schema. Values fit their property's name, so that the tool has something to do. */

import type { Canary } from '../decoys/canaries.ts';
import { sampleFor } from '../decoys/samples.ts';
import { textLike } from './pattern.ts';
import { isAddress, plausible } from './plausible.ts';
import type { Kind, Wanted } from './wanted.ts';

/** What the values refer to: a file and a directory that exist in the sandbox, and texts that no honest tool invents. */
export interface InputWorld {
  readonly file: string;
  readonly directory: string;
  /** A text that was never given before. */
  readonly canary: () => string;
}

/** What a tool is called with, and which of its arguments hold a text of their own. */
export interface Input {
  readonly kind: InputKind;
  readonly input: Record<string, unknown>;
  readonly canaries: readonly Canary[];
}

/** A JSON Schema, as a server gave it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Nesting beyond this gets empty values: schemas may be recursive or hostile. */
const MAX_DEPTH = 6;
const MAX_PROPERTIES = 60;
/** Characters of a description that are read. */
const MAX_TOLD = 2_000;

/**
 * How an input is made: `named` has every required property and those optional ones whose name says what they are, with
 * values that fit their names; `told` what is required, as its descriptions tell; `least` only what is required, `full`
 * everything, `wrong` values of another type.
 */
export type InputKind = 'named' | 'told' | 'least' | 'full' | 'wrong';

interface Recipe {
  readonly world: InputWorld;
  readonly kind: InputKind;
  readonly root: Schema;
  readonly canaries: Canary[];
  /** What is said of the whole. */
  readonly about: string;
}

/** An input for a tool, a form or a prompt. */
export function inputFor(schema: unknown, world: InputWorld): Record<string, unknown> {
  return make(schema, world, 'named').input;
}

/** Every kind of input that says something else than those before it; `about` is what the tool says of itself. */
export function inputsFor(schema: unknown, world: InputWorld, about = ''): readonly Input[] {
  const told = new Set<string>();
  return (['named', 'told', 'full', 'least', 'wrong'] as const).flatMap((kind) => {
    const made = make(schema, world, kind, about);
    const shape = made.canaries.reduce((text, { value }) => text.replace(value, ''), JSON.stringify(made.input));
    if (told.has(shape)) return [];
    told.add(shape);
    return [made];
  });
}

/** The input as an error of the tool says that it should be; undefined where it says nothing of it. */
export function correctedBy(
  wanted: readonly Wanted[],
  input: Input,
  world: InputWorld,
  about: string,
): Input | undefined {
  const schema = schemaOf(wanted);
  if (Object.keys(schema.properties).length === 0) return undefined;
  return both(input, make(schema, world, 'told', about));
}

/** More of the arguments that a schema names, with other values than they have where nobody gives them. */
export function argumentsFor(schema: Schema, names: readonly string[], world: InputWorld, about: string): Input {
  const all = isSchema(schema.properties) ? schema.properties : {};
  const properties = Object.fromEntries(names.map((name) => [name, withoutDefault(all[name])]));
  return make({ ...schema, properties, required: names }, world, 'told', about);
}

function withoutDefault(schema: unknown): unknown {
  if (!isSchema(schema)) return schema;
  const { default: _, ...rest } = schema;
  return rest;
}

/** What stands in both is taken from `more`. */
export function both(input: Input, more: Input): Input {
  return { kind: 'told', input: { ...input.input, ...more.input }, canaries: [...input.canaries, ...more.canaries] };
}

interface Wish extends Schema {
  readonly properties: Record<string, Schema>;
  readonly required: string[];
}

/** A schema of what was wanted, by its path. */
function schemaOf(wanted: readonly Wanted[]): Wish {
  const root = wish();
  for (const want of wanted) {
    if (want.kind === 'status' || want.kind === 'absent' || !want.path.every((key) => typeof key === 'string'))
      continue;
    const name = want.path.at(-1);
    const holder = want.path.slice(0, -1).reduce<Wish | undefined>(inside, root);
    if (name === undefined || !holder || name in holder.properties) continue;
    const isGiven = want.value !== undefined && !isAddress(String(want.value));
    holder.properties[name] = isGiven ? { const: want.value } : OF_KIND[want.kind];
    holder.required.push(name);
  }
  return root;
}

/** No name is one that every object has. */
const wish = (): Wish => ({ type: 'object', properties: Object.create(null), required: [] });

/** What stands under a name, made where nothing does; undefined where that is no object. */
function inside(holder: Wish | undefined, name: string): Wish | undefined {
  if (!holder) return undefined;
  const known = holder.properties[name];
  if (known) return 'required' in known ? (known as Wish) : undefined;
  const made = wish();
  holder.properties[name] = made;
  holder.required.push(name);
  return made;
}

const OF_KIND: Readonly<Record<Kind, Schema>> = {
  array: { type: 'array', items: { type: 'string' } },
  object: { type: 'object' },
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  null: { type: 'null' },
  url: { type: 'string', format: 'uri' },
  email: { type: 'string', format: 'email' },
  date: { type: 'string', format: 'date-time' },
  uuid: { type: 'string', format: 'uuid' },
  any: { type: 'string' },
  absent: {},
};

function make(schema: unknown, world: InputWorld, kind: InputKind, about = ''): Input {
  const root = isSchema(schema) ? schema : {};
  const canaries: Canary[] = [];
  const value = valueFor('', root, { world, kind, root, canaries, about }, NOWHERE);
  return { kind, input: isSchema(value) ? value : {}, canaries };
}

/** Where a value stands in the input. */
interface Place {
  /** `to[0].email`. */
  readonly path: string;
  readonly depth: number;
}

const NOWHERE: Place = { path: '', depth: 0 };

function valueFor(name: string, given: Schema, recipe: Recipe, place: Place): unknown {
  const { root, kind } = recipe;
  const schema = choose(dereference(given, root), root);
  if (kind === 'wrong' && place.depth > 0) return wrongFor(schema);
  const known = suggested(schema, kind);
  if (known) return known.value;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || isSchema(schema.properties)) return objectFor(schema, recipe, place);
  if (type === 'array') return arrayFor(name, schema, recipe, place);
  if (type === 'number' || type === 'integer') return numberFor(schema);
  if (type === 'boolean') return kind === 'full';
  if (type === 'null') return null;
  return textFor(name, schema, recipe, place);
}

/**
 * What the schema itself names: a constant, a default, one of its choices or examples. `full` takes others than the rest do, and
 * of what may be any text only its own.
 */
function suggested(schema: Schema, kind: InputKind): { readonly value: unknown } | undefined {
  if ('const' in schema) return { value: schema.const };
  if ('default' in schema && kind !== 'full') return { value: schema.default };
  const examples = kind === 'full' && isFree(schema) ? undefined : schema.examples;
  const choices = [schema.enum, examples].find((list) => Array.isArray(list) && list.length > 0);
  return Array.isArray(choices) ? { value: choices.at(kind === 'full' ? -1 : 0) } : undefined;
}

/** Whether any text will do. */
function isFree({ type, format, pattern }: Schema): boolean {
  return type === 'string' && format === undefined && pattern === undefined;
}

/** A number for a text, a text for anything else. */
function wrongFor(schema: Schema): unknown {
  return schema.type === 'string' ? 7 : 'seven';
}

function objectFor(schema: Schema, recipe: Recipe, { path, depth }: Place): Record<string, unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  const object: Record<string, unknown> = {};
  if (depth >= MAX_DEPTH) return object;
  for (const [name, child] of Object.entries(properties).slice(0, MAX_PROPERTIES)) {
    if (required.has(name) || wrapped(schema) || wanted(name, recipe.kind, required.size)) {
      Object.defineProperty(object, name, {
        value: valueFor(name, isSchema(child) ? child : {}, recipe, {
          path: path === '' ? name : `${path}.${name}`,
          depth: depth + 1,
        }),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return object;
}

/** The one argument that holds all others. */
export function wrapped({ properties }: Schema): { readonly name: string; readonly schema: Schema } | undefined {
  const [[name, schema] = ['', undefined], ...more] = isSchema(properties) ? Object.entries(properties) : [];
  return more.length === 0 && isSchema(schema) && isSchema(schema.properties) ? { name, schema } : undefined;
}

/** Whether a property that is not required is given; `required` is how many are. */
function wanted(name: string, kind: InputKind, required: number): boolean {
  if (kind === 'named' || (kind === 'told' && required === 0)) return telling(name);
  return kind === 'full' || kind === 'wrong';
}

function arrayFor(name: string, schema: Schema, recipe: Recipe, { path, depth }: Place): unknown[] {
  const item = { description: schema.description, ...(isSchema(schema.items) ? schema.items : {}) };
  const least = Math.min(Number(schema.minItems ?? 1) || 1, 5);
  const itemAt = (index: number) => valueFor(name, item, recipe, { path: `${path}[${index}]`, depth: depth + 1 });
  return depth >= MAX_DEPTH ? [] : Array.from({ length: least }, (_, index) => itemAt(index));
}

function numberFor(schema: Schema): number {
  const least = Number(schema.minimum ?? schema.exclusiveMinimum ?? 1);
  const most = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  const wanted = 'exclusiveMinimum' in schema ? least + 1 : Math.max(least, 1);
  return Math.min(Number.isFinite(wanted) ? wanted : 1, most);
}

/** Gives the argument a canary: asked for only where it is used. */
type Mark = () => string;

/** What a text property probably wants, by its name. The first that fits. What must make sense as it is holds no canary. */
const BY_NAME: readonly (readonly [RegExp, (mark: Mark, recipe: Recipe) => string])[] = [
  [/e-?mail|recipient|^(to|cc|bcc|from)$/i, (mark) => `${mark()}@mail.example`],
  [/url|uri|link|endpoint|website/i, (mark) => `https://site-${mark()}.example/page`],
  [/dir|folder|cwd|root/i, (_mark, { world }) => world.directory],
  [/file|path/i, (_mark, { world }) => world.file],
  [/command|cmd|shell|script/i, (mark) => `echo ${mark()}`],
  [/^(?:source_?)?code$|^source$/i, (mark) => `console.log("${mark()}")`],
  [/date|time|since|until/i, () => '2026-01-15T09:00:00Z'],
  [/graphql|gql/i, () => '{ __typename }'],
  [/sql|query/i, (mark) => `SELECT '${mark()}'`],
  [/lang/i, () => 'en'],
  [/city|location|place/i, (mark, { kind }) => (kind === 'full' ? `Venice ${mark()}` : 'Venice')],
  [
    /name|title|message|text|content|body|subject|topic|search|term|keyword|prompt|question|thought|id$/i,
    (mark) => `sample-${mark()}`,
  ],
];

function telling(name: string): boolean {
  return BY_NAME.some(([words]) => words.test(name));
}

function textFor(name: string, schema: Schema, recipe: Recipe, { path }: Place): string {
  const format = String(schema.format ?? '');
  if (format === 'uuid') return '3d6f0f52-58a6-4b4e-9a77-2f1c8a1f6b10';
  if (format === 'date') return '2026-01-15';
  const value = recipe.world.canary();
  const mark = () => {
    recipe.canaries.push({ argument: path, value });
    return value;
  };
  const fixed = patterned(schema, mark);
  const text = fixed ?? toldOf(name, schema, recipe) ?? namedText([format, name], mark, recipe);
  const most = Number(schema.maxLength ?? 10_000);
  // Where there is little room, the canary comes first.
  const fitting = text.startsWith('sample-') && text.length > most && value.length <= most ? value : text;
  // What a pattern allows last it mostly allows again.
  const more = fixed?.at(-1) ?? 'x';
  return fitting.padEnd(Math.min(Number(schema.minLength ?? 0) || 0, 1_000), more).slice(0, most);
}

function namedText(words: readonly string[], mark: Mark, recipe: Recipe): string {
  const named = words.map((word) => BY_NAME.find(([pattern]) => pattern.test(word))).find(Boolean);
  return named ? named[1](mark, recipe) : `sample-${mark()}`;
}

/** What would not fit is refused before the tool sees it. */
function patterned({ pattern }: Schema, mark: Mark): string | undefined {
  if (typeof pattern !== 'string') return undefined;
  const text = textLike(pattern, mark);
  // Where only the beginning of an address is asked for, the rest is wanted as well.
  const open = /^https?:\/\/$/.test(text) && !pattern.endsWith('$');
  return open ? `${text}site-${mark()}.example/page` : text || undefined;
}

const DIRECTORY = /\b(?:director(?:y|ies)|folder|repositor(?:y|ies)|workspace|project root)\b/i;

function toldOf(name: string, { description }: Schema, { kind, about, world }: Recipe): string | undefined {
  if (kind !== 'told') return undefined;
  const told = typeof description === 'string' ? description.slice(0, MAX_TOLD) : '';
  if (/path/i.test(name) && DIRECTORY.test(told) && !/\bfiles?\b/i.test(told)) return world.directory;
  const sample = /file|path/i.test(name) ? sampleFor(`${told} ${about.slice(0, MAX_TOLD)}`) : undefined;
  return sample === undefined ? plausible(name, told, about) : `${world.directory}/${sample}`;
}

/** Follows `$ref` inside the document, a few steps at the most. */
function dereference(schema: Schema, root: Schema): Schema {
  let current = schema;
  for (let step = 0; step < MAX_DEPTH && typeof current.$ref === 'string'; step++) {
    const path = current.$ref.replace(/^#\/?/, '').split('/').filter(Boolean);
    const target = path.reduce<unknown>(
      (value, key) => (isSchema(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      root,
    );
    if (!isSchema(target)) return {};
    current = target;
  }
  return current;
}

/** The first branch of a union, together with what the schema says itself. */
function choose(schema: Schema, root: Schema): Schema {
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].find(Array.isArray) as readonly unknown[] | undefined;
  const first = branches?.find((branch) => isSchema(branch) && branch.type !== 'null');
  return isSchema(first)
    ? { ...schema, anyOf: undefined, oneOf: undefined, allOf: undefined, ...dereference(first, root) }
    : schema;
}

function isSchema(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
