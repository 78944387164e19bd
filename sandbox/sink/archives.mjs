/**
 * Archives of programs that installs fetch, as of browsers: each holds one program, named after the archive, that does nothing. What
 * the real one would do is not seen, and is said to be; but the package goes on, and shows what it does next. Only PKZIP's (APPNOTE):
 * who does not get the tar of a native module compiles it, which shows more.
 */
import { crc32 } from 'node:zlib';

const PROGRAM = Buffer.from('#!/bin/sh\nexit 0\n');
const EXECUTABLE = 0o755;
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

const short = (...values) => Buffer.from(Uint16Array.from(values).buffer);
const long = (...values) => Buffer.from(Uint32Array.from(values).buffer);

/** Stored, not compressed. */
function zip(paths) {
  const bodies = [];
  const entries = [];
  let at = 0;
  for (const path of paths) {
    const name = Buffer.from(path);
    // Version 2, no flags, stored, at no time of the first day there is.
    const common = Buffer.concat([
      short(20, 0, 0, 0, 33),
      long(crc32(PROGRAM), PROGRAM.length, PROGRAM.length),
      short(name.length, 0),
    ]);
    const body = Buffer.concat([long(0x04034b50), common, name, PROGRAM]);
    const made = Buffer.concat([long(0x02014b50), short(0x0314), common, short(0, 0, 0)]);
    entries.push(made, long((0o100000 | EXECUTABLE) * 0x10000, at), name);
    bodies.push(body);
    at += body.length;
  }
  const directory = Buffer.concat(entries);
  const end = [long(0x06054b50), short(0, 0, paths.length, paths.length), long(directory.length, at), short(0)];
  return Buffer.concat([...bodies, directory, ...end]);
}
