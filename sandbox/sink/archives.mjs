/**
 * Archives of programs that installs fetch, as of browsers: each holds one program, named after the archive, that does nothing. What
 * the real one would do is not seen, and is said to be; but the package goes on, and shows what it does next. Only PKZIP's (APPNOTE):
 * who does not get the tar of a native module compiles it, which shows more.
 */
import { strToU8, zipSync } from 'fflate';

const PROGRAM = strToU8('#!/bin/sh\nexit 0\n');
/** Made on Unix, a file whoever may run; at no time but the first that there is. */
const HOW = { os: 3, attrs: (0o100755 << 16) >>> 0, mtime: new Date(1980, 0, 1), level: 0 };
/** What stands behind a program's name in that of its archive: versions, systems, machines. */
const REST = /[-_.](?:v?\d|linux|x86|x64|amd64|arm64|aarch64)[\w.+-]*$/i;
const ARCHIVE = /([\w.+-]{1,100})\.zip$/i;

/** The archive that is asked for by this path: `{ status, headers, text }`; undefined where it asks for none. */
export function archive(pathname) {
  const [, name] = ARCHIVE.exec(pathname) ?? [];
  if (name === undefined) return undefined;
  const program = name.replace(REST, '') || name;
  return { status: 200, headers: { 'content-type': 'application/zip' }, text: zip([`${name}/${program}`, program]) };
}

const zip = (paths) => Buffer.from(zipSync(Object.fromEntries(paths.map((path) => [path, [PROGRAM, HOW]]))));
