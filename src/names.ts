/**
 * Which well-known name could a name be taken for, and by which slip? Pure, and quick: instead of comparing with every known
 * name, every name one edit away is spelled out and looked up (P. Norvig's spelling corrector), and each other kind of
 * confusion has a form in which both names are the same.
 */

/** How a name comes to stand for another. */
export type Confusion =
  /** One letter more, less or other, or two neighbours swapped. */
  | 'typo'
  /** Signs that are hard to tell apart. */
  | 'look-alike'
  | 'separator'
  | 'word-order'
  | 'scope'
  | 'abbreviation'
  /** The whole name, and a word that says nothing. */
  | 'added-word'
  /** The whole name, and a number. */
  | 'version';

export interface Lookalike {
  readonly kind: Confusion;
  /** The well-known name. */
  readonly known: string;
  /** True for the slips that are easily made: a key missed, hit twice, hit beside or in the wrong order, a scope left off. */
  readonly slip: boolean;
  /** True where one is the plural of the other. */
  readonly plural?: true;
}

export interface NameIndex {
  /** Well-known names; 0 is the most used one. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Scopes of known names: who owns one may call a package what they like. */
  readonly scopes: ReadonlySet<string>;
  /** Known names by kind and form, where the form is not the name itself. */
  readonly forms: Readonly<Partial<Record<Confusion, ReadonlyMap<string, string>>>>;
}

/** Shorter names have honest neighbours everywhere. */
const SHORTEST = 5;
/** Longer ones npm refuses to publish. */
const LONGEST = 214;

/** `names` begins with the most used one. */
export function makeNameIndex(names: Iterable<string>): NameIndex {
  const ranks = new Map<string, number>();
  for (const name of names) if (!ranks.has(name)) ranks.set(name, ranks.size);
  const scopes = new Set<string>();
  // One map for each kind: to make a key of kind and form would cost more than all the rest.
  const forms: Partial<Record<Confusion, Map<string, string>>> = {};
  for (const name of ranks.keys()) {
    const scope = scopeOf(name);
    if (scope !== undefined) scopes.add(scope);
    if (name.length < SHORTEST) continue;
    for (const { kind, text } of formsOf(name)) {
      forms[kind] ??= new Map();
      const known = forms[kind];
      if (text !== name && !known.has(text)) known.set(text, name);
    }
  }
  return { ranks, scopes, forms };
}

/** Every well-known name it could be taken for, each once, the likeliest confusion first. None for a well-known name. */
export function lookalikesOf(name: string, index: NameIndex): readonly Lookalike[] {
  const scope = scopeOf(name);
  if (name.length > LONGEST || index.ranks.has(name)) return [];
  if (scope !== undefined && index.scopes.has(scope)) return [];
  const forms = [...sameForms(name, index)];
  const twins = forms.filter(({ kind }) => kind === 'look-alike');
  const slips = [...typos(name, index)].sort((a, b) => likelier(a, b, index));
  const found = [...twins, ...slips, ...forms, ...extended(name, index), ...typosElsewhere(name, index)];
  const distinct = new Map(found.toReversed().map((one) => [one.known, one]));
  return [...distinct.values()].toReversed();
}

/** What fingers do first, then what more people want. */
function likelier(a: Lookalike, b: Lookalike, { ranks }: NameIndex): number {
  return Number(b.slip) - Number(a.slip) || (ranks.get(a.known) ?? 0) - (ranks.get(b.known) ?? 0);
}

export function scopeOf(name: string): string | undefined {
  return name.startsWith('@') ? name.slice(1, Math.max(1, name.indexOf('/'))) : undefined;
}

// ---------------------------------------------------------------- one edit

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
/** Rows of a keyboard; a key's neighbours stand beside it, or in the next row at the same place or one before. */
const ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[a-z0-9]/.test(sign);

function* typos(name: string, { ranks }: NameIndex): Generator<Lookalike> {
  for (const { text, slip, least, moved } of edits(name)) {
    if (text.length < least || !ranks.has(text) || (!moved && isOtherNumber(text, name))) continue;
    const plural = `${text}s` === name || text === `${name}s`;
    yield { kind: 'typo', known: text, slip: slip && !plural, ...(plural ? { plural } : {}) };
  }
}

interface Edit {
  readonly text: string;
  /** True where fingers or ears make the name of this text. */
  readonly slip: boolean;
  /** How long a name has to be for this to say anything. */
  readonly least: number;
  /** True where it has the same letters and digits in another order. */
  readonly moved?: true;
}

/** Every text one edit away, and those in which one letter has moved. Separators and scopes have kinds of their own. */
function* edits(name: string): Generator<Edit> {
  for (let i = 0; i <= name.length; i++) {
    const [head, sign] = [name.slice(0, i), name[i]];
    if (isLetter(sign)) yield* editsAt(name, i, head, sign ?? '');
    for (const other of LETTERS) yield { text: head + other + name.slice(i), slip: true, least: SHORTEST };
  }
  yield* moves(name);
}

