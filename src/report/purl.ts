/** How other programs name our packages: package URLs and hexadecimal digests. */
import { PackageURL } from 'packageurl-js';

export function purlOf(name: string, version: string): string {
  const [scope, base] = name.startsWith('@') && name.includes('/') ? name.split('/', 2) : [undefined, name];
  return new PackageURL('npm', scope, base ?? name, version || undefined).toString();
}

/** `sha512-<base64>` → `['sha512', <hex>]`; `undefined` where it is none of the algorithms we know. */
export function digestOf(
  integrity: string,
): readonly [algorithm: 'sha256' | 'sha384' | 'sha512', hex: string] | undefined {
  const [, algorithm, base64 = ''] = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+=*)/.exec(integrity) ?? [];
  const hex = Buffer.from(base64, 'base64').toString('hex');
  if (algorithm !== 'sha256' && algorithm !== 'sha384' && algorithm !== 'sha512') return undefined;
  // A digest of the wrong length is none.
  return hex.length * 4 === Number(algorithm.slice(3)) ? [algorithm, hex] : undefined;
}
