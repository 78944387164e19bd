/**
 * What a shell script collects and where it sends that: values followed through pipes, variables, substitutions and files,
 * one command after the other. Nothing is run, branches are all taken, and what is not understood passes nothing on.
 */

import { DOTENV, sensitivePlace } from '../secrets.ts';
import { type Call, type Command, callOf, commandsIn, textForShell, type Word } from './shell.ts';
import { carriedOn, filesMade, type Given, printedBy, sentBy } from './shell-programs.ts';

/** What a value is made of. */
export interface Taint {
  readonly kind: 'environment' | 'secret file' | 'secret command' | 'clipboard' | 'identity';
  /** In words. */
  readonly what: string;
  /** The command that collects it. */
  readonly from: string;
  /** True where it is only the path of that, which is told by nobody's secret. */
  readonly path: boolean;
}

/** Something collected that leaves. */
export interface Leak extends Taint {
  readonly program: string;
  /** The command that sends it. */
  readonly command: string;
}

/** A word's worth: what is known of its text, and what else is in it. */
export interface Value {
  readonly text: string;
  readonly taints: readonly Taint[];
}

const MAX_COMMANDS = 10_000;
const MAX_DEPTH = 4;
const MAX_TAINTS = 8;
const MAX_LEAKS = 10;
const MAX_TEXT = 4_000;
const MAX_FILES = 200;
/** Of a path; deeper than that no folder is. */
const MAX_PATH = 1_000;

/** `folder` is where it runs, where that is not the package's own. */
export function leaksIn(text: string, folder = ''): readonly Leak[] {
  if (!SENDS.test(text)) return [];
  const flow = new Flow(folder);
  flow.run(text, [], 0);
  return [...flow.leaks.values()].slice(0, MAX_LEAKS);
}

const INPUT: Taint = { kind: 'environment', what: 'what it is given', from: '', path: false };

/** True for a script that sends what it is given to read: `curl -d @- https://…`. */
export function sendsInput(text: string): boolean {
  if (!SENDS.test(text)) return false;
  const flow = new Flow('');
  flow.run(text, [INPUT], 0);
  return flow.leaks.values().some(({ what }) => what === INPUT.what);
}

/** Without one of these words nothing leaves. */
const SENDS =
  /\b(?:curl|wget|n(?:et)?cat|nc|socat|telnet|nslookup|dig|host|drill|ping6?|ssh|scp|sftp|rsync|ftp|push|s_client|mailx?|sendmail|gh|https?|xh|aws|gsutil|rclone|tcp|udp|iwr|irm|Invoke-\w+)\b/;

interface Group {
  readonly out: Taint[];
  readonly stdin: readonly Taint[];
}

class Flow {
  readonly leaks = new Map<string, Leak>();
  readonly #variables = new Map<string, Value>();
  readonly #files = new Map<string, readonly Taint[]>();
  #folder: string;
  #left = MAX_COMMANDS;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Follows a text; what it prints is made of what is given back. */
  run(text: string, stdin: readonly Taint[], depth: number): readonly Taint[] {
    if (depth > MAX_DEPTH) return [];
    const groups: Group[] = [{ out: [], stdin }];
    let piped: readonly Taint[] | undefined;
    for (const command of commandsIn(text)) {
      if (this.#left-- <= 0) break;
      const out = this.#inGroups(command, groups, piped, depth);
      piped = /^\|&?$/.test(command.then) ? out : undefined;
      if (out && !piped) groups.at(-1)?.out.push(...out);
    }
    return unique(groups.flatMap(({ out }) => out));
  }

  /** What a command prints, or all of a group that ends; nothing yet where one begins. */
  #inGroups(
    command: Command,
    groups: Group[],
    piped: readonly Taint[] | undefined,
    depth: number,
  ): readonly Taint[] | undefined {
    const stdin = piped ?? groups.at(-1)?.stdin ?? [];
    if (command.group === 'begins') {
      groups.push({ out: [], stdin });
      return undefined;
    }
    if (command.group === 'ends' && groups.length > 1) return unique(groups.pop()?.out ?? []);
    return this.#command(command, stdin, depth);
  }

