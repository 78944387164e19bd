/**
 * What a Python script collects and where it sends that: names that hold it are followed from statement to statement. No
 * parser, so only what is written the usual way is seen.
 */
import { DOTENV, SECRET_COMMANDS, sensitivePlace } from '../secrets.ts';
import { type Leak, leaksIn, type Taint } from './shell-flow.ts';

const MAX_STATEMENTS = 5_000;
const MAX_STATEMENT = 4_000;
const MAX_NAMES = 200;
/** A function may stand above or below whoever calls it. */
const ROUNDS = 3;

export function leaksInPython(text: string): readonly Leak[] {
  if (!COLLECTS.test(text)) return [];
  const statements = statementsOf(text).map(statementOf);
  const flow: Flow = {
    held: new Map(),
    functions: new Map(),
    leaks: new Map(),
    systems: new Set(['os']),
    inside: TOP,
    network: networkIn(text),
    picksProxies: /proxy/i.test(text),
  };
  for (let round = 0; round < ROUNDS; round++) for (const one of statements) follow(flow, one);
  return [...flow.leaks.values()];
}

/** Without one of these words there is nothing to find. */
const COLLECTS = /\benviron|open|read_|popen|subprocess|system|gethostname|getuser|getlogin|platform\.node/;

interface Flow {
  /** Name, behind that of the function it belongs to → what it holds. */
  readonly held: Map<string, Taint>;
  /** Name of a function → those of what it is given. */
  readonly functions: Map<string, readonly string[]>;
  readonly leaks: Map<string, Leak>;
  /** What `os` is called here. */
  readonly systems: Set<string>;
  /** The function whose lines these are. */
  inside: Scope;
  /** What sends, as far as what is imported tells. */
  readonly network: RegExp;
  /** Goes through the environment for what says whom to ask. */
  readonly picksProxies: boolean;
}

interface Scope {
  readonly name: string;
  readonly indent: number;
}

const TOP: Scope = { name: '', indent: -1 };

interface Statement {
  readonly text: string;
  /** Without the texts in it, which name nothing. */
  readonly code: string;
  readonly literals: readonly string[];
}

