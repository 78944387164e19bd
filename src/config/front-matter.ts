/** Agents, commands and skills in Markdown: what stands before the text says which servers, hooks and rights they have. */
import { locator, type Span } from './document.ts';
import type { Found } from './read.ts';
import { commandAlone } from './settings.ts';

export const isMarkdown = (path: string): boolean => /\.md$/i.test(path);

/** Keys a client acts upon. The others are text for people, and often no YAML at all: `argument-hint: [one] [two]`. */
const TELLING = /^(?:mcpServers|mcp-servers|hooks|permissionMode|allowed-tools)\s*:/;

/** The lines of YAML before the text that say something to a client, on the lines where they stand. */
export function frontMatter(text: string): string {
  const block = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  if (block === undefined) return '';
  let isTelling = false;
  const lines = block.split('\n').map((line) => {
    if (/^\S/.test(line) && !/^[-#]/.test(line)) isTelling = TELLING.test(line);
    return isTelling ? line : '';
  });
  return lines.some((line) => line !== '') ? ['', ...lines].join('\n') : '';
}

/** Most commands taken from one text. */
const MOST_COMMANDS = 50;

/** Commands in the text of a slash command, which its client runs before the model sees them. */
export function inlineCommands(path: string, text: string): readonly Found[] {
  if (!isMarkdown(path)) return [];
  const place = locator(text);
  const found = [...text.matchAll(/(?<=^|\s)!`([^`\n]{1,2000})`/gm)].slice(0, MOST_COMMANDS);
  return found.flatMap(({ 1: value = '', index }, at) => {
    const [line, column] = place(index + 2);
    const [endLine, endColumn] = place(index + 2 + value.length);
    const span: Span = { line, column, endLine, endColumn };
    const node = { kind: 'scalar', span, value, text: value } as const;
    return commandAlone(`command ${at + 1}`, node).map((one) => ({ ...one, setting: true }));
  });
}
