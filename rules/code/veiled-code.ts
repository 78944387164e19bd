import { type Module, type Node, runsUnasked } from '../../src/code/module.ts';
import { defineRule, type Hit } from '../../src/rule.ts';

/** Names an obfuscator makes; a handful is a coincidence. */
const MADE_NAMES = /\b_0x[0-9a-f]{4,8}\b/g;
const FEWEST_NAMES = 30;
/** The loop that turns the array of strings until a sum fits: nothing but string-array obfuscators writes it. */
const TURNS_ARRAY = /\bpush'?\]?\(\s*\w+\[?['.]*shift/;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g;
/** Data in characters that have no shape. */
const SHAPELESS =
  /(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|[\u{e0020}-\u{e007e}]){24,}|(?:\u3164|\uffa0){8,}|(?:\u200b|\u200c|\u200d|\u2060|\ufeff){24,}/u;
const OFF_SCREEN = /[;{})\]][ \t\u00a0]{200,}(?=[^\s/*])/g;

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
    /[\u202a-\u202e\u2066-\u2069\u3164\uffa0\u200b-\u200d\u2060\udb40]|[\ufe00-\ufe0f]{2}|_0x[0-9a-f]|[ \t\u00a0]{200}/,
  *module(module): Iterable<Hit> {
    const weight = runsUnasked(module.reach) ? {} : { severity: 'medium' as const };
    if (isScrambled(module)) {
      yield {
        message: 'was scrambled by a string-array obfuscator',
        // Some sellers scramble what they sell; alone it asks for a look.
        severity: runsUnasked(module.reach) ? 'medium' : 'low',
        evidence: [module.at(module.code.file.program, 'scrambled', module.source.slice(0, 200))],
      };
    }
    const unseen = SHAPELESS.exec(module.source);
    if (unseen)
      yield {
        message: 'holds data in characters without a shape',
        ...weight,
        evidence: [place(module, unseen.index, 'invisible data')],
      };
    for (const at of outsideStrings(module, BIDI)) {
      yield {
        message: 'reorders its own source for the eye (bidirectional control)',
        ...weight,
        evidence: [place(module, at, 'reordered here')],
      };
    }
    for (const at of outsideStrings(module, OFF_SCREEN)) {
      yield {
        message: 'pushes code out of sight with blanks',
        ...weight,
        evidence: [
          place(
            module,
            at + 200,
            'far to the right',
            module.source.slice(at).trimStart().slice(1).trimStart().slice(0, 200),
          ),
        ],
      };
    }
  },
});

function isScrambled(module: Module): boolean {
  const { source } = module;
  if (!TURNS_ARRAY.test(source)) return false;
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
