/**
 * A text that fits a regular expression, made from its source alone: it is a stranger's, and is never run. What it does not
 * understand it leaves out. Pure.
 */

/** Nesting, characters of the pattern, and characters of the text, at the most. */
const DEEPEST = 12;
const LONGEST_PATTERN = 1_000;
const LONGEST = 400;

/** Gives a text of its own kind, of small letters and digits, where one fits. */
type Mark = () => string;
/** How long such a text may be. */
const MARK = 20;

interface Reader {
  readonly source: string;
  readonly mark: Mark;
  at: number;
  marked: boolean;
}

/** A part of a pattern: how often it stands there decides what becomes of it. */
type Part = (least: number, most: number) => string;

export function textLike(pattern: string, mark: Mark): string {
  const reader: Reader = { source: pattern.slice(0, LONGEST_PATTERN), mark, at: 0, marked: false };
  return choiceOf(reader, 0).slice(0, LONGEST);
}

/** `a|b`: the first. */
function choiceOf(reader: Reader, depth: number): string {
  const first = sequenceOf(reader, depth);
  while (reader.source[reader.at] === '|') {
    reader.at++;
    skipping(reader, (other) => sequenceOf(other, depth));
  }
  return first;
}

/** Reads on, for the place alone. */
function skipping(reader: Reader, read: (other: Reader) => unknown): void {
  const other = { ...reader, marked: true };
  read(other);
  reader.at = other.at;
}

function sequenceOf(reader: Reader, depth: number): string {
  let text = '';
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    const part = partOf(reader, depth);
    const [least, most] = timesOf(reader);
    if (text.length < LONGEST) text += part(least, most);
  }
  return text;
}

const repeated =
  (text: string): Part =>
  (least) =>
    text.repeat(Math.min(least, LONGEST)).slice(0, LONGEST);
const NOTHING: Part = () => '';

function partOf(reader: Reader, depth: number): Part {
  const sign = reader.source[reader.at++] ?? '';
  if (sign === '(') return groupOf(reader, depth);
  if (sign === '[') return setOf(reader);
  if (sign === '.') return of(reader, () => true);
  if (sign === '^' || sign === '$') return NOTHING;
  return sign === '\\' ? escapeOf(reader) : repeated(sign);
}

function groupOf(reader: Reader, depth: number): Part {
  const rest = reader.source.slice(reader.at, reader.at + 70);
  const [head = '', looks] = /^\?(?::|<[A-Za-z_$][\w$]{0,60}>|(<?[=!]))/.exec(rest) ?? [];
  reader.at += head.length;
  // Too deep to be read: what follows is taken as it comes.
  let text = '';
  if (looks !== undefined) skipping(reader, (other) => depth < DEEPEST && choiceOf(other, depth + 1));
  else if (depth < DEEPEST) text = choiceOf(reader, depth + 1);
  if (reader.source[reader.at] === ')') reader.at++;
  return repeated(text);
}

type Holds = (one: string) => boolean;

/** What stands for a set of characters, the first that it holds. */
const LIKELY = [
  ...'a1A-_ ./:@x',
  ...'bcdefghijklmnopqrstuvwyz023456789',
  ...'BCDEFGHIJKLMNOPQRSTUVWXYZ',
  ...'#+,;=!?%&*()\'"',
];
const SMALL = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

function of(reader: Reader, holds: Holds): Part {
  return (least, most) => {
    if (!reader.marked && least <= MARK / 2 && most >= MARK && SMALL.every(holds)) {
      reader.marked = true;
      return reader.mark();
    }
    return (LIKELY.find(holds) ?? '').repeat(Math.min(least, LONGEST));
  };
}

const CLASSES: Readonly<Record<string, Holds>> = {
  d: (one) => /\d/.test(one),
  D: (one) => /\D/.test(one),
  w: (one) => /\w/.test(one),
  W: (one) => /\W/.test(one),
  s: (one) => one === ' ',
  S: (one) => one !== ' ',
};

function escapeOf(reader: Reader): Part {
  const sign = reader.source[reader.at++] ?? '';
  const known = CLASSES[sign];
  if (known) return of(reader, known);
  return /[bB0-9pPuxcknrtfv]/.test(sign) ? NOTHING : repeated(sign);
}

function setOf(reader: Reader): Part {
  const { source } = reader;
  const not = source[reader.at] === '^';
  if (not) reader.at++;
  const all: Holds[] = [];
  while (reader.at < source.length && source[reader.at] !== ']') all.push(memberOf(reader));
  reader.at++;
  return of(reader, (one) => all.some((holds) => holds(one)) !== not);
}

function memberOf(reader: Reader): Holds {
  const { source } = reader;
  const next = (): string => {
    const sign = source[reader.at++] ?? '';
    return sign === '\\' ? `\\${source[reader.at++] ?? ''}` : sign;
  };
  const from = next();
  const known = from.startsWith('\\') ? CLASSES[from.slice(1)] : undefined;
  if (known) return known;
  if (source[reader.at] !== '-' || source[reader.at + 1] === ']') return (one) => one === from.at(-1);
  reader.at++;
  const [low, high] = [from.at(-1) ?? '', next().at(-1) ?? ''];
  return (one) => low <= one && one <= high;
}

/** How often the part before stands there: as seldom as it may, but once where that is allowed. */
function timesOf(reader: Reader): readonly [least: number, most: number] {
  const rest = reader.source.slice(reader.at, reader.at + 20);
  const [all, sign = '', low = '', comma, high = ''] = /^(?:([*+?])|\{(\d{1,4})(,)?(\d{0,4})\})[?+]?/.exec(rest) ?? [];
  if (all === undefined) return [1, 1];
  reader.at += all.length;
  if (sign === '?') return [0, 1];
  if (sign !== '') return [sign === '+' ? 1 : 0, Number.POSITIVE_INFINITY];
  const most = comma === undefined ? Number(low) : Number(high === '' ? Number.POSITIVE_INFINITY : high);
  return [Math.max(Number(low), Math.min(1, most)), most];
}
