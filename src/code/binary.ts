/** What a file is by its first bytes, whatever its name says. */

/** A program or library of Linux, Windows or macOS. */
export type Program = 'ELF' | 'PE' | 'Mach-O';

/** Sources: ELF specification 1.2, PE format (offset of `PE\\0\\0` at 0x3c), `mach-o/loader.h` and `fat.h`. */
export function programIn(bytes: Uint8Array): Program | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint32(0);
  if (first === 0x7f454c46) return 'ELF';
  if (first === 0xfeedface || first === 0xfeedfacf || first === 0xcefaedfe || first === 0xcffaedfe) return 'Mach-O';
  // Java classes begin alike; their next number is a version from 43 on, that of a Mach-O how many machines it is for.
  if (first === 0xcafebabe && view.getUint32(4) < 20) return 'Mach-O';
  if (first >>> 16 !== 0x4d5a || bytes.length < 0x40) return undefined;
  const header = view.getUint32(0x3c, true);
  return header + 4 <= bytes.length && view.getUint32(header) === 0x50450000 ? 'PE' : undefined;
}

/** True for a program that is no JavaScript as well: one for Windows begins with letters, and may go on as it likes. */
export function isOnlyProgram(bytes: Uint8Array): boolean {
  const program = programIn(bytes);
  return program !== undefined && program !== 'PE';
}
