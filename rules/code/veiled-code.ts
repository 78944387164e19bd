import { type Module, type Node, type Reach, runsUnasked } from '../../src/code/flow/module.ts';
import { stringsDecoded } from '../../src/code/tree/string-arrays.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import type { Evidence } from '../../src/types.ts';

/** Names an obfuscator makes; a handful is a coincidence. */
const MADE_NAMES = /\b_0x[0-9a-f]{4,8}\b/g;
const FEWEST_NAMES = 30;
/** The loop that turns the array of strings until a sum fits: nothing but string-array obfuscators writes it. */
const TURNS_ARRAY = /\bpush'?\]?\(\s*\w+\[?['.]*shift/;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g;
/** Data in characters that have no shape. */
const SHAPELESS =
  /(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|[\u{e0020}-\u{e007e}]){24,}|(?:\u3164|\uffa0){8,}|(?:\u200b|\u200c|\u200d|\u2060|\ufeff){24,}/u;
const OFF_SCREEN =
  /(?:[;{})\]]|\*\/)(?:[ \t\u00a0\u2000-\u200a\u3000]{200,}|\t{60,}|(?:\r?\n[ \t]*){400,})(?=[^\s/*])/g;
/** Letters without a shape that may stand in a name. */
const SHAPELESS_NAME = /[\u115f\u1160\u17b4\u17b5\u3164\uffa0]/;
/** A text that is reordered and holds what ends a text, a line or a statement looks like code around it. */
const REORDERS = /[\u202a-\u202e\u2066-\u2068]/;
/** Those that turn it from right to left. The others move only letters that go the other way: without them they move nothing. */
const TURNS = /[\u202b\u202e\u2067\u2068]/;
const OTHER_WAY = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LIKE_CODE = /\/\/|\/\*|[;{}]/;

/** Names of files nobody looks into for code. */
const NO_CODE =
  /\.(?:txt|dat|bin|log|tmp|csv|pdf|png|jpe?g|gif|ico|bmp|webp|woff2?|ttf|mp[34]|md|bak|lock)$|(?:^|\/)(?:LICEN[CS]E|README|NOTICE|CHANGELOG)$/i;

export default defineRule({
  id: 'veiled-code',
  title: 'Is written so that a reader does not see what it does',
  why: 'Code that is scrambled, pushed out of the window, reordered for the eye or spelled in characters without a shape has something to hide. Minifiers make code short; they do not do this.',
  fix: 'Do not install it unless you can get the source it was made from and build it yourself.',
  mapping: { owasp: ['MCP04'], attack: ['T1027', 'T1036'], atlas: ['AML.T0074'], cwe: ['CWE-506', 'CWE-451'] },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'high',
  words:
    /[\u115f\u1160\u17b4\u17b5]|(?<![\t\u2000-\u200a\u3000])[\t\u2000-\u200a\u3000]{60}|(?:\r?\n[ \t]*){400}|\bwhile\s*\([^)]{1,40}\)\s*\{\s*try\b|\bwhile\s*\(\s*--|[\u202a-\u202e\u2066-\u2069\u3164\uffa0\u200b-\u200d\u2060\udb40]|[\ufe00-\ufe0f]{2}|_0x[0-9a-f]|(?<![ \t\u00a0])[ \t\u00a0]{200}/,
  *module(module): Iterable<ModuleHit> {
    const { program } = module.code.file;
    if (NO_CODE.test(module.path)) {
      const evidence = [module.at(program, 'is loaded as code', module.source.slice(0, 200))] as const;
      const hit = { message: 'is code under a name that says otherwise', severity: 'medium', evidence } as const;
      yield module.dated(program, (reach) => reach !== 'nowhere' && weighed(hit, reach));
    }
    for (const hit of looks(module)) yield module.dated(program, (reach) => weighed(hit, reach));
  },
});

/** One step milder where nobody runs it unasked. */
function weighed(hit: Hit, reach: Reach): Hit {
  if (runsUnasked(reach)) return hit;
  return { ...hit, severity: hit.severity === 'medium' ? 'low' : (hit.severity ?? 'medium') };
}

/** What of the source is not what it seems. */
function* looks(module: Module): Iterable<Hit> {
  const { program } = module.code.file;
  const beginning = module.source.slice(0, 200);
  // Some sellers scramble what they sell; alone it asks for a look.
  if (isScrambled(module)) {
    const evidence = [module.at(program, 'scrambled', beginning), ...decoded(module)] as const;
    yield { message: 'was scrambled by a string-array obfuscator', severity: 'medium', evidence };
  }
  const unseen = SHAPELESS.exec(module.source);
  if (unseen) {
    const evidence = [place(module, unseen.index, 'invisible data')] as const;
    yield { message: 'holds data in characters without a shape', evidence };
  }
  const name = module.code.nodes.identifiers.find((one) => SHAPELESS_NAME.test(one.name));
  if (name) yield { message: 'has names that cannot be seen', evidence: [module.at(name, 'a name without a shape')] };
  yield* reordered(module);
  yield* outOfSight(module);
}

/** Strings that tell what a program does, before those that do not. */
const TELLING =
  /^(?:\w{2,5}:\/\/|[\w@-]+\.\w{2,}|[~/.]|(?:node:)?(?:child_process|https?|net|dns|fs|os)$)|env|[A-Z]{3,}_|\s/;
const SHOWN = 12;

/** What its strings say: they are read like all others, by every rule. */
function decoded(module: Module): Evidence[] {
  const texts = stringsDecoded(module.code);
  if (texts.length === 0) return [];
  const shown = [...texts.filter((text) => TELLING.test(text)), ...texts].slice(0, SHOWN);
  return [
    module.at(module.code.file.program, 'decoded', [...new Set(shown)].map((text) => text.slice(0, 60)).join(' · ')),
  ];
}

function* reordered(module: Module): Iterable<Hit> {
  for (const at of outsideStrings(module, BIDI)) {
    const message = 'reorders its own source for the eye (bidirectional control)';
    yield { message, evidence: [place(module, at, 'reordered here')] };
  }
  if (!REORDERS.test(module.source)) return;
  for (const text of module.code.nodes.strings) {
    const written = module.source.slice(text.start ?? 0, text.end ?? 0);
    if (!looksLikeCode(written) || isPacked(written)) continue;
    const evidence = [module.at(text, 'reads otherwise than it looks')] as const;
    yield { message: 'holds a text that is reordered to look like code', severity: 'medium', evidence };
  }
}

/** True where what ends a text, a line or a statement follows on what reorders its line. */
function looksLikeCode(text: string): boolean {
  return text.split('\n').some((line) => {
    const at = line.search(OTHER_WAY.test(line) ? REORDERS : TURNS);
    return at >= 0 && LIKE_CODE.test(line.slice(at));
  });
}

/** Blocks of 256 characters that a text people read keeps within, whatever its languages; what is Chinese or Korean counts as one. */
const MOST_BLOCKS = 16;
const EAST_ASIAN = /[\u3400-\u9fff\uac00-\udfff]/g;

/** True for numbers that are written as characters, such as the tables of HTML's entities: they come from everywhere, and nobody reads them. */
function isPacked(text: string): boolean {
  const others = text.replaceAll(EAST_ASIAN, '');
  const blocks = new Set<number>();
  for (let at = 0; at < others.length; at++) blocks.add(others.charCodeAt(at) >> 8);
  return blocks.size > MOST_BLOCKS;
}

function* outOfSight(module: Module): Iterable<Hit> {
  for (const at of outsideStrings(module, OFF_SCREEN)) {
    const rest = module.source.slice(at);
    const after = rest.replace(/^(?:\*\/|.)\s*/, '');
    const evidence = [place(module, at + rest.length - after.length, 'far out of sight', after.slice(0, 200))] as const;
    // Empty lines may be left by what removed something.
    const lines = /[\r\n]/.test(rest.slice(1, 3));
    yield {
      message: 'pushes code out of sight with blanks',
      ...(lines ? { severity: 'medium' as const } : {}),
      evidence,
    };
  }
}

/** The sum that says when the array is turned far enough, and the older loop that counts. */
const CHECKS_SUM = /parseInt\(\w+\((?:0x[0-9a-f]+|\d+)[^()]{0,80}\)\)\s*\/\s*(?:0x[0-9a-f]+|\d+)/g;
const COUNTS_DOWN = /while\s*\(\s*--\w+\s*\)\s*\{?\s*\w+\[?['.]+push'?\]?\(\s*\w+\[?['.]*shift/;

function isScrambled(module: Module): boolean {
  const { source } = module;
  if (!TURNS_ARRAY.test(source)) return false;
  if (COUNTS_DOWN.test(source) || [...source.matchAll(CHECKS_SUM)].length >= 3) return true;
  const names = new Set<string>();
  for (const match of source.matchAll(MADE_NAMES)) if (names.add(match[0]).size >= FEWEST_NAMES) return true;
  return false;
}

/** First few places of a pattern that are not inside a text: translations and help pages may hold anything. */
function outsideStrings(module: Module, pattern: RegExp): number[] {
  const found = [...module.source.matchAll(pattern)].slice(0, 20).map((match) => match.index);
  if (found.length === 0) return [];
  const data = [...module.code.nodes.strings, ...module.code.nodes.texts];
  return found.filter((at) => !data.some((node) => covers(node, at))).slice(0, 5);
}

function covers(node: Node, at: number): boolean {
  return (node.start ?? 0) <= at && at < (node.end ?? 0);
}

function place(module: Module, offset: number, note: string, snippet = module.source.slice(offset, offset + 120)) {
  const before = module.source.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const { at, snippet: shown } = module.at(module.code.file.program, note, snippet);
  return { at: `${at.replace(/:\d+:\d+$/, '')}:${line}:${column}`, note, snippet: shown };
}
