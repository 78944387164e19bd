/**
 * How a server says it wants to be started: what it named when it ended, its usage, and its documentation. Pure. All of it is the
 * package's text: each pattern is bounded, and what it gives is a start to try, never a fact.
 */
import { basename } from 'node:path';
import { credentialFor } from '../decoys/shapes.ts';

export interface Wishes {
  /** Names of variables. */
  readonly variables: readonly string[];
  /** Those of them without which it does not start, as it says. */
  readonly demanded: readonly string[];
  /** Whether it takes headers as lines, and not as JSON. */
  readonly plainHeaders: boolean;
  /** What its keys begin with, as it says: `sk-`. */
  readonly prefixes: readonly string[];
  /** Files it did not find: as it wrote them, absolute, with `~`, or a bare name. */
  readonly files: readonly string[];
  /** Arguments to be started with, most likely first. */
  readonly commands: readonly (readonly string[])[];
}

/** What stands for a place, an address or a file in a usage. */
export interface Places {
  readonly directory: string;
  readonly file: string;
  /** What an API offers, in OpenAPI. */
  readonly api: string;
  readonly address: string;
}

/** Most of each. */
const MOST = 8;
const MOST_VARIABLES = 40;
const distinct = <T>(all: readonly T[]): readonly T[] =>
  [...new Map(all.map((one) => [JSON.stringify(one), one])).values()].slice(0, MOST);

/** What a server said when it ended. */
export function wishesIn(said: string, places: Places): Wishes {
  const words = said.slice(0, 20_000);
  const variables = variablesIn(words);
  return {
    variables,
    demanded: demandedOf(variables, words),
    plainHeaders: /header name must be a valid http token|invalid header name|is not a legal http header name/i.test(
      words,
    ),
    prefixes: distinct([...words.matchAll(PREFIX)].map(([, prefix = '']) => prefix)),
    files: filesIn(words),
    commands: commandsIn(words, places),
  };
}

const VARIABLE = /\b[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}\b/g;

function variablesIn(words: string): readonly string[] {
  const named = words.match(VARIABLE) ?? [];
  // Node's own codes are no variables.
  return [...new Set(named.filter((name) => !/^(?:ERR|DEP|MODULE_NOT_FOUND)_?/.test(name)))].slice(0, 20);
}

const PREFIX =
  /\b(?:key|token|secret)s?\b[^\n]{0,60}\b(?:start|begin)(?:s|ning|ing)? with:? {0,2}['"`]?([a-z][\w-]{0,15}[-_])(?=['"`\s.,)]|$)/gi;

const UNSET =
  /required?\b|missing|must\b|not (?:set|defined|configured|found|provided)|undefined|please|provide|need|\bset (?:the )?environment/i;
const LISTED = /^\s{0,8}(?:[-*•]|\d[.)]|\s)/;

/** Of some variables, those in lines that say that something is missing, and in lists below such lines. */
function demandedOf(variables: readonly string[], words: string): readonly string[] {
  let demands = false;
  const lines = words.split('\n').filter((line) => {
    demands = line.length < 2_000 && (UNSET.test(line) || (demands && LISTED.test(line)));
    return demands;
  });
  const named = new Set(lines.flatMap((line) => line.match(VARIABLE) ?? []));
  return variables.filter((name) => named.has(name));
}

/** Files that hold a credential, by what they are called. */
const FILE =
  /(?:(?:~|\/home\/[\w.-]{1,40})\/(?:[\w.-]{1,60}\/){0,6})?[\w.-]{0,60}(?:oauth|credential|secret|token|key|account|auth)[\w.-]{0,40}\.(?:json|ya?ml|toml|env|pem|key|p8)\b/gi;
