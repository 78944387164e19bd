/** Places where people and tools keep credentials, and which of them a path names. */

/** A project's own settings: a program reads its own, and takes parts of it. */
export const DOTENV = 'a dotenv file';
/** Where the settings of all servers of a client lie: one of them reads its own. */
export const CLIENT_CONFIG = 'MCP client configuration';
export const SSH_KEYS = 'SSH keys';

/** Each place with the words a path to it is made of, in order; a path may have been put together from parts. */
const PLACES: readonly (readonly [string, RegExp])[] = [
  [
    SSH_KEYS,
    /(?:^|[/\\\s~])\.ssh(?:$|[/\\\s]+(?!\S*\.pub\b|config\b|known_hosts\b))|\bid_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)/,
  ],
  ['AWS credentials', /\.aws[/\\\s]+(?:credentials|config|sso)|\.aws$|\/var\/run\/secrets\/eks\.amazonaws\.com/],
  ['npm credentials', /(?:^|[/\\\s~])\.npmrc\b|(?:^|[/\\\s~])\.yarnrc(?:\.yml)?\b/],
  ['Git credentials', /\.git-credentials\b|\.config[/\\\s]+git[/\\\s]+credentials\b/],
  ['GitHub CLI credentials', /\bgh[/\\\s]+hosts\.yml|\bgithub-copilot[/\\\s]+(?:apps|hosts)\.json/],
  ['netrc credentials', /(?:^|[/\\\s~])[._]netrc\b/],
  [
    'Docker credentials',
    /\.docker[/\\\s]+config\.json|\bcontainers[/\\\s]+auth\.json|\bhelm[/\\\s]+registry[/\\\s]+config\.json/,
  ],
  [
    'Kubernetes credentials',
    /\.kube[/\\\s]+config\b|\/var\/run\/secrets\/kubernetes\.io|\/etc\/kubernetes[/\\\s]+admin\.conf|\/etc\/rancher[/\\\s]+k3s[/\\\s]+k3s\.yaml/,
  ],
  [
    'Google Cloud credentials',
    /\bgcloud[/\\\s]+(?:credentials|access_tokens|application_default_credentials|legacy_credentials)|application_default_credentials\.json/,
  ],
  ['Azure credentials', /\.azure[/\\\s]+(?:accessTokens|azureProfile|msal_token_cache|servicePrincipal)/],
  ['GPG keys', /(?:^|[/\\\s~])\.gnupg\b/],
  ['PyPI credentials', /(?:^|[/\\\s~])\.pypirc\b/],
  ['Cargo credentials', /\.cargo[/\\\s]+credentials/],
  ['Terraform credentials', /\.terraform\.d[/\\\s]+credentials|credentials\.tfrc\.json|(?:^|[/\\\s~])\.terraformrc\b/],
  ['database credentials', /(?:^|[/\\\s~])\.(?:pgpass|my\.cnf|mylogin\.cnf)\b/],
  ['storage credentials', /\brclone\.conf\b|\b(?:sitemanager|recentservers)\.xml\b|(?:^|[/\\\s~])\.(?:s3cfg|boto)\b/],
  [
    'package registry credentials',
    /\.m2[/\\\s]+settings(?:-security)?\.xml|\.(?:composer|config[/\\\s]+composer)[/\\\s]+auth\.json|\.gem[/\\\s]+credentials\b|\bpypoetry[/\\\s]+auth\.toml|\.gradle[/\\\s]+gradle\.properties|NuGet[/\\\s]+NuGet\.Config/i,
  ],
  [
    'hosting credentials',
    /com\.vercel\.cli[/\\\s]+auth\.json|(?:\.|\.config[/\\\s]+)netlify[/\\\s]+config\.json|\.railway[/\\\s]+config\.json|\.fly[/\\\s]+config\.yml|\.wrangler[/\\\s]+config[/\\\s]+default\.toml|\.cloudflared[/\\\s]+(?:cert\.pem|\S+\.json)|\.supabase[/\\\s]+access-token|\bdoctl[/\\\s]+config\.ya?ml|\bhcloud[/\\\s]+cli\.toml|\.oci[/\\\s]+config\b|\.aliyun[/\\\s]+config\.json|\.pulumi[/\\\s]+credentials\.json|configstore[/\\\s]+firebase-tools\.json/,
  ],
  [
    'developer service credentials',
    /\.config[/\\\s]+stripe[/\\\s]+config\.toml|\bglab-cli[/\\\s]+config\.yml|\.circleci[/\\\s]+cli\.yml|(?:^|[/\\\s~])\.databrickscfg\b|\.snowflake[/\\\s]+(?:connections|config)\.toml|\.kaggle[/\\\s]+kaggle\.json|(?:^|[/\\\s~])\.sentryclirc\b|\.(?:cache[/\\\s]+)?huggingface[/\\\s]+token\b|\.?ngrok2?[/\\\s]+ngrok\.yml/,
  ],
  ['keys that open encrypted files', /\bsops[/\\\s]+age[/\\\s]+keys\.txt/],
  [
    'sessions of applications',
    /\bLocal Storage[/\\\s]+leveldb\b|\bTelegram ?Desktop[/\\\s]+tdata\b|\bSignal[/\\\s]+config\.json|\bSlack[/\\\s]+(?:Network[/\\\s]+)?Cookies\b/,
  ],
  [
    'assistant credentials',
    /\.cursor[/\\\s]+auth\.json|\bopencode[/\\\s]+auth\.json|\.qwen[/\\\s]+oauth_creds\.json|\bgoose[/\\\s]+secrets\.ya?ml/,
  ],
  ['Vault token', /(?:^|[/\\\s~])\.vault-token\b/],
  ['shell history', /\.(?:bash|zsh|sh|python|node_repl|psql|mysql)_history\b|fish_history\b/],
  [
    'cryptocurrency wallets',
    /\bwallet\.dat\b|\.(?:ethereum|bitcoin|electrum|solana|monero|litecoin)[/\\\s]|\.config[/\\\s]+solana[/\\\s]+id\.json|Exodus[/\\\s]+exodus\.wallet|\.foundry[/\\\s]+keystores\b|\bsui\.keystore\b|\.near-credentials\b|\.aptos[/\\\s]+config\.yaml|\batomic[/\\\s]+Local Storage\b|nkbihfbeogaeaoehlefnkodbefgpgknn|bfnaelmomeimhlpmgjnjophhpkkoljpa/,
  ],
  [
    'browser profiles',
    /\bLogin Data\b|\bcookies\.sqlite\b|\blogins\.json\b|\bkey4\.db\b|User Data[/\\\s]+(?:Default|Profile|Local State)|\bFirefox[/\\\s]+Profiles\b|\bCookies\.binarycookies\b|\bMicrosoft[/\\\s]+Protect\b|Local Extension Settings|Google[/\\\s]+Chrome[/\\\s]+Default|\b(?:Default|Profile \d+)[/\\\s]+(?:Network[/\\\s]+)?(?:Cookies|Web Data)\b|\bNetwork[/\\\s]+Cookies\b/,
  ],
  ['keychains', /\bLibrary[/\\\s]+Keychains\b|login\.keychain|\.local[/\\\s]+share[/\\\s]+keyrings/],
  [
    'password manager vaults',
    /\.password-store\b|\.config[/\\\s]+op\b|\bKeePass\w*\.kdbx|\bBitwarden CLI[/\\\s]+data\.json|1Password/,
  ],
  [
    CLIENT_CONFIG,
    /claude_desktop_config\.json|\.(?:cursor|roo|kiro|lmstudio|vscode|amazonq)[/\\\s]+(?:settings[/\\\s]+)?mcp\.json|[/\\\s]User[/\\\s]+mcp\.json|\.codeium[/\\\s]+windsurf[/\\\s]+mcp_config\.json|cline_mcp_settings\.json|\.claude\.json\b|\.codex[/\\\s]+(?:auth\.json|config\.toml)|\.claude[/\\\s]+\.credentials\.json|\.gemini[/\\\s]+(?:oauth_creds|settings)\.json|\.continue[/\\\s]+config\.(?:json|ya?ml)|\.config[/\\\s]+(?:zed[/\\\s]+settings\.json|goose[/\\\s]+config\.ya?ml|opencode[/\\\s]+opencode\.json)/,
  ],
  ['password database', /\/etc\/shadow\b/],
  // Parts of a path that was put together stand in any order.
  ['the memory of other processes', /\/proc\/(?:[^/\s]*\/mem\b|[^\n]*\s\/mem(?:\s|$))|(?:^|\s)\/mem\s[^\n]*\/proc\//],
  [
    'a process environment',
    /\/proc\/(?:[^/\s]*\/environ\b|[^\n]*\s\/environ(?:\s|$))|(?:^|\s)\/environ\s[^\n]*\/proc\//,
  ],
  [DOTENV, /(?:^|[/\\\s])\.env(?:\.(?:local|production|development|prod|dev|staging)|\.?\*)?$/],
];

