import { programIn } from '../../src/code/binary.ts';
import { decode, strings } from '../../src/code/scripts/entries.ts';
import { parse } from '../../src/code/tree/parse.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';

/** Endings that promise text, a picture, a font, a document. */
const PROMISES =
  /\.(?:[mc]?[jt]sx?|json5?|css|html?|md|txt|csv|ya?ml|toml|xml|map|log|lock|png|jpe?g|gif|svg|ico|webp|avif|bmp|woff2?|ttf|otf|eot|mp[34]|wav|ogg|webm|pdf|docx?|zip|gz|tgz|LICENSE)$/i;
/** Where native addons and their prebuilt forms lie. */
const NATIVE =
  /\.(?:node|so(?:\.\d+)*|dylib|dll|exe|lib|pdb|a|o|obj)$|(?:^|\/)(?:prebuilds?|build\/Release|binding|native|vendor|bin)\//i;
const BUILDS = /node-gyp|prebuild|node-pre-gyp|bindings|cmake-js|napi|neon|detect-libc/;

export default defineRule({
  id: 'disguised-program',
  title: 'Ships a program under a name that says otherwise',
  why: 'A program that is called a picture, a text or a script passes a reader and most filters. Nothing honest needs that.',
  fix: 'Do not install it. Where the file is not disguised and only not mentioned, ask the author what it is for.',
  mapping: { owasp: ['MCP04'], attack: ['T1036', 'T1027'], atlas: ['AML.T0074'], cwe: ['CWE-506', 'CWE-451'] },
  signal: 'code.hidden',
  severity: 'medium',
  confidence: 'high',
  *package(pkg): Iterable<Hit> {
    for (const [path, bytes] of pkg.files) {
      const program = programIn(bytes);
      if (program === undefined) {
        if (isScript(path, bytes)) yield scriptHit(pkg, path, bytes);
        continue;
      }
      const evidence = [
        { at: `file:${pkg.id}/${path}:1:1`, note: `a program (${program})`, snippet: quote(hex(bytes)) },
      ] as const;
      const name = quote(path, 80);
      if (PROMISES.test(path)) yield { message: `holds a program (${program}) that is called ${name}`, evidence };
      else if (!isDeclared(pkg, path)) {
        const message = `ships a program (${program}) that its manifest does not speak of: ${name}`;
        yield { message, signal: 'code.odd', severity: 'low', confidence: 'medium', evidence };
      }
    }
  },
});

/** What only a machine's own code is called. */
const MACHINE_CODE = /\.node$/i;
/** Where packages that resolve modules keep what they try that with. */
const ASIDE = /(?:^|\/)(?:__tests__|tests?|fixtures?|examples?)\//;
const MAX_TEXT = 1024 * 1024;
/** What such a text needs to do anything. */
const LOADS =
  /\brequire\s*\(\s*['"`](?:node:)?(?:fs|os|https?|http2|net|tls|dns|dgram|child_process|vm)\b|\bprocess\s*\.\s*env\b|\bfetch\s*\(/;

/** JavaScript where a machine's own code should be: Node refuses to load it, so that something else has to run it. */
function isScript(path: string, bytes: Uint8Array): boolean {
  if (!MACHINE_CODE.test(path) || ASIDE.test(path) || bytes.length > MAX_TEXT || bytes.includes(0)) return false;
  const text = decode(bytes);
  return LOADS.test(text) && parse('text.cjs', text, false).ok;
}

function scriptHit(pkg: Package, path: string, bytes: Uint8Array): Hit {
  const text = decode(bytes);
  const line = text.slice(0, text.search(LOADS)).split('\n').length;
  const at = `file:${pkg.id}/${path}:${line}:1`;
  return {
    message: `holds JavaScript that is called a native addon: ${quote(path, 80)}`,
    severity: 'high',
    evidence: [{ at, note: 'code that no reader looks for there', snippet: quote(text.split('\n')[line - 1] ?? '') }],
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 16)).toString('hex');
}

/** True where the manifest says that the package is for one machine, is built, or has this file as its command. */
function isDeclared({ manifest, files }: Package, path: string): boolean {
  if (manifest.os !== undefined || manifest.cpu !== undefined || manifest.libc !== undefined) return true;
  if (['binary', 'napi', 'gypfile'].some((field) => field in manifest)) return true;
  if (strings(manifest.bin).some((bin) => bin.replace(/^\.\//, '') === path)) return true;
  const builds = [manifest.scripts, manifest.dependencies, manifest.optionalDependencies].some((field) =>
    BUILDS.test(JSON.stringify(field ?? '')),
  );
  const native = builds || manifest.addon === true || files.has('binding.gyp') || files.has('CMakeLists.txt');
  return NATIVE.test(path) && (native || path.endsWith('.node'));
}
