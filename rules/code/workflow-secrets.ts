import type { Node } from '../../src/code/flow/module.ts';
import { isFunction, parentOf, walk } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

export default defineRule({
  id: 'workflow-secrets',
  title: 'Holds a workflow that shows or sends all secrets of a build',
  why: 'Builds black out their secrets in what they print, as long as they are as they were. A step that encodes all of them and prints the result, or sends them, gives them to whoever reads the log or listens. It runs where they are kept, with none of this package’s code near.',
  fix: 'Delete the step from the workflows it wrote. If one ran, rotate every secret of that repository and delete its logs.',
  mapping: {
    owasp: ['MCP01', 'MCP04'],
    attack: ['T1552', 'T1567'],
    atlas: ['AML.T0055'],
    cwe: ['CWE-532', 'CWE-506'],
  },
  signal: 'secret.collected',
  severity: 'medium',
  confidence: 'medium',
  words: [/toJSON\(\s{0,9}secrets\b/i, /base64|xxd|openssl|gzip|\brev\b|curl|wget/],
  *module(module): Iterable<ModuleHit> {
    for (const node of module.code.nodes.strings) {
      const step = isAll(textIn(node)) ? stepAround(node) : undefined;
      if (!step) continue;
      yield module.dated(
        node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `holds a workflow that ${step.does} all secrets of a build`,
            evidence: [module.at(node, 'all secrets'), module.at(step.node, step.does)],
          },
      );
      return;
    }
  },
});

/** `${{ toJSON(secrets) }}` */
const ALL = /\$\{\{\s{0,9}toJSON\(\s{0,9}secrets\s{0,9}\)\s{0,9}\}\}/i;
/** What makes another text of it that nothing blacks out, and does not read one back. */
const ENCODES =
  /\|\s{0,9}(?:base64|base32|xxd|od|rev|gzip|openssl\s{1,9}\w{1,20})\b(?![^|\n]{0,40}\s-{1,2}(?:d|D|r|decode)\b)/;
const SENDS =
  /\b(?:curl|wget)\b[^\n]{0,400}\s(?:-d|-F|-T|--data[\w-]{0,20}|--form|--upload-file|--post-(?:data|file))\b/;
/** What one step of a workflow is long at most, in the source. */
const STEP = 1_500;

function isAll(text: string): boolean {
  return ALL.test(text);
}

/** What a text is made of, where it is one with something between as well. */
function textIn(node: Node): string {
  if (node.type === 'StringLiteral') return node.value;
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.cooked ?? '').join('…') : '';
}

interface Step {
  readonly does: string;
  readonly node: Node;
}

/** What the step does that the secrets are given to: in the text around them, or in a text that stands with theirs in one object or call. */
function stepAround(secrets: Node): Step | undefined {
  const text = textIn(secrets);
  const at = text.search(ALL);
  const does = whatDoes(text.slice(Math.max(0, at - STEP), at + STEP));
  if (does) return { does, node: secrets };
  for (let up = parentOf(secrets); up && isOfStep(up); up = parentOf(up)) {
    const step = stepIn(up);
    if (step) return step;
  }
  return undefined;
}

function isOfStep(node: Node): boolean {
  return (node.end ?? 0) - (node.start ?? 0) < STEP && !isFunction(node) && !/Statement$|Declarat/.test(node.type);
}

function stepIn(node: Node): Step | undefined {
  let found: Step | undefined;
  walk(node, (part) => {
    const does = whatDoes(textIn(part));
    if (does) found ??= { does, node: part };
    return !found;
  });
  return found;
}

function whatDoes(text: string): string | undefined {
  return ENCODES.test(text) ? 'encodes' : SENDS.test(text) ? 'sends' : undefined;
}
