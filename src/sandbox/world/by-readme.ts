/** Which file of a package its readme has started: `node dist/index.js`, or the same in the configuration of a client. */

const STARTED =
  /(?:\bnode\s{1,4}|"args"\s{0,4}:\s{0,4}\[\s{0,40}")((?:[^\s"'`/\\]{0,80}[/\\]){0,20}[\w.-]{1,80}\.[cm]?js)\b/g;
/** Characters of a readme that are looked at, and mentions in it. */
const MOST = 200_000;
const MENTIONS = 20;

/** Its path in the package: of what is written, the longest end that is a file there. */
export function startedByReadme(files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const [, bytes] = [...files].find(([path]) => /^readme[^/]*$/i.test(path)) ?? [];
  const text = bytes ? new TextDecoder().decode(bytes.subarray(0, MOST)) : '';
  for (const [, written = ''] of [...text.matchAll(STARTED)].slice(0, MENTIONS)) {
    const parts = written.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
    for (let from = 0; from < parts.length; from++) {
      const path = parts.slice(from).join('/');
      if (files.has(path)) return path;
    }
  }
  return undefined;
}
