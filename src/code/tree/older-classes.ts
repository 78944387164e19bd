/**
 * Turns back what compilers make of classes for engines that have none: a function that is called at once, and in it a constructor, what
 * is put on its prototype, and the constructor given back. As TypeScript, Babel and swc write it.
 */
import { keyText } from './declare.ts';
import { replace } from './rewrite.ts';
import { isFunction, type Node, walk } from './walk.ts';

/** True where there may be something to turn back: a prototype, and a function that is called where it ends; or a helper. */
export function mayHoldClasses(source: string): boolean {
  return CREATED.test(source) || (/\.prototype\b/.test(source) && CALLED_AT_END.test(source));
}

const CREATED = /_?create_?[cC]lass\w*\)?\(/;
/** `return Report; }(Channel)`, `}())` */
const CALLED_AT_END = /\}\)?\([\w$.]{0,100}\)/;

type CallNode = Extract<Node, { type: 'CallExpression' }>;
type Fn = Extract<Node, { type: 'FunctionDeclaration' | 'FunctionExpression' }>;
/** Members of a class, as nodes. */
type Members = readonly object[];

/** The class that a call makes; undefined for what makes none. */
export function classOf(node: Node): object | undefined {
  if (node.type !== 'CallExpression') return undefined;
  if (node.callee.type !== 'FunctionExpression') return classCreated(node);
  const { body } = node.callee.body;
  const made = body.find((one) => one.type === 'FunctionDeclaration');
  const last = body.at(-1);
  if (!made?.id || node.arguments.length > 1 || last?.type !== 'ReturnStatement' || !last.argument) return undefined;
  const members: object[] = [];
  for (const statement of body) {
    const own = statement === made ? [constructorOf(made)] : membersOf(statement, made.id.name);
    if (!own) return undefined;
    members.push(...own);
  }
  // A function of its own that is called at once and gives something back need be no class.
  if (members.length < 2 && !OF_CLASSES.test(calledFirst(made) ?? '')) return undefined;
  const found = classNode(node, made.id.name, node.arguments[0] as Node | undefined, members);
  // The function itself was called.
  return callsBesides(found) === callsBesides(node) - 1 ? found : undefined;
}

function classNode({ start, end }: Node, name: string, above: Node | undefined, members: Members): object {
  const place = { start, end };
  const id = { type: 'Identifier', name, ...place };
  const body = { type: 'ClassBody', body: members, ...place };
  return { type: 'ClassExpression', id, superClass: above ?? null, body, ...place };
}

/** `_createClass(function Channel(host) { … }, [{ key: "send", value: function () {} }])`, of a class that stands alone. */
function classCreated(call: CallNode): object | undefined {
  const [made, own, statics] = call.arguments as Node[];
  if (made?.type !== 'FunctionExpression' || !made.id || !CREATES.test(nameCalled(call) ?? '')) return undefined;
  const members = [constructorOf(made), ...listed(own, false), ...listed(statics, true)];
  const found = classNode(call, made.id.name, undefined, members);
  return callsBesides(found) === callsBesides(call) ? found : undefined;
}

/** How much is called in a class besides what makes it one: nothing of that is lost. */
function callsBesides(whole: object): number {
  let count = 0;
  walk(whole as Node, (node) => {
    if (node.type === 'NewExpression' || node.type === 'TaggedTemplateExpression' || node.type === 'ImportExpression')
      count++;
    if (node.type === 'CallExpression' && !makesClass(node)) count++;
  });
  return count;
}

function makesClass(call: CallNode): boolean {
  const name = nameCalled(call) ?? '';
  const callee = call.callee as Node;
  if (callee.type === 'Super' || CLASS_HELPER.test(name) || name === 'defineProperty') return true;
  return (
    callee.type === 'MemberExpression' &&
    /^_?super/i.test(keyText(callee.object) ?? '') &&
    /^(?:call|apply)$/.test(name)
  );
}

const CREATES = /^_?create_?[cC]lass/;
/** The name of what a class is made with that is none. */
export const CLASS_HELPER =
  /^_*(?:extends|inherits\w*|create_?class\w*|create_?super\w*|call_?super\w*|class_?call_?check\w*|define_?properties)$/i;

const OF_CLASSES = /^_?class_?[cC]all_?[cC]heck/;

/** What a function calls in its first statement. */
function calledFirst({ body }: Fn): string | undefined {
  const [first] = body.body;
  const call = first?.type === 'ExpressionStatement' ? first.expression : undefined;
  return call?.type === 'CallExpression' ? nameCalled(call) : undefined;
}

function nameCalled({ callee }: CallNode): string | undefined {
  const last = callee.type === 'SequenceExpression' ? (callee.expressions.at(-1) as Node) : callee;
  return last.type === 'MemberExpression' ? keyText(last.property) : keyText(last as Node);
}

/** What a statement adds to the class; undefined where it is something else. */
function membersOf(statement: Node, name: string): Members | undefined {
  if (statement.type === 'ReturnStatement') {
    const { argument } = statement;
    return argument?.type === 'CallExpression'
      ? created(argument, name)
      : keyText(argument as Node) === name
        ? []
        : undefined;
  }
  if (statement.type === 'VariableDeclaration') return statement.declarations.every(isAboveIt) ? [] : undefined;
  if (statement.type !== 'ExpressionStatement') return undefined;
  const { expression } = statement;
  if (expression.type === 'AssignmentExpression') return assigned(expression, name);
  if (expression.type !== 'CallExpression') return undefined;
  return INHERITS.test(nameCalled(expression) ?? '') ? [] : (created(expression, name) ?? defined(expression, name));
}

const INHERITS = /^_*(?:extends|inherits\w*)$/;

