/** What is read as a program: everything that Node, a bundler or a compiler of TypeScript or Flow would take. */
import { expect, test } from 'vitest';
import { parse } from '../../src/code/parse.ts';

test.each([
  ['a.ts', '@sealed export class A { @logged run(): void {} }'],
  ['a.ts', 'export @sealed class A { @bound accessor size: number = 1; }'],
  ['a.ts', 'class A { constructor(@Inject(Key) private readonly key: string) {} }'],
  ['a.tsx', '@sealed class A { render(): Node { return <p>{this.words}</p>; } }'],
  ['a.js', '@observer class A { render() { return <p>{this.words}</p>; } }'],
  ['a.js', '// @flow\n@observer class A { words: string = "a" }'],
  ['a.js', 'import type { A } from "./a"; const b: A = 1;'],
])('%s: %s', (path, source) => {
  expect(parse(path, source, true)).toMatchObject({ ok: true });
});

test('what nobody takes says why', () => {
  expect(parse('a.ts', 'class {', true)).toEqual({ ok: false, reason: expect.stringMatching(/^does not parse: /) });
});
