/** What is read as a program: everything that Node, a bundler or a compiler of TypeScript or Flow would take. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/code/tree/parse.ts';
import { walk } from '../../src/code/tree/walk.ts';

test.each([
  ['a.ts', '@sealed export class A { @logged run(): void {} }'],
  ['a.ts', 'export @sealed class A { @bound accessor size: number = 1; }'],
  ['a.ts', 'class A { constructor(@Inject(Key) private readonly key: string) {} }'],
  ['a.tsx', '@sealed class A { render(): Node { return <p>{this.words}</p>; } }'],
  ['a.js', '@observer class A { render() { return <p>{this.words}</p>; } }'],
  ['a.js', '// @flow\n@observer class A { words: string = "a" }'],
  ['a.js', 'import type { A } from "./a"; const b: A = 1;'],
  [
    'a.js',
    '// @flow\ncomponent Words(text: string, ...rest: Rest) renders Text { return <Text {...rest}>{text}</Text>; }',
  ],
  ['a.js', 'export default component Words(text: string) { return null; }'],
  ['a.js', '// @flow\nhook useWords(text: string): string { return text; }'],
  ['a.js', '// @flow\nconst words = text as string; export default { words } as Words;'],
  ['a.js', 'type Words<T> = T extends string ? T : empty; type Names = keyof Words; const a: number = 1;'],
  ['a.js', '// @flow\nfunction isText(value: mixed): implies value is string { return true; }'],
  ['a.js', '// @flow\nenum Kind { A, B }\nconst kind: Kind = Kind.A as Kind;'],
])('%s: %s', (path, source) => {
  expect(parse(path, source, true)).toMatchObject({ ok: true });
});

test('what nobody takes says why', () => {
  expect(parse('a.ts', 'class {', true)).toEqual({ ok: false, reason: expect.stringMatching(/^does not parse: /) });
});

describe('Flow of today', () => {
  function nodesOf(source: string, path = 'a.js') {
    const parsed = parse(path, source, false);
    if (!parsed.ok) throw new Error(parsed.reason);
    const found: string[] = [];
    walk(parsed.file, (node) => void found.push(`${node.type} ${source.slice(node.start ?? 0, node.end ?? 0)}`));
    return { found, program: parsed.file.program };
  }

  test('stands where it stands in the text, beyond what takes several bytes', () => {
    const { found } = nodesOf('// @flow é😀\ncomponent A(b: string) { run("é😀", c as D); }');
    expect(found).toEqual(
      expect.arrayContaining(['CallExpression run("é😀", c as D)', 'StringLiteral "é😀"', 'Identifier c']),
    );
  });

  test.each([
    ['in words of today', '// @flow\nconst run = (require as any)("child_process") as Run;'],
    ['in older ones', '// @flow\nconst run: Run = (require: any)("child_process");'],
    ['in a file that does not say so', 'const run: Run = (require: any)("child_process");'],
  ])('a cast is one in any language: %s', (_name, source) => {
    const { found } = nodesOf(source);
    expect(found).toContainEqual(expect.stringMatching(/^TSAsExpression \(?require/));
    expect(found.filter((one) => one.startsWith('TypeCast'))).toEqual([]);
  });

  test('loads modules as any other', () => {
    const { found } = nodesOf('// @flow\nhook useA(): void { return (import("node:fs") as any); }');
    expect(found).toEqual(expect.arrayContaining(['ImportExpression import("node:fs")', 'StringLiteral "node:fs"']));
    expect(found.filter((one) => one.startsWith('Import '))).toEqual([]);
  });

  test('holds no lines', () => {
    const { program } = nodesOf('// @flow\nconst a = b as C;');
    expect(JSON.stringify(program)).not.toContain('"line"');
  });

  test('is no other reading of what Node runs, whatever a file says', () => {
    const { found } = nodesOf('// @flow\nf<a>(b)');
    expect(found.filter((one) => one.startsWith('BinaryExpression'))).toHaveLength(2);
  });

  test('is not what a file of TypeScript holds', () => {
    expect(parse('a.ts', 'component A(b: string) { return null; }', true)).toMatchObject({ ok: true });
    expect(parse('a.ts', '// @flow\ncomponent A(b: string) renders C { return <D/>; }', true)).toMatchObject({
      ok: false,
    });
  });
});

describe('what is hostile', () => {
  const depth = 100_000;
  test.each([
    ['lists in lists', `// @flow\n${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['lists in lists, in today’s words', `// @flow\na as b; ${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['components in components', `// @flow\n${'component A() {'.repeat(5_000)}${'}'.repeat(5_000)}`],
    ['sums of sums', `// @flow\ncomponent A() { return ${'1+'.repeat(depth)}1; }`],
    ['choices that are read in two ways', `// @flow\ncomponent A() { a${'?(b'.repeat(25)}${')'.repeat(25)} }`],
    ['types of types', `// @flow\ncomponent A() { } type B = ${'Array<'.repeat(20_000)}`],
  ])('%s end soon, and the next file is read', (_name, source) => {
    // Of the processor's time, by which whoever reads a package ends a file.
    const began = process.cpuUsage().user;
    expect(parse('a.js', source, false)).toMatchObject({ ok: false });
    expect((process.cpuUsage().user - began) / 1_000).toBeLessThan(10_000);
    expect(process.memoryUsage().rss).toBeLessThan(1_500 * 1024 * 1024);
    expect(parse('b.js', '// @flow\ncomponent A(b: string) { run(b as c); }', false)).toMatchObject({ ok: true });
  });

  test('more than is made a tree of in time is read as Babel mends it', () => {
    const kinds = (count: number) => {
      const parsed = parse('a.js', 'component A(b: string) renders C {}\n'.repeat(count), false);
      return new Set(parsed.ok ? parsed.file.program.body.map(({ type }) => type) : []);
    };
    expect(kinds(1)).toEqual(new Set(['FunctionDeclaration']));
    expect(kinds(20_000)).not.toContain('FunctionDeclaration');
  });
});

test('a second first line is read over, and everything stays where it is', () => {
  const source = "#!/usr/bin/env node\n#!/usr/bin/env node\nrun('x');\n";
  const parsed = parse('cli.js', source, true);
  const [statement] = parsed.ok ? parsed.file.program.body : [];
  expect(source.slice(statement?.start ?? 0, statement?.end ?? 0)).toBe("run('x');");
  expect(parse('cli.js', '\n#!/usr/bin/env node\n', true).ok).toBe(false);
});
