import { installCommands } from '../../src/code/scripts/entries.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit } from '../../src/rule.ts';
import type { Package } from '../../src/types.ts';

/** Build tools whose whole command says what it does: compile or fetch a native addon, say thanks, check a version. */
const UNDERSTOOD =
  /^(?:node-gyp(?: re)?build|node-gyp-build(?:-optional-packages|-test)?|prebuild-install(?: -r napi)?|node-pre-gyp install(?: --fallback-to-build)?|cmake-js compile|napi postinstall [\w@./-]+(?: check)?|node-gyp-build|opencollective(?:-postinstall)?|patch-package|husky(?: install)?)$/;

export default defineRule({
  id: 'install-script',
  title: 'Runs code when it is installed',
  why: 'An install script runs with your rights before you have looked at anything. npm up to version 11 runs the scripts of every dependency by default; npm 12 runs only those you allow. Most thefts begin here.',
  fix: 'Install with `npm ci --ignore-scripts`, read what the script does, and allow it by name only if the package cannot work without.',
  mapping: { owasp: ['MCP04'], attack: ['T1195.002', 'T1059'], atlas: ['AML.T0011.001'], cwe: ['CWE-829'] },
  signal: 'install.script',
  severity: 'low',
  confidence: 'high',
  *package(pkg): Iterable<Hit> {
    for (const { at, text } of installCommands(pkg)) {
      const script = at.startsWith('#');
      const known = text.split(/&&|\|\||;/).every((part) => UNDERSTOOD.test(part.trim()));
      yield {
        message: script
          ? `runs \`${quote(text, 80)}\` when it is installed (npm 11 and older by default, npm 12 only where allowed)`
          : 'runs a command from its binding.gyp when it is installed',
        severity: known ? 'info' : 'low',
        evidence: [
          {
            at: script ? `manifest:${pkg.id}${at}` : `file:${pkg.id}/${at}:1:1`,
            note: 'runs at install',
            snippet: quote(text),
          },
        ],
      };
    }
    if (buildsWithoutScript(pkg)) yield implicitBuild(pkg);
  },
});

/** npm runs `node-gyp rebuild` for a `binding.gyp` even where the manifest names no script. */
function buildsWithoutScript(pkg: Package): boolean {
  const named = installCommands(pkg).some(({ at }) => at === '#/scripts/install' || at === '#/scripts/preinstall');
  return pkg.files.has('binding.gyp') && pkg.manifest.gypfile !== false && !named;
}

function implicitBuild(pkg: Package): Hit {
  return {
    message: 'has a binding.gyp: npm runs `node-gyp rebuild` when it is installed, though no script says so',
    severity: 'info',
    evidence: [{ at: `file:${pkg.id}/binding.gyp:1:1`, note: 'built at install', snippet: 'node-gyp rebuild' }],
  };
}