/**
 * The place the texts of a path name, in words; undefined where they name none. Several places at once are told from one: a
 * tool reads what is its own, a thief goes through a list.
 */
export function sensitivePlace(texts: readonly string[]): string | undefined {
  // Parts of one path are seen in any order: each alone, and all together with blanks between.
  const all = [...texts, texts.join(' ')].map((text) => text.slice(0, 4_000));
  const places = PLACES.flatMap(([place, pattern]) => (all.some((text) => pattern.test(text)) ? [place] : []));
  const [first, ...more] = places;
  return first === undefined || more.length < 2 ? first : `${first} and ${more.length} other places`;
}

/** Places that the tools of their vendors read on every start: clients, registries, clusters. */
const WORKING =
  /^(?:npm|AWS|Docker|Kubernetes|Google Cloud|Azure|Git|GitHub CLI|netrc|Terraform|database|storage|package registry|hosting|developer service|assistant) credentials$|^MCP client configuration$|^a process environment$/;

/** True for a place that programs read for what it is meant for. */
export function isWorkingPlace(place: string): boolean {
  return WORKING.test(place);
}

/** What is told about a credential in a setting of its own: where it is asked for, how it is handed over. */
const ABOUT =
  /_(?:UR[LI]|MODE|HOST|PORT|PATH|FILE|DIR|MS|SECONDS|TTL|ONLY|CACHE|ENABLED|DISABLED|PASSTHROUGH|ISSUER|AUDIENCE|TYPE|HEADER|NAME|SCOPES?|TIMEOUT|VERSION|STRATEGY|ENDPOINT|DOMAIN|REALM)$|^DEBUG_|(?:^|_)(?:SKIP|NO|DISABLE|ENABLE|ALLOW|REQUIRE|FORCE|USE)_/;
