/** What one package tells about its place in a tree. */
import type { Facts, Package } from '../../types.ts';
import { importsOf } from '../package/imports.ts';
import { installCommands, SOURCE } from '../scripts/entries.ts';

export function factsOf(pkg: Package): Facts {
  const installs = installCommands(pkg).length > 0 || (pkg.files.has('binding.gyp') && pkg.manifest.gypfile !== false);
  return { unused: unusedBy(pkg), installs, imports: importsOf(pkg) };
}

/** What names every dependency without using any. */
const LISTS = /(?:^|\/)(?:package(?:-lock)?|npm-shrinkwrap)\.json$|\.lock$|\.ya?ml$|\.md$|\.map$/;
/** More are not asked about: each costs a pass over the package. */
const MOST = 300;

/** Dependencies whose name occurs in no file, nor in a field of the manifest that could use it (`scripts`, `bin`, a tool's settings). */
function unusedBy({ manifest, files }: Package): readonly string[] {
  const declared = ['dependencies', 'optionalDependencies'].flatMap((field) => namesIn(manifest[field]));
  let left = [...new Set(declared)].slice(0, MOST).filter((name) => !settingsOf(manifest).includes(name));
  // Nearly every dependency is named by code; only for those that are not, the rest is looked through.
  const codeFirst = [...files].sort(([a], [b]) => Number(SOURCE.test(b)) - Number(SOURCE.test(a)));
  for (const [path, bytes] of codeFirst) {
    if (left.length === 0) break;
    if (LISTS.test(path)) continue;
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    left = left.filter((name) => !content.includes(name));
  }
  return left.sort();
}

function namesIn(field: unknown): readonly string[] {
  return typeof field === 'object' && field !== null && !Array.isArray(field) ? Object.keys(field) : [];
}

const DECLARES =
  /^(?:(?:dev|peer|optional)?[dD]ependencies(?:Meta)?|bundled?Dependencies|overrides|resolutions|keywords|description)$/;

function settingsOf(manifest: Package['manifest']): string {
  return JSON.stringify(Object.entries(manifest).filter(([field]) => !DECLARES.test(field)));
}
