/** Shell commands that say what their author wants. From incident write-ups of 2025 and 2026; none names a package. */

const DOWNLOAD = String.raw`\b(?:curl|wget|iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b`;
const RUNNER = String.raw`(?:sudo\s+)?(?:\/(?:usr\/)?bin\/)?(?:(?:ba|z|da|k)?sh|node|python3?|perl|ruby|bun|iex|Invoke-Expression)\b`;
const PIPES = [
  new RegExp(`${DOWNLOAD}[^|\\n]{0,400}\\|\\s*${RUNNER}`, 'i'),
  new RegExp(`${RUNNER}\\s+(?:-\\w+\\s+)*["']?(?:<\\(|\\$\\()\\s*${DOWNLOAD}`, 'i'),
  new RegExp(
    `${DOWNLOAD}[^\\n]{0,400}(?:&&|;)\\s*(?:chmod\\s+\\S{1,10}\\s+\\S{1,200}\\s*(?:&&|;)\\s*)(?:\\./|/|nohup|sh\\b|bash\\b)`,
    'i',
  ),
  /base64\s+(?:-d|-D|--decode)\b[^|\n]{0,200}\|\s*(?:(?:ba|z|da|k)?sh|node|python3?)\b/i,
  /\b(?:IEX|Invoke-Expression)\b[^\n]{0,100}\b(?:DownloadString|irm|iwr|Invoke-WebRequest)\b/i,
];

/** `curl … | sh` in all its spellings. */
export function pipesToShell(command: string): boolean {
  const text = command.slice(0, 20_000);
  return PIPES.some((pattern) => pattern.test(text));
}

/** Deletes a home folder or a whole disk. */
export const WIPES =
  /\brm\s+(?:-\w+\s+|--\S+\s+)*(?:["']?(?:~|\$HOME|\$\{HOME\}|\/home|\/Users|\/\*|\/)["']?\/?\*?)(?:\s|$|["';&|])|\bshred\s+(?:-\S+\s+)*\S*(?:~|\$HOME)|\bdd\s+if=\/dev\/(?:zero|urandom)\s+of=\/dev\/|\bmkfs\.\w+\s+\/dev\/|\b(?:rd|rmdir)\s+\/s\s+\/q\s+%USERPROFILE%|\bcipher\s+\/w:%USERPROFILE%|\bdel\s+\/[fsq]\s+(?:\/[fsq]\s+)*(?:%USERPROFILE%|C:\\\*)/i;

/** Makes an AI assistant act without asking anybody. */
export const UNGUARDED_AGENT =
  /(?=[\s\S]*\b(?:claude|gemini|codex|q|amp|cursor-agent|copilot)\b)[\s\S]*(?:--dangerously-skip-permissions|--yolo\b|--trust-all-tools|--dangerously-bypass-approvals-and-sandbox|--dangerously-allow-all|--full-auto\b|--allow-all-tools)/;

/** Publishes packages: what worms do with a token they found. */
export const PUBLISHES =
  /\bnpm\s+publish\b|\bnpm\s+(?:token\s+(?:create|list)|whoami\b[^\n]{0,200}\bnpm\s+publish)|\bpnpm\s+publish\b|\byarn\s+(?:npm\s+)?publish\b/;
