import { runsCommand } from '../../src/code/flow/acts.ts';
import { commandText } from '../../src/code/flow/command.ts';
import { partsBehind } from '../../src/code/flow/feeds.ts';
import { inWords, isBundle, type Module, type Node, type Reach } from '../../src/code/flow/module.ts';
import { startedLines } from '../../src/code/flow/started-lines.ts';
import { pathWritten, writtenPath, writtenText } from '../../src/code/flow/writes.ts';
import { leaksIn, sendsInput } from '../../src/code/scripts/shell-flow.ts';
import { startedLater } from '../../src/code/scripts/started-later.ts';
import type { Call } from '../../src/code/tree/calls.ts';
import { keyText } from '../../src/code/tree/scope.ts';
import { parentOf } from '../../src/code/tree/walk.ts';
import { quote } from '../../src/quote.ts';
import { defineRule, type Hit, type ModuleHit } from '../../src/rule.ts';
import type { Confidence, Severity } from '../../src/types.ts';
import { fetchesAndRuns, startsFromHost } from '../data/commands.ts';
import { isNear } from '../data/hosts.ts';
import { agentPlace, changesAgent, isGitHook, SERVERS } from '../data/places.ts';

export default defineRule({
  id: 'assistant-changed',
  title: 'Changes what an assistant or editor does',
  why: 'A hook in an assistant’s settings, a task that an editor runs when a folder is opened, or one more server in a client’s configuration runs from then on with the user’s rights. Lines in an instruction file give orders to every session. Worms of 2025 and 2026 planted all of these.',
  fix: 'Do not install it, unless it says that it does so and why. If it ran, look through the files named and remove what it left there.',
  mapping: {
    owasp: ['MCP09', 'MCP06', 'MCP04'],
    attack: ['T1546', 'T1554'],
    atlas: ['AML.T0081', 'AML.T0051.001'],
    cwe: ['CWE-506', 'CWE-15'],
  },
  signal: 'persistence',
  severity: 'high',
  confidence: 'high',
  words:
    /\.claude|\.gemini|\.codex|\.qwen|\.cursor|\.kiro|claude_desktop|\.codeium|\.continue|mcp_settings|mcp\.json|\.vscode|\.roo|\.zed|CLAUDE|GEMINI\.md|AGENTS\.md|windsurfrules|clinerules|copilot-instructions|\.junie|\.git\b|\.idea|\.husky|devcontainer|opencode|\.agents|\.amazonq|\.factory|\.lmstudio|mcp-config|\bgoose|\bcrush\b|\bzed\b|\.windsurf|\.augment|\.trae|\.github|\bUser\b|mcp\s+add|add-mcp|install-extension|(?:pre|post)-(?:commit|push|merge|checkout|rewrite|receive)\b/,
  *package(pkg): Iterable<Hit> {
    for (const { path, command } of startedLater(pkg)) {
      const [leak] = leaksIn(command, PROJECT).filter(({ kind }) => kind !== 'identity');
      if (!leak) continue;
      yield {
        message: `holds what git, a build, an editor or an assistant runs by itself, and that sends ${quote(leak.what)}`,
        evidence: [
          { at: `file:${pkg.id}/${path}`, note: `sends it with ${quote(leak.program)}`, snippet: quote(leak.command) },
        ],
      };
    }
  },
  *script({ at, text, dated }, root): Iterable<ModuleHit> {
    const what = changesAgent(text);
    if (what === undefined) return;
    yield dated((reach) => ({
      message: `changes ${what} ${inWords(reach)}`,
      ...weight(reach, root),
      evidence: [{ at, note: what, snippet: quote(text) }],
    }));
  },
  *module(module, root): Iterable<ModuleHit> {
    for (const call of module.calls) {
      const hit = leakingHook(module, call);
      if (hit) yield hit;
      const what = hit ? undefined : changedBy(module, call);
      if (what === undefined) continue;
      // What runs when in many modules in one, nobody can say for sure.
      const theirs = root && !isBundle(module.code) && isOfUser(module, call);
      const fetches = fetchesAndRuns(writtenText(module.code, call));
      const urged = fetches || atConnect(module.code, call.node);
      const harm = theirs ? harmIn(module, what) : undefined;
      // A server is started by its client, which asks nobody.
      const started = harm !== undefined && module.serves;
      yield module.dated(call.node, (reach) => {
        const harms = harm !== undefined && (reach === 'install' || reach === 'load' || (reach === 'start' && started));
        return {
          message: `changes ${what} ${inWords(reach)}${harms ? `, ${harm}` : ''}`,
          // Nobody asks for that, whatever he asks for.
          ...(harms ? {} : urged && reach !== 'nowhere' ? weight('install') : weight(reach, theirs)),
          evidence: [module.at(call.node, what)],
        };
      });
    }
  },
});

