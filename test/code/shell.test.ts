/** How command lines are read: words, quotes, what stands behind what, and the scripts in them. */
import { describe, expect, test } from 'vitest';
import { inlineScripts } from '../../src/code/inline.ts';
import { callOf, commandsIn, worthOf } from '../../src/code/shell.ts';
import { packageOf } from '../world.ts';

const nothing = () => undefined;

test.each<readonly [string, readonly string[]]>([
  ['a b  c', ['a|b|c']],
  [`a 'b c' "d \\"e\\" 'f'" g\\ h`, [`a|b c|d "e" 'f'|g h`]],
  ['a && b || c; d & e\nf | g', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
  ['sleep 1; echo 2>/dev/null 3', ['sleep|1', 'echo|3']],
  ['a "$(b "c d")" `e f`', ['a|$(b "c d")|`e f`']],
  ['# no\na b#c # no', ['a|b#c']],
  ["cat <<'EOF' | a\nb $c\nEOF\nd", ['cat', 'a', 'd']],
  ['if a; then b; fi; (c; d) | e', ['a', 'b', 'c', 'd', 'e']],
  ["A=1 sudo -n timeout 5 '/usr/bin/a' b", ['a|b']],
  ["a 'b", ['a|b']],
  ['a \\\n  b', ['a|b']],
])('%j', (text, expected) => {
  const calls = commandsIn(text).map((command) => callOf(command, nothing));
  const words = calls.map(({ program, args }) => [program, ...args.map((word) => worthOf(word, nothing))].join('|'));
  expect(words.filter((one) => one !== '')).toEqual(expected);
});

describe('scripts in commands', () => {
  const scriptsIn = (postinstall: string, more = {}) =>
    inlineScripts(packageOf({ name: '', manifest: { ...more, scripts: { postinstall } } })).map(({ text }) => text);

  test.each<readonly [string, readonly string[]]>([
    ['node -e "a(\'b\')"', ["a('b')"]],
    [`node -r ./x --no-warnings -pe 'a("b")' || exit 0`, ['a("b")']],
    ['node --eval="a()"', ['a()']],
    ['"$NODE" -e "a()"', ['a()']],
    ['bun -e "a()"; deno eval -q "b()"', ['a()', 'b()']],
    ['X="a()"; cross-env B=1 node -e "$X"', ['a()']],
    ['bash -c \'node -e "a()"\'', ['a()']],
    ['V=$(node -p "a()")', ['a()']],
    ["echo 'a()' | node", ['a()']],
    ['node <<< "a()"', ['a()']],
    ['node setup.js -e "a()"', []],
    ['grep -e "a()" node', []],
    ['nodemon -e js', []],
  ])('%s', (command, expected) => {
    expect(scriptsIn(command)).toEqual(expected);
  });

  test('of a field of the manifest', () => {
    expect(scriptsIn('%npm_node_execpath% -e "%npm_package_config_a_b%"', { config: { 'a-b': 'a()' } })).toEqual([
      'a()',
    ]);
  });
});
