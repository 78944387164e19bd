/** The door to package registries: `resolve`, `fetch` and `trust` with one configuration. */
import { withBundled } from './bundled.ts';
import { createStore, FETCH_LIMITS, type FetchLimits } from './fetch.ts';
import { type NpmConfigOptions, type NpmOptions, npmOptions } from './npm-config.ts';
import { RESOLVE_LIMITS, type ResolveLimits } from './resolve/limits.ts';
import { resolveInThread } from './resolve/thread.ts';
import type { Platform } from './resolve/tree.ts';
import { withPinned } from './shrinkwrap.ts';
import { collectTrust, TRUST_LIMITS, type TrustLimits } from './trust/trust.ts';
import type { TrustRoot } from './trust/trust-root.ts';
import type { Registry } from './types.ts';

export interface RegistryOptions extends NpmConfigOptions {
  /** What installs are made for; by default the sandbox's platform on this machine's CPU. */
  readonly platform?: Platform;
  readonly resolveLimits?: ResolveLimits;
  readonly fetchLimits?: FetchLimits;
  readonly trustLimits?: TrustLimits;
  /** Whose signatures count; by default those of the public registry and of the public Sigstore. */
  readonly trustRoot?: TrustRoot;
  /** The day it is, as `2026-01-31`; by default today, in UTC. */
  readonly today?: string;
}

/** The sandbox is always Linux with glibc, whatever the host is; the Node that runs us is the one that `npx` would run. */
export const SANDBOX_PLATFORM: Platform = { os: 'linux', cpu: process.arch, libc: 'glibc', node: process.version };

/** The real registry of the user's npm configuration. Throws `UsageError` where that configuration cannot be read. */
export async function createRegistry(options: RegistryOptions): Promise<Registry> {
  const npm = await npmOptions(options);
  const { platform = SANDBOX_PLATFORM, resolveLimits = RESOLVE_LIMITS, fetchLimits = FETCH_LIMITS } = options;
  const { today = new Date().toISOString().slice(0, 10) } = options;
  const store = createStore(npm, fetchLimits);
  return {
    resolve: async (target) => {
      const { value, gaps } = await resolveInThread({ target, options: npm, platform, limits: resolveLimits });
      if (!value) return { value, gaps };
      const whole = await withBundled(value.tree, value.carriers, store);
      const pinned = await withPinned(whole.value, value.shrinkwrapped, store, registriesOf(npm));
      return { value: pinned.value, gaps: [...gaps, ...whole.gaps, ...pinned.gaps] };
    },
    store: () => store,
    trust: (tree) =>
      collectTrust(tree, npm, {
        asOf: today,
        limits: options.trustLimits ?? TRUST_LIMITS,
        root: options.trustRoot,
        // Empty is as good as not set.
        mcpRegistry: options.env.LAZARET_MCP_REGISTRY || undefined,
        forges: options.env.LAZARET_FORGES || undefined,
      }),
  };
}

/** The one for all, and those for scopes. */
function registriesOf(npm: NpmOptions): string[] {
  return Object.entries(npm).flatMap(([key, value]) =>
    (key === 'registry' || key.endsWith(':registry')) && typeof value === 'string' ? [value] : [],
  );
}
