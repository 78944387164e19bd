/**
 * Answers that are made to fit: clients that check what they get say what they wanted instead, and the same requests are answered
 * so from then on. What was wanted comes from a package's text: it says where something stands and of which kind it is.
 */
import { FORMS } from './resources.mjs';
import { MAIL } from './services.mjs';

/** Most kinds of requests that are told apart, most that are remembered of one call, and most that is wanted of one answer. */
const MOST_KINDS = 300;
const MOST_RECENT = 50;
const MOST_WANTED = 120;

/** By kind of request: `{ form, wanted }`. */
let learned = new Map();
/** The same before the last call of which something was learned. */
let before = new Map();
const NOTHING = { form: 0, wanted: [] };
/** What was answered, the last one last: `{ kind, time, status, value, again }`; `again` answers as it would be after more was learned. */
let recent = [];

/** Requests of one kind differ in what holds a digit, as what a tool was called with does. */
function kindOf(method, { host, pathname }) {
  const words = pathname.split('/').map((word) => (/\d/.test(word) ? '*' : word.slice(0, 60)));
  return [method, host, ...words.slice(0, 20)].join('/');
}

/** The answer to a request, as it is wanted. `make` gives one of `FORMS` of it: `{ status, headers, text }`. */
export function mended(method, url, make) {
  const first = make(0);
  if (first.headers['content-type'] !== 'application/json') return first;
  const kind = kindOf(method, url);
  const again = ({ form, wanted }) => {
    const { status, text } = make(form);
    return wanted.reduce((answer, want) => hold(answer, want, method, url.origin), { status, value: JSON.parse(text) });
  };
  const answer = again(learned.get(kind) ?? NOTHING);
  recent = [...recent, { kind, time: Date.now() / 1000, ...answer, again }].slice(-MOST_RECENT);
  return { ...first, status: answer.status, text: answer.status === 204 ? '' : JSON.stringify(answer.value) };
}

/**
 * Something did not like the answers it got since then (in seconds). Each thing that it wanted is given to the last of them that does
 * not hold it; where all do, the last one gets another form. Returns whether anything will be answered otherwise. `first` says that
 * nothing was told of this call before.
 */
export function mend({ since, wanted, first }) {
  if (first) before = new Map(learned);
  const kinds = new Set();
  const last = recent.toReversed().filter(({ kind, time }) => time >= since && !kinds.has(kind) && kinds.add(kind));
  const given = wanted.filter((want) =>
    last.some((answer) => {
      const { form, wanted: known } = learned.get(answer.kind) ?? NOTHING;
      return !holds(answer, want) && learn(answer, { form, wanted: [...known, want] });
    }),
  );
  return given.length > 0 || last.some(reform);
}

/** Whatever was answered, it did not help: others are answered as they were before. Nothing is answered otherwise for that. */
export function unmend() {
  learned = new Map(before);
  return false;
}

/** Gives an answer the next form that makes a difference. */
function reform(answer) {
  const { form, wanted } = learned.get(answer.kind) ?? NOTHING;
  for (let next = form + 1; next < FORMS; next++) if (learn(answer, { form: next, wanted })) return true;
  return false;
}

/** Whether there is room for it, and it makes a difference. */
function learn({ kind, again }, next) {
  if (next.wanted.length > MOST_WANTED || (!learned.has(kind) && learned.size >= MOST_KINDS)) return false;
  if (JSON.stringify(again(next)) === JSON.stringify(again(learned.get(kind) ?? NOTHING))) return false;
  learned.set(kind, next);
  return true;
}

// ---------------------------------------------------------------- what is wanted

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const KINDS = {
  array: Array.isArray,
  object: isObject,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  any: (value) => value !== undefined,
  absent: (value) => value === undefined,
  url: (value) => typeof value === 'string' && URL.canParse(value),
  email: (value) => typeof value === 'string' && value.includes('@'),
  date: (value) => typeof value === 'string' && /^\d{4}-/.test(value),
  uuid: (value) => typeof value === 'string' && /^[\da-f]{8}-/.test(value),
};

function holds({ status, value }, want) {
  if (want.kind === 'status') return status === (want.value ?? 201) || status === 204;
  const found = want.path.reduce(
    (at, key) => (at !== null && typeof at === 'object' && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
  return 'value' in want ? found === want.value : KINDS[want.kind](found);
}

function hold(answer, want, method, origin) {
  if (want.kind === 'status') return { ...answer, status: want.value ?? (method === 'DELETE' ? 204 : 201) };
  if (holds(answer, want)) return answer;
  // A list is not given up for something that would stand in an object.
  if (Array.isArray(answer.value) && typeof want.path[0] === 'string') return answer;
  const name = String(want.path.at(-1) ?? '');
  const wanted = 'value' in want ? want.value : sample(want.kind, name, origin);
  return { ...answer, value: put(answer.value, want.path, wanted) };
}

/** A copy with something at a path, or without it where that is undefined; what stands in the way is replaced. */
function put(value, [key, ...rest], wanted) {
  if (key === undefined) return wanted;
  if (typeof key === 'number') {
    const list = Array.isArray(value) ? [...value] : [];
    list[key] = put(list[key], rest, wanted);
    return list;
  }
  const { [key]: old, ...others } = isObject(value) ? value : {};
  const next = put(old, rest, wanted);
  return next === undefined ? others : { ...others, [key]: next };
}

const WHEN = '2026-01-12T09:30:00Z';

/** Something of that kind that fits its name. Addresses are those of whoever asked: nothing here names anybody else. */
function sample(kind, name, origin) {
  if (kind === 'any') return sample(likely(name), name, origin);
  const samples = {
    array: [],
    object: {},
    string: /date|time|_at$|[a-z]At$/.test(name)
      ? WHEN
      : /ur[li]$|href|link/i.test(name)
        ? `${origin}/1048`
        : /id$/i.test(name)
          ? '1048'
          : 'acme',
    number: /id$/i.test(name) ? 1048 : 1,
    boolean: !/err|fail|delet|disabl|archiv|more|next|locked/i.test(name),
    null: null,
    url: `${origin}/1048`,
    email: MAIL,
    date: WHEN,
    uuid: '3d6f0f52-58a6-4b4e-9a77-2f1c8a1f6b10',
  };
  return samples[kind];
}

/** Of what kind something is that has this name. */
function likely(name) {
  if (/[^s]s$|list$/i.test(name)) return 'array';
  return /data|result|response|payload|body|meta|info|user|author|owner|config|settings/i.test(name)
    ? 'object'
    : 'string';
}
