import type { Module, Node } from '../../src/code/flow/module.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { parentOf } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { type Credential, findCredentials, HINTS, mask } from '../data/credentials.ts';

export default defineRule({
  id: 'hardcoded-secret',
  title: 'Ships a credential in its code',
  why: 'A key in a published package belongs to everybody who downloads it. Whoever uses it acts in its owner’s name, and data sent with it goes to its owner: thieves put the key of their own mailbox or store into the code.',
  fix: 'Revoke the credential and read it from the environment at run time. As a user, ask whose account it is before any of your data goes there.',
  mapping: { owasp: ['MCP01'], attack: ['T1552.001'], atlas: ['AML.T0055'], cwe: ['CWE-798'] },
  signal: 'secret.hardcoded',
  severity: 'medium',
  confidence: 'medium',
  words: HINTS,
  *module(module): Iterable<ModuleHit> {
    const found = [...module.code.nodes.sums, ...module.code.nodes.strings].flatMap((node) =>
      credentialsAt(module, node),
    );
    for (const [, { node, kind, value, prose }] of new Map(found.toReversed().map((one) => [one.value, one]))) {
      yield module.dated(module.code.file.program, (reach) => ({
        message: reach === 'nowhere' ? `ships ${kind} in a file nothing loads` : `ships ${kind}`,
        // Tests and examples are full of made-up keys that nothing loads.
        severity: reach === 'nowhere' || prose ? 'low' : 'medium',
        evidence: [module.at(node, kind, mask(value))],
      }));
    }
  },
});

interface Found extends Credential {
  readonly node: Node;
  /** True where a sentence is around it. */
  readonly prose: boolean;
}

function credentialsAt(module: Module, node: Node): readonly Found[] {
  const text = module.text(node);
  if (text === undefined) return [];
  const found = findCredentials(text);
  if (found.length === 0 || isShown(node)) return [];
  return found.map((one) => ({ ...one, node, prose: isProse(text, one.value) }));
}

/** A sentence around it: documentation, or a message. */
function isProse(text: string, value: string): boolean {
  return text.length > value.length + 40 && text.replace(value, '').split(/\s+/).length > 6;
}

/** Names of what is there to be seen: samples, test vectors, patterns, and identifiers that are public by design. */
const SHOWN =
  /example|sample|placeholder|dummy|fake|mock|fixture|demo|vector|descri|\bhelp|usage|hint|docs?\b|pattern|regex|public|publishable|anon|client_?id/i;
const MOST_LEVELS = 6;

/** True where a name on the way up says so: `{ example: 'AKIA…' }`, `const SAMPLE_KEYS = […]`. */
function isShown(node: Node): boolean {
  let at = parentOf(node);
  for (let level = 0; at && level < MOST_LEVELS; level++, at = parentOf(at)) {
    const name = nameAround(at);
    if (name !== undefined && SHOWN.test(name)) return true;
    if (/Function|Method|^Program$/.test(at.type)) return false;
  }
  return false;
}

function nameAround(node: Node): string | undefined {
  if (node.type === 'ObjectProperty' || node.type === 'ClassProperty') return keyText(node.key, node.computed === true);
  if (node.type === 'VariableDeclarator') return node.id.type === 'Identifier' ? node.id.name : undefined;
  if (node.type !== 'AssignmentExpression') return undefined;
  const { left } = node;
  if (left.type === 'MemberExpression') return keyText(left.property, left.computed);
  return left.type === 'Identifier' ? left.name : undefined;
}