/** Settings that it opened. */
const SETTINGS = /ENOENT[^\n]{0,80}\bopen '((?:\/[\w.@ -]{1,80}){1,12}\.(?:json|ya?ml|toml))'/g;
const ABSENT =
  /not found|missing|no such file|ENOENT|cannot (?:find|open|read)|place|does(?: not|n't) exist|provide|create/i;

function filesIn(words: string): readonly string[] {
  const lines = words.split('\n').filter((line) => line.length < 2_000 && ABSENT.test(line));
  const settings = [...words.matchAll(SETTINGS)].map(([, path = '']) => path);
  const named = [...lines.flatMap((line) => line.match(FILE) ?? []), ...settings];
  return distinct(
    named.filter((path) => !path.includes('node_modules') && !/\/(?:package|tsconfig)\.json$/.test(path)),
  );
}

// ---------------------------------------------------------------- arguments

/** Words that make a program with several uses a server. */
const SERVES = 'start|serve|stdio|server|mcp|mcp:start|run';
/** What stands before such a word in a sentence: `Failed to start`, `the server`. */
const PROSE =
  '(?:to|[Tt]he|[Aa]n?|[Tt]his|your|our|not|cannot|will|MCP|HTTP|SSE|stdio|[Ss]tart(?:ing)?|[Rr]un(?:ning)?)';
/** Of a usage line, in quotes as one of a choice, or in a list of commands. */
const SUBCOMMANDS: readonly RegExp[] = [
  new RegExp(`(?:^|\\s)(?:npx (?:-y )?)?(?!${PROSE} )[\\w@/.-]{2,80} (${SERVES})\\b`, 'gm'),
  new RegExp(`['"\`](${SERVES})['"\`]`, 'g'),
  new RegExp(`^\\s{1,8}(${SERVES})\\b(?:\\s\\[[^\\]\\n]{1,40}\\]|\\s<[^>\\n]{1,40}>)?(?:\\s{2,}|$)`, 'gm'),
];

function commandsIn(words: string, places: Places): readonly (readonly string[])[] {
  const subcommands = SUBCOMMANDS.flatMap((pattern) => [...words.matchAll(pattern)].map(([, word = '']) => [word]));
  return distinct([...optionsIn(words, places), ...settingsIn(words), ...subcommands, ...positionalsIn(words, places)]);
}

const SETTING_GIVEN = /\b[Uu]sage:[^\n]{0,120}?\s([A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8})=<[^>\n]{1,60}>/g;

/** `Usage: node script.js ACME_API_KEY=<your key>`: a variable as an argument. */
function settingsIn(words: string): readonly (readonly string[])[] {
  return [...words.matchAll(SETTING_GIVEN)].map(([, name = '']) => [`${name}=${credentialFor(name)}`]);
}

const OPTION = /(?<![\w-])--([a-z][\w-]{1,40})/gi;
const DEMAND = /require|missing|must|specify|provide|need/i;

/** Options that a line demands: all of them together, unless it says that one is enough, and each alone. */
function optionsIn(words: string, places: Places): readonly (readonly string[])[] {
  return words.split('\n').flatMap((line) => {
    if (line.length > 2_000 || !DEMAND.test(line)) return [];
    const bare = /missing required arguments?: ([\w, -]{1,200})/i.exec(line)?.[1]?.split(/,\s*/) ?? [];
    const names = distinct([...[...line.matchAll(OPTION)].map(([, name = '']) => name), ...bare]);
    const given = names.flatMap((name) => {
      const value = valueFor(name, places);
      return value === undefined ? [] : [[`--${name}`, ...(value === '' ? [] : [value])]];
    });
    const each = given.length > 1 ? given : [];
    return given.length === 0 ? [] : /one of|either|\bor\b/i.test(line) ? given : [given.flat(), ...each];
  });
}

const USAGE = /usage:\s*(?:npx (?:-y )?)?[\w@/.-]{1,120}((?:\s+(?:<[^>\n]{1,60}>|\[[^\]\n]{1,60}\]|[\w:.-]{1,40}))+)/gi;

/** `Usage: program <directory> [more]`: what has to be given, in order; of what may be left out, what it says is missing. */
function positionalsIn(words: string, places: Places): readonly (readonly string[])[] {
  return [...words.matchAll(USAGE)].flatMap(({ 1: rest = '', index }) => {
    const named = /missing[^\n]{0,60}$/i.test(words.slice(Math.max(0, index - 80), index))
      ? /[<[]([^\]>\n]{1,60})[\]>]/g
      : /<([^>\n]{1,60})>/g;
    const wanted = [...rest.matchAll(named)].map(([, name = '']) => valueFor(name, places));
    return wanted.length > 0 && wanted.every((value) => value !== undefined && value !== '')
      ? [wanted as readonly string[]]
      : [];
  });
}