function* editsAt(name: string, i: number, head: string, sign: string): Generator<Edit> {
  const [tail, next] = [name.slice(i + 1), name[i + 1]];
  yield { text: head + tail, slip: sign === name[i - 1] || sign === next, least: SHORTEST };
  // Two letters in the wrong order are hardly ever two names, even of four letters.
  if (isLetter(next) && sign !== next)
    yield { text: `${head}${next}${sign}${tail.slice(1)}`, slip: true, least: SHORTEST - 1, moved: true };
  for (const other of LETTERS) {
    const slip = areNeighbours(other, sign) || soundAlike(other, sign);
    if (other !== sign) yield { text: head + other + tail, slip, least: SHORTEST };
  }
}

/** A number names a version or a variant (`base32`, `lodash4`): one that is other, more or less is another name. */
function isOtherNumber(a: string, b: string): boolean {
  return a.replace(/\d+/g, '') === b.replace(/\d+/g, '');
}

/** How far a letter moves in a hurry. */
const FAR = 3;

/** Texts in which one letter stands two or three places from where it is: `rceat`. One place is a swap. */
function* moves(name: string): Generator<Edit> {
  for (let from = 0; from < name.length; from++) {
    if (!isLetter(name[from])) continue;
    const rest = name.slice(0, from) + name.slice(from + 1);
    for (let to = Math.max(0, from - FAR); to <= Math.min(rest.length, from + FAR); to++) {
      if (Math.abs(to - from) < 2) continue;
      yield { text: rest.slice(0, to) + name[from] + rest.slice(to), slip: true, least: SHORTEST, moved: true };
    }
  }
}

/** Letters that are written for one another by ear. */
const SOUNDS = ['iy', 'ck', 'sz', 'kq', 'vw'];

function soundAlike(a: string, b: string): boolean {
  return SOUNDS.some((pair) => pair.includes(a) && pair.includes(b));
}

/** Shorter names have the letters of others by chance, once their separators are gone. */
const LONG = 8;

/** Two letters in the wrong order or one too many, and the separators are not the known name's either: `bitcionjslib`. */
function* typosElsewhere(name: string, { forms, ranks }: NameIndex): Generator<Lookalike> {
  const bare = name.split(SEPARATORS).join('');
  if (bare.length < LONG || name.startsWith('@')) return;
  for (const text of hurried(bare)) {
    const known = forms.separator?.get(text) ?? (ranks.has(text) ? text : undefined);
    // Where the separators are the same, it is a typo and was found as one.
    if (known !== undefined && !known.startsWith('@') && known !== name) yield { kind: 'separator', known, slip: true };
  }
}

function* hurried(bare: string): Generator<string> {
  for (let i = 0; i < bare.length - 1; i++) {
    const [head, a = '', b = '', tail] = [bare.slice(0, i), bare[i], bare[i + 1], bare.slice(i + 2)];
    if (a !== b) yield head + b + a + tail;
    else yield head + a + tail;
  }
}

function areNeighbours(a: string, b: string): boolean {
  const [[rowA, at], [rowB, bt]] = [placeOf(a), placeOf(b)];
  if (rowA === rowB) return Math.abs(at - bt) === 1;
  const shift = rowB > rowA ? at - bt : bt - at;
  return Math.abs(rowA - rowB) === 1 && (shift === 0 || shift === 1);
}

const PLACES = new Map(ROWS.flatMap((keys, row) => [...keys].map((key, at) => [key, [row, at] as const] as const)));
const placeOf = (key: string): readonly [row: number, at: number] => PLACES.get(key) ?? [-9, -9];

// ---------------------------------------------------------------- the same in another form

interface Form {
  readonly kind: Confusion;
  readonly text: string;
}

const SEPARATORS = /[^a-z0-9]+/i;

/** Words that make a bare name under many scopes: `mcp-server`. */
const COMMON = /^(?:mcp|server|client|sdk|cli|api)$/;

/** The forms of a name; two names that share one can be taken for each other. */
function formsOf(name: string): Form[] {
  const words = name.split(SEPARATORS).filter((word) => word !== '');
  const forms: Form[] = [
    { kind: 'separator', text: words.join('') },
    { kind: 'look-alike', text: name.replace(TWINS, (sign) => LOOKS[sign] ?? sign) },
  ];
  if (words.length < 2) return forms;
  forms.push({ kind: 'abbreviation', text: words.map((word) => SHORT.get(word) ?? word).join('-') });
  forms.push({ kind: 'word-order', text: words.toSorted().join(' ') });
  // `@azure/core-http` → the `core-http` that somebody leaves its scope off. A single word is everybody's.
  const bare = name.startsWith('@') ? name.slice(name.indexOf('/') + 1).split(SEPARATORS) : [];
  if (bare.length > 1 && words[0] !== 'types' && !bare.every((word) => COMMON.test(word)))
    forms.push({ kind: 'scope', text: bare.join('-') });
  return forms;
}

