/**
 * The input of a tool with an argument less, or some more, by what its error says of those that its schema names. Pure. Which are
 * meant is the package's word; what is given for them is ours.
 */
import { isDeepStrictEqual } from 'node:util';
import { argumentsFor, both, type Input, type InputWorld, type Schema, wrapped } from './inputs.ts';

/** Longest error that is read. */
const LONGEST = 20_000;

/** What is said where there is too much, and where something is missing. */
const TOO_MUCH =
  /\bnot both|\bexactly one|\bonly (?:one|when|with|for|if|supported|valid|available|allowed)|\bapplies to\b|exclusive|cannot be (?:used|combined|set|given)|not (?:supported|allowed|permitted)|un(?:expected|known|recognized|supported) (?:arg|param|prop|key|field|option)/i;
const TOO_LITTLE =
  /\bat least one|\brequire[ds]?\b|\bmissing\b|\bmust (?:be (?:given|provided|set|specified)|provide|specify|include)|\bprovide|\bspecify/i;

/** Undefined where the error names no argument that can be left out, or given as well. */
export function amendedBy(
  error: string,
  given: Input,
  declared: unknown,
  world: InputWorld,
  about: string,
): Input | undefined {
  const schema: Schema = typeof declared === 'object' && declared !== null ? { ...declared } : {};
  const wrap = wrapped(schema);
  if (wrap) {
    const better = amendedBy(error, unwrap(given, wrap.name), wrap.schema, world, about);
    return better && rewrap(better, wrap.name);
  }
  const said = error.slice(0, LONGEST);
  const needed = Array.isArray(schema.required) ? schema.required : [];
  const named = namedIn(said, Object.keys(schema.properties ?? {}));
  const absent = named.filter((name) => !Object.hasOwn(given.input, name) || isDefault(schema, name, given));
  // Of several that exclude each other, the first one stays.
  const extra = named.findLast((name) => Object.hasOwn(given.input, name) && !needed.includes(name));
  if (TOO_MUCH.test(said) && extra !== undefined) return without(given, extra);
  return TOO_LITTLE.test(said) && absent.length > 0
    ? both(given, argumentsFor(schema, absent, world, about))
    : undefined;
}

/** Whether an argument was only given what it would be without. */
function isDefault({ properties }: Schema, name: string, { input }: Input): boolean {
  const { [name]: property } = (properties ?? {}) as Readonly<
    Record<string, { readonly default?: unknown } | undefined>
  >;
  return property?.default !== undefined && isDeepStrictEqual(property.default, input[name]);
}

/** Those of the names that a text holds as words, in its order. */
function namedIn(text: string, names: readonly string[]): readonly string[] {
  const words = [...new Set(text.match(/[\w$-]+/g))];
  return words.filter((word) => names.includes(word));
}

function without({ input, canaries, kind }: Input, name: string): Input {
  const { [name]: _, ...rest } = input;
  return { kind, input: rest, canaries: canaries.filter(({ argument }) => !isOf(argument, name)) };
}

/** Whether a path begins with that name. */
function isOf(argument: string, name: string): boolean {
  return argument.startsWith(name) && /^(?:[.[]|$)/.test(argument.slice(name.length));
}

/** What is given inside the one argument there is, and back. */
function unwrap({ input, canaries, ...rest }: Input, name: string): Input {
  const inner = input[name];
  const start = `${name}.`;
  const own = canaries.flatMap(({ argument, value }) =>
    argument.startsWith(start) ? [{ argument: argument.slice(start.length), value }] : [],
  );
  return { ...rest, input: typeof inner === 'object' && inner !== null ? { ...inner } : {}, canaries: own };
}

function rewrap({ input, canaries, ...rest }: Input, name: string): Input {
  const own = canaries.map(({ argument, value }) => ({ argument: `${name}.${argument}`, value }));
  return { ...rest, input: { [name]: input }, canaries: own };
}
