/**
 * What a tool says in an error of the answer it wanted from the world: where something should have stood, and of which kind. Pure.
 * All of it is the package's text: each pattern is bounded, and what it gives is an answer to try, never a fact.
 */

/** What a value can be; `any` is whatever its name suggests. */
export type Kind =
  | 'array'
  | 'object'
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'url'
  | 'email'
  | 'date'
  | 'uuid'
  | 'any'
  | 'absent';

/** Something that an answer should hold, or the status it should have. The empty path is the whole answer. */
export type Wanted =
  | { readonly kind: 'status'; readonly value?: number }
  | {
      readonly kind: Kind;
      readonly path: readonly (string | number)[];
      readonly value?: string | number | boolean;
    };

/** Longest error that is read, most that is wanted at once, and the longest path and name of it. */
const LONGEST = 20_000;
const MOST = 60;
const DEEPEST = 8;
const NAME = /^[\w$@.:/ -]{1,60}$/;
/** Names that every object has. */
const TAKEN = /^(?:__proto__|prototype|constructor)$/;
/** How deep errors lie in one another, as JSON in texts or as the choices of a union. */
const NESTED = 4;

/** Each thing once. */
export function wantedIn(error: string): readonly Wanted[] {
  const texts = textsOf(error.slice(0, LONGEST), 0);
  const issues = texts.flatMap((text) => issuesIn(text, 0));
  // What is said in data is said in words as well.
  const found = issues.length > 0 ? issues : texts.flatMap(inWords);
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()].slice(0, MOST);
}

/** The text, and where it is JSON the texts in it. */
function textsOf(text: string, depth: number): readonly string[] {
  const value = depth < NESTED ? parsed(text) : undefined;
  return [text, ...(isObject(value) || Array.isArray(value) ? stringsOf(value, depth) : [])];
}

function stringsOf(value: unknown, depth: number): readonly string[] {
  if (depth >= NESTED) return [];
  if (typeof value === 'string') return textsOf(value, depth + 1);
  return typeof value === 'object' && value !== null
    ? Object.values(value)
        .slice(0, MOST)
        .flatMap((one) => stringsOf(one, depth + 1))
    : [];
}

function want(path: readonly unknown[], kind: Kind | undefined, value?: unknown): readonly Wanted[] {
  if (kind === undefined || path.length > DEEPEST || !path.every(isKey)) return [];
  const literal = typeof value === 'string' ? NAME.test(value) : ['number', 'boolean'].includes(typeof value);
  return [{ kind, path, ...(literal ? { value: value as string | number | boolean } : {}) }];
}

function isKey(key: unknown): key is string | number {
  if (typeof key === 'number') return key >= 0 && key <= 2 && Number.isInteger(key);
  return typeof key === 'string' && NAME.test(key) && !TAKEN.test(key);
}

/** Kinds by what validators call them. */
const KINDS: Readonly<Record<string, Kind>> = {
  array: 'array',
  tuple: 'array',
  object: 'object',
  record: 'object',
  string: 'string',
  number: 'number',
  int: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
  date: 'date',
  datetime: 'date',
  'date-time': 'date',
  url: 'url',
  uri: 'url',
  email: 'email',
  uuid: 'uuid',
  guid: 'uuid',
  any: 'any',
  nonoptional: 'any',
};

/** The first of several: `string | null`. */
function kindOf(word: unknown): Kind | undefined {
  const [first = ''] = typeof word === 'string' ? word.toLowerCase().split(/[^a-z-]+/, 1) : [];
  return Object.hasOwn(KINDS, first) ? KINDS[first] : undefined;
}

// ---------------------------------------------------------------- as data

