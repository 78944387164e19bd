/** Whether a value is all of what it was made of, or what was asked for by name. */
import type { PackageId } from '../../types.ts';
import { nameOf, propertyName } from '../tree/calls.ts';
import { keyText, type Linked } from '../tree/scope.ts';
import { type Node, parentOf } from '../tree/walk.ts';
import { takesEach } from './each-key.ts';
import { beginningPicked, nameBeginsHere, nameHere, patternOf } from './picked.ts';

/**
 * True where no step takes one property by name: a part of something made from the environment is not the environment. `under`
 * is the property in which the environment itself lies.
 */
export function isWhole(code: Linked, steps: readonly Node[], under?: string): boolean {
  const parts = partsOf(code, steps);
  return (under !== undefined && parts[0] === under ? parts.slice(1) : parts).length === 0;
}

/**
 * The properties that are taken on a way, one of the other: of `options.env.KEY`, from `options` on, `env` and `KEY`. What was put
 * under a name on the way, and is taken by that name again, is as it was.
 */
export function partsOf(code: Linked, steps: readonly Node[]): readonly string[] {
  const taken: string[] = [];
  const under: string[] = [];
  for (const [i, node] of steps.entries()) {
    const from = steps[i - 1];
    if (!from) continue;
    for (const part of partsTaken(code, node, from)) {
      if (part === under.at(-1)) under.pop();
      else taken.push(part);
    }
    const key = keyGiven(code, node, from);
    if (key !== undefined) under.push(key);
  }
  return taken;
}

/** The name under which a step puts a value: `{ body: value }`, `entry.body = value`. */
function keyGiven(code: Linked, node: Node, value: Node): string | undefined {
  const at = parentOf(value);
  if (node.type === 'ObjectExpression')
    return at?.type === 'ObjectProperty' && at.value === value ? keyText(at.key, at.computed) : undefined;
  const put = node.type === 'Identifier' && at?.type === 'AssignmentExpression' && at.right === value ? at.left : node;
  return put === node ? undefined : propertyName(code, put);
}

/** The properties that a step takes; of one that is not known, nothing is the name. */
function partsTaken(code: Linked, node: Node, from: Node): readonly string[] {
  if (node.type === 'MemberExpression' && node.computed && takesEach(code, node)) return [];
  if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression')
    return node.object === from ? [propertyName(code, node) ?? ''].filter((key) => !OF_ADDRESS.test(key)) : [];
  if (node.type === 'CallExpression')
    return isGet(code, node, from) || isFind(code, node) || matchesOne(code, node, from)
      ? ['']
      : ownAmong(beginningPicked(code, node));
  if (node.type !== 'Identifier') return [];
  const name = nameHere(code, node);
  if (name !== undefined) return [name];
  const own = ownAmong(nameBeginsHere(code, node));
  if (own.length > 0) return own;
  const definition = code.bindingOf(node)?.definitions.find(({ value }) => value === from);
  return definition?.path.filter((key) => !/^(?:\*|\d+)$/.test(key)) ?? [];
}

/** An address, as a text. */
const OF_ADDRESS = /^(?:href|search|searchParams)$/;

const TAKES_PART =
  /^(?:keys|match|matchAll|filter|map|flatMap|split|slice|substring|replace|replaceAll|parse|reduce|test|at)$/;

/** True where some step may leave out what is worth the most: names of profiles, a line, a text without its keys. */
export function takesPart(code: Linked, steps: readonly Node[]): boolean {
  return steps.some((step) => 'callee' in step && TAKES_PART.test(propertyName(code, step.callee as Node) ?? ''));
}

/** `settings.get(name)` */
function isGet(
  code: Linked,
  { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>,
  from: Node,
): boolean {
  if (args.length !== 1 || propertyName(code, callee) !== 'get') return false;
  // What is asked for there is no name but the object that it is kept for.
  if (callee.type === 'MemberExpression' && nameOf(code, callee.object) === 'WeakMap()') return false;
  return from === callee || (callee.type === 'MemberExpression' && callee.object === from);
}

/** `lines.find((line) => line.startsWith(name))` */
function isFind(code: Linked, { callee }: Extract<Node, { type: 'CallExpression' }>): boolean {
  return /^find(?:Last)?$/.test(propertyName(code, callee) ?? '');
}

/** One variable by its name, in a pattern: `/^ACME_KEY\s*=\s*(.+)$/m`. */
const VARIABLE = /^[^|]{0,20}?\b[A-Z][A-Z0-9]*_[A-Z0-9_]+(?:\\s\*?| )*=[^|]*$/;

/** `text.match(/^ACME_KEY=(.+)$/m)`, `/^ACME_KEY=(.+)$/m.exec(text)` */
function matchesOne(
  code: Linked,
  { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>,
  from: Node,
): boolean {
  if (callee.type !== 'MemberExpression' || !/^(?:match|exec)$/.test(propertyName(code, callee) ?? '')) return false;
  const asked = callee.object === from ? args[0] : args[0] === from ? callee.object : undefined;
  return asked !== undefined && VARIABLE.test(patternOf(code, asked as Node) ?? '');
}

/** Beginnings of variables that many programs read; of these nobody can say that they are his own. */
const SHARED_PREFIX =
  /^(?:AWS|AZURE|GCP|GOOGLE|GCLOUD|GITHUB|GH|GITLAB|NPM|NODE|CI|DOCKER|KUBE|SSH|OPENAI|ANTHROPIC|SLACK|STRIPE|VAULT|DB|DATABASE|SECRET|TOKEN|API)_/i;

/** What a program calls its own, under this name. */
function ownAmong(beginning: string | undefined): readonly string[] {
  const isOwn = beginning !== undefined && /^[A-Z][A-Z\d]+_/i.test(beginning) && !SHARED_PREFIX.test(beginning);
  return isOwn ? [beginning] : [];
}

/** `config.mcpServers['weather-mcp'].env`, in the package of that name: what its user has set there for it. */
export function isOwnEntry(code: Linked, steps: readonly Node[], pkg: PackageId): boolean {
  const own = ownName(pkg);
  return steps.some(
    (node) =>
      (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') &&
      propertyName(code, node) === own &&
      /^(?:mcpS|s)ervers$/.test(propertyName(code, node.object) ?? ''),
  );
}

/** What every entry of a client's configuration has, and what they lie in. */
const OF_ALL = /^(?:|mcp|mcpServers|servers|projects|env|headers|args|command|url)$/;

/** True where a way out of a client's configuration takes one thing by its name, such as a setting that a server knows. */
export function takesOne(code: Linked, steps: readonly Node[]): boolean {
  return partsOf(code, steps).some((part) => !OF_ALL.test(part));
}

/** How a package calls what is its own: its name, without a scope. */
export function ownName(pkg: PackageId): string {
  return pkg.slice(pkg.lastIndexOf('/') + 1, pkg.lastIndexOf('@'));
}
