/** Command lines that a module has written out for somebody else to start: `{ command: 'npx', args: ['-y', 'weather-mcp'] }`. */
import { keyText, type Linked } from '../tree/scope.ts';
import { textOf } from '../tree/strings.ts';
import { type Node, parentOf } from '../tree/walk.ts';
import { partsBehind, writtenOut } from './feeds.ts';

/** Entries that are looked at; no configuration has more. */
const MOST_ENTRIES = 50;
const KNOWN = new WeakMap<Linked, readonly string[]>();

/** Each with `?` for what is not known of it. */
export function startedLines(code: Linked): readonly string[] {
  const known = KNOWN.get(code) ?? linesIn(code);
  KNOWN.set(code, known);
  return known;
}

function linesIn(code: Linked): readonly string[] {
  const commands = code.nodes.properties.filter(
    (one) => one.type === 'ObjectProperty' && keyText(one.key) === 'command',
  );
  return commands.slice(0, MOST_ENTRIES).flatMap((one) => {
    const args = argumentsBeside(one).map((word) => writtenOut(code, word, '?'));
    return programsIn(code, (one as Property).value).map((program) => [program, ...args].join(' '));
  });
}

type Property = Extract<Node, { type: 'ObjectProperty' }>;

function argumentsBeside(command: Node): readonly Node[] {
  const object = parentOf(command);
  const beside = object?.type === 'ObjectExpression' ? object.properties : [];
  return beside.flatMap((one) => {
    const list = one.type === 'ObjectProperty' && keyText(one.key) === 'args' ? one.value : undefined;
    return list?.type === 'ArrayExpression' ? list.elements.filter((word) => word !== null) : [];
  });
}

/** The command as it is written there, or in the function that makes it. */
function programsIn(code: Linked, value: Node): readonly string[] {
  const written = [...partsBehind(code, [value])].filter(
    (one) => PUT_TOGETHER.test(one.type) || textOf(code, one) !== undefined,
  );
  return written.map((one) => writtenOut(code, one, '?'));
}

const PUT_TOGETHER = /^(?:TemplateLiteral|BinaryExpression)$/;
