/**
 * What only an owner asks a registry or a forge for: tokens, new repositories, keys, secrets, hooks and workflows. From the
 * documentation of npm’s registry, GitHub’s REST routes and Octokit’s methods, 2026-11.
 */
const ADDRESSES =
  /registry\.npmjs\.org\/-\/(?:npm\/v1\/(?:tokens|user)|whoami)|\/-\/npm\/v1\/tokens\b|api\.github\.com\/(?:user\/repos|user\/orgs|repos\/[^\s'"]*\/actions\/(?:runners|secrets)|repos\/[^\s'"]*\/contents\/\.github\/workflows)/;
const ROUTES =
  /^(?:POST|PUT|PATCH) \/(?:user\/(?:repos|keys)|orgs\/[^/\s]+\/repos|repos\/\S+\/(?:forks|hooks|keys|actions\/secrets\/\S+))/;
const CLIENTS =
  /^(?:(?:@octokit\/(?:rest|core)|octokit)\.Octokit\(\)|@actions\/github\.getOctokit\(\)|@octokit\/request)\.\w[\w.]*$/;
const METHODS =
  /\.(?:createForAuthenticatedUser|createInOrg|createFork|createWebhook|createDeployKey|create(?:Public|Git)SshKey\w*|createOrUpdate(?:Repo|Org|Environment)Secret)$/;
const WORKFLOW = /^\.github\/workflows\//;

/** True where one of some texts is an address that only an owner asks. */
export function ownersAddress(texts: readonly string[]): boolean {
  return texts.some((text) => ADDRESSES.test(text));
}

/** True for the name of a call of a client of GitHub. */
export function asksGitHub(name: string): boolean {
  return CLIENTS.test(name);
}

/** True for such a call, with the texts it is given, that only an owner makes. */
export function ownersCall(name: string, texts: readonly string[]): boolean {
  if (METHODS.test(name) || ownersAddress(texts) || texts.some((text) => ROUTES.test(text))) return true;
  return /create|update|request/i.test(name) && texts.some((text) => WORKFLOW.test(text));
}
