/** What programs that scripts use do with what they are given: print it, pass it on, write it, or send it away. */
import { CLIPBOARD_COMMANDS, IDENTITY_COMMANDS, SECRET_COMMANDS } from '../secrets.ts';
import type { Taint, Value } from './shell-flow.ts';

/** One call of a program. */
export interface Given {
  readonly program: string;
  readonly args: readonly Value[];
  /** What it reads. */
  readonly stdin: readonly Taint[];
  /** As it is written. */
  readonly command: string;
  /** What a file holds; `whole` counts what is in a folder. */
  readonly content: (path: string, whole?: boolean) => readonly Taint[];
}

/** What sends what it is given, in a command line or to read. */
export const UPLOADS =
  /\b(?:curl|wget|nc|ncat|netcat|nslookup|dig|Invoke-WebRequest|Invoke-RestMethod|iwr|scp|rsync|rclone|gsutil)\b|\baws\s+s3\b|\bgh\s+(?:gist|release)\b/i;
/** The same, and what takes away a folder that it does not name. */
export const CARRIES = new RegExp(`${UPLOADS.source}|\\bgit\\b[^\\n]*\\bpush\\b|\\bnpm\\s+publish\\b`, 'i');

const HOLDS_ENVIRONMENT = /^(?:env|printenv|set|export|declare)$/;
const READS =
  /^(?:cat|tac|nl|less|more|head|tail|type|bat|base(?:32|64|nc)|xxd|od|hexdump|strings|[ef]?grep|rg|g?awk|sed|cut|sort|uniq|tr|tar|bsdtar|zip|7z|gzip|zcat|xz|bzip2|zstd|openssl|gpg2?|jq|yq|python[\d.]*|perl|ruby|node|php|paste|rev|fold|cpio|dd|iconv|uuencode|sqlite3|Get-Content|gc)$/;