  /** What one command prints. */
  #command(command: Command, piped: readonly Taint[], depth: number): readonly Taint[] {
    const worth = (word: Word): Value => this.#valueOf(word, depth);
    const reads = command.reads.map(worth).flatMap(({ text }) => this.#content(text, command.text));
    const given = command.given.map(worth).flatMap(({ taints }) => taints);
    const stdin = unique([...given, ...reads, ...(reads.length + given.length > 0 ? [] : piped)]);
    const call = callOf(command, this.#lookup);
    for (const { name, word } of call.sets) this.#variables.set(name, worth(word));
    const told = textForShell(call, this.#lookup);
    const out = told === undefined ? this.#call(command, call, stdin, worth) : this.run(told, stdin, depth + 1);
    return this.#redirected(command, out, worth);
  }

  #call(command: Command, call: Call, stdin: readonly Taint[], worth: (word: Word) => Value): readonly Taint[] {
    const args = call.args.map(worth);
    if (this.#sets(call.program, args, stdin)) return [];
    const given: Given = {
      program: call.program,
      args,
      stdin,
      command: command.text,
      content: (path, whole) => this.#content(path, command.text, whole),
    };
    const sent = carriedOn(given);
    for (const taint of sentBy(sent)) this.#leak(taint, command.text, sent.program);
    for (const [path, taints] of filesMade(given)) this.#write(path, taints);
    return unique(printedBy(sent));
  }

  /** What only changes where it is, or what a variable holds. */
  #sets(program: string, args: readonly Value[], stdin: readonly Taint[]): boolean {
    const [first] = args;
    if (/^(?:cd|pushd|chdir)$/.test(program)) this.#folder = this.#placed(first?.text ?? '~');
    else if (program === 'for' && first) {
      const rest = args.slice(1).filter(({ text }) => text !== 'in');
      this.#variables.set(first.text, {
        text: rest
          .map(({ text }) => text)
          .join(' ')
          .slice(0, MAX_TEXT),
        taints: unique(rest.flatMap(({ taints }) => taints)),
      });
    } else if (program === 'read')
      for (const { text } of args) if (/^\w+$/.test(text)) this.#variables.set(text, { text: '', taints: stdin });
    return /^(?:cd|pushd|chdir|for|read)$/.test(program);
  }

  /** What is left to print where the output goes to a file. */
  #redirected(command: Command, out: readonly Taint[], worth: (word: Word) => Value): readonly Taint[] {
    for (const { text } of command.writes.map(worth)) {
      if (/^\/dev\/(?:tcp|udp)\//.test(text)) for (const taint of out) this.#leak(taint, command.text, 'a socket');
      else if (!/^(?:\d|-|\/dev\/.*)$/.test(text)) this.#write(text, out);
    }
    return command.writes.length > 0 ? [] : out;
  }

  #leak(taint: Taint, command: string, program: string): void {
    if (taint.path || this.leaks.size >= MAX_LEAKS) return;
    this.leaks.set(`${taint.what}\n${command}`, { ...taint, command, program });
  }

  readonly #lookup = (name: string): string | undefined => this.#variables.get(name)?.text;

  #valueOf(word: Word, depth: number): Value {
    let text = '';
    const taints: Taint[] = [];
    for (const part of word) {
      if (part.kind === 'command') {
        taints.push(...this.run(part.inner, [], depth + 1));
        text += madeUp(part.inner);
      } else if (part.kind === 'text') text += part.text;
      else {
        const known = this.#variables.get(part.name);
        text += known?.text ?? part.text;
        taints.push(...(known?.taints ?? whoAmI(part.name, part.text)));
      }
    }
    return { text: text.slice(0, MAX_TEXT), taints: unique(taints) };
  }

  /** A path as it is from where the script began. */
  #placed(path: string): string {
    const from = this.#folder === '' || /^(?:[~/$%]|[A-Za-z]:)/.test(path) ? path : `${this.#folder}/${path}`;
    if (from.length > MAX_PATH) return '';
    const parts: string[] = [];
    for (const part of from.split(/[\\/]/)) {
      if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `${from.startsWith('/') ? '/' : ''}${parts.join('/')}`;
  }

  #write(path: string, taints: readonly Taint[]): void {
    const real = taints.filter((taint) => !taint.path);
    if (real.length > 0 && this.#files.size < MAX_FILES) this.#files.set(this.#placed(path), unique(real));
  }

  /** What a file holds: credentials by its name, or what was written to it; of a folder, what was written into it. */
  #content(path: string, from: string, whole = false): readonly Taint[] {
    const place = this.#secretPlace(path);
    if (place !== undefined) return [{ kind: 'secret file', what: place, from, path: false }];
    if (this.#files.size === 0) return [];
    const at = this.#placed(path.replace(/[*?].*$/, ''));
    const found = [...this.#files].filter(([file]) => isAt(file, at) || (whole && isWithin(file, at)));
    return unique(found.flatMap(([, taints]) => taints));
  }

  #secretPlace(path: string): string | undefined {
    const text = path.slice(0, 1_000);
    const place = sensitivePlace([/^[\w.]/.test(text) ? `${this.#folder}/${text}` : text]);
    // A package's own, unless the path leads out of it.
    const own = place === DOTENV && !/^[~/$]|\.\./.test(text) && !/^(?:~|\$)|\.\./.test(this.#folder);
    return own ? undefined : place;
  }
}

const isWithin = (path: string, folder: string): boolean =>
  folder === '' ? !/^[/~$%]/.test(path) : path.startsWith(`${folder}/`);

/** The file itself, something in it, or what a program made of it under the same name. */
const isAt = (file: string, path: string): boolean =>
  path === file || path.startsWith(`${file}/`) || path.startsWith(`${file}.`);

/** The name of a file or folder that is made for now: some name, always the same. */
function madeUp(command: string): string {
  return /^\s*mktemp\b/.test(command) ? '/tmp/made-up' : '';
}

function whoAmI(name: string, text: string): readonly Taint[] {
  if (!/^(?:USER|LOGNAME|USERNAME|HOSTNAME|COMPUTERNAME)$/.test(name)) return [];
  return [{ kind: 'identity', what: text, from: text, path: false }];
}

function unique(taints: readonly Taint[]): readonly Taint[] {
  if (taints.length < 2) return taints;
  return [...new Map(taints.map((taint) => [`${taint.what} ${taint.path}`, taint])).values()].slice(0, MAX_TAINTS);
}
