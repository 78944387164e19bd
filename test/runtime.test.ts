/** What we tell packages of the image's Node and npm is what the image carries. */
import { expect, test } from 'vitest';
import lock from '../sandbox/package-lock.json' with { type: 'json' };
import { NODE_VERSION, NPM_VERSION } from '../src/sandbox/world/runtime.ts';

const versionOf = (name: string) =>
  (lock.packages as Readonly<Record<string, { readonly version?: string }>>)[`node_modules/${name}`]?.version;

test.each(['x64', 'arm64'])('Node for %s', (cpu) => expect(NODE_VERSION).toBe(versionOf(`node-linux-${cpu}`)));

test('npm', () => expect(NPM_VERSION).toBe(versionOf('npm')));
