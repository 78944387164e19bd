/** `package.json` as bytes → a value, as npm reads it. */
import npa from 'npm-package-arg';
import { reasonOf } from './errors.ts';
import { quote } from './quote.ts';
import type { Manifest } from './types.ts';

/** The manifest, or why there is none. */
export function readManifest(bytes: Uint8Array | undefined): Manifest | string {
  if (bytes === undefined) return 'it has no package.json';
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Manifest;
    return 'its package.json holds no object';
  } catch (error) {
    return `its package.json cannot be read: ${quote(reasonOf(error))}`;
  }
}

/** True for what the registry accepts, or once accepted, as a name. */
export function isName(name: string): boolean {
  try {
    return npa(`${name}@1.0.0`).name === name;
  } catch {
    return false;
  }
}
