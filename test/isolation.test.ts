/** What engines say of themselves, as they say it, and what that means. */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../src/sandbox/engine/engine.ts';
import { type EngineFacts, type Isolation, isolationOf } from '../src/sandbox/engine/isolation.ts';
import { choose } from '../src/sandbox/engine/tiers.ts';
import type { Tier } from '../src/types.ts';

const docker = (runc: string, more: Partial<EngineFacts> & { readonly build?: string } = {}): EngineFacts => ({
  version: '28.1.0',
  components: [
    { name: 'Engine', version: '28.1.0', build: 'abc' },
    { name: 'runc', version: runc, build: more.build ?? 'v0-g0' },
  ],
  runtimes: ['io.containerd.runc.v2', 'runc'],
  security: ['name=seccomp,profile=builtin', 'name=cgroupns'],
  processors: 8,
  memory: 16 * 1024 ** 3,
  ...more,
});

const podman: EngineFacts = {
  version: '4.3.1',
  components: [
    { name: 'Podman Engine', version: '4.3.1', build: '' },
    { name: 'OCI Runtime (crun)', version: 'crun version 1.8.1\ncommit: f8a096be\nspec: 1.0.0', build: '' },
  ],
  runtimes: ['crun', 'kata', 'krun', 'runc', 'runj', 'runsc'],
  security: ['name=seccomp,profile=default'],
  processors: 0,
  memory: 0,
};

describe('known ways out', () => {
  test.each([
    ['1.1.11', 'refused'],
    ['1.0.3', 'refused'],
    ['1.1.12', 'warned'],
    ['1.1.15', 'warned'],
    ['1.2.7', 'warned'],
    ['1.2.8', 'fine'],
    ['1.3.2', 'warned'],
    ['1.3.3', 'fine'],
    ['1.4.0', 'fine'],
    ['1.5.1', 'fine'],
  ])('runc %s: %s', (version, expected) => {
    const { refusal, warnings } = isolationOf(docker(version));
    expect(refusal ? 'refused' : warnings.length > 0 ? 'warned' : 'fine').toBe(expected);
    if (expected === 'refused') expect(refusal).toContain('CVE-2024-21626');
  });

  test('a distribution’s build that was mended under its old version', () => {
    const mended = isolationOf(docker('1.1.5+ds1', { build: '1.1.5+ds1-1+deb12u1' }));
    expect(mended.refusal).toBeUndefined();
    expect(mended.warnings.join()).toContain('November 2025');
    expect(isolationOf(docker('1.1.5+ds1', { build: '1.1.5+ds1-1' })).refusal).toContain('1.1.12');
  });

  test('an engine that does not say is not taken for safe', () => {
    expect(isolationOf({ ...docker('1.3.3'), components: [] }).warnings.join()).toContain('cannot be ruled out');
  });
});

describe('a machine that looks like a sandbox is told', () => {
  const GIB = 1024 ** 3;
  test.each([
    [8, 16 * GIB, undefined],
    [4, 7.75 * GIB, undefined],
    [0, 0, undefined],
    [2, 16 * GIB, 'its machine has 2 processors, as sandboxes do'],
    [1, 2 * GIB, 'its machine has 1 processor and 2 GiB of memory, as sandboxes do'],
    [4, 3.9 * GIB, 'its machine has 4 GiB of memory, as sandboxes do'],
  ])('%d processors and %d bytes', (processors, memory, expected) => {
    const { warnings, refusal } = isolationOf(docker('1.3.3', { processors, memory }));
    expect(warnings.map((one) => one.split(':')[0])).toEqual(expected === undefined ? [] : [expected]);
    expect(refusal).toBeUndefined();
  });
});

describe('tiers', () => {
  const both = docker('1.3.3', { runtimes: ['runc', 'runsc'] });
  const lost = 'the sink does not see the network';

  /** What is used of an engine where gVisor hides this much. */
  async function chosen(facts: EngineFacts, hidden: string | undefined, wanted?: Tier): Promise<Isolation | string> {
    const engine = (tier: Tier) => ({ isolation: isolationOf(facts, tier) }) as Engine;
    const plain = engine('runc');
    const stronger = plain.isolation.gvisor ? engine('gvisor') : undefined;
    const images = { images: { sink: '', target: '' }, seccomp: '' };
    return choose({ plain, stronger }, images, wanted, async ({ engine: tried }) => {
      expect(tried.isolation.runtime).toBe('runsc');
      return hidden;
    }).then(
      ({ isolation }) => isolation,
      (error: Error) => error.message,
    );
  }

  test.each([undefined, 'runc', 'gvisor'] as const)(
    'gVisor where it is offered and hides nothing (%s)',
    async (wanted) => {
      const words = { tier: 'gvisor', runtime: 'runsc', words: 'gVisor (runsc)', warnings: [] };
      expect(await chosen(both, undefined, wanted)).toMatchObject(words);
    },
  );

  test('where it hides something, that is told, and no more is used than what was asked for', async () => {
    for (const wanted of [undefined, 'runc'] as const)
      expect(await chosen(both, lost, wanted)).toMatchObject({
        ...{ tier: 'runc', runtime: 'runc', words: 'runc 1.3.3' },
        warnings: [`the engine offers gVisor (runsc), which is not used: in it ${lost}`],
      });
    expect(await chosen(both, lost, 'gvisor')).toBe(
      `the container engine may not be used: in its gVisor (runsc) ${lost}`,
    );
  });

  test('never weaker than asked for', async () => {
    expect(await chosen(docker('1.3.3'), undefined, 'gvisor')).toContain('--require-tier');
    expect(await chosen(docker('1.3.3'), undefined, 'runc')).toMatchObject({ tier: 'runc', warnings: [] });
  });

  test('an old runc matters only where it is used', async () => {
    const old = docker('1.1.0', { runtimes: ['runc', 'runsc'] });
    expect(await chosen(old, undefined)).toMatchObject({ tier: 'gvisor', warnings: [] });
    expect(await chosen(old, lost)).toContain('way out');
  });
});

describe('other engines', () => {
  test('Podman is refused with the reason, whatever runtimes it lists', () => {
    expect(isolationOf(podman).refusal).toContain('Podman');
    expect(isolationOf(podman, 'gvisor').refusal).toContain('Podman');
  });

  test('rootless and user namespaces are told', () => {
    const rootless = docker('1.3.3', { security: ['name=seccomp,profile=builtin', 'name=rootless', 'name=userns'] });
    expect(isolationOf(rootless)).toMatchObject({ words: 'runc 1.3.3, rootless, user namespaces', refusal: undefined });
  });

  test('without seccomp there is no tracer', () => {
    expect(isolationOf(docker('1.3.3', { security: [] })).refusal).toContain('seccomp');
  });
});