/** What an option or a placeholder of this name probably wants; '' for one that stands alone, undefined where nothing fits. */
function valueFor(name: string, { directory, file, api, address }: Places): string | undefined {
  const word = name.toLowerCase();
  if (/^transport|mode$/.test(word)) return 'stdio';
  if (/^stdio$/.test(word)) return '';
  if (/sqlite|(?:database|db)[-_ ]?(?:path|file)/.test(word)) return `${directory}/acme.db`;
  if (/database|connection|dsn|postgres|mysql|mongo|redis/.test(word))
    return credentialFor(`${name.toUpperCase().replace(/\W/g, '_')}_URL`);
  if (/sse|https?$|ur[li]|endpoint|host|remote|server/.test(word)) return address;
  if (/mail/.test(word)) return credentialFor('EMAIL');
  if (/token|secret|key|password|\bpat\b/.test(word)) return credentialFor(name.toUpperCase().replace(/\W/g, '_'));
  if (/dir|folder|root|path|cwd|workspace|repo/.test(word)) return directory;
  if (/openapi|swagger|\bspec\b/.test(word)) return api;
  if (/file|config|spec/.test(word)) return file;
  if (/org|account|user|project|team|id$|name/.test(word)) return 'acme';
  return undefined;
}

// ---------------------------------------------------------------- documentation

const PLACEHOLDER = /[<${[]|your|\bxxx|\/path\/|\/users\/|\.\.\.|example/i;
/** Arguments that do something else than start a server. */
const NO_SERVER = /^(?:auth|login|logout|init|install|uninstall|setup|add|--?h(?:elp)?|--?v(?:ersion)?|[|&;>]+|#)$/;
/** The list of arguments of a client's configuration, and the program that stands before it. */
const ARGS = /(?:"command"\s*:\s*"([^"\n]{1,200})"\s*,\s*)?"args"\s*:\s*\[([^\]]{1,600})\]/g;

/** Arguments that a readme starts the package `name` with: in the configurations of clients, and in command lines. */
export function commandsOf(readme: string, name: string, places: Places): readonly (readonly string[])[] {
  const text = readme.slice(0, 400_000);
  // Installed for good, it is started by a name of its own, mostly that of the package.
  const installed = name.replace(/^@[^/]*\//, '');
  const configured = [...text.matchAll(ARGS)].map(([, command = '', list = '']) => [
    ...(command === installed ? [name] : []),
    ...[...list.matchAll(/"((?:[^"\\\n]|\\.){0,300})"/g)].map(([, one = '']) => one),
  ]);
  const lines = text
    .split('\n')
    .filter((line) => line.length < 500 && /\bnpx\b/.test(line) && line.includes(name) && !line.includes('"args"'));
  const typed = lines.map((line) =>
    [
      ...line
        .slice(line.search(/\bnpx\b/))
        .matchAll(/"([^"]{0,200})"|'([^']{0,200})'|((?:[^\s"'`<]|<[^>\n]{0,80}>)+)/g),
    ].map((found) => found[1] ?? found[2] ?? found[3] ?? ''),
  );
  const given = [...configured, ...typed].flatMap((all) => {
    const at = all.findIndex((one) => one.replace(/(.)@[\w.^~-]+$/, '$1') === name);
    const rest = at < 0 ? [] : all.slice(at + 1, at + 13);
    const filled = rest.some((one) => NO_SERVER.test(one)) ? undefined : fill(rest, places);
    return filled === undefined || filled.length === 0 ? [] : [filled];
  });
  return distinct(given);
}

const SETTING = '[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,8}';
/** A variable and its value: in a client's configuration, in a file of variables, or exported. */
const GIVEN: readonly RegExp[] = [
  new RegExp(`"(${SETTING})"\\s{0,4}:\\s{0,4}"([^"\\\\\\n]{1,200})"`, 'g'),
  new RegExp(`(?:^[ \\t]{0,12}(?:export )?|(?:^|[ \\t])(?:-e|--env)[ =])(${SETTING})=["']?([^\\s"'\`]{1,200})`, 'gm'),
];
/** There is nothing at such a place here: a path, or a service on this machine. */
const PLACE = /^(?:[~.]{0,2}[\\/]|[a-z]:[\\/]|(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)(?::\d+)?$)/i;

/** Values that the examples of a readme give to variables, and that anyone could give: the first of each. */
export function settingsOf(readme: string): ReadonlyMap<string, string> {
  const given = givenIn(readme).filter(([, value]) => !PLACEHOLDER.test(value) && !PLACE.test(value));
  return new Map(given.toReversed().map(([name, value]) => [name, reached(value)]));
}

/** Where the examples of a readme have a variable lead to: what the settings file there is called. */
export function settingsFileOf(readme: string, variable: string): string | undefined {
  const values = givenIn(readme).flatMap(([name, value]) => (name === variable ? [value] : []));
  return values.map((value) => basename(value)).find((file) => /^[\w.-]{1,80}\.(?:jsonc?|ya?ml|toml)$/.test(file));
}

const BLOCK = /```[a-z]{0,10}[ \t]*\n([\s\S]{1,4000}?)\n[ \t]*```/g;
/** Characters before an example in which the file is named. */
const BEFORE = 400;

/** What a readme shows of a settings file of this name; the configuration of a client, which only leads to it, is none. */
export function exampleOf(readme: string, file: string): string | undefined {
  const text = readme.slice(0, 400_000);
  return [...text.matchAll(BLOCK)]
    .filter(({ index }) => text.slice(Math.max(0, index - BEFORE), index).includes(file))
    .map(([, block = '']) => block)
    .find((block) => !/"mcpServers"/.test(block) && (!file.endsWith('.json') || isJson(block)));
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Names of variables that the examples of a document set. */
function documentedVariables(document: string): readonly string[] {
  return [...new Set(givenIn(document).map(([name]) => name))].slice(0, MOST_VARIABLES);
}

/** What a package tells registries and clients of itself: `server.json` of the MCP registry, `manifest.json` of a bundle. */
const DECLARES = /^(?:server|manifest)\.json$/;
const DOCUMENTS = /\.(?:md|mdx)$|^readme[^/]*$/i;
/** Documents that are read of one package, the readme first, and characters of each. */
const MOST_DOCUMENTS = 20;
const LONGEST_DOCUMENT = 400_000;
/** Variables of all of them together. */
const MOST_DOCUMENTED = 120;

/** Names of variables that a package documents anywhere: whoever sets it up reads that. */
export function variablesDocumented(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const documents = [...files].filter(([path]) => DOCUMENTS.test(path)).sort(([a], [b]) => depthOf(a) - depthOf(b));
  const declared = [...files].filter(([path]) => DECLARES.test(path));
  const names = [
    ...documents.slice(0, 1).flatMap(([, bytes]) => documentedVariables(textOf(bytes))),
    ...declared.flatMap(([, bytes]) => (textOf(bytes).match(DECLARED) ?? []).map((quoted) => quoted.slice(1, -1))),
    ...documents.slice(1, MOST_DOCUMENTS).flatMap(([, bytes]) => documentedVariables(textOf(bytes))),
  ];
  return [...new Set(names)].slice(0, MOST_DOCUMENTED);
}

const DECLARED = new RegExp(`"${SETTING}"`, 'g');
const depthOf = (path: string): number => path.split('/').length - (/^readme/i.test(path) ? 1 : 0);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, LONGEST_DOCUMENT));