const CREDENTIAL =
  /(?:TOKEN|SECRET|PASSW(?:OR)?D|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH)(?:$|_)/i;

/** True where a name of an environment variable is that of a credential. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL.test(name) && !ABOUT.test(name);
}

/** Also what is merely called a key. */
export function isSecretName(name: string): boolean {
  return isCredentialName(name) || (/_(?:KEY|PAT|DSN)$/.test(name) && !ABOUT.test(name));
}

/** Beginnings that say what a credential is, and not whose. */
const NOBODYS =
  /^(?:API|ACCESS|AUTH|BEARER|CLIENT|COOKIE|CSRF|DB|DATABASE|ENCRYPTION|JWT|MCP|OAUTH2?|PRIVATE|PROVIDER|PROXY|REDIS|REFRESH|SECRET|SERVER|SESSION|SIGNING|TOKEN|WEBHOOK)$/i;

/** Whose credential a variable holds, by how its name begins; undefined where that could be anybody's. */
export function namedVendor(name: string): string | undefined {
  const [first = ''] = name.split('_');
  return NOBODYS.test(first) ? undefined : first;
}

/** Commands that print credentials, or all of the environment. */
export const SECRET_COMMANDS =
  /\bgh\s+auth\s+token|\bsecurity\s+(?:find-(?:generic|internet)-password|dump-keychain)|\bsecret-tool\s+(?:lookup|search)|\bgcloud\s+auth\s+print|\baz\s+account\s+get-access-token|\baws\s+(?:sts|configure\s+(?:get|export-credentials))|\bnpm\s+(?:token|config\s+get\s+\S*_auth)|\bop\s+(?:read|item\s+(?:get|list))|\bbw\s+(?:get|list|export)\b|\bgopass\s+(?:show|ls)|\bgit\s+credential\b|\bgit\s+config\s+(?:-\S+\s+)*--get-regexp\s[^\n;&]{0,80}?(?:\bcredential\b|\bextraheader\b|\burl\\?\.)|\bdocker-credential-\w+\s+get|\bpass\s+show\b|\bkubectl\s+config\s+view\s+--raw|\bvault\s+(?:kv\s+get|token\s+lookup|read)\b|\baws\s+(?:secretsmanager\s+get-secret-value|ssm\s+get-parameters?(?:-by-path)?\b)|\baz\s+keyvault\s+secret\s+show|\bgcloud\s+secrets\s+versions\s+access|\bkubectl\s+get\s+secrets?\b[^\n|;&]*\s-o|\bgh\s+auth\s+status\b[^\n|;&]*\s(?:-t|--show-token)\b|\bglab\s+auth\s+status\b[^\n|;&]*\s(?:-t|--show-token)\b|\bfly(?:ctl)?\s+auth\s+token\b|\bheroku\s+auth:token\b|\bsops\s+(?:-d|--decrypt|decrypt)\b|\bansible-vault\s+view\b|\bchamber\s+export\b|\binfisical\s+(?:secrets|export)\b|\bsecurity\s+export\b|\bnetsh\s+wlan\s+show\s+profiles?\b[^\n]*key=clear|\bsystemctl\s+(?:--user\s+)?show-environment\b|\bps\s+(?:e|aux?e|eww|auxeww)\b|\bdoppler\s+secrets\b|\bgpg2?\s+(?:\S+\s+)*--export-secret-keys|\bcmdkey\s+\/list|\b(?:trufflehog|gitleaks)\s+\w+|(?:^|[;&|(]\s*|\s-l?c\s+["']?)(?:env|printenv|export\s+-p|declare\s+-\w*x|compgen\s+-e)\s*(?=$|[|>;&)"'])|\bnode\s+-(?:p|e|pe)\b[^\n]{0,80}\bprocess\.env\b(?![.[])|\bcmd(?:\.exe)?\s+\/c\s+set\s*(?=$|[|>&])|\bdir\s+env:|\bGet-ChildItem\s+env:/i;

const ONE_ITEM =
  /\bgit\s+credential\b|\bop\s+(?:read|item\s+get)\s|\bsecurity\s+find-(?:generic|internet)-password\b|\bsecret-tool\s+lookup\s|\b(?:go)?pass\s+show\s|\bbw\s+get\s|\bvault\s+(?:kv\s+get|read)\s|\baws\s+(?:secretsmanager\s+get-secret-value|ssm\s+get-parameter)\s|\bgcloud\s+secrets\s+versions\s+access\s|\baz\s+keyvault\s+secret\s+show\s/i;
/** What other programs keep there, under names that are the same for everybody: browsers, assistants. */
const OF_OTHERS = /\bSafe Storage\b|\b(?:Chrome|Chromium|Brave|Edge|Claude|Codex|Copilot|Cursor)\b|\bgh:/i;

/** True where a command asks a store of secrets for one of them: `op read op://Private/Weather/key`. */
export function asksForOne(command: string): boolean {
  return ONE_ITEM.test(command.slice(0, 20_000)) && !OF_OTHERS.test(command);
}

/** The key or certificate that a program logs in with, which it sends to nobody. */
const LOGINS =
  /(\b(?:(?:ssh|scp|sftp)\b[^\n;&|]{0,400}?\s-i|curl\b[^\n;&|]{0,400}?\s(?:--(?:cert|key|cacert|netrc-file)|-E))[\s=]+["']?)[^\s"']+/gi;

/** A command line without the files that its programs log in with. */
export function withoutLogins(command: string): string {
  return command.replace(LOGINS, '$1');
}

/** True where a command line names credentials only for its programs to log in with. */
export function onlyLogsIn(command: string): boolean {
  const text = command.slice(0, 20_000);
  return sensitivePlace([text]) !== undefined && sensitivePlace([withoutLogins(text)]) === undefined;
}

export const CLIPBOARD_COMMANDS =
  /\bpbpaste\b|\bxclip\b.*\s-o\b|\bxsel\b.*\s(?:-o|-b|--output)\b|\bwl-paste\b|\bGet-Clipboard\b|\btermux-clipboard-get\b/i;

export const IDENTITY_COMMANDS =
  /^\s*(?:whoami|hostname|id|ipconfig|ifconfig|systeminfo)\s*(?:$|[|>;&/-])|^\s*uname\s+-a|\bgit\s+config\s+(?:--?\S+\s+)*user\.(?:email|name)/i;

/** Programs that put a file's content out, or somewhere else. */
export const SHOWS_FILES =
  /(?:^|[\s;&|($`"'])(?:cat|type|more|less|head|tail|base64|xxd|od|strings|grep|tar|zip|cp|copy|xcopy|gpg|openssl|Get-Content|gc|curl|wget|scp|rsync)\s/i;
