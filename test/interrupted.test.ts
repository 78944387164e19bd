/** Who wants an end gets one, whenever that is. */
import { expect, it } from 'vitest';
import { createSandbox, type SandboxParts } from '../src/sandbox/detonate.ts';
import type { Box } from '../src/sandbox/engine/engine.ts';
import type { PackageTree } from '../src/types.ts';
import { fakeRegistry } from './support/doors.ts';

it('an end that is asked for while a box is being opened ends the box', async () => {
  const stop = new AbortController();
  const did: string[] = [];
  const box = new Proxy({} as Box, {
    get: (_, name) => {
      // No promise: who waits for it has it.
      if (name === 'then') return undefined;
      return () => {
        did.push(String(name));
        return Promise.resolve();
      };
    },
  });
  const isolation = { runtime: 'runc', tier: 'runc', words: '', warnings: [] };
  const engine = {
    ...{ version: 'fake', isolation, sweep: async () => 0 },
    open: async () => {
      stop.abort(new Error('ended'));
      return box;
    },
  };
  const parts = { engine, images: { sink: 's', target: 't' }, seccomp: '' } as unknown as SandboxParts;
  const registry = fakeRegistry([{ id: 'weather-mcp@1.0.0' }]);
  const target = { kind: 'npm', text: 'weather-mcp', spec: 'weather-mcp', args: [] } as const;
  const tree = (await registry.resolve(target)).value as PackageTree;
  const sandbox = createSandbox(async () => parts, { signal: stop.signal });
  const { value, gaps } = await sandbox.detonate(tree, registry.store(tree), () => {});
  expect(new Set(did)).toEqual(new Set(['close']));
  expect(value.runs).toEqual([]);
  expect(gaps.map(({ reason }) => reason)).toContain('interrupted');
});
