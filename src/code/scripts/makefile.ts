/** What `make` runs: the recipes of the goals it is asked for, and of all they need. */

const MAX_LINES = 20_000;
const MAX_LINE = 4_000;
const MAX_RULES = 200;
const MAX_DEPTH = 4;

const SETS = /^(?:export |override )?\s{0,8}([\w.-]{1,100})\s{0,20}(?:::?|\?|\+)?=\s{0,20}(.*)$/;
const RULE = /^([^\s:#=][^:#=]{0,1000}):{1,2}(?!=)([^=;]{0,2000})(?:;(.*))?$/;

interface Makefile {
  readonly variables: Map<string, string>;
  readonly rules: Map<string, { readonly needs: string[]; readonly recipe: string[] }>;
}

/** As a shell is told it. Without goals, the first rule is meant. */
export function recipesFor(text: string, goals: readonly string[]): string {
  const file = read(text);
  const first = [...file.rules.keys()].find((name) => !/^\.|%/.test(name));
  const wanted = new Set(goals.length > 0 ? goals : first === undefined ? [] : [first]);
  for (const name of wanted) {
    if (wanted.size > MAX_RULES) break;
    for (const need of file.rules.get(name)?.needs ?? []) wanted.add(need);
  }
  // What a variable is set to runs when the file is read.
  const set = [...file.variables.values()].filter((value) => value.includes('$(shell '));
  const recipes = [...wanted].toReversed().flatMap((name) => file.rules.get(name)?.recipe ?? []);
  return [...set, ...recipes].map((line) => expanded(line, file, 0)).join('\n');
}

function read(text: string): Makefile {
  const file: Makefile = { variables: new Map(), rules: new Map() };
  let recipes: readonly string[][] = [];
  for (const line of text.replaceAll('\r\n', '\n').replaceAll('\\\n', ' ').split('\n', MAX_LINES)) {
    const short = line.slice(0, MAX_LINE);
    if (short.startsWith('\t')) {
      for (const recipe of recipes) recipe.push(short.replace(/^\s*[@+-]*\s*/, ''));
      continue;
    }
    const set = SETS.exec(short);
    const rule = set ? null : RULE.exec(short);
    if (set) file.variables.set(set[1] as string, set[2] as string);
    if (rule) recipes = added(file, rule);
  }
  return file;
}

/** The recipes that the lines below a rule belong to. */
function added({ rules }: Makefile, [, names = '', needs = '', first]: RegExpExecArray): readonly string[][] {
  const wordsOf = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== '' && word !== '|');
  return [...new Set(wordsOf(names))].map((name) => {
    const known = rules.get(name) ?? { needs: [], recipe: [] };
    rules.set(name, known);
    known.needs.push(...wordsOf(needs));
    if (first !== undefined) known.recipe.push(first);
    return known.recipe;
  });
}

/** Variables as what they are set to; `$(shell …)` and `$$` as a shell writes them. */
function expanded(line: string, file: Makefile, depth: number): string {
  const whole = line
    .replaceAll('$(shell ', () => '$$(')
    .replaceAll(/\$(\$|[({]([\w.-]{1,100})[)}]|[@<^])/g, (text, sign: string, name?: string) => {
      if (sign === '$') return depth === 0 ? '$' : text;
      const value = name === undefined ? '' : (file.variables.get(name) ?? '');
      return depth < MAX_DEPTH ? expanded(value, file, depth + 1) : '';
    });
  return whole.slice(0, MAX_LINE);
}
