/** Opens an MCP bundle (`.mcpb`, once `.dxt`): a zip whose `manifest.json` says what the client will start. */
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { reasonOf } from '../errors.ts';
import { quote } from '../quote.ts';
import { fault } from './document.ts';

/** Largest manifest read, in bytes; those of real bundles are below 50 kB. */
const MANIFEST_LIMIT = 1024 * 1024;

/** The bytes of a bundle's manifest. Throws `UsageError` where there is none, or more than one. */
export function readBundle(path: string, bytes: Uint8Array): Uint8Array {
  let seen = 0;
  const files = unzip(path, bytes, ({ name, originalSize }) => {
    if (name !== 'manifest.json') return false;
    seen += 1;
    if (originalSize > MANIFEST_LIMIT)
      throw fault(path, undefined, `has a manifest larger than ${MANIFEST_LIMIT} bytes`);
    return true;
  });
  const manifest = files['manifest.json'];
  if (manifest === undefined) throw fault(path, undefined, 'is a bundle without manifest.json');
  if (seen > 1)
    throw fault(path, undefined, 'is a bundle with several manifest.json; readers disagree which one counts');
  return manifest;
}

/** Names all the bytes of a bundle: the code in it is what the client runs, whatever its manifest says. */
export function digestOfBundle(bytes: Uint8Array): string {
  return `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
}

type Filter = (file: { name: string; originalSize: number }) => boolean;

function unzip(path: string, bytes: Uint8Array, filter: Filter): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof Error && error.name === 'UsageError') throw error;
    throw fault(path, undefined, `is not a bundle: ${quote(reasonOf(error))}`);
  }
}
