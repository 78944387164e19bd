/** Which paths stand for one file where file systems are less exact than Linux's. Pure. */

/** The same for two paths that a file system without case, without Unicode forms or without trailing dots takes for one. */
export function fileKey(path: string): string {
  return path
    .normalize('NFD')
    .toLowerCase()
    .toUpperCase()
    .replace(/[. ]+(?=\/|$)/g, '');
}
