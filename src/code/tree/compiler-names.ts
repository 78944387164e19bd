/** Helpers of compilers whose names a minifier has taken away, known by what they are made of. */
import type { File } from '@babel/types';
import type { Node } from './walk.ts';

/** Where compilers and bundlers put what they need: before everything else. */
const MOST_STATEMENTS = 60;
const MOST_CHARACTERS = 2_000;

/** What each is, as esbuild writes it; `a`, `b` and `c` are its parameters. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  [
    '__spreadValues',
    /^\((?<a>[\w$]+),(?<b>[\w$]+)\)=>\{for\(var (?<c>[\w$]+) in \k<b>\|\|\(\k<b>=\{\}\)\)[\w$]+\.call\(\k<b>,\k<c>\)&&[\w$]+\(\k<a>,\k<c>,\k<b>\[\k<c>\]\)/,
  ],
  [
    '__publicField',
    /^\((?<a>[\w$]+),(?<b>[\w$]+),(?<c>[\w$]+)\)=>[\w$]+\(\k<a>,typeof \k<b>!="symbol"\?\k<b>\+"":\k<b>,\k<c>\)$/,
  ],
  [
    '__export',
    /^\((?<a>[\w$]+),(?<b>[\w$]+)\)=>\{for\(var (?<c>[\w$]+) in \k<b>\)[\w$]+\(\k<a>,\k<c>,\{get:\k<b>\[\k<c>\],enumerable:!0\}\)\}$/,
  ],
  [
    '__objRest',
    /^\((?<a>[\w$]+),(?<b>[\w$]+)\)=>\{var (?<c>[\w$]+)=\{\};for\(var [\w$]+ in \k<a>\)[\w$]+\.call\(\k<a>,/,
  ],
  [
    '__async',
    /^\((?<a>[\w$]+),(?<b>[\w$]+),(?<c>[\w$]+)\)=>new Promise\([\s\S]*\(\k<c>=\k<c>\.apply\(\k<a>,\k<b>\)\)\.next\(\)/,
  ],
  ['__privateGet', /"read from private field"\),/],
  ['__privateSet', /"write to private field"\),/],
  ['__privateAdd', /"Cannot add the same private member more than once"\):/],
  ['__privateMethod', /"access private method"\),/],
];
/** `(a,b)=>define(a,describe(b))`, with the language's own functions under other names. */
const SPREAD_PROPS = /^\(([\w$]+),([\w$]+)\)=>([\w$]+)\(\1,[\w$]+\(\2\)\)$/;
/** `this&&this.__awaiter||function…`, as TypeScript writes each. */
const OF_TYPESCRIPT = /^\(?this\s*&&\s*this\.(__\w+)\)?\s*\|\|/;
/** Some of which every such file has. */
const HINTS = /this\.__\w+|\(\w+,\w+\)=>|\(\w+,\w+,\w+\)=>/;

/** Which helper each name stands for that is given to one at the top of a file. */
export function compilerNames({ program }: File, source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!HINTS.test(source.slice(0, MOST_CHARACTERS))) return found;
  const texts = new Map(program.body.slice(0, MOST_STATEMENTS).flatMap((one) => declaredBy(one, source)));
  for (const [name, text] of texts) {
    const helper = helperWritten(text) ?? (isSpreadProps(text, texts) ? '__spreadProps' : undefined);
    if (helper !== undefined && helper !== name) found.set(name, helper);
  }
  return found;
}

function declaredBy(statement: Node, source: string): (readonly [string, string])[] {
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init
      ? [
          [
            id.name,
            source.slice(init.start ?? 0, Math.min(init.end ?? 0, (init.start ?? 0) + MOST_CHARACTERS)),
          ] as const,
        ]
      : [],
  );
}

function helperWritten(text: string): string | undefined {
  return OF_TYPESCRIPT.exec(text)?.[1] ?? SHAPES.find(([, shape]) => shape.test(text))?.[0];
}

function isSpreadProps(text: string, texts: ReadonlyMap<string, string>): boolean {
  const defines = SPREAD_PROPS.exec(text)?.[3];
  return defines !== undefined && texts.get(defines) === 'Object.defineProperties';
}
