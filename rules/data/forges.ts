/** Services that take repositories for whoever asks them to: where something is pushed to says nothing of who gets it. Collected 2026-11. */
const FORGES =
  /(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht|gitee\.com|heroku\.com|huggingface\.co|hf\.co|azure\.com|visualstudio\.com|googlesource\.com|amazonaws\.com|launchpad\.net)$/i;

export function isForge(host: string): boolean {
  return FORGES.test(host);
}
