/**
 * What a Python script collects and where it sends that: names that hold it are followed from statement to statement. No
 * parser, so only what is written the usual way is seen.
 */
import { DOTENV, SECRET_COMMANDS, sensitivePlace } from './secrets.ts';
import { type Leak, leaksIn, type Taint } from './shell-flow.ts';

const MAX_STATEMENTS = 5_000;
const MAX_STATEMENT = 4_000;
const MAX_NAMES = 200;
/** A function may stand above or below whoever calls it. */
const ROUNDS = 3;

export function leaksInPython(text: string): readonly Leak[] {
  if (!COLLECTS.test(text)) return [];
  const statements = statementsOf(text).map(statementOf);
  const flow: Flow = { held: new Map(), functions: new Map(), leaks: new Map(), inside: '' };
  for (let round = 0; round < ROUNDS; round++) for (const one of statements) follow(flow, one);
  return [...flow.leaks.values()];
}

/** Without one of these words there is nothing to find. */
const COLLECTS = /\benviron|open|read_|popen|subprocess|system|gethostname|getuser|getlogin|platform\.node/;

interface Flow {
  /** Name → what it holds. */
  readonly held: Map<string, Taint>;
  /** Name of a function → those of what it is given. */
  readonly functions: Map<string, readonly string[]>;
  readonly leaks: Map<string, Leak>;
  /** The function whose lines these are. */
  inside: string;
}

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
const NETWORK =
  /\b(?:urlopen|urlretrieve|gethostbyname|getaddrinfo|sendmail|storbinary)\s?\(|\.(?:post|put|patch|request|sendall|send|sendto|storbinary)\s?\(|\b(?:post|put)\s?\(|\b(?:requests|httpx|session|client)\.(?:get|head)\s?\(/;
const RUNS = /\b(?:subprocess|popen|check_output|check_call|getoutput|os\.system|Popen)\b/;

function follow(flow: Flow, statement: Statement): void {
  const { code } = statement;
  const defined = DEFINES.exec(code);
  if (defined) {
    flow.inside = defined[1] as string;
    flow.functions.set(flow.inside, namesIn(defined[2] as string));
  }
  if (RUNS.test(code)) for (const leak of leaksIn(statement.literals.join(' '))) addLeak(flow, leak);
  if (IMPORTS.test(code)) aliased(flow, statement);
  else carried(flow, statement);
}

function carried(flow: Flow, statement: Statement): void {
  const { code, text } = statement;
  for (const taint of heldBy(flow, statement)) {
    for (const name of takers(flow, code)) if (flow.held.size < MAX_NAMES) flow.held.set(name, taint);
    const program = NETWORK.exec(code)?.[0].replace(/[.\s(]/g, '');
    if (program) addLeak(flow, { ...taint, program, command: text.trim() });
  }
}

function addLeak(flow: Flow, leak: Leak): void {
  if (flow.leaks.size < 10) flow.leaks.set(`${leak.what}\n${leak.command}`, leak);
}

/** `from os import environ as e`. */
function aliased(flow: Flow, { code, text }: Statement): void {
  const name = /\benviron\s+as\s+(\w+)/.exec(code)?.[1];
  if (name) flow.held.set(name, { kind: 'environment', what: 'the whole environment', from: text.trim(), path: false });
}

/** What a statement has in hand, each thing once. */
function heldBy(flow: Flow, statement: Statement): readonly Taint[] {
  const { code } = statement;
  const begun = begunBy(statement);
  const known = [...code.matchAll(/[A-Za-z_][\w.]*/g)].flatMap(({ 0: name, index }) => {
    const taint = heldAs(flow, name, code, index);
    return taint ? [taint] : [];
  });
  return [...new Map([...begun, ...known].map((taint) => [taint.what, taint])).values()].slice(0, 4);
}

/** What `a.b.c` holds, if it is known of `a`, `a.b` or all of it, and no part of the environment. */
function heldAs({ held }: Flow, name: string, code: string, index: number): Taint | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const taint = held.get(name.slice(0, end));
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
function begunBy({ code, text, literals }: Statement): readonly Taint[] {
  const found: Omit<Taint, 'from' | 'path'>[] = [];
  const whole = [...code.matchAll(/\b(?:\w+\.)?environb?\b/g)].some(
    ({ 0: name, index }) => !isPart(code, index, name.length),
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
  const looped = [...code.matchAll(/\bfor\s+([\w\s,()]{1,80}?)\s+in\b/g)].map((one) => one[1] as string);
  const opened = [...code.matchAll(/\bas\s+(\w+)\s*[:,]/g)].map((one) => one[1] as string);
  const filled = /^\s*([\w.]{1,100})\.(?:append|extend|add|update|write|writestr|insert)\s?\(/.exec(code)?.[1];
  const given = [...code.matchAll(/\b(\w{1,100})\s?\(/g)].flatMap((one) =>
    DEFINES.test(code) ? [] : (flow.functions.get(one[1] as string) ?? []),
  );
  const returned = /^\s*return\b/.test(code) && flow.inside ? [flow.inside] : [];
  return [
    ...[set, filled].flatMap((one) => (one ? namesIn(one) : [])),
    ...looped.flatMap(namesIn),
    ...opened,
    ...given,
    ...returned,
  ];
}

/** `a, b`; of `a[b]` only the first. */
function namesIn(list: string): readonly string[] {
  return list.split(',').flatMap((one) => /^[\s*(]*([A-Za-z_][\w.]*)/.exec(one)?.[1] ?? []);
}
