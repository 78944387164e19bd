/** Domains for throw-away addresses: the community's list, as the package `disposable-email-domains-js` ships it every few days. */
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';

let domains: ReadonlySet<string> | undefined;

/** True for a listed domain and for whatever lies below one. */
export function isDisposable(domain: string): boolean {
  domains ??= disposableEmailBlocklistSet();
  const labels = domain.split('.').slice(-6);
  return labels.some((_, i) => i < labels.length - 1 && domains?.has(labels.slice(i).join('.')));
}
