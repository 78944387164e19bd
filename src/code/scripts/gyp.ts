/** The commands in a `.gyp`: expansions `<!(…)`, which run when it is read, and actions, which run when it is built. */

const BEGINS = /<!@?\(|['"]action['"]\s{0,20}:\s{0,20}\[/g;
const WORD = /\s{0,200}(?:'((?:[^'\\]|\\[\s\S]){0,4000})'|"((?:[^"\\]|\\[\s\S]){0,4000})")\s{0,200},?/y;
const MAX_COMMANDS = 200;
const MAX_WORDS = 100;
const MAX_LENGTH = 4_000;

export function commandsInGyp(text: string): readonly string[] {
  const found: string[] = [];
  BEGINS.lastIndex = 0;
  for (let tried = 0; tried < MAX_COMMANDS; tried++) {
    const begin = BEGINS.exec(text);
    if (!begin) break;
    const command = begin[0].endsWith('[') ? actionAt(text, BEGINS.lastIndex) : expansionAt(text, BEGINS.lastIndex);
    if (command !== '') found.push(command);
  }
  return found;
}

/** Up to the bracket that closes it. It stands in quotes, where others are escaped. */
function expansionAt(text: string, from: number): string {
  let open = 1;
  for (let at = from; at < Math.min(text.length, from + MAX_LENGTH); at++) {
    if (text[at] === '(') open++;
    else if (text[at] === ')') open--;
    if (open === 0) return unescaped(text.slice(from, at));
  }
  return '';
}

/** A list of words, as a shell would have to be told them. */
function actionAt(text: string, from: number): string {
  const words: string[] = [];
  WORD.lastIndex = from;
  for (let match = WORD.exec(text); match && words.length < MAX_WORDS; match = WORD.exec(text)) {
    const word = unescaped(match[1] ?? match[2] ?? '');
    words.push(/[^\w./:=@%+<>()-]/.test(word) ? `'${word.replaceAll("'", `'"'"'`)}'` : word);
  }
  return words.join(' ');
}

const unescaped = (text: string): string => text.replaceAll(/\\(["'\\])/g, '$1');
