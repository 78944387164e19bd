import { runsCommand } from '../../src/code/flow/acts.ts';
import { commandText } from '../../src/code/flow/command.ts';
import { literalsIn, networkArguments } from '../../src/code/flow/flow.ts';
import { type Call, inWords, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { textsBehind } from '../../src/code/flow/texts.ts';
import { toldCommands } from '../../src/code/flow/told-commands.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { PUBLISHES } from '../data/commands.ts';
import { asksGitHub, ownersAddress, ownersCall } from '../data/owners.ts';

const WRITES = /^fs(?:\.promises)?\.(?:writeFile|appendFile|outputFile|writeJson|outputJson)(?:Sync)?$/;
export default defineRule({
  id: 'spreads-itself',
  title: 'Publishes packages or plants itself in others',
  why: 'A worm looks for the token of a publisher, adds itself to everything this person owns, and publishes it. No package has a reason to publish another while it is installed or imported.',
  fix: 'Do not install it. If it ran, revoke the tokens of npm and GitHub on that machine, and look at what was published since.',
  mapping: {
    owasp: ['MCP04'],
    attack: ['T1195.002', 'T1554'],
    atlas: ['AML.T0109', 'AML.T0011.001'],
    cwe: ['CWE-506'],
  },
  signal: 'persistence',
  severity: 'high',
  confidence: 'high',
  words: [
    /\bpublish\b|\bnpm\b.*\btoken\b|\bgh\b|registry\.npmjs|\/-\/npm|api\.github|octokit|@actions\/|package\.json|workflows|node_modules|require\.(?:main|resolve)|__dirname/,
    /\bpublish\b|\bnpm\b.*\btoken\b|\bgh\b|registry\.npmjs|\/-\/npm|api\.github|octokit|@actions\/|writeFile|appendFile|outputFile|writeJson|outputJson/,
  ],
  *script({ at, text, dated }): Iterable<ModuleHit> {
    if (!PUBLISHES.test(text)) return;
    yield dated(
      (reach) =>
        atOnce(reach) && {
          message: `publishes packages ${inWords(reach)}`,
          evidence: [{ at, note: 'publishes', snippet: quote(text) }],
        },
    );
  },
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) yield* spread(module, call.node, spreadBy(module, call));
    for (const { node, line } of toldCommands(module)) if (PUBLISHES.test(line)) yield* spread(module, node, PUBLISHED);
  },
});

function* spread(module: Module, node: Node, what: string | undefined): Iterable<ModuleHit> {
  if (what === undefined) return;
  yield module.dated(
    node,
    (reach) =>
      atOnce(reach) && {
        message: `${what} ${inWords(reach)}`,
        // Some packages mend what they depend on when they are installed, and some are the steps of builds.
        ...(what === CHANGES || what === KEEPS ? { confidence: 'medium' } : {}),
        evidence: [module.at(node, what)],
      },
  );
}

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}

function spreadBy(module: Module, call: Call): string | undefined {
  const { name, args } = call;
  if (runsCommand(module.code, call)) return PUBLISHES.test(commandText(module.code, call)) ? PUBLISHED : undefined;
  if (name?.startsWith('libnpmpublish')) return PUBLISHED;
  if (name !== undefined && WRITES.test(name))
    return plantedBy(module, args) ?? (args[0] && isOthers(module, args[0]) ? CHANGES : undefined);
  return askedOf(module, call);
}

/** What is asked of a registry, a forge or what builds share. */
function askedOf(module: Module, { name = '', args, node }: Call): string | undefined {
  if (name === '@actions/cache.saveCache') return KEEPS;
  if (asksGitHub(name)) return ownersCall(name, textsBehind(module.code, args)) ? ASKS : undefined;
  const sent = networkArguments(module.code, node);
  return ownersAddress(textsBehind(module.code, sent.slice(0, 2))) ? ASKS : undefined;
}

const PUBLISHED = 'publishes packages';
const KEEPS = 'puts something into the cache of later builds';
const ASKS = 'asks npm or GitHub what only an owner asks';
const CHANGES = 'changes the code of another package';
const CODE = /\.[mc]?js$/;

/** `require.resolve('express')`, `require.main.filename`, `path.join(__dirname, '..', 'express', 'index.js')`. */
function isOthers(module: Module, path: Node): boolean {
  const definitions = path.type === 'Identifier' ? (module.code.bindingOf(path)?.definitions ?? []) : [];
  const itself = [path, ...definitions.flatMap((one) => (one.path.length === 0 ? [one.value] : []))];
  if (itself.some((part) => MAIN.test(module.name(part) ?? '') || isResolved(module, part))) return true;
  return literalsIn(module.code, [path]).some((text) => CODE.test(text) && leavesPackage(module, text));
}

const MAIN = /^(?:require\.main|module\.parent|process\.mainModule)\.filename$/;

/** The main module of another package. */
function isResolved(module: Module, part: Node): boolean {
  if (part.type !== 'CallExpression' || module.name(part.callee) !== 'require.resolve') return false;
  const specifier = part.arguments[0] && module.text(part.arguments[0]);
  const own = module.package.slice(0, module.package.lastIndexOf('@'));
  return specifier !== undefined && /^[@\w]/.test(specifier) && specifier !== own && !specifier.startsWith(`${own}/`);
}

/** A path from a module's own folder to one beside the package, or below the project's `node_modules`. */
function leavesPackage({ path }: Module, text: string): boolean {
  if (/^(?:\.?\/)*node_modules\/(?!\.)/.test(text)) return true;
  if (!/^\.{1,2}\//.test(text)) return false;
  let depth = path.split('/').length - 1;
  for (const part of text.split('/')) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** A script that runs at install, written into a manifest; a workflow, written into a repository. */
function plantedBy(module: Module, [path, content]: Call['args']): string | undefined {
  const place = path ? literalsIn(module.code, [path]).join('/') : '';
  if (/\.github[/\\]+workflows\b/.test(place)) return 'writes a workflow into a repository';
  if (!/package\.json$/.test(place) || !content) return undefined;
  const text = [module.source.slice(content.start ?? 0, content.end ?? 0), ...literalsIn(module.code, [content])].join(
    ' ',
  );
  const planted =
    module.code.writes.has('postinstall') ||
    module.code.writes.has('preinstall') ||
    scriptsPlanted(module) ||
    /\b(?:pre|post)install\b/.test(text);
  return planted ? 'writes an install script into a manifest' : undefined;
}

/** `manifest.scripts = { ...manifest.scripts, postinstall: '…' }` */
function scriptsPlanted({ code, source }: Module): boolean {
  const written = code.writes.get('scripts') ?? [];
  return written.some(({ value }) =>
    /\b(?:(?:pre|post)install|prepare)\b/.test(source.slice(value.start ?? 0, value.end ?? 0)),
  );
}