/** `var _super = _createSuper(C)`; one that only is declared. */
function isAboveIt({ init }: { readonly init?: Node | null }): boolean {
  return !init || (init.type === 'CallExpression' && /^_?create_?[sS]uper/.test(nameCalled(init) ?? ''));
}

/** `C.prototype.m = function () {}`, `C.limit = 3` */
function assigned({ left, right }: Extract<Node, { type: 'AssignmentExpression' }>, name: string): Members | undefined {
  if (left.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = left;
  if (isPrototype(object, name)) return [member(property, right, { computed })];
  return keyText(object) === name ? [member(property, right, { computed, static: true })] : undefined;
}

function isPrototype(node: Node, name: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    keyText(node.property, node.computed) === 'prototype' &&
    keyText(node.object) === name
  );
}

/** `Object.defineProperty(C.prototype, "size", { get: function () {} })` */
function defined(call: CallNode, name: string): Members | undefined {
  const [target, key, how] = call.arguments as Node[];
  if (nameCalled(call) !== 'defineProperty' || !target || !key || how?.type !== 'ObjectExpression') return undefined;
  const isStatic = keyText(target) === name;
  return isStatic || isPrototype(target, name) ? described(key, how, isStatic) : undefined;
}

type ObjectNode = Extract<Node, { type: 'ObjectExpression' }>;

/** `{ value: function () {} }`, `{ get: function () {}, set: function () {} }` */
function described(key: Node, { properties }: ObjectNode, isStatic: boolean): Members {
  return properties.flatMap((part) => {
    if (part.type === 'SpreadElement') return [];
    const kind = keyText(part.key, part.computed);
    const value = part.type === 'ObjectMethod' ? part : part.value;
    if (kind === 'value') return [member(key, value, { computed: true, static: isStatic })];
    return kind === 'get' || kind === 'set' ? [member(key, value, { computed: true, static: isStatic, kind })] : [];
  });
}

/** `_createClass(C, [{ key: "m", value: function () {} }], [{ key: "of", value: … }])` */
function created(call: CallNode, name: string): Members | undefined {
  const [target, own, statics] = call.arguments as Node[];
  if (!CREATES.test(nameCalled(call) ?? '') || !target || keyText(target) !== name) return undefined;
  return [...listed(own, false), ...listed(statics, true)];
}

function listed(list: Node | undefined, isStatic: boolean): Members {
  if (list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap((one) => {
    if (one?.type !== 'ObjectExpression') return [];
    const key = one.properties.find((part) => part.type === 'ObjectProperty' && keyText(part.key) === 'key');
    return key?.type === 'ObjectProperty' ? described(key.value, one, isStatic) : [];
  });
}

interface Kind {
  readonly computed: boolean;
  readonly static?: boolean;
  readonly kind?: 'get' | 'set';
}

function member(key: Node, value: Node, { computed, ...more }: Kind): object {
  const { start, end } = value;
  const named = computed && key.type !== 'StringLiteral' ? { computed: true } : { computed: false };
  if (!isFunction(value) || value.type === 'ArrowFunctionExpression')
    return { type: 'ClassProperty', key, ...named, static: more.static ?? false, value, start, end };
  const { params, body, async, generator } = value;
  const all = { static: false, kind: 'method', ...more };
  return { type: 'ClassMethod', key, ...named, ...all, params, body, async, generator, start, end };
}

function constructorOf(fn: Fn): object {
  const { params, start, end } = fn;
  const key = { type: 'Identifier', name: 'constructor', start, end };
  const body = { ...fn.body, body: fn.body.body.flatMap(ownThis) };
  return { type: 'ClassMethod', kind: 'constructor', key, computed: false, static: false, params, body, start, end };
}

/** `var _this = _super.call(this, name) || this` is `super(name); var _this = this`. */
function ownThis(statement: Node): readonly object[] {
  // What a constructor gives back is what it has made.
  if (statement.type === 'ReturnStatement' && /^_this\w*$/.test(keyText(statement.argument ?? statement) ?? ''))
    return [];
  const first = firstValue(statement);
  const above = first && superCall(first);
  if (!above) return [statement];
  const { start, end } = first;
  const called = { type: 'CallExpression', callee: { type: 'Super', start, end }, arguments: above, start, end };
  replace(first, { type: 'ThisExpression' });
  return [{ type: 'ExpressionStatement', expression: called, start, end }, statement];
}

/** What a statement gives to a name, or back. */
function firstValue(statement: Node): Node | null | undefined {
  switch (statement.type) {
    case 'VariableDeclaration':
      return statement.declarations[0]?.init;
    case 'ReturnStatement':
      return statement.argument;
    case 'ExpressionStatement':
      return statement.expression.type === 'AssignmentExpression' ? statement.expression.right : statement.expression;
    default:
      return undefined;
  }
}

/** What `_super.call(this, a) || this`, `_super.apply(this, arguments) || this` and `_callSuper(this, C, [a])` give to the constructor above. */
function superCall(value: Node): readonly Node[] | undefined {
  if (value.type === 'LogicalExpression')
    return superCall(value.left as Node) ?? (value.operator === '&&' ? superCall(value.right) : undefined);
  if (value.type !== 'CallExpression') return undefined;
  const [self, ...args] = value.arguments as Node[];
  if (self?.type !== 'ThisExpression') return undefined;
  if (/^_?call_?[sS]uper/.test(nameCalled(value) ?? ''))
    return args[1]?.type === 'ArrayExpression' ? (args[1].elements as Node[]) : [];
  if (value.callee.type !== 'MemberExpression' || !/^_?super/i.test(keyText(value.callee.object) ?? ''))
    return undefined;
  return nameCalled(value) === 'call' ? args : [];
}
