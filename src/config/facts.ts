/** What rules over configs share: where a text stands, and what of it may be shown. Pure. */
import { quote } from '../quote.ts';
import type { Evidence, Location } from '../types.ts';
import type { Span } from './document.ts';
import type { NamedText, ServerEntry, Text } from './entry.ts';
import type { Launch } from './launch.ts';
import { masked, type Secret, secretsIn } from './secret.ts';

/** `config:<path>:<line>:<column>`, the address of a place in a config, and where it ends. */
export function placeOf(file: string, { line, column, endLine, endColumn }: Span): Location {
  return { at: `config:${file}:${line}:${column}`, end: { line: endLine, column: endColumn } };
}

/** A text of an entry as evidence; what is secret in it is replaced by its kind. */
export function spot(entry: ServerEntry, text: Text | NamedText, note: string): Evidence {
  const name = 'name' in text ? text.name : '';
  return { ...placeOf(entry.file, text.span), note, snippet: quote(masked(lastPart(name), text.value)) };
}

/** A word of the launch by its number: 0 is the command, -1 the URL. */
export function wordAt(entry: ServerEntry, from: number): Text {
  const word = from < 0 ? entry.url : from === 0 ? entry.command : entry.args[from - 1];
  return word ?? { value: entry.name, span: entry.named };
}

/** The words of an entry that say what is started or reached. */
export function startOf(entry: ServerEntry, { runs }: Launch): Location {
  const server = runs.find(({ role }) => role === 'server');
  return placeOf(entry.file, server === undefined ? entry.named : wordAt(entry, server.from).span);
}

/** `env.TOKEN` → `TOKEN`; `headers.Authorization` → `Authorization`. */
function lastPart(path: string): string {
  return path.split('.').at(-1) ?? path;
}

/** A credential written out in an entry, and where. */
export interface FoundSecret extends Secret {
  readonly text: NamedText;
}

/** Every credential written out in an entry. An argument stands under the option in front of it. */
export function secretsOf(entry: ServerEntry): readonly FoundSecret[] {
  const found = entry.texts.flatMap((text, index) => {
    const before = entry.texts[index - 1];
    const isArgument = /^(?:args|command)\.\d+$/.test(text.name);
    const name = isArgument ? optionOf(text.value, before?.value ?? '') : lastPart(text.name);
    const value = isArgument ? assignedIn(text.value) : text.value;
    return secretsIn(name, value).map((secret) => ({ ...secret, text: { ...text, name } }));
  });
  return [
    ...new Map(
      found.map((secret) => [`${secret.text.span.line}:${secret.text.span.column}:${secret.value}`, secret]),
    ).values(),
  ];
}

/** `--token x`, `--token=x`, `-e TOKEN=x`, `Authorization: Bearer x`: the name a value stands under. */
function optionOf(value: string, before: string): string {
  const own = /^(?:--?)?([A-Za-z_][\w.-]*)\s*[=:]/.exec(value)?.[1];
  return own ?? (before.startsWith('-') ? before.replace(/^-+/, '') : '');
}

function assignedIn(value: string): string {
  return /^(?:--?)?[A-Za-z_][\w.-]*(?:=|:(?!\/\/))(.+)$/s.exec(value)?.[1]?.trim() ?? value;
}

/** True for addresses of this machine: what is sent there does not travel. */
export function isLoopback(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|host\.docker\.internal)(?::|\/|$)/i.test(
    url,
  );
}

/** The host of a URL in lower case; empty where there is none. */
export function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@?#]*@)?(\[[^\]]+\]|[^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}