/** Names and values, in the order of the patterns. */
function givenIn(readme: string): readonly (readonly [string, string])[] {
  const text = readme.slice(0, 400_000);
  return GIVEN.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]));
}

/** Placeholders get values; undefined where one has none. */
function fill(given: readonly string[], places: Places): readonly string[] | undefined {
  const filled = given.map((one, index) => filledIn(one, given[index - 1] ?? '', places));
  return filled.every((one) => one !== undefined) ? filled : undefined;
}

/** Nothing but the server runs on this machine; elsewhere, every service does. */
function reached(value: string): string {
  return value.replace(
    /^([^:]*\b(?!https?:)[a-z][\w+]{1,20}:\/\/(?:[^@/\s]{0,200}@)?)(?:localhost|127\.0\.0\.1)\b/,
    '$1db.internal',
  );
}

/** What it is called says more than what stands there. */
function filledIn(one: string, before: string, places: Places): string | undefined {
  const [, option = '', held = one] = /^(--[\w-]+)=(.*)$/s.exec(one) ?? [];
  if (!PLACEHOLDER.test(held)) return reached(one);
  const name = option || (before.startsWith('--') ? before : '');
  const named = valueFor(name.replace(/^--/, ''), places) || undefined;
  const value = /[\\/]/.test(held) ? kindOf(held, places) : (named ?? kindOf(held, places));
  return value === undefined || option === '' ? value : `${option}=${value}`;
}

function kindOf(text: string, places: Places): string | undefined {
  if (/^https?:/.test(text)) return places.address;
  if (/[\\/]/.test(text) && /\.(?:db|sqlite3?)$/i.test(text)) return valueFor('sqlite', places);
  if (/[\\/]/.test(text) && !/^[\w+]+:/.test(text))
    return /\.\w{1,5}$/.test(basename(text)) ? places.file : places.directory;
  return valueFor(text.replace(/[<>${}[\]]/g, ''), places);
}