/** Where editors and assistants run things: in a folder of their user. */
const PROJECT = '~/project';

/** A script that is put where git or an assistant runs it by itself, and that sends what is secret: nobody asks for that. */
function leakingHook(module: Module, call: Call): ModuleHit | undefined {
  const path = writtenPath(module.code, call) ?? '';
  const place = isGitHook(path) ? 'what git runs by itself' : agentPlace(path);
  if (place === undefined) return undefined;
  const leak = leaksIn(writtenText(module.code, call), PROJECT).find(({ kind }) => kind !== 'identity');
  if (!leak) return undefined;
  return module.dated(
    call.node,
    (reach) =>
      reach !== 'nowhere' && {
        message: `changes ${place} ${inWords(reach)}, so that it sends ${quote(leak.what)}`,
        evidence: [module.at(call.node, `sends it with ${quote(leak.program)}`, leak.command)],
      },
  );
}

function changedBy(module: Module, call: Call): string | undefined {
  if (runsCommand(module.code, call)) return changesAgent(commandText(module.code, call));
  const path = writtenPath(module.code, call);
  return path === undefined ? undefined : agentPlace(path);
}

/** What is put there of which only its author has any good, in words behind what is changed. */
function harmIn({ code }: Module, what: string): string | undefined {
  const lines = startedLines(code);
  if (what === SERVERS) return lines.some(startsFromHost) ? 'and adds one that comes from a host each time' : undefined;
  const sends = lines.some((line) => leadsAway(line) && sendsInput(line));
  return sends ? 'so that this sends what it is given' : undefined;
}

/** True where a host is written out that is not the user’s own. */
function leadsAway(line: string): boolean {
  return [...line.matchAll(/\bhttps?:\/\/([\w.-]{1,253})/g)].some(
    ([, host = '']) => host.includes('.') && !isNear(host),
  );
}

/** Functions that call each other. */
const MOST_CALLS = 4;

/** `server.oninitialized = …`: whoever connects a server has asked for nothing yet. */
function atConnect(code: Module['code'], node: Node, calls = MOST_CALLS): boolean {
  for (let at = parentOf(node); at; at = parentOf(at)) {
    if (at.type === 'FunctionDeclaration' && at.id && calls > 0) {
      const binding = code.bindingOf(at.id);
      return ((binding && code.callers.get(binding)) ?? []).some((call) => atConnect(code, call, calls - 1));
    }
    if (at.type !== 'AssignmentExpression' || at.left.type !== 'MemberExpression') continue;
    if (keyText(at.left.property, at.left.computed) === 'oninitialized') return true;
  }
  return false;
}

/** Places from which everything of a user is found. */
const HOME = /^os\.homedir\(\)|^process\.env\.(?:HOME|USERPROFILE|APPDATA|XDG_CONFIG_HOME)$/;

/** True where it is what all projects of a user have in common: what it sets up in one of them is the business of many commands. */
function isOfUser({ code, name }: Module, call: Call): boolean {
  if (runsCommand(code, call)) return true;
  return [...partsBehind(code, pathWritten(code, call))].some((part) => HOME.test(name(part) ?? ''));
}

/**
 * A command may write a client’s configuration because its user typed `install`; being imported, installed or started as a server
 * is no such wish. Of a command of the target nobody can say that it does nothing else: what it changes for its user (`theirs`)
 * asks for a look.
 */
function weight(reach: Reach, theirs = false): { severity: Severity; confidence: Confidence } {
  if (reach === 'load') return { severity: 'high', confidence: 'high' };
  if (reach === 'install') return { severity: 'high', confidence: 'medium' };
  return reach === 'start' && theirs
    ? { severity: 'medium', confidence: 'low' }
    : { severity: 'info', confidence: 'low' };
}
