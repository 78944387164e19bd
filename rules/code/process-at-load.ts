import { namesOwnFile } from '../../src/code/flow/carried.ts';
import { startsProcess } from '../../src/code/flow/command.ts';
import { literalsIn } from '../../src/code/flow/flow.ts';
import { inWords, isBundle, type Module } from '../../src/code/flow/module.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';

/** Commands that only ask the machine what it is; build tools run them everywhere. */
const ASKS =
  /^(?:echo \$LANG|(?:which|where|command -v) [\w.-]+|cat \/(?:proc\/cpuinfo|etc\/os-release)(?:\s*\|[^;&>]*)?|(?:\/usr)?(?:\/s?bin\/)?(?:getconf|ldd|uname|which|where|sw_vers|xcode-select|arch|hostname|tput|stty|lsb_release|chcp|node|npm|git)(?:\s+(?:--?v(?:ersion)?|-\w+|--\w+|GNU_LIBC_VERSION|rev-parse|config --get [\w.]+|cols|lines|bash|python3?|docker|HEAD)){0,4}(?:\s+2>&1)?(?:\s*\|\|\s*true)?(?:;\s*ldd --version 2>&1 \|\| true)?)$/;

export default defineRule({
  id: 'process-at-load',
  title: 'Starts a process while it is being loaded',
  why: 'Importing a library should define things, not do them. A process started on import runs in every program that depends on the package, wherever in the tree.',
  fix: 'Read the command. If it is needed, ask the author to start it from a function that the caller calls.',
  mapping: {
    owasp: ['MCP04', 'MCP05'],
    attack: ['T1059', 'T1195.002'],
    atlas: ['AML.T0011.001', 'AML.T0050'],
    cwe: ['CWE-78', 'CWE-506'],
  },
  signal: 'process.load',
  severity: 'medium',
  confidence: 'medium',
  words: /child_process|execa|cross-spawn|shelljs|Bun\.spawn/,
  *module(module): Iterable<ModuleHit> {
    for (const call of module.calls) {
      const { name, args, node } = call;
      if (!startsProcess(call)) continue;
      if (asksOnly(module, args)) continue;
      // A command that is started may start others; an install script has its own rule.
      yield module.dated(
        node,
        (reach) =>
          reach === 'load' && {
            message: `starts a process (${name}) ${inWords(reach)}`,
            // Without a command that can be read it is a wrapper, more often than not behind a condition; a file of the
            // package is read like every other.
            severity:
              isPlain(module, args) && !startsOwnFile(module, args) && !isBundle(module.code) ? 'medium' : 'low',
            confidence: isBundle(module.code) ? 'low' : 'medium',
            evidence: [module.at(node, 'runs when the module is imported')],
          },
      );
    }
  },
});

/** True where the command is written out, or the child is meant to outlive its parent. */
function isPlain(module: Module, args: Parameters<typeof literalsIn>[1]): boolean {
  const [command, ...rest] = args;
  const detached = rest.some((node) => /\bdetached\b/.test(module.source.slice(node.start ?? 0, node.end ?? 0)));
  return detached || (command !== undefined && module.text(command) !== undefined);
}

/** `execSync(path.join(__dirname, 'x.js'))`, `spawn('node', [__dirname + '/x.js'])`. */
function startsOwnFile(module: Module, args: Parameters<typeof literalsIn>[1]): boolean {
  const [command, list] = args;
  const words = list?.type === 'ArrayExpression' ? [command, ...list.elements] : [command];
  const [program, script] = words.filter((node) => node !== null && node !== undefined);
  const own = (node: typeof program) =>
    node !== undefined && namesOwnFile(module.code, node) && literalsIn(module.code, [node]).some(isScript);
  return own(program) || (/^(?:node|process\.execPath)$/.test(nameOrText(module, program) ?? '') && own(script));
}

function isScript(text: string): boolean {
  return /\.[cm]?[jt]s$/.test(text);
}

function nameOrText(module: Module, node: Parameters<Module['text']>[0] | undefined): string | undefined {
  return node && (module.text(node) ?? module.name(node));
}

function asksOnly(module: Module, args: Parameters<typeof literalsIn>[1]): boolean {
  const [command, list] = args;
  const words = literalsIn(
    module.code,
    [command, list?.type === 'ArrayExpression' ? list : undefined].filter((node) => node !== undefined),
  );
  return ASKS.test(words.join(' ').trim());
}
