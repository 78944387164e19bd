import { runsCommand } from '../../src/code/flow/acts.ts';
import { commandText } from '../../src/code/flow/command.ts';
import { backwards, literalsIn } from '../../src/code/flow/flow.ts';
import { type Call, inWords, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { beginningHere, beginningPicked } from '../../src/code/flow/picked.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import { WIPES } from '../data/commands.ts';

const DELETES =
  /^(?:fs(?:\.promises)?\.(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|remove|removeSync|emptyDir|emptyDirSync)|rimraf(?:\.sync)?)$/;
const OVERWRITES = /^fs(?:\.promises)?\.(?:writeFile|writeFileSync|truncate|truncateSync)$/;
const LISTS = /^fs(?:\.promises)?\.(?:readdir|readdirSync|opendir|opendirSync)$|^(?:glob|fast-glob|globby)(?:\.\w+)?$/;
const WIPED = 'deletes a home folder or a disk';

export default defineRule({
  id: 'destroys-data',
  title: 'Deletes or overwrites a home folder or a disk',
  why: 'Packages have overwritten every file of users in certain countries, and worms of 2025 and 2026 wiped the home folder where they found no token to take. Nothing that is merely installed or imported needs to.',
  fix: 'Do not install it. If it ran, restore from a backup.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1485'],
    atlas: ['AML.T0011.001'],
    cwe: ['CWE-506'],
  },
  signal: 'destructive',
  severity: 'high',
  confidence: 'high',
  words: [
    /child_process|execa|cross-spawn|shelljs|spawn|homedir|\bHOME\b|USERPROFILE|readdir|opendir|\bglob/,
    /child_process|execa|cross-spawn|shelljs|spawn|rmSync|rmdir|rimraf|\brm\b|unlink|emptyDir|removeSync|writeFile|truncate/,
  ],
  *script({ at, text, dated }): Iterable<ModuleHit> {
    if (!WIPES.test(text)) return;
    yield dated(
      (reach) =>
        atOnce(reach) && {
          message: `${WIPED} ${inWords(reach)}`,
          evidence: [{ at, note: WIPED, snippet: quote(text) }],
        },
    );
  },
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) {
      const what = doneBy(module, call);
      if (what === undefined) continue;
      yield module.dated(
        call.node,
        (reach) => atOnce(reach) && { message: `${what} ${inWords(reach)}`, evidence: [module.at(call.node, what)] },
      );
    }
  },
});

/** A command that was started does what its user asked it to; that is not for this rule to say. */
function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}

function doneBy(module: Module, call: Call): string | undefined {
  const { name, args } = call;
  if (runsCommand(module.code, call)) return WIPES.test(commandText(module.code, call)) ? WIPED : undefined;
  const [path] = args;
  if (name === undefined || path === undefined) return undefined;
  const deletes = DELETES.test(name);
  if (deletes && isTop(module, path)) return WIPED;
  return (deletes || OVERWRITES.test(name)) && isListed(module, path)
    ? `${deletes ? 'deletes' : 'overwrites'} whatever lies in a home folder or on a disk`
    : undefined;
}

/** The home folder or the root itself, not something below it. */
function isTop(module: Module, path: Node): boolean {
  return HOME.test(module.name(path) ?? '') || ROOTS.test(module.text(path) ?? '');
}

const HOME = /^(?:os\.homedir\(\)|process\.env\.(?:HOME|USERPROFILE))$/;
const ROOTS = /^(?:\/|\/home\/?|\/Users\/?|[A-Z]:[\\/]?)$/;

/** A path made of what listing such a folder gave, whatever it is called. */
function isListed(module: Module, path: Node): boolean {
  const before = [...backwards(module.code, path)].map(({ node }) => node);
  return before.some((node) => {
    if (node.type !== 'CallExpression' || !LISTS.test(module.name(node.callee as Node) ?? '')) return false;
    const [folder] = node.arguments as Node[];
    return folder !== undefined && leadsToTop(module, folder) && !picksOwn(module.code, node, before);
  });
}

/** How a program begins the names of its own files, wherever they lie: `.weather-8080.pid`. */
const OWN = /^\.?\w[\w-]{3,}/;

/** True where of what was listed only that is taken which is called like one's own. */
function picksOwn(code: Module['code'], list: Node, taken: readonly Node[]): boolean {
  if (
    taken.some(
      (node) => node.type === 'CallExpression' && receiverOf(node) === list && isOwn(beginningPicked(code, node)),
    )
  )
    return true;
  const names = taken.filter(
    (node) => node.type === 'Identifier' && code.bindingOf(node)?.definitions.some(({ value }) => value === list),
  );
  return names.length > 0 && names.every((name) => isOwn(beginningHere(code, name)));
}

const isOwn = (beginning: string | undefined): boolean => beginning !== undefined && OWN.test(beginning);

const receiverOf = ({ callee }: { readonly callee: Node }): Node | undefined =>
  callee.type === 'MemberExpression' ? callee.object : undefined;

function leadsToTop(module: Module, folder: Node): boolean {
  // One folder of one's own below it is another thing.
  if (literalsIn(module.code, [folder]).some((text) => /[\w-]{2,}/.test(text) && !ROOTS.test(text))) return false;
  for (const { node } of backwards(module.code, folder)) if (isTop(module, node)) return true;
  return false;
}