/** Packs what is in folders, too. */
const PACKS = /^(?:tar|bsdtar|zip|7z|cpio)$/;
const NAMES_FILES = /^(?:find|fd|ls|locate|echo|printf)$/;
const COPIES = /^(?:cp|mv|install|ln|copy|xcopy|rsync|ditto)$/;
/** Writes to a file that is among its arguments. */
const WRITES = /^(?:tar|bsdtar|zip|7z|gzip|xz|bzip2|zstd|openssl|gpg2?|dd|tee|base64|split)$/;
/** Says something about what it reads that does not tell it. */
const TELLS_NOTHING =
  /^(?:wc|(?:sha|md5|b2)\w*sum|shasum|cksum|md5|test|\[|\[\[|true|false|:|rm|mkdir|touch|chmod|chown|stat|du|which|sleep|exit|kill|cmp|diff|curl|wget|nslookup|dig|host|ping6?|scp|rsync|git|gh)$/;

/** What `xargs` and `find -exec` run, with what they add to it; any other call as it is. */
export function carriedOn(given: Given): Given {
  const { program, args } = given;
  const at = program === 'xargs' ? args.findIndex(({ text }) => /^[a-z]/.test(text)) : execAt(given);
  const run = at < 0 ? undefined : args[at];
  if (!run) return given;
  const named = program === 'xargs' ? given.stdin : namedBy(given);
  const taken = { text: '', taints: named };
  const own = args.slice(at + 1);
  return { ...given, program: run.text.replace(/^.*\//, ''), args: [...own, taken], stdin: [] };
}

function execAt({ program, args }: Given): number {
  return program === 'find' ? args.findIndex(({ text }) => /^-(?:exec|ok)(?:dir)?$/.test(text)) + 1 || -1 : -1;
}

/** What the output of a call is made of. */
export function printedBy(given: Given): readonly Taint[] {
  const { program, args, stdin } = given;
  const own = collectedBy(given);
  if (own) return [own];
  if (TELLS_NOTHING.test(program)) return [];
  if (/grep$/.test(program) && picksNothing(args)) return [];
  if (NAMES_FILES.test(program)) return [...args.flatMap(({ taints }) => taints), ...namedBy(given)];
  return READS.test(program) ? [...stdin, ...readBy(given)] : stdin;
}

/** The environment, a command that prints credentials, what was copied, or who this is. */
function collectedBy({ program, args, command }: Given): Taint | undefined {
  const taint = { from: command, path: false };
  const options = args.map(({ text }) => text);
  if (
    HOLDS_ENVIRONMENT.test(program) &&
    (options.length === 0 || /^(?:export -p|declare -[px]+)$/.test(`${program} ${options.join(' ')}`))
  )
    return { ...taint, kind: 'environment', what: 'the whole environment' };
  const text = [program, ...options].join(' ').slice(0, 2_000);
  const secret = HOLDS_ENVIRONMENT.test(program) ? undefined : SECRET_COMMANDS.exec(text)?.[0].trim();
  if (secret) return { ...taint, kind: 'secret command', what: secret };
  if (CLIPBOARD_COMMANDS.test(text)) return { ...taint, kind: 'clipboard', what: 'the clipboard' };
  const who = tellsWho(program, options) ? text : undefined;
  return who === undefined ? undefined : { ...taint, kind: 'identity', what: who.slice(0, 60) };
}

function tellsWho(program: string, options: readonly string[]): boolean {
  // Numbers, and what kind of machine it is, say nothing of whose it is.
  if (program === 'id') return !options.some((option) => /^-[ugG]+$/.test(option));
  if (program === 'uname') return options.some((option) => /^-\w*[an]/.test(option));
  if (/^(?:whoami|hostname|logname|ifconfig|ipconfig|systeminfo)$/.test(program))
    return options.every((option) => /^[-/]/.test(option));
  return program === 'git' && IDENTITY_COMMANDS.test(`git ${options.join(' ')}`);
}

/** Looks only whether something is there, or for what is no secret. */
function picksNothing(args: readonly Value[]): boolean {
  const texts = args.map(({ text }) => text);
  if (texts.some((text) => /^-[a-zA-Z]*[qclL]/.test(text) || /^--(?:quiet|count)$/.test(text))) return true;
  const pattern = texts.find((text) => !text.startsWith('-')) ?? '';
  return /^\W{0,3}(?:npm_(?:package|lifecycle|config_user_agent)|CI|NODE_ENV|NODE_VERSION|LANG|SHELL|TERM|OSTYPE)\w{0,40}\W{0,3}$/.test(
    pattern,
  );
}

/** Files by their names: what is printed is where they are. */
function namedBy({ args, content }: Given): readonly Taint[] {
  return args.flatMap(({ text }) => content(text)).map((taint) => ({ ...taint, path: true }));
}

/** What is in the files that a call is given. */
function readBy({ program, args, content }: Given): readonly Taint[] {
  const pattern = /grep$|^rg$/.test(program) ? args.findIndex(({ text }) => !text.startsWith('-')) : -1;
  return args.flatMap((arg, i) => (i === pattern ? [] : held(arg, (path) => content(path, PACKS.test(program)))));
}

/** What is in the file that a word names. */
function held({ text, taints }: Value, content: (path: string) => readonly Taint[]): readonly Taint[] {
  const named = taints.filter(({ path }) => path).map((taint) => ({ ...taint, path: false }));
  return text === '' ? named : [...named, ...content(text.replace(/^(?:--?[\w-]+|if)=/, ''))];
}

/** Files that hold what it was given from now on. */
export function filesMade(given: Given): readonly (readonly [path: string, taints: readonly Taint[]])[] {
  const { program, args, stdin, content } = given;
  const paths = args.filter(({ text }) => text !== '' && !text.startsWith('-'));
  if (COPIES.test(program)) {
    const last = paths.at(-1);
    const taints = paths.slice(0, -1).flatMap((arg) => held(arg, (path) => content(path, true)));
    return last && taints.length > 0 ? [[last.text, taints]] : [];
  }
  if (program === 'git') return committed(given);
  if (!WRITES.test(program)) return [];
  const taints = [...stdin, ...readBy(given)];
  if (taints.length === 0) return [];
  return paths.filter(({ text }) => content(text).length === 0).map(({ text }) => [text.replace(/^of=/, ''), taints]);
}

/** What is added to a repository lies in its folder. */
function committed({ args, content }: Given): readonly (readonly [string, readonly Taint[]])[] {
  if (!args.some(({ text }) => /^(?:add|commit)$/.test(text))) return [];
  const taints = args.flatMap((arg) => [...arg.taints, ...held(arg, content)]);
  return taints.length > 0 ? [['.git', taints]] : [];
}

interface Way {
  readonly program: RegExp;
  /** Without a word like this, nothing leaves. */
  readonly needs?: RegExp;
  /** Sends the words it is given. */
  readonly words?: true;
  /** Sends what it reads: always, or where a word says so. */
  readonly reads?: true | RegExp;
  /** The path of a file that is sent, in a word and the option before it. */
  readonly file?: (text: string, option: string) => string | undefined;
  /** Options whose value stays here. */
  readonly keeps?: RegExp;
  /** Tells nothing of who this is but to whom one logs in. */
  readonly login?: true;
}

const any = (text: string): string | undefined => (text.startsWith('-') ? undefined : text);

const WAYS: readonly Way[] = [
  {
    program: /^curl$/,
    words: true,
    reads: /(?:^|[=@<dFT])[@<]?(?:-|\/dev\/(?:stdin|fd\/0))$|^\.$/,
    file: (text, option) => {
      if (/^(?:-[a-zA-Z]*T|--upload-file)$/.test(option)) return text;
      if (option === '--data-urlencode') return /^\w{0,100}@(.+)/.exec(text)?.[1];
      return /(?:^(?:-[a-zA-Z]{0,10}[dFT])?|=)[@<]([^;]+)/.exec(text)?.[1];
    },
    keeps:
      /^(?:-[a-zA-Z]*[oEKcxmwD]|--(?:output|output-dir|cert|key|cacert|capath|config|cookie-jar|netrc-file|proxy|write-out|max-time|dump-header))$/,
  },
  {
    program: /^wget$/,
    words: true,
    file: (text, option) =>
      /^--(?:post|body)-file=(.+)/.exec(text)?.[1] ?? (/^--(?:post|body)-file$/.test(option) ? text : undefined),
    keeps: /^(?:-[a-zA-Z]*[OPoa]|--(?:output-document|directory-prefix|output-file))$/,
  },
  { program: /^(?:https?|xh)$/, words: true, reads: true, file: (text) => /[@]([~/$.].*)/.exec(text)?.[1] },
  { program: /^(?:nslookup|dig|host|drill|ping6?)$/, words: true },
  { program: /^(?:nc|ncat|netcat|socat|telnet|wscat|websocat)$/, words: true, reads: true },
  { program: /^openssl$/, needs: /^s_client$/, reads: true },
  {
    program: /^(?:ssh|sendmail|mailx?|msmtp|mutt|ftp|lftp|tftp)$/,
    reads: true,
    words: true,
    keeps: /^-[iFoEcw]$/,
    login: true,
  },
  {
    program: /^(?:scp|rsync|sftp)$/,
    needs: /^[^/\s]+:|^rsync:/,
    file: (text) => (/^[^/\s]{1,200}:/.test(text) ? undefined : any(text)),
    keeps: /^-(?:[iFoJ]|[a-zA-Z]*e)$|^--rsh$/,
    login: true,
  },
  {
    program: /^gh$/,
    needs: /^(?:gist|release|issue|api)$/,
    words: true,
    reads: /^(?:\w+=@)?-$/,
    file: (text) => any(text.replace(/^\w+=@/, '')),
  },
  { program: /^(?:aws|gsutil|rclone|gcloud)$/, needs: /^(?:s3|gs|[\w-]+):/, reads: /^-$/, file: any },
  {
    program: /^(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)$/i,
    words: true,
    reads: true,
    file: (text, option) => (/^-InFile$/i.test(option) ? text : undefined),
  },
];

/** What a call sends away. */
export function sentBy(given: Given): readonly Taint[] {
  const { program, args, content } = given;
  const texts = args.map(({ text }) => text);
  if (program === 'git') return texts.includes('push') ? content(folderOf(texts), true) : [];
  const way = WAYS.find((one) => one.program.test(program));
  if (!way || (way.needs && !texts.some((text) => way.needs?.test(text)))) return [];
  const reads = way.reads === true || (way.reads && texts.some((text) => (way.reads as RegExp).test(text)));
  const sent = [
    ...(reads ? given.stdin : []),
    ...args.flatMap((arg, i) => sentIn(way, arg, texts[i - 1] ?? '', content)),
  ];
  return sent.filter(({ path, kind }) => !path && !(way.login && kind === 'identity'));
}

function sentIn(way: Way, arg: Value, option: string, content: Given['content']): readonly Taint[] {
  if (way.keeps?.test(option)) return [];
  const words = way.words ? arg.taints.filter(({ kind, path }) => !path && !isLogin(kind, arg.text, option)) : [];
  const file = way.file?.(arg.text, option);
  const named = arg.taints.filter(({ path }) => path && way.file?.(`${arg.text}x`, option) !== undefined);
  return [...words, ...named.map((taint) => ({ ...taint, path: false })), ...(file ? content(file, true) : [])];
}

/** A credential that somebody logs in with. */
function isLogin(kind: Taint['kind'], text: string, option: string): boolean {
  if (kind !== 'secret command' && kind !== 'identity') return false;
  return /^(?:-u|--user|--password)$/.test(option) || /^(?:--header=)?\W?(?:proxy-)?authorization:/i.test(text);
}

function folderOf(texts: readonly string[]): string {
  const at = texts.indexOf('-C');
  return at < 0 ? '.' : (texts[at + 1] ?? '.');
}
