import { copies } from '../../src/code/flow/copies.ts';
import { partsBehind, secretReads } from '../../src/code/flow/flow.ts';
import { inWords, isStarted, type Module, type Node, type Reach, runsUnasked } from '../../src/code/flow/module.ts';
import { leadsAway } from '../../src/code/flow/refused.ts';
import { DOTENV, isWorkingPlace, SSH_KEYS } from '../../src/code/secrets.ts';
import { textOf } from '../../src/code/tree/strings.ts';
import { functionAround } from '../../src/code/tree/walk.ts';
import { defineRule, type ModuleHit } from '../../src/rule.ts';
import type { Severity } from '../../src/types.ts';

export default defineRule({
  id: 'secret-file-read',
  title: 'Reads a file where credentials are kept',
  why: 'SSH keys, cloud credentials, npm tokens, wallets and browser profiles lie in well-known places. A package that opens them while it is installed or loaded is looking for them.',
  fix: 'Find out why it needs the file. Give it a credential of its own, or run it under a user or container without these files.',
  mapping: {
    owasp: ['MCP01', 'MCP10'],
    attack: ['T1552', 'T1005'],
    atlas: ['AML.T0055', 'AML.T0037'],
    cwe: ['CWE-200', 'CWE-552'],
  },
  signal: 'secret.read',
  severity: 'high',
  confidence: 'medium',
  words: /readFile|createReadStream|openSync|\.open\b|readJson|copyFile|readdir|Bun\.file/,
  *module(module): Iterable<ModuleHit> {
    for (const { node, detail } of secretReads(module)) {
      yield module.dated(node, (reach) => ({
        message: `reads ${detail} ${inWords(reach)}`,
        severity: severityOf(module, node, detail, reach),
        evidence: [module.at(node, detail)],
      }));
    }
  },
});

/** What becomes of the copy is followed. */
function isCopy(module: Module, node: Node): boolean {
  return 'callee' in node && copies(module.name(node.callee as Node) ?? '');
}

function severityOf(module: Module, node: Node, place: string, reach: Reach): Severity {
  // The settings of the very project that runs it: so many read them that it says nothing.
  if (!runsUnasked(reach) || reach === 'typed' || place === DOTENV) return 'low';
  if (place === SSH_KEYS && isPublicHalf(module, node)) return 'low';
  if (!isWorkingPlace(place) && !(place === SSH_KEYS && opensShells(module))) return 'high';
  return isStarted(reach) || isCopy(module, node) ? 'low' : 'medium';
}

/** Clients that log in to other machines with the keys their user has for that. */
const SHELLS = /^(?:ssh2(?:-promise|-sftp-client)?|node-ssh|simple-ssh)\b/;

function opensShells(module: Module): boolean {
  return module.calls.some(({ name }) => name !== undefined && SHELLS.test(name));
}

/** True where only those of the files there are taken that are meant for others: `names.filter((name) => name.endsWith('.pub'))`. */
function isPublicHalf({ code, calls }: Module, node: Node): boolean {
  const args = 'arguments' in node ? (node.arguments as Node[]) : [];
  const around = new Set([node, ...partsBehind(code, args)].map(functionAround));
  return calls.some(
    (one) =>
      one.method === 'endsWith' &&
      one.args[0] !== undefined &&
      textOf(code, one.args[0]) === '.pub' &&
      around.has(functionAround(one.node)) &&
      !leadsAway(code, one.node),
  );
}
