/** A rule in words, and all rules as one document: pure views of the rules' own metadata and cases. */
import { CATALOGUE, idsIn, idsOf, LISTS } from './catalogue.ts';
import { quote } from './quote.ts';
import type { Case, Cases, Mapping, Rule } from './rule.ts';
import { SIGNALS } from './types.ts';

/** What a rule finds, why it matters and how to mend it, with its cases; plain text, 100 columns. */
export function explainRule(rule: Rule, cases?: Cases): string {
  const parts = [
    `${rule.id}: ${rule.title}`,
    `${rule.severity} severity, ${rule.confidence} confidence · says "${SIGNALS[rule.signal]}"`,
    `Why\n${wrap(rule.why)}`,
    `What to do\n${wrap(rule.fix)}`,
    ...(cases ? shownApart(cases) : []),
    `Listed as\n${listed(rule.mapping)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function listed(mapping: Mapping): string {
  const lists = Object.keys(LISTS) as (keyof Mapping)[];
  const lines = lists.flatMap((list) =>
    idsIn(mapping, list).map((id) => `  ${LISTS[list]} ${id} ${CATALOGUE[list][id]}`),
  );
  return lines.map((line) => line.replace('CWE CWE-', 'CWE-')).join('\n');
}

/** What asks for no decision stands apart. */
function shownApart({ bad, ok }: Cases): readonly string[] {
  const told = bad.filter(({ alone }) => alone === 'pass');
  const found = bad.filter(({ alone }) => alone !== 'pass');
  return [
    ...(found.length > 0 ? [`Finds\n${shown(found)}`] : []),
    ...(told.length > 0 ? [`Tells of, without asking for a decision\n${shown(told)}`] : []),
    `Leaves alone\n${shown(ok)}`,
  ];
}

function shown(cases: readonly Case[]): string {
  return cases.map((one) => `  - ${one.name}${excerpt(one)}`).join('\n');
}

const LINES = 6;
const COLUMNS = 100;

/** The first lines of a case's code, where that is all there is to it. */
function excerpt({ code, files, manifest }: Case): string {
  if (!code || files || manifest) return '';
  const lines = code.split('\n');
  const first = lines.slice(0, LINES).map((line) => (line.length > COLUMNS ? `${line.slice(0, COLUMNS)}…` : line));
  return [...first, ...(lines.length > LINES ? ['…'] : [])]
    .map((line) => `\n      ${quote(line, COLUMNS + 1)}`)
    .join('');
}

function wrap(text: string, width = 98): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}

/** `RULES.md`: every rule by category, with its mapping, and an index by signal. */
export function rulesDocument(rules: readonly { readonly category: string; readonly rule: Rule }[]): string {
  const byCategory = Map.groupBy(rules, ({ category }) => category);
  const bySignal = Map.groupBy(rules, ({ rule }) => rule.signal);
  const sections = [...byCategory]
    .sort(byKey)
    .map(([category, list]) => `## ${category}\n\n${list.map(entry).join('\n')}`);
  const index = [...bySignal]
    .sort(byKey)
    .map(
      ([signal, list]) =>
        `| \`${signal}\` | ${SIGNALS[signal]} | ${list.map(({ rule }) => link(rule.id)).join(', ')} |`,
    );
  return [
    '# Rules\n\nGenerated from the rules by `npm run rules-doc`. A rule is a file in `rules/`; `lazaret explain <rule>` prints it with its cases.',
    ...sections,
    `## By best practice\n\n| practice | | rules |\n| --- | --- | --- |\n${practices(rules.map(({ rule }) => rule)).join('\n')}`,
    `## By signal\n\n| signal | meaning | main signal of |\n| --- | --- | --- |\n${index.join('\n')}`,
  ]
    .join('\n\n')
    .concat('\n');
}

/** A line for each practice; those that are part of the last by being a vet are counted. */
function practices(rules: readonly Rule[]): readonly string[] {
  return Object.entries(CATALOGUE.practice).map(([id, title]) => {
    const own = rules.filter(({ mapping }) => mapping.practice?.includes(id)).map((rule) => link(rule.id));
    const vetting = rules.filter(
      ({ mapping }) => mapping.practice === undefined && idsIn(mapping, 'practice').includes(id),
    );
    const rest =
      vetting.length > 0 ? [`and the ${vetting.length} rules over packages, code, tools, behaviour and trust`] : [];
    return `| ${id} | ${title} | ${[...own, ...rest].join(', ')} |`;
  });
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

function link(id: string): string {
  return `[${id}](#${id})`;
}

function entry({ rule }: { readonly rule: Rule }): string {
  return `### ${rule.id}

${rule.title}. ${rule.why}

*What to do:* ${rule.fix}

${rule.severity} severity, ${rule.confidence} confidence · \`${rule.signal}\` · ${idsOf(rule.mapping).join(', ')}
`;
}
