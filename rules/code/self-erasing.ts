import { namesOwnFile } from '../../src/code/flow/carried.ts';
import { isCall, literalsIn, partsBehind } from '../../src/code/flow/feeds.ts';
import { type Call, inWords, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { functionsOf, nameOf } from '../../src/code/tree/calls.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

const DELETES = /^fs(?:\.promises)?\.(?:rm|rmSync|unlink|unlinkSync|remove|removeSync)$|^rimraf(?:\.sync)?$/;
const REPLACES =
  /^fs(?:\.promises)?\.(?:rename|copyFile|writeFile|move|copy|outputFile|writeJson|outputJson)(?:Sync)?$/;
const ITSELF =
  /^(?:__filename|import\.meta\.(?:filename|url)|process\.(?:argv\.1|mainModule\.filename)|module\.filename|require\.main\.filename|url\.fileURLToPath\(\))$/;

export default defineRule({
  id: 'self-erasing',
  title: 'Removes its own traces',
  why: 'A script that deletes itself or puts another manifest in its place leaves a package that looks clean to whoever comes to look afterwards. In 2026 a widely used HTTP client was infected by one that did both.',
  fix: 'Do not install it. If it ran, compare what lies in node_modules with the tarball of the registry, and treat the machine as lost.',
  mapping: {
    owasp: ['MCP04', 'MCP08'],
    attack: ['T1070.004', 'T1195.002'],
    atlas: ['AML.T0011.001', 'AML.T0074'],
    cwe: ['CWE-506', 'CWE-912'],
  },
  signal: 'code.hidden',
  severity: 'high',
  confidence: 'medium',
  words: [
    /__filename|\bfilename\b|argv|import\.meta|package\.json|__dirname/,
    /unlink|\brm(?:Sync)?\b|remove|rimraf|rename|copyFile|writeFile|outputFile|writeJson|outputJson|\bmove\b/,
  ],
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) {
      if (call.name === undefined || !(DELETES.test(call.name) || REPLACES.test(call.name))) continue;
      yield module.dated(call.node, (reach) => {
        const what = atOnce(reach) ? erases(module, call, reach) : undefined;
        return what !== undefined && { message: `${what} ${inWords(reach)}`, evidence: [module.at(call.node, what)] };
      });
    }
  },
});

function atOnce(reach: Reach): boolean {
  return reach === 'install' || reach === 'load';
}

function erases(module: Module, { name = '', args }: Call, reach: Reach): string | undefined {
  const [first, second] = args;
  if (first && DELETES.test(name)) {
    if (isItself(module, first)) return 'deletes the script that is running';
    return isOwnManifest(module, first, reach) ? 'deletes its own package.json' : undefined;
  }
  if (!REPLACES.test(name)) return undefined;
  const goal = /write|output/i.test(name) ? first : second;
  // What copies its own manifest somewhere else, or writes that of another folder, is not meant.
  return goal && isOwnManifest(module, goal, reach) ? 'replaces its own package.json' : undefined;
}

/** The running file, by a name node gives it or by its own name in its own folder. */
function isItself(module: Module, path: Node): boolean {
  const name = module.name(path);
  if (name !== undefined && ITSELF.test(name)) return true;
  const own = module.path.slice(module.path.lastIndexOf('/') + 1);
  return namesOwnFile(module.code, path) && literalsIn(module.code, [path]).some((text) => lastOf(text) === own);
}

/** `package.json` of the package: from its own folder, or from where npm runs an install script. */
function isOwnManifest(module: Module, path: Node, reach: Reach): boolean {
  const texts = literalsIn(module.code, [path]);
  if (!texts.some((text) => lastOf(text) === 'package.json')) return false;
  const parts = texts.flatMap((text) => text.split(/[/\\]/));
  if (parts.some((part) => !/^(?:|\.|\.\.|package\.json)$/.test(part))) return false;
  const up = parts.filter((part) => part === '..').length;
  const depth = module.path.split('/').length - 1;
  if (namesOwnFile(module.code, path)) return up === depth;
  const bare = texts.length === 1 && texts.some((text) => /^(?:\.\/)?package\.json$/.test(text));
  return bare && reach === 'install' && isPut(module, path);
}

const BUILT_IN = /^(?:require|path|process|fs|url|String|Buffer)\b/;

/** True for a path that is made here: what a function that is not seen makes of a name may be another file. */
function isPut({ code }: Module, path: Node): boolean {
  return [...partsBehind(code, [path])].every((node) => {
    if (!isCall(node)) return true;
    const callee = node.callee as Node;
    return functionsOf(code, callee).length > 0 || BUILT_IN.test(nameOf(code, callee) ?? '');
  });
}

function lastOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
