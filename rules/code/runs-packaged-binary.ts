import { processesIn } from '../../src/code/flow/acts.ts';
import { commandText } from '../../src/code/flow/command.ts';
import { literalsIn } from '../../src/code/flow/flow.ts';
import { inWords, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { INSTALL_SCRIPTS, resolveFile, scriptText } from '../../src/code/scripts/entries.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';

/** Runs a library as a program, or is one, on Windows. */
const WINDOWS = /\b(?:rundll32|regsvr32|mshta|wscript|cscript)\b(?!\s+url\.dll)|\.(?:scr|pif|hta|vbs)\b/i;
const RUNS_LIBRARY = /[\w./\\-]+\.dll\b\s*,/i;

export default defineRule({
  id: 'runs-packaged-binary',
  title: 'Runs machine code that it brings along, at once or under a false name',
  why: 'Machine code cannot be read here, and an honest native addon is loaded by node when it is used, not run by an install script. Worms of 2025 and 2026 brought a library for Windows or a program for Linux and started it at once.',
  fix: 'Do not install it, unless the author says what the program is and how to build it.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1059', 'T1195.002'],
    atlas: ['AML.T0011.001', 'AML.T0050'],
    cwe: ['CWE-506', 'CWE-829'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'low',
  words: /rundll32|regsvr32|mshta|wscript|cscript|\.(?:dll|scr|pif|hta|vbs)\b|dlopen/i,
  *package(pkg): Iterable<Hit> {
    for (const script of INSTALL_SCRIPTS) {
      const text = scriptText(pkg, script);
      const path = binaryIn(pkg, text);
      if (path === undefined) continue;
      yield {
        message: `runs ${quote(path, 80)}, which is machine code, while it is installed`,
        evidence: [{ at: `manifest:${pkg.id}#/scripts/${script}`, note: 'runs machine code', snippet: quote(text) }],
      };
    }
  },
  *module(module): Iterable<ModuleHit> {
    for (const { name, args, node } of module.calls) {
      const path =
        name !== undefined && OPENS.test(name) ? misnamed(module, args[name === 'process.dlopen' ? 1 : 0]) : undefined;
      if (path === undefined) continue;
      yield module.dated(
        node,
        (reach) =>
          reach !== 'nowhere' && {
            message: `loads ${quote(path, 80)} as machine code ${inWords(reach)}`,
            severity: 'medium',
            confidence: 'medium',
            evidence: [module.at(node, 'loads it')],
          },
      );
    }
    for (const call of processesIn(module)) {
      const text = commandText(module.code, call);
      if (!WINDOWS.test(text) && !RUNS_LIBRARY.test(text)) continue;
      yield module.dated(
        call.node,
        (reach) =>
          atOnce(reach) && {
            message: `has Windows run a library or script ${inWords(reach)}`,
            evidence: [module.at(call.node, 'runs it')],
          },
      );
    }
  },
});

/** Ways to load a library into the program itself. */
const OPENS = /^(?:process\.dlopen|bun:ffi\.dlopen|Deno\.dlopen|koffi\.load|ffi-napi\.Library)$/;
/** What libraries are called, and what is put behind a name. */
const LIBRARY = /\.(?:node|so|dylib|dll|wasm)(?:\.[\d.]+)?$/i;
const ENDING = /(?:^|[\w-])\.[a-z]\w{1,7}$/i;

/** The name of a file that is loaded as a library and called something else. */
function misnamed({ code }: Module, path: Node | undefined): string | undefined {
  const texts = path ? literalsIn(code, [path]).filter((text) => ENDING.test(text)) : [];
  return texts.some((text) => LIBRARY.test(text)) ? undefined : texts[0];
}

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}

/** The first file a command names that begins as programs of Linux, Windows or macOS do. */
function binaryIn(pkg: Package, command: string): string | undefined {
  const words = command.slice(0, 20_000).split(/[\s'"`;&|()<>=]+/);
  const paths = words.flatMap((word) => (word === '' || word === '.' ? [] : (resolveFile(pkg, word) ?? [])));
  return paths.find((path) => isMachineCode(pkg.files.get(path)));
}

function isMachineCode(bytes: Uint8Array | undefined): boolean {
  if (!bytes || bytes.length < 4) return false;
  const first = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return (
    first === '7f454c46' || first.startsWith('4d5a') || /^(?:cffaedfe|cefaedfe|cafebabe|feedface|feedfacf)$/.test(first)
  );
}
