import { inWords, type Module, type Node, runsUnasked } from '../../src/code/flow/module.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

/** Cyrillic and Greek letters that look like a Latin one in nearly every font (Unicode TR39, confusables). */
const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  [
    ...'\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7',
  ].map((letter, i) => [letter, 'aeopcyxijsdqwhABEKMHOPCTXSIJoABEZHIKMNOPTYX'[i] as string]),
);

/** Letters of another alphabet beside Latin ones, as they are or escaped. */
const MIXES = /[A-Za-z_$][\u0370-\u052f]|[\u0370-\u052f][A-Za-z_$]|\\u(?:\{0*|0)(?:3[7-9a-f]|4|5[0-2])/i;

/** Letters of both alphabets: a word in Russian is no disguise. */
const MIXED = /[A-Za-z].*[\u0370-\u052f]|[\u0370-\u052f].*[A-Za-z]/s;

export default defineRule({
  id: 'misleading-name',
  title: 'Has two names that look the same and are not',
  why: 'A letter of another alphabet makes a second variable that a reader takes for the first. Reviews pass, and the other one runs.',
  fix: 'Read the places named with the letters made visible, and do not install it unless the author has a reason.',
  mapping: { owasp: ['MCP04'], attack: ['T1027', 'T1036'], atlas: ['AML.T0074'], cwe: ['CWE-506', 'CWE-451'] },
  signal: 'code.hidden',
  severity: 'medium',
  confidence: 'medium',
  words: MIXES,
  *module(module): Iterable<ModuleHit> {
    // Code that is looked at for what it may hide shows every name of a bundle, and names are never built.
    if (!MIXES.test(module.source)) return;
    const names = namesIn(module);
    for (const [name, { node, listed }] of names) {
      const twin = MIXED.test(name) ? plain(name) : name;
      const other = twin === name ? undefined : names.get(twin);
      // Words of a list are looked up with what somebody writes, who may have slipped as its author did.
      if (!other || (listed && other.listed)) continue;
      yield module.dated(module.code.file.program, (reach) => ({
        message: `has a name that looks like ${quote(twin, 40)} and is another`,
        ...(runsUnasked(reach) ? {} : { severity: 'low' }),
        evidence: [module.at(node, `another alphabet ${inWords(reach)}`)],
      }));
    }
  },
});

interface Named {
  readonly node: Node;
  /** True where it only stands in quotes before a constant, as the words of a dictionary do. */
  readonly listed: boolean;
}

/** Every name with the first place it stands at, as it is meant: escapes are read, and keys in quotes are names too. */
function namesIn({ code }: Module): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  const note = (name: string, node: Node, listed = false): void => {
    if (!found.has(name)) found.set(name, { node, listed });
  };
  for (const node of code.nodes.identifiers) note(node.name, node);
  for (const node of code.nodes.members) {
    const property =
      node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression' ? node.property : node;
    if (property.type === 'StringLiteral') note(property.value, property);
  }
  for (const node of code.nodes.properties) {
    if ('key' in node && (node.key as Node).type === 'StringLiteral')
      note(keyText(node.key as Node) ?? '', node.key as Node, 'value' in node && isConstant(node.value as Node));
  }
  return found;
}

function isConstant(value: Node | null): boolean {
  return value?.type === 'StringLiteral' || value?.type === 'NumericLiteral';
}

/** The name with Latin letters in the place of those that look like them. */
function plain(name: string): string {
  return [...name].map((letter) => LOOKS_LIKE.get(letter) ?? letter).join('');
}
