/** Commands that PowerShell is given packed: `-EncodedCommand` and every way to shorten it. */

const RUNS = /\b(?:powershell|pwsh)\b/i;
const PACKED = /(?:^|[\s"',])[-/]e(?:c|n[a-z]{0,16})?(?::|[\s"',]){1,20}([A-Za-z0-9+/]{16,200000}={0,2})/gi;
const MOST = 5;
const MAX_TEXT = 1024 * 1024;

/** A command, and behind it what it unpacks: UTF-16 in base64. */
export function withUnpacked(command: string): string {
  if (command.length > MAX_TEXT || !RUNS.test(command)) return command;
  const unpacked: string[] = [];
  for (const [, packed = ''] of command.matchAll(PACKED)) {
    if (unpacked.length === MOST) break;
    const text = new TextDecoder('utf-16le').decode(Buffer.from(packed, 'base64'));
    // What was packed otherwise gives signs of all the world's scripts.
    if (/^[\t\n\r\x20-\x7e]{1,400}/.exec(text)?.[0].length === Math.min(text.length, 400)) unpacked.push(text);
  }
  return [command, ...unpacked].join('\n');
}
