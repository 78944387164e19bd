/**
 * Options of npm that take a value, from npm 12's own definitions (@npmcli/config; a test holds the two together). A copy,
 * because npm's file brings a hundred others, and a gate that finds nothing changed should cost no more than it must.
 */
export const NPM_VALUED_FLAGS: readonly string[] =
  '_auth access allow-directory allow-file allow-git allow-remote allow-scripts also audit-level auth-type before ca cache cache-max cache-min cafile call cert cidr cpu depth diff diff-dst-prefix diff-src-prefix diff-unified edit-dir editor expect-result-count expires extension-file fetch-retries fetch-retry-factor fetch-retry-maxtimeout fetch-retry-mintimeout fetch-timeout git global-ignore-file globalconfig heading https-proxy include init-author-email init-author-name init-author-url init-license init-module init-type init-version init.author.email init.author.name init.author.url init.license init.module init.version install-strategy key libc local-address location lockfile-version loglevel logs-dir logs-max maxsockets message min-release-age min-release-age-exclude name node-gyp node-options noproxy omit only orgs orgs-permission os otp pack-destination package packages packages-and-scopes-permission password patches-dir prefix preid provenance-file proxy registry replace-registry-host save-prefix sbom-format sbom-type scope scopes script-shell searchexclude searchlimit searchopts searchstaleness shell tag tag-version-prefix to token-description umask user-agent userconfig viewer which workspace'.split(
    ' ',
  );
