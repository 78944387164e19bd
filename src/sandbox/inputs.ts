/** Makes arguments for a tool from its JSON Schema. Values fit their property's name, so that the tool has something to do. */

/** What the values refer to: a file and a directory that exist in the sandbox, and a text no honest tool invents. */
export interface InputWorld {
  readonly file: string;
  readonly directory: string;
  readonly marker: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Nesting beyond this gets empty values: schemas may be recursive or hostile. */
const MAX_DEPTH = 6;
const MAX_PROPERTIES = 60;

/** An object with every required property, and those optional ones whose name says what they are. */
export function inputFor(schema: unknown, world: InputWorld): Record<string, unknown> {
  const root = isSchema(schema) ? schema : {};
  const value = valueFor('', root, root, world, 0);
  return isSchema(value) ? value : {};
}

function valueFor(name: string, given: Schema, root: Schema, world: InputWorld, depth: number): unknown {
  const schema = choose(dereference(given, root), root);
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0];
  if (Array.isArray(schema.examples) && schema.examples.length > 0) return schema.examples[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || isSchema(schema.properties)) return objectFor(schema, root, world, depth);
  if (type === 'array') return arrayFor(name, schema, root, world, depth);
  if (type === 'number' || type === 'integer') return numberFor(schema);
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  return textFor(name, schema, world);
}

function objectFor(schema: Schema, root: Schema, world: InputWorld, depth: number): Record<string, unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  const object: Record<string, unknown> = {};
  if (depth >= MAX_DEPTH) return object;
  for (const [name, child] of Object.entries(properties).slice(0, MAX_PROPERTIES)) {
    if (required.has(name) || telling(name)) {
      Object.defineProperty(object, name, {
        value: valueFor(name, isSchema(child) ? child : {}, root, world, depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return object;
}

function arrayFor(name: string, schema: Schema, root: Schema, world: InputWorld, depth: number): unknown[] {
  const item = isSchema(schema.items) ? schema.items : {};
  const least = Math.min(Number(schema.minItems ?? 1) || 1, 5);
  return depth >= MAX_DEPTH ? [] : Array.from({ length: least }, () => valueFor(name, item, root, world, depth + 1));
}

function numberFor(schema: Schema): number {
  const least = Number(schema.minimum ?? schema.exclusiveMinimum ?? 1);
  const most = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  const wanted = 'exclusiveMinimum' in schema ? least + 1 : Math.max(least, 1);
  return Math.min(Number.isFinite(wanted) ? wanted : 1, most);
}

/** What a text property probably wants, by its name. The first that fits. */
const BY_NAME: readonly (readonly [RegExp, (world: InputWorld) => string])[] = [
  [/e-?mail|recipient|^(to|cc|bcc|from)$/i, (world) => `${world.marker}@mail.example`],
  [/url|uri|link|endpoint|website/i, (world) => `https://site-${world.marker}.example/page`],
  [/dir|folder|cwd|root/i, (world) => world.directory],
  [/file|path/i, (world) => world.file],
  [/command|cmd|shell|script/i, (world) => `echo ${world.marker}`],
  [/^code$|source/i, (world) => `console.log("${world.marker}")`],
  [/date|time|since|until/i, () => '2026-01-15T09:00:00Z'],
  [/sql|query/i, () => 'SELECT 1'],
  [/lang/i, () => 'en'],
  [/city|location|place/i, () => 'Venice'],
  [
    /name|title|message|text|content|body|subject|topic|search|term|keyword|prompt|question|thought|id$/i,
    (world) => `sample ${world.marker}`,
  ],
];

function telling(name: string): boolean {
  return BY_NAME.some(([words]) => words.test(name));
}

function textFor(name: string, schema: Schema, world: InputWorld): string {
  const format = String(schema.format ?? '');
  if (format === 'uuid') return '3d6f0f52-58a6-4b4e-9a77-2f1c8a1f6b10';
  if (format === 'date') return '2026-01-15';
  const named = [format, name].map((word) => BY_NAME.find(([words]) => words.test(word))).find(Boolean);
  const text = named ? named[1](world) : `sample ${world.marker}`;
  const most = Number(schema.maxLength ?? 10_000);
  return text.padEnd(Math.min(Number(schema.minLength ?? 0) || 0, 1_000), 'x').slice(0, most);
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