/** A text, or whatever else may stand in code. */
const TOKEN =
  /([rbuRBU]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|#[^\n]*|\\\n|[([{]|[)\]}]|[;\n]|[^"'#\\()[\]{};\n]+|[\s\S]/g;

/** Lines, or parts of one, with those together that brackets hold. */
function statementsOf(text: string): readonly string[] {
  const found: string[] = [];
  let parts: string[] = [];
  let open = 0;
  for (const [token] of text.replaceAll('\r\n', '\n').matchAll(TOKEN)) {
    if (/^[([{]$/.test(token)) open++;
    else if (/^[)\]}]$/.test(token)) open = Math.max(0, open - 1);
    if (open === 0 && (token === '\n' || token === ';')) {
      found.push(parts.join(''));
      parts = [];
      if (found.length >= MAX_STATEMENTS) break;
    } else if (!token.startsWith('#')) parts.push(token);
  }
  return [...found, parts.join('')].filter((one) => one.trim() !== '');
}

const LITERAL = /([A-Za-z]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/g;

function statementOf(whole: string): Statement {
  const text = whole.slice(0, MAX_STATEMENT);
  const literals: string[] = [];
  const code = text.replaceAll(LITERAL, (literal, kind: string, quoted: string) => {
    literals.push(quoted.replace(/^(?:"""|'''|.)/, '').replace(/(?:"""|'''|.)$/, ''));
    // What stands in braces there is code.
    return /f/i.test(kind) ? ` ${[...literal.matchAll(/\{([^{}]{1,200})\}/g)].map((one) => one[1]).join(' ')} ` : "''";
  });
  // What a child is given, and whom one asks, is not sent.
  return {
    text,
    literals,
    code: code.replaceAll(/\b(?:env|proxies|cert|verify)\s?=\s?[\w.]{1,100}(?:\([\w.]{0,100}\))?/g, ' '),
  };
}

const DEFINES = /^\s*(?:async\s+)?def\s+(\w+)\s*\(([^)]{0,500})\)/;
const IMPORTS = /^\s*(?:from|import)\b/;
const REQUESTS =
  /\b(?:urlopen|urlretrieve|gethostbyname|getaddrinfo)\s?\(|\.(?:post|sendmail|storbinary)\s?\(|\b(?:requests|httpx|session|client|r)\.(?:get|head|put|patch)\s?\(|\b(?:http|conn\w*|requests|httpx|session|client)\.request\s?\(/;
const SOCKETS = /\.(?:send|sendall|sendto)\s?\(/;
const BARE = /\b(?:post|put|patch)\s?\(/;

function networkIn(text: string): RegExp {
  const also = [
    ...(/\bsocket\.|\bfrom\s+socket\b/.test(text) ? [SOCKETS] : []),
    ...(/\bfrom\s+(?:requests|httpx)\s+import\b/.test(text) ? [BARE] : []),
  ];
  return new RegExp([REQUESTS, ...also].map(({ source }) => source).join('|'));
}

const RUNS = /\b(?:subprocess|popen|check_output|check_call|getoutput|os\.system|Popen)\b/;

function follow(flow: Flow, statement: Statement): void {
  const indent = /^[\n\s]*?([ \t]*)(?=\S)/.exec(statement.text)?.[1]?.length ?? 0;
  if (indent <= flow.inside.indent) flow.inside = TOP;
  const defined = DEFINES.exec(statement.code);
  if (defined) {
    flow.inside = { name: defined[1] as string, indent };
    flow.functions.set(flow.inside.name, namesIn(defined[2] as string));
  }
  const body = defined ? { ...statement, code: statement.code.slice(defined[0].length) } : statement;
  if (RUNS.test(body.code)) for (const leak of leaksIn(body.literals.join(' '))) addLeak(flow, leak);
  if (IMPORTS.test(body.code)) aliased(flow, body);
  else carried(flow, body);
}

function carried(flow: Flow, statement: Statement): void {
  const { code, text } = statement;
  const program = flow.network.exec(code)?.[0].replace(/[.\s(]/g, '');
  for (const taint of heldBy(flow, statement)) {
    // What a child answers is not what it was given.
    const names = taint.kind === 'environment' && RUNS.test(code) ? [] : takers(flow, code);
    for (const name of names) if (flow.held.size < MAX_NAMES) flow.held.set(name, taint);
    if (program && !(taint.kind === 'identity' && ASKS_OWN.test(code)))
      addLeak(flow, { ...taint, program, command: text.trim() });
  }
}

/** The address of this machine, of which its own resolver is asked. */
const ASKS_OWN = /\b(?:gethostbyname\w*|getaddrinfo)\s?\(\s?[\w.]{1,100}(?:\(\))?\s?[,)]/;

/** As a name is kept: of a function, unless it is that of an object. */
function kept({ inside }: Flow, name: string): string {
  return inside.name === '' || name.startsWith('self.') ? name : `${inside.name} ${name}`;
}

function addLeak(flow: Flow, leak: Leak): void {
  if (flow.leaks.size < 10) flow.leaks.set(`${leak.what}\n${leak.command}`, leak);
}

/** `from os import environ as e`, `import os as o`. */
function aliased(flow: Flow, { code, text }: Statement): void {
  const system = /\bimport\b[^\n]{0,200}\bos\s+as\s+(\w+)/.exec(code)?.[1];
  if (system) flow.systems.add(system);
  const name = /\bfrom\s+os\s+import\b[^\n]{0,200}\benvironb?(?:\s+as\s+(\w+)|\b)/.exec(code);
  const taint = { kind: 'environment', what: 'the whole environment', from: text.trim(), path: false } as const;
  if (name) flow.held.set(name[1] ?? 'environ', taint);
}

/** What a statement has in hand, each thing once. */
function heldBy(flow: Flow, statement: Statement): readonly Taint[] {
  const { code } = statement;
  const begun = begunBy(flow, statement);
  const known = [...code.matchAll(/[A-Za-z_][\w.]*/g)].flatMap(({ 0: name, index }) => {
    const taint = heldAs(flow, name, code, index);
    return taint ? [taint] : [];
  });
  return [...new Map([...begun, ...known].map((taint) => [taint.what, taint])).values()].slice(0, 4);
}

/** What `a.b.c` holds, if it is known of `a`, `a.b` or all of it, and no part of the environment. */
function heldAs(flow: Flow, name: string, code: string, index: number): Taint | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const part = name.slice(0, end);
    const taint = flow.held.get(kept(flow, part)) ?? flow.held.get(part);
    if (taint) return taint.kind === 'environment' && isPart(code, index, end) ? undefined : taint;
  }
  return undefined;
}

/** One variable, or the question whether there is one. */
function isPart(code: string, index: number, length: number): boolean {
  const behind = code.slice(index + length, index + length + 40);
  if (/^\s*(?:\.\s*(?:get|pop|setdefault|update|clear|keys)\b|\[|=(?!=))/.test(behind)) return true;
  const before = code.slice(Math.max(0, index - 60), index);
  return /\bin\s+(?:\w+\.)?$/.test(before) && !/^\s*\.\s*(?:items|values)\b/.test(behind);
}

const WHO = /\b(?:socket\.)?gethostname\(\)|\bgetpass\.getuser\(\)|\bos\.getlogin\(\)|\bplatform\.node\(\)/;
const OPENS = /\bopen\s?\(|\bread_(?:text|bytes)\b|\bexpanduser\b|\bPath\b|\bjoin\s?\(|\bcopy\w*\s?\(|\bglob\b/;

/** What is collected right here. */
function begunBy({ systems }: Flow, { code, text, literals }: Statement): readonly Taint[] {
  const found: Omit<Taint, 'from' | 'path'>[] = [];
  const whole = [...code.matchAll(/\b(\w+)\.environb?\b/g)].some(
    ({ 0: name, 1: system = '', index }) => systems.has(system) && !isPart(code, index, name.length),
  );
  if (whole && !literals.some((one) => /proxy/i.test(one)))
    found.push({ kind: 'environment', what: 'the whole environment' });
  const place = OPENS.test(code) ? sensitivePlace(literals.slice(0, 20).map((one) => one.slice(0, 500))) : undefined;
  if (place !== undefined && place !== DOTENV && !/\b(?:exists|isfile|isdir)\b/.test(code))
    found.push({ kind: 'secret file', what: place });
  const command = RUNS.test(code) ? SECRET_COMMANDS.exec(literals.join(' ').slice(0, 2_000))?.[0].trim() : undefined;
  if (command) found.push({ kind: 'secret command', what: command });
  const who = WHO.exec(code)?.[0];
  if (who) found.push({ kind: 'identity', what: who });
  return found.map((one) => ({ ...one, from: text.trim(), path: false }));
}

/** Names that hold what a statement has in hand from now on. */
function takers(flow: Flow, code: string): readonly string[] {
  const set = /^\s*([\w.,\s*[\]']{1,200}?)(?::[^=:]{1,60})?\s*[+|]?=(?!=)/.exec(code)?.[1];
  const looped = flow.picksProxies
    ? []
    : [...code.matchAll(/\bfor\s+([\w\s,()]{1,80}?)\s+in\b/g)].map((one) => one[1] as string);
  const opened = [...code.matchAll(/\bas\s+(\w+)\s*[:,]/g)].map((one) => one[1] as string);
  const filled = /^\s*([\w.]{1,100})\.(?:append|extend|add|update|write|writestr|insert)\s?\(/.exec(code)?.[1];
  const given = [...code.matchAll(/\b(\w{1,100})\s?\(/g)].flatMap((one) =>
    (flow.functions.get(one[1] as string) ?? []).map((name) => `${one[1]} ${name}`),
  );
  const returned = /^\s*return\b/.test(code) && flow.inside.name !== '' ? [flow.inside.name] : [];
  const own = [set, filled, ...looped].flatMap((one) => (one ? namesIn(one) : []));
  return [...[...own, ...opened].map((name) => kept(flow, name)), ...given, ...returned];
}

/** `a, b`; of `a[b]` only the first. */
function namesIn(list: string): readonly string[] {
  return list.split(',').flatMap((one) => /^[\s*(]*([A-Za-z_][\w.]*)/.exec(one)?.[1] ?? []);
}
