/** What code asks about where and when it runs before it acts. */
import { nameOf } from '../tree/calls.ts';
import type { Linked } from '../tree/scope.ts';
import { fold, textOf } from '../tree/strings.ts';
import { isFunction, type Node, parentOf, walk } from '../tree/walk.ts';

export interface Gate {
  readonly kind: 'time' | 'place' | 'machine' | 'watcher' | 'ci' | 'platform';
  /** What has to hold, in words behind "where". */
  readonly asks: string;
  /** The question. */
  readonly node: Node;
}

/** Milliseconds between 2001 and 2100: a moment written out, not a span. */
const MOMENT = [1e12, 4.2e12] as const;
const COMPARES = new Set(['<', '>', '<=', '>=', '===', '!==', '==', '!=']);

const ASKS: readonly (readonly [Gate['kind'], RegExp, string])[] = [
  [
    'place',
    /\bresolvedOptions\(\)(?:\.(?:timeZone|locale))?$|\bgetTimezoneOffset$|^process\.env\.(?:LANG|LC_ALL|LC_MESSAGES|LANGUAGE|TZ)$|^navigator\.languages?$|^os-locale/,
    'the language or time zone fits',
  ],
  [
    'machine',
    /^os\.(?:hostname|userInfo)\b|^process\.env\.(?:USER|USERNAME|LOGNAME|COMPUTERNAME|HOSTNAME|USERDOMAIN|npm_package_\w+)$/,
    'the machine, its user or its project has a certain name',
  ],
  [
    'watcher',
    /^process\.execArgv\b|^inspector\.url\b|^process\.env\.NODE_OPTIONS$|^v8debug$|^os\.(?:totalmem|cpus|uptime|freemem)\b/,
    'it is not being watched',
  ],
  [
    'ci',
    /^process\.env\.(?:CI|CONTINUOUS_INTEGRATION|GITHUB_ACTIONS|GITLAB_CI|JENKINS_URL|TRAVIS|CIRCLECI|BUILDKITE|TEAMCITY_VERSION|TF_BUILD|BITBUCKET_\w+|CODESPACES)$|^ci-info\b|^is-ci$/,
    'it is, or is not, a build server',
  ],
  ['platform', /^process\.(?:platform|arch)$|^os\.(?:platform|type|arch|release)\b/, 'the system is a certain one'],
];
const WATCHER_FILES = /\/\.dockerenv|\/proc\/(?:self|1)\/(?:cgroup|status)|VirtualBox|VMware|\bqemu\b|hypervisor/i;

/** Every question whose answer decides whether a node's code runs, nearest first. */
export function gatesBefore(code: Linked, node: Node): readonly Gate[] {
  return testsBefore(node).flatMap((test) => gateOf(code, test) ?? []);
}

/** Conditions around a node, up to the top of the module, and returns that stand before it in its function. */
function testsBefore(node: Node): readonly Node[] {
  const tests: Node[] = [];
  let inner = node;
  for (let at = parentOf(node); at; inner = at, at = parentOf(at)) {
    if ((at.type === 'IfStatement' || at.type === 'ConditionalExpression') && at.test !== inner) tests.push(at.test);
    if (at.type === 'LogicalExpression' && at.right === inner) tests.push(at.left);
    if (at.type === 'BlockStatement' || at.type === 'Program') tests.push(...leftBefore(at.body, inner));
    // Where a function is called is asked only for functions that stand right there.
    if (isFunction(at) && at.type !== 'ArrowFunctionExpression' && at.type !== 'FunctionExpression') break;
  }
  return tests;
}

/** `if (asks) return;` before the statement a node stands in. */
function leftBefore(statements: readonly Node[], inner: Node): readonly Node[] {
  const before = statements.slice(0, statements.indexOf(inner));
  return before.flatMap((one) => (one.type === 'IfStatement' && leaves(one.consequent) ? [one.test] : []));
}

function leaves(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  if (last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement') return true;
  const call = last?.type === 'ExpressionStatement' ? last.expression : undefined;
  return (
    call?.type === 'CallExpression' &&
    call.callee.type === 'MemberExpression' &&
    'name' in call.callee.property &&
    call.callee.property.name === 'exit'
  );
}

function gateOf(code: Linked, test: Node): Gate | undefined {
  const parts = partsOf(code, test);
  const moment = parts.find((part) => comparesMoment(code, part));
  if (moment) return { kind: 'time', asks: 'a certain moment has come', node: moment };
  for (const [kind, pattern, asks] of ASKS) {
    const asked = parts.find((part) => pattern.test(nameOf(code, part) ?? ''));
    if (asked && kind === 'ci' && parts.some((part) => PRINTS.test(nameOf(code, part) ?? ''))) continue;
    if (asked && (!USER.test(nameOf(code, asked) ?? '') || parts.some(saysWhich))) return { kind, asks, node: test };
  }
  const watched = parts.find((part) => WATCHER_FILES.test(textOf(code, part) ?? ''));
  return watched && { kind: 'watcher', asks: 'it is not being watched', node: test };
}

/** Asked together with these, a build server is where nobody reads what is printed: notices of updates are left out there. */
const PRINTS = /^process\.(?:stdout|stderr|stdin)\.isTTY$|^process\.env\.NO_UPDATE_NOTIFIER$/;

const USER = /^process\.env\.(?:USER|USERNAME|LOGNAME)$/;

/** A name or a part of one that is written out; whether there is any, and how names are written (`/^[\w-]+$/`), says of nobody that he is meant. */
function saysWhich(part: Node): boolean {
  const text = part.type === 'StringLiteral' ? part.value : part.type === 'RegExpLiteral' ? part.pattern : '';
  return /[A-Za-z\d]{3}/.test(text);
}

const MOST_PARTS = 400;

/** Everything in a condition, and what the names in it were made of, one step back. */
function partsOf(code: Linked, test: Node): readonly Node[] {
  const parts: Node[] = [];
  const add = (root: Node, deeper: boolean): void =>
    walk(root, (part) => {
      if (parts.length >= MOST_PARTS) return false;
      parts.push(part);
      if (!deeper || part.type !== 'Identifier') return undefined;
      for (const { value } of code.bindingOf(part)?.definitions ?? []) if (!isFunction(value)) add(value, false);
      return undefined;
    });
  add(test, true);
  return parts;
}

/** The present compared with a moment that is written down. How long something took is another question. */
function comparesMoment(code: Linked, node: Node): boolean {
  if (node.type !== 'BinaryExpression' || !COMPARES.has(node.operator)) return false;
  const sides = [node.left as Node, node.right];
  return sides.some((side, i) => isPresent(code, side) && isMoment(code, side, sides[1 - i] as Node));
}

function isPresent(code: Linked, node: Node): boolean {
  const name = nameOf(code, node) ?? '';
  return /^Date(?:\.now)?\(\)(?:\.\w+(?:\(\))?)?$/.test(name);
}

function isMoment(code: Linked, present: Node, other: Node): boolean {
  const value = fold(code, other);
  if (typeof value === 'number') {
    const part = /\.get(?:UTC)?(?:FullYear|Month|Date|Day|Hours)\(\)$/.test(nameOf(code, present) ?? '');
    return part || (value >= MOMENT[0] && value <= MOMENT[1]);
  }
  const made = other.type === 'NewExpression' || other.type === 'CallExpression' ? other : undefined;
  const name = made && nameOf(code, made.callee as Node);
  return (name === 'Date' || name === 'Date.parse' || name === 'Date.UTC') && (made?.arguments.length ?? 0) > 0;
}
