/** A parsed JavaScript module as rules see it. */
import type { PackageId } from '../types.ts';

export interface Module {
  readonly package: PackageId;
  readonly path: string;
}
