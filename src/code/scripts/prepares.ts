/** Commands by what they are called. */

const PREPARES =
  /(?:^|[-_:.])(?:setup|set-up|install|installer|postinstall|uninstall|init|configure|config|login|logout|auth|doctor|migrate|update|upgrade|build|test|cli)(?:$|[-_:.])/;

/** True for what a command is called that prepares something, and serves nothing. */
export function prepares(command: string): boolean {
  return PREPARES.test(command);
}
