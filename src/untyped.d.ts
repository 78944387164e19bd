/** What we use of libraries that have no types of their own. */
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

declare module '@secretlint/secretlint-rule-preset-recommend' {
  /** Its own types name a package that it does not bring. */
  export const rules: readonly {
    readonly meta: { readonly id: string };
    create(
      context: {
        createTranslator(): (messageId: string) => { readonly messageId: string };
        report(found: {
          readonly message: { readonly messageId: string };
          readonly range: readonly [number, number];
        }): void;
        ignore(): void;
      },
      options: { readonly enableIDScanRule: boolean },
    ): {
      file?(source: {
        readonly content: string;
        readonly filePath: string;
        readonly ext: string;
        readonly contentType: 'text';
      }): unknown;
    };
  }[];
}
