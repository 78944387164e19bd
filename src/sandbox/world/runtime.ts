/** What the image carries, as packages see it; a test holds it against `sandbox/package-lock.json`. */

export const NODE_VERSION = '24.21.0';
export const NPM_VERSION = '11.21.2';
/** Where npm is installed in the image. */
export const NPM_ROOT = '/usr/local/lib/node_modules/npm';
