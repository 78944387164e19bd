/** What we use of npm's libraries that have no types of their own. */
declare module '@npmcli/config/lib/definitions/index.js' {
  const npmFlags: {
    readonly definitions: Readonly<Record<string, { readonly type: unknown }>>;
    readonly shorthands: Readonly<Record<string, readonly string[]>>;
    readonly flatten: (from: object, to: object) => void;
    readonly nerfDarts: readonly string[];
  };
  export default npmFlags;
}

declare module 'npm-install-checks' {
  /** Throws where a manifest's `os`, `cpu` or `libc` exclude the environment. */
  export function checkPlatform(
    manifest: unknown,
    force: boolean,
    environment: { readonly os: string; readonly cpu: string; readonly libc: string },
  ): void;
}
