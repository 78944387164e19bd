/** `268435456` → `256 MiB`. */
export function megabytes(bytes: number): string {
  const mib = bytes / 2 ** 20;
  return mib >= 1 ? `${Math.round(mib)} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}
