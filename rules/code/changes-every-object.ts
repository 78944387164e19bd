import { decode, SOURCE } from '../../src/code/scripts/entries.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';

/** A key by which a merge of settings reaches what all objects are made after. */
const REACHES_ALL = /"(?:__proto__"\s*:\s*\{\s*"|constructor"\s*:\s*\{\s*"prototype"\s*:\s*\{\s*")/;
/** Where such data is what something is tried with. */
const ASIDE = /(?:^|\/)(?:__tests__|__fixtures__|tests?|specs?|fixtures?|examples?|payloads?)\//;
const MAX_DATA = 4 * 1024 * 1024;

export default defineRule({
  id: 'changes-every-object',
  title: 'Ships data that gives every object a property',
  why: 'Settings are merged key by key. A key that names the prototype makes such a merge write into what every object of the program is made after: an address, a command or a switch that nobody set is then set everywhere, and no line of code shows it.',
  fix: 'Do not use it unless its author says what the key is for. Data of a package has no use for it.',
  mapping: { owasp: ['MCP04'], attack: ['T1027', 'T1574'], atlas: ['AML.T0074'], cwe: ['CWE-1321', 'CWE-506'] },
  signal: 'code.hidden',
  severity: 'medium',
  confidence: 'medium',
  *package(pkg): Iterable<Hit> {
    for (const [path, bytes] of pkg.files) {
      if (!path.endsWith('.json') || ASIDE.test(path) || bytes.length > MAX_DATA) continue;
      const text = decode(bytes);
      const found = REACHES_ALL.exec(text);
      if (!found || !isJson(text) || !isNamed(pkg, path)) continue;
      const lines = text.slice(0, found.index).split('\n');
      const at = `file:${pkg.id}/${path}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
      const snippet = quote(text.slice(found.index, found.index + 200));
      yield {
        message: `ships data with a key that reaches the prototype of every object, in ${quote(path, 80)}`,
        evidence: [{ at, note: 'what is merged with it writes there', snippet }],
      };
    }
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** True where some code of the package names the file. */
function isNamed({ files }: Package, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
  return [...files].some(
    ([other, bytes]) =>
      SOURCE.test(other) &&
      !ASIDE.test(other) &&
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name),
  );
}
