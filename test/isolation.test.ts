/** What engines say of themselves, as they say it, and what that means. */
import { describe, expect, test } from 'vitest';
import { type EngineFacts, isolationOf } from '../src/sandbox/isolation.ts';

const docker = (runc: string, more: Partial<EngineFacts> & { readonly build?: string } = {}): EngineFacts => ({
  version: '28.1.0',
  components: [
    { name: 'Engine', version: '28.1.0', build: 'abc' },
    { name: 'runc', version: runc, build: more.build ?? 'v0-g0' },
  ],
  runtimes: ['io.containerd.runc.v2', 'runc'],
  security: ['name=seccomp,profile=builtin', 'name=cgroupns'],
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

describe('tiers', () => {
  const both = docker('1.3.3', { runtimes: ['runc', 'runsc'] });
  test('gVisor where it is asked for, and told where it is not', () => {
    expect(isolationOf(both, 'gvisor')).toMatchObject({
      tier: 'gvisor',
      runtime: 'runsc',
      words: 'gVisor (runsc)',
      refusal: undefined,
    });
    expect(isolationOf(both, 'gvisor').warnings.join()).toContain('network stack of its own');
    expect(isolationOf(both)).toMatchObject({ tier: 'runc', refusal: undefined });
    expect(isolationOf(both).warnings.join()).toContain('--require-tier gvisor');
    expect(isolationOf(both, 'runc')).toMatchObject({ tier: 'runc', runtime: 'runc', words: 'runc 1.3.3' });
  });

  test('an old runc matters only where it is used', () => {
    expect(isolationOf(docker('1.1.0', { runtimes: ['runc', 'runsc'] }), 'gvisor').refusal).toBeUndefined();
    expect(isolationOf(docker('1.1.0', { runtimes: ['runc', 'runsc'] }), 'runc').refusal).toContain('way out');
  });

  test('never weaker than asked for', () => {
    expect(isolationOf(docker('1.3.3'), 'gvisor').refusal).toContain('--require-tier');
    expect(isolationOf(docker('1.3.3'), 'runc').refusal).toBeUndefined();
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
