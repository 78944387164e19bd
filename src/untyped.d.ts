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

declare module 'npm-packlist' {
  import type { EventEmitter } from 'node:events';
  import type { Stats } from 'node:fs';
  /** What the packer asks of a tree: of Arborist's, or of a directory that bundles nothing. */
  export interface PackTree {
    readonly path: string;
    readonly package: Readonly<Record<string, unknown>> & { readonly files?: readonly unknown[] };
    readonly isProjectRoot: boolean;
    readonly edgesOut: ReadonlyMap<string, unknown>;
    readonly workspaces: ReadonlyMap<string, string> | null;
  }
  export interface WalkerOptions {
    readonly path?: string;
    readonly isPackage?: boolean;
    readonly [more: string]: unknown;
  }
  /** `file` and `dir`: whether the rules let the entry through as the one or the other. */
  export interface WalkOptions {
    readonly entry: string;
    readonly file: boolean;
    readonly dir: boolean;
    readonly st?: Stats;
  }
  class Walker extends EventEmitter {
    readonly tree: PackTree;
    readonly path: string;
    readonly root: string;
    constructor(tree: PackTree, options: WalkerOptions);
    start(): this;
    injectRules(file: string | symbol, rules: readonly string[], then?: () => void): void;
    stat(options: WalkOptions, then: () => void): void;
    onstat(options: Required<WalkOptions>, then: () => void): void;
    walker(entry: string, options: WalkerOptions, then: () => void): void;
    walkerOpt(entry: string, options: WalkerOptions): WalkerOptions;
  }
  const packlist: { readonly Walker: typeof Walker };
  export default packlist;
}
