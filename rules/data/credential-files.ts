/**
 * Files where credentials are kept, whose they are, and which programs open them as part of their work.
 * Source: the documentation of each program, collected 2026-11.
 */
export interface CredentialFile {
  readonly service: string;
  readonly path: RegExp;
  /** Programs (path of the executable or of its script) that may open it. */
  readonly owners: RegExp;
}

const NOBODY = /^$a/;

export const CREDENTIAL_FILES: readonly CredentialFile[] = [
  { service: 'SSH', path: /\/\.ssh\/(?!known_hosts|config$)/, owners: /\/(ssh|ssh-add|scp|sftp|ssh-keygen)$/ },
  { service: 'AWS', path: /\/\.aws\/(credentials|config)$/, owners: /\/aws$/ },
  { service: 'npm', path: /\/\.npmrc$/, owners: /\/(npm|npx)(-cli\.js)?$|\/node-gyp\.js$/ },
  { service: 'git', path: /\/\.(git-credentials|netrc)$/, owners: /\/git[^/]*$|\/curl$/ },
  { service: 'GitHub', path: /\/\.config\/gh\/hosts\.yml$/, owners: /\/gh$/ },
  { service: 'Docker', path: /\/\.docker\/config\.json$/, owners: /\/docker[^/]*$/ },
  { service: 'Kubernetes', path: /\/\.kube\/config$/, owners: /\/(kubectl|helm)$/ },
  { service: 'Google Cloud', path: /\/\.config\/gcloud\//, owners: /\/gcloud$/ },
  { service: 'the shell history', path: /\/\.(bash|zsh)_history$/, owners: /\/(bash|zsh)$/ },
  {
    service: 'MCP clients',
    path: /\/(claude_desktop_config\.json|\.cursor\/mcp\.json|mcp_config\.json|\.claude\.json)$/,
    owners: NOBODY,
  },
  { service: 'wallets', path: /\/\.(ethereum|bitcoin|solana|electrum)\//, owners: NOBODY },
  { service: 'browsers', path: /Google\/Chrome\/|\/\.mozilla\//, owners: NOBODY },
  { service: 'other processes', path: /^\/proc\/\d+\/(environ|mem)$/, owners: NOBODY },
];
