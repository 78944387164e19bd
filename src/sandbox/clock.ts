/** Another clock for programs in the sandbox, by libfaketime. */

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** What goes before a command, so that it lives by another clock: the tracer's own must stay as it is. */
export function faketime(settings: readonly string[], architecture: string = process.arch): readonly string[] {
  const library = `/usr/lib/${ARCHITECTURES[architecture] ?? architecture}-linux-gnu/faketime/libfaketimeMT.so.1`;
  return ['/usr/bin/env', `LD_PRELOAD=${library}`, ...settings];
}