/** The issues of a validator (zod, valibot, ajv), wherever their JSON stands in a text. */
function issuesIn(text: string, depth: number): readonly Wanted[] {
  const start = text.search(/\[\s*\{/);
  const list = start < 0 ? undefined : parsed(text.slice(start, text.lastIndexOf(']') + 1));
  return Array.isArray(list) ? list.slice(0, MOST).flatMap((issue) => issueOf(issue, [], depth)) : [];
}

function issueOf(issue: unknown, outer: readonly unknown[], depth: number): readonly Wanted[] {
  if (!isObject(issue) || depth > NESTED) return [];
  const own = Array.isArray(issue.path) ? issue.path.map((one) => (isObject(one) ? one.key : one)) : undefined;
  if (!own) return typeof issue.instancePath === 'string' ? inWords(`${issue.instancePath} ${issue.message}`) : [];
  const path = [...outer, ...own];
  // Of the choices of a union, the first: in older zod with whole paths, in newer ones with the rest of them.
  const [older] = listOf(issue.unionErrors);
  if (isObject(older)) return listOf(older.issues).flatMap((one) => issueOf(one, [], depth + 1));
  const [newer] = listOf(issue.errors);
  if (Array.isArray(newer)) return newer.slice(0, MOST).flatMap((one) => issueOf(one, path, depth + 1));
  const choices = [issue.values, issue.options].find(Array.isArray);
  if (choices) return want(path, 'any', choices[0]);
  if (issue.code === 'invalid_literal') return want(path, 'any', issue.expected);
  if (Array.isArray(issue.keys)) return issue.keys.flatMap((key) => want([...path, key], 'absent'));
  if (issue.code === 'too_small' && [issue.origin, issue.type].includes('array')) return want([...path, 0], 'object');
  return want(path, kindOf(issue.expected) ?? kindOf(issue.format) ?? kindOf(issue.validation));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, MOST) : []);

// ---------------------------------------------------------------- in words

const PATH = '[\\w$.\\[\\]/-]{0,120}';
/** What stands before a path, and is no part of it: what programs call an answer. */
const ANSWER = /^(?:res|resp|response|result|json|body|answer|payload|this|value|[a-z_$]\w?)$/i;

/** Of those, what is the answer itself and not what a client returns. */
const BODY = /^(?:json|body|answer|payload|result)$/i;

type Reading = (...groups: readonly string[]) => readonly Wanted[];

/** The ways of validators and of JavaScript itself. */
const SAID: readonly (readonly [RegExp, Reading])[] = [
  // zod: `items: Invalid input: expected array, received object`, `Expected array, received object at "items"`, `… → at items`.
  [
    new RegExp(
      `(?<![\\w$.\\]/-])(?!input: expected)(${PATH}): (?:Invalid input: )?expected ([\\w-]{1,20}), received \\w`,
      'gi',
    ),
    (path, kind) => want(keysOf(path), kindOf(kind)),
  ],
  [
    /expected ([\w-]{1,20}), received \w{1,20}[\s→]{1,8}at "?([\w.[\]-]{1,120})/gi,
    (kind, path) => want(keysOf(path), kindOf(kind)),
  ],
  [
    new RegExp(`(${PATH}): Invalid option: expected one of "([^"|]{1,60})"`, 'gi'),
    (path, value) => want(keysOf(path), 'any', value),
  ],
  [new RegExp(`(?<![\\w$.\\]/-])(${PATH}): Invalid input(?![:\\w])`, 'g'), (path) => want(keysOf(path), 'any')],
  [/\brequired at "([\w.[\]-]{1,120})"/gi, (path) => want(keysOf(path), 'any')],
  // ajv: `data/items must be array`, `/items/0 must have required property 'id'`.
  [
    new RegExp(`(?:\\bdata|response|body)?(/${PATH})? must be (?:an? )?([\\w-]{1,20})`, 'g'),
    (path, kind) => want(keysOf(path), kindOf(kind)),
  ],
  [
    new RegExp(`(/${PATH})? must have required property '([\\w$ -]{1,60})'`, 'g'),
    (path, name) => want([...keysOf(path), name], 'any'),
  ],
  // Programs that look themselves.
  [
    /\b(?:expected|missing|no|without|lacks)(?: an?| the)?(?: required| expected)? (?:property|field|key|member)s?:? ["'`]([\w.-]{1,60})["'`]/gi,
    (path) => want(keysOf(path), 'any'),
  ],
  // `Health check returned invalid version field`.
  [/\binvalid ["'`]?([a-z_]\w{1,40})["'`]? (?:field|property)\b/gi, (name) => want([name], 'string')],
  // `Failed to start the job, could not get job ID`.
  [
    /\b(?:get|obtain|find|receive|received|return|returned|contain|missing|no|without)(?: an?| the| any| valid){0,2} ([a-z]{2,20}) id\b/gi,
    (thing) => ['Id', '_id'].flatMap((end) => want([thing.toLowerCase() + end], 'string')),
  ],
  // JavaScript: `body.items.map is not a function`, `items is not iterable`.
  [
    /([\w$?.]{1,120})\.(?:map|forEach|filter|find|reduce|some|every|flatMap|slice|sort|join) is not a function/g,
    (path) => want(withoutAnswer(keysOf(path)), 'array'),
  ],
  [/([\w$?.]{1,120}) is not iterable/g, (path) => want(withoutAnswer(keysOf(path)), 'array')],
  [/\(intermediate value\)\.\w{1,20} is not (?:a function|iterable)/g, () => want([], 'array')],
  // Go: `cannot unmarshal string into Go struct field Answer.channel of type api.Channel`.
  [
    /cannot unmarshal \w{1,20} into Go struct field \w{0,80}\.([\w.]{1,120}) of type ([\w.*[\]]{1,80})/g,
    (path, type) => want(keysOf(path), kindInGo(type)),
  ],
  [/cannot unmarshal \w{1,20} into Go value of type ([\w.*[\]]{1,80})/g, (type) => want([], kindInGo(type))],
  // Clients that know one status only.
  [
    /expected (?:an? )?(?:http )?(?:status(?: code)? )?(20[0-6])\b/gi,
    (status) => [{ kind: 'status', value: Number(status) }],
  ],
  [/(?:unexpected|unknown)[\w -]{0,40}status|unexpected [^\n]{0,60}\b200\b/gi, () => [{ kind: 'status' }]],
];

function inWords(text: string): readonly Wanted[] {
  return SAID.flatMap(([pattern, read]) =>
    [...text.matchAll(pattern)].slice(0, MOST).flatMap(([, ...groups]) => read(...groups.map((one) => one ?? ''))),
  );
}

/** `items[0].name`, `/items/0/name`. */
function keysOf(path: string): readonly (string | number)[] {
  return path
    .split(/[.[\]/?]+/)
    .filter(Boolean)
    .map((key) => (/^\d{1,3}$/.test(key) ? Number(key) : key));
}

function withoutAnswer(path: readonly (string | number)[]): readonly (string | number)[] {
  const at = path.findIndex((key) => !ANSWER.test(String(key)));
  const rest = at < 0 ? [] : path.slice(at);
  // What clients return holds the answer as its `data`.
  return at > 0 && rest[0] === 'data' && !BODY.test(String(path[at - 1])) ? rest.slice(1) : rest;
}

function kindInGo(type: string): Kind {
  if (type.startsWith('[]')) return 'array';
  if (/^\*?(?:u?int|float)\d*$/.test(type)) return 'number';
  return kindOf(type.replace('*', '').replace('bool', 'boolean')) ?? 'object';
}

// ---------------------------------------------------------------- with the code

const ABSENT = /Cannot read propert(?:y|ies) of (?:undefined|null) \(reading '([\w$]{1,60})'\)/g;
const OF_ARRAYS = /^(?:map|forEach|filter|find|reduce|some|every|flatMap|slice|sort|join|length)$/;
/** What code calls an answer, where it is a variable and not a member of one. */
const HELD = /^(?:res|resp|response|result|json|body|answer|payload|data|[a-z_$]\w?)$/i;
/** Most ways to one member that are believed. */
const MOST_WAYS = 6;

/** Where something was missing, by how the code gets to the member that could not be read: `data.results[0].geometry`. */
export function wantedAt(error: string, scripts: readonly string[]): readonly Wanted[] {
  const names = [...error.slice(0, LONGEST).matchAll(ABSENT)].slice(0, 3).map(([, name = '']) => name);
  const found = [...new Set(names)].flatMap((name) => {
    const way = new RegExp(
      `(?<![\\w$.\\]])((?:[\\w$]{1,60}(?:\\[\\d\\])?\\??\\.){2,6})${name.replaceAll('$', '\\$')}\\b`,
      'g',
    );
    const ways = scripts.flatMap((text) => [...text.matchAll(way)].map(([, path = '']) => keysOf(path)));
    const answers = ways.filter(([first]) => HELD.test(String(first))).map(withoutHolder);
    return answers.flatMap((path) => (path.length > 0 ? want(path, OF_ARRAYS.test(name) ? 'array' : 'object') : []));
  });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()].slice(0, MOST_WAYS);
}

/** Without the variable, and what a client returns it in. */
function withoutHolder([, ...path]: readonly (string | number)[]): readonly (string | number)[] {
  return path[0] === 'data' && typeof path[1] === 'string' ? path.slice(1) : path;
}

// ---------------------------------------------------------------- JSON

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
