/** Places where people and tools keep credentials, and which of them a path names. */

/** Each place with the words a path to it is made of, in order; a path may have been put together from parts. */
const PLACES: readonly (readonly [string, RegExp])[] = [
  ['SSH keys', /(?:^|[/\\\s~])\.ssh(?:$|[/\\\s])|\bid_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)/],
  ['AWS credentials', /\.aws[/\\\s]+(?:credentials|config|sso)|\.aws$/],
  ['npm credentials', /(?:^|[/\\\s~])\.npmrc\b|(?:^|[/\\\s~])\.yarnrc(?:\.yml)?\b/],
  ['Git credentials', /\.git-credentials\b|\.config[/\\\s]+gh[/\\\s]+hosts\.yml/],
  ['GitHub CLI credentials', /\bgh[/\\\s]+hosts\.yml/],
  ['netrc credentials', /(?:^|[/\\\s~])[._]netrc\b/],
  ['Docker credentials', /\.docker[/\\\s]+config\.json/],
  ['Kubernetes credentials', /\.kube[/\\\s]+config\b|\/var\/run\/secrets\/kubernetes\.io/],
  [
    'Google Cloud credentials',
    /\bgcloud[/\\\s]+(?:credentials|access_tokens|application_default_credentials|legacy_credentials)|application_default_credentials\.json/,
  ],
  ['Azure credentials', /\.azure[/\\\s]+(?:accessTokens|azureProfile|msal_token_cache|servicePrincipal)/],
  ['GPG keys', /(?:^|[/\\\s~])\.gnupg\b/],
  ['PyPI credentials', /(?:^|[/\\\s~])\.pypirc\b/],
  ['Cargo credentials', /\.cargo[/\\\s]+credentials/],
  ['Terraform credentials', /\.terraform\.d[/\\\s]+credentials|credentials\.tfrc\.json/],
  ['Vault token', /(?:^|[/\\\s~])\.vault-token\b/],
  ['shell history', /\.(?:bash|zsh|sh|python|node_repl|psql|mysql)_history\b|fish_history\b/],
  [
    'cryptocurrency wallets',
    /\bwallet\.dat\b|\.(?:ethereum|bitcoin|electrum|solana|monero|litecoin)[/\\\s]|\.config[/\\\s]+solana[/\\\s]+id\.json|Exodus[/\\\s]+exodus\.wallet|nkbihfbeogaeaoehlefnkodbefgpgknn|bfnaelmomeimhlpmgjnjophhpkkoljpa/,
  ],
  [
    'browser profiles',
    /\bLogin Data\b|\bcookies\.sqlite\b|\blogins\.json\b|\bkey4\.db\b|User Data[/\\\s]+(?:Default|Profile)|Local Extension Settings|Google[/\\\s]+Chrome[/\\\s]+Default/,
  ],
  ['keychains', /\bLibrary[/\\\s]+Keychains\b|login\.keychain|\.local[/\\\s]+share[/\\\s]+keyrings/],
  ['password manager vaults', /\.password-store\b|\.config[/\\\s]+op\b|\bKeePass\w*\.kdbx|1Password/],
  [
    'MCP client configuration',
    /claude_desktop_config\.json|\.cursor[/\\\s]+mcp\.json|\.codeium[/\\\s]+windsurf[/\\\s]+mcp_config\.json|\.claude\.json\b|\.codex[/\\\s]+auth\.json|\.claude[/\\\s]+\.credentials\.json|\.gemini[/\\\s]+oauth_creds\.json/,
  ],
  ['password database', /\/etc\/shadow\b/],
  // Parts of a path that was put together stand in any order.
  ['the memory of other processes', /\/proc\/[^/\s]+\/mem\b|(?=.*\/proc\/)(?:^|.*\s)\/mem(?:\s|$)/],
  ['a process environment', /\/proc\/[^/\s]+\/environ\b|(?=.*\/proc\/)(?:^|.*\s)\/environ(?:\s|$)/],
];

/** The first place the texts of a path name, in words; undefined where they name none. */
export function sensitivePlace(texts: readonly string[]): string | undefined {
  // Parts of one path are seen in any order: each alone, and all together with blanks between.
  const all = [...texts, texts.join(' ')].map((text) => text.slice(0, 4_000));
  for (const [place, pattern] of PLACES) if (all.some((text) => pattern.test(text))) return place;
  return undefined;
}

/** True where a name of an environment variable is that of a credential. */
export function isCredentialName(name: string): boolean {
  return /(?:TOKEN|SECRET|PASSW(?:OR)?D|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH)(?:$|_)/i.test(
    name,
  );
}
