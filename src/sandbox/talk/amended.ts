/**
 * The input of a tool with an argument more or less, by what its error says of those that its schema names. Pure. Which argument is
 * meant is the package's word; what is given for it is ours.
 */
import { type Input, type InputWorld, inputWith } from './inputs.ts';

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
  schema: unknown,
  world: InputWorld,
  about: string,
): Input | undefined {
  const said = error.slice(0, LONGEST);
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: object; required?: unknown };
  const needed = Array.isArray(required) ? required : [];
  const named = namedIn(said, Object.keys(properties));
  const here = named.filter((name) => Object.hasOwn(given.input, name) && !needed.includes(name));
  const absent = named.filter((name) => !Object.hasOwn(given.input, name));
  // Of several that exclude each other, the first one stays.
  const extra = TOO_MUCH.test(said) ? here.at(-1) : undefined;
  if (extra !== undefined) return without(given, extra);
  return TOO_LITTLE.test(said) && absent[0] !== undefined
    ? inputWith(given, schema, absent[0], world, about)
    : undefined;
}

/** Those of the names that a text holds as words, in its order. */
function namedIn(text: string, names: readonly string[]): readonly string[] {
  const words = [...new Set(text.match(/[\w$-]+/g))];
  return words.filter((word) => names.includes(word));
}

function without({ input, canaries, kind }: Input, name: string): Input {
  const { [name]: _, ...rest } = input;
  const isOf = (argument: string) => argument === name || /^[.[]/.test(argument.slice(name.length));
  return {
    kind,
    input: rest,
    canaries: canaries.filter(({ argument }) => !(argument.startsWith(name) && isOf(argument))),
  };
}
