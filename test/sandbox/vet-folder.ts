/** Vets a folder as a package would be, in the real sandbox. */
import { readHere } from '../../src/check/reader.ts';
import { loadRules } from '../../src/load-rules.ts';
import { makePolicy } from '../../src/policy.ts';
import { createRegistry } from '../../src/registry.ts';
import { createSandbox } from '../../src/sandbox/detonate.ts';
import { prepare } from '../../src/sandbox/engine/setup.ts';
import { PROFILES } from '../../src/sandbox/world/profiles.ts';
import { scan } from '../../src/scan.ts';
import type { Report } from '../../src/types.ts';
import type { FakeRegistry } from '../registry/registry.ts';

export async function vetFolder(path: string, fake: FakeRegistry, profiles = PROFILES): Promise<Report> {
  const registry = await createRegistry({ cwd: fake.home, env: fake.env });
  const rules = await loadRules();
  return scan(
    { kind: 'directory', text: path, path, args: [] },
    {
      registry,
      sandbox: createSandbox(prepare, { profiles }),
      rules,
      read: readHere(rules),
      policy: makePolicy({ static: false, failOn: 'block', require: [] }),
      version: '0.0.0',
      jobs: 2,
      progress: () => {},
      timed: () => {},
      signal: new AbortController().signal,
    },
  );
}