function* sameForms(name: string, { forms, ranks }: NameIndex): Generator<Lookalike> {
  if (name.length < SHORTEST) return;
  const own = formsOf(name).filter(({ kind }) => kind !== 'scope');
  const bare: Form = { kind: 'scope', text: name.split(SEPARATORS).join('-') };
  for (const form of name.startsWith('@') ? own : [bare, ...own]) {
    const itself = form.kind !== 'scope' && ranks.has(form.text) ? form.text : undefined;
    const known = forms[form.kind]?.get(form.text) ?? itself;
    if (known === undefined || known === name || known.length < SHORTEST) continue;
    // The scope spelled as a word (`fastify-cors`) is mostly an older package of its owner; one left off is a slip.
    const scoped = name.includes('/') !== known.includes('/');
    yield { kind: scoped ? 'scope' : form.kind, known, slip: form.kind === 'scope' };
  }
}

/** What assistants and people write for one another. */
const SHORT: ReadonlyMap<string, string> = new Map(
  [
    'server svr srv serv',
    'filesystem fs files filesys',
    'postgres postgresql pg psql',
    'kubernetes k8s kube',
    'github gh',
    'database db',
    'authentication auth',
    'config cfg conf configuration',
    'util utils utilities',
    'message msg',
    'context ctx',
    'manager mgr',
    'password passwd pwd',
    'environment env',
    'typescript ts',
    'javascript js',
    'mongodb mongo',
    'document doc docs',
    'package pkg',
    'sequential seq',
  ].flatMap((row) => {
    const [long = '', ...short] = row.split(' ');
    return short.map((word) => [word, long] as const);
  }),
);

/** Of signs that look the same in many fonts, one stands for all. */
const TWINS = /rn|vv|cl|[1i05]/g;
const LOOKS: Readonly<Record<string, string>> = { rn: 'm', vv: 'w', cl: 'd', 1: 'l', i: 'l', 0: 'o', 5: 's' };

// ---------------------------------------------------------------- the whole name and more

/** Words that promise the same thing again. */
const EMPTY_WORDS =
  /^(?:js|node|nodejs|npm|lib|library|core|cli|api|sdk|client|module|plugin|utils?|helpers?|tools?|http|dev|pro|plus|new|next|latest|official|verified|secure|safe|fix|fixed|patch|patched|lite|mini|mcp|server)$/;

/** Words that people add from memory: `jquery.js`, `node-sqlite`. */
const PLATFORM = /^(?:js|node|nodejs)$/;

function* extended(name: string, { ranks }: NameIndex): Generator<Lookalike> {
  const numbered = /^(.+?)[-_.]?v?\d+$/.exec(name)?.[1] ?? '';
  if (isWhole(numbered, ranks)) yield { kind: 'version', known: numbered, slip: false };
  const [, before = '', rest = ''] = /^([a-z0-9]+)[-_.](.+)$/.exec(name) ?? [];
  const [, most = '', after = ''] = /^(.+)[-_.]([a-z0-9]+)$/.exec(name) ?? /^(.+)(js)$/.exec(name) ?? [];
  if (EMPTY_WORDS.test(before) && isWhole(rest, ranks))
    yield { kind: 'added-word', known: rest, slip: PLATFORM.test(before) };
  if (EMPTY_WORDS.test(after) && isWhole(most, ranks))
    yield { kind: 'added-word', known: most, slip: PLATFORM.test(after) };
}

const isWhole = (name: string, ranks: NameIndex['ranks']): boolean => name.length >= 4 && ranks.has(name);

// ---------------------------------------------------------------- two names in one

/** Parts shorter than this begin and end too many names. */
const SHORTEST_PART = 4;

/**
 * The well-known names of which a name has the beginning and the end, as a model conflates them: `react-codeshift` of
 * `react-codemod` and `jscodeshift`. The most used ones; `undefined` where the name is not made of two.
 */
export function conflated(name: string, { ranks }: NameIndex): readonly [string, string] | undefined {
  const words = name
    .slice(name.indexOf('/') + 1)
    .split(SEPARATORS)
    .filter((word) => !COMMON.test(word));
  const [head, tail] = [words[0] ?? '', words.at(-1) ?? ''];
  if (words.length < 2 || head.length < SHORTEST_PART || tail.length < SHORTEST_PART) return undefined;
  const known = [...ranks.keys()];
  const first = known.find((one) => one.startsWith(`${head}-`) || one === head);
  const second = known.find((one) => one !== first && one.endsWith(tail) && !one.startsWith(head));
  return first === undefined || second === undefined ? undefined : [first, second];
}
